/** The rows below a header, one after the other: which are data, which are not and why. */
import { finding } from '../../findings/finding.js';
import type { Merge, Row } from '../../intake/workbook.js';
import { addFacts } from '../facts.js';
import type { Header } from '../header/header.js';
import { isSerialHeader } from '../header/match.js';
import { words } from '../header/text.js';
import { indentOf, type Line, lineOf, type MergeCursor } from '../lines.js';
import type { Facts, NotDataKind, Table, TablePiece } from '../table.js';
import { type Decimal, readDecimal } from '../totals/decimal.js';
import { mayBeTotalAbove, plainLine } from '../totals/unlabelled.js';
import { isLabel, isNote } from '../vocabulary.js';
import { classify, mayOpenTable, opensGroup, type RowClass, repeats } from './classify.js';
import { numbersOf, openCollector } from './collector.js';
import { dataColumns } from './columns.js';
import { fastRow } from './fast-path.js';
import { fillDown } from './merged.js';
import { declaredNil, type Nil, nilOf } from './nil.js';
import { isHeadedBy, type Pending, whatFollows } from './pending.js';
import { type RowShape, shaper } from './shape.js';

export interface BodyContext {
  readonly table: Table;
  readonly header: Header;
  readonly headerLines: readonly Line[];
  /** Rows above the header, which may be printed again on each page. */
  readonly front: readonly { readonly line: Line; readonly kind: NotDataKind }[];
  readonly facts: Facts;
  readonly year: number | null;
  readonly unitNames: readonly string[];
  readonly merges: MergeCursor;
  /** Whether every column is added up, not only those that a total may state. */
  readonly allSums: boolean;
  /** Whether another table begins with the row at hand, so many rows of its title before it. */
  readonly anotherBegins: (titles: number) => boolean;
}

/** What became of a row: taken in, or the first of another table, whose title rows are given back. */
export type Taken = 'taken' | { readonly givenBack: number };

export interface Body {
  take(row: Row): Taken;
  /** What is settled so far. */
  drain(): readonly TablePiece[];
  /** The rest, with the table's end last. */
  finish(): readonly TablePiece[];
}

/** No header of serial numbers is longer. */
const longestSerial = 8;
/** Sparse rows that wait at most. */
const MOST_PENDING = 60;
/** Rows that began like a header and were none: from here on such words are the table's own. */
const MOST_REFUSALS = 200;

export function readBody(context: BodyContext): Body {
  const { table, header, headerLines, unitNames } = context;
  const { form, sheet } = table;
  const known = dataColumns(table, header);
  const { columns, positions, few } = known;
  const adds = context.allSums ? known.sums.map(() => true) : known.sums;
  const look = shaper(positions, known.numeric, adds);
  const account = openCollector(table, known, unitNames, look);
  const plainly = fastRow(known, adds);
  const down = fillDown((column) => known.summing.has(column));
  const openings = new Set(headerLines.flatMap((line) => line.cells.slice(0, 1).map((cell) => cell.text)));
  const manyWords = known.numericCount / 2;
  const townships = new Set(unitNames.map(words));

  let { facts } = context;
  let pending: Pending[] = [];
  let previous: NotDataKind | 'data' = 'header';
  let closed = false;
  /** Blanks before 其中 where the rows below may go on with it; null: they do not. */
  let ofWhich: number | null = null;
  /** Whether rows of a name alone head the rows below them; the first row tells. */
  let sectioned: boolean | null = form ? false : null;
  let refusals = 0;
  let lastNumber = headerLines.at(-1)?.row.number ?? 0;
  const nils: Nil[] = [];
  const merged = new Set<number>();

  function take(raw: Row): Taken {
    const merges = context.merges.at(raw.number);
    if (
      merges.length === 0 &&
      account.isLong() &&
      goesOn(raw.number - lastNumber - 1) &&
      plainly.read(raw) &&
      !opensLikeHeader(raw, plainly.first)
    ) {
      account.addPlain(raw, plainly);
      lastNumber = raw.number;
      return asData();
    }
    let row = raw;
    let measures: readonly Merge[] = [];
    if (merges.length > 0) ({ row, measures } = down.fill(raw, merges));
    const shape = look(row);
    for (const { firstColumn } of measures) countOnce(raw, firstColumn, shape);
    const gap = row.number - lastNumber - 1;
    lastNumber = row.number;
    const plain =
      shape.filled >= few &&
      shape.filled > 1 &&
      goesOn(gap) &&
      shape.wordsForNumbers <= manyWords &&
      !opensLikeHeader(row, shape.first) &&
      !mayBeNoData(shape);
    return plain ? addData(row, shape) : consider(raw, row, shape, gap, merges);
  }

  /** Whether data goes on where a row stands right below one of data. */
  function goesOn(gap: number): boolean {
    return gap === 0 && previous === 'data' && !closed && pending.length === 0;
  }

  function opensLikeHeader({ texts }: Row, first: number): boolean {
    return openings.has(texts[positions[first] as number] as string);
  }

  /** Names of companies and people begin like such words; a row with figures is settled by the words themselves. */
  function mayBeNoData({ suspects, figures }: RowShape): boolean {
    if (suspects.length === 0) return false;
    return figures === 0 || suspects.some(mayBeLabel);
  }

  function mayBeLabel(text: string): boolean {
    const folded = words(text);
    return isLabel(folded) || townships.has(folded) || (text.length <= longestSerial && isSerialHeader(text));
  }

  /** A closer look at a row that is not plainly data. */
  function consider(raw: Row, row: Row, shape: RowShape, gap: number, merges: readonly Merge[]): Taken {
    const line = lineOf(raw, merges);
    if (line.cells.length === 0) return shape.filled > 1 ? admit(row, shape) : put(raw, 'note');
    if (repeats(line, headerLines, previous)) {
      closed = false;
      return put(raw, 'repeated_header');
    }
    const printed = context.front.find((f) => repeats(line, [f.line], 'repeated_header'));
    if (printed) return put(raw, printed.kind);
    if (
      previous !== 'header' &&
      mayOpenTable(line, shape, known, gap > 0 || closed || pending.length > 0, refusals < MOST_REFUSALS)
    ) {
      if (context.anotherBegins(pending.length)) return { givenBack: takeBack() };
      refusals++;
    }
    const nil = nilOf(line, known, form);
    if (nil && (form || account.rows() === 0 || nil.plainly)) {
      nils.push(nil);
      return put(raw, 'nil_return');
    }
    const filled = row === raw ? line : plainLine(row);
    const telling = classify({
      line,
      filled,
      shape,
      gap,
      closed,
      previous,
      ofWhich,
      known,
      form,
      unitNames,
      hasData: account.hasBegun(),
    });
    return settleAs(telling, raw, row, line, shape, gap);
  }

  function settleAs(telling: RowClass, raw: Row, row: Row, line: Line, shape: RowShape, gap: number): Taken {
    switch (telling.is) {
      case 'total':
        ofWhich = telling.sums || telling.kind === 'total' ? null : (ofWhich ?? indentOf(line));
        return addTotal(row, telling.kind, telling.sums ? shape.values.slice() : null);
      case 'closing':
        facts = addFacts(facts, line, context.year);
        closed = true;
        return put(raw, telling.kind);
      case 'not_data':
        return put(raw, telling.kind);
      case 'bare':
        return bareNumbers(row, shape, gap);
      case 'open':
        if (pending.length >= MOST_PENDING) resolvePending('end');
        pending.push({ row: telling.otherwise === 'data' ? row : raw, line, otherwise: telling.otherwise });
        return 'taken';
      case 'data':
        closed = false;
        return holdIfTotal(row, line, shape) ? 'taken' : admit(row, shape);
    }
  }

  /** Holds a row that may be a total without the word. */
  function holdIfTotal(row: Row, line: Line, shape: RowShape): boolean {
    const group = opensGroup(line, shape, known);
    const above = !account.hasBegun() && mayBeTotalAbove(line, shape.values, known, unitNames, form !== null);
    if (!group && !above) return false;
    const numbers = numbersOf(row, line, shape);
    if (pending.length > 0) resolvePending('data', row);
    sectioned ??= false;
    if (group && !account.holdGroup(numbers)) account.addData(row, look(row));
    if (!group) account.holdFirst(numbers);
    previous = 'data';
    return true;
  }

  /** Numbers without a label: a total where they are the sums of a block, notes where they stand apart. */
  function bareNumbers(row: Row, shape: RowShape, gap: number): Taken {
    const values = shape.values.slice();
    const apart = gap > 0 || closed || (previous === 'total' && account.rows() > 0);
    closed ||= gap > 1;
    if (account.areSumsSoFar(values)) return addTotal(row, 'total', values);
    if (apart) {
      closed = true;
      return put(row, 'note');
    }
    return shape.filled === 1 && account.rows() > 1 ? addTotal(row, 'total', values) : admit(row, shape);
  }

  /** A merged measure counts once in its column's sum, but is no value of any row that it spans. */
  function countOnce(row: Row, column: number, shape: RowShape): void {
    const position = positions.indexOf(column);
    const value = row.texts[column] ?? '';
    shape.values[position] = readDecimal(value, true);
    if (merged.has(column)) return;
    merged.add(column);
    const of = columns[position]?.header ?? '';
    const place = { sheet: sheet.name, row: row.number, column, header: of, value };
    account.addFinding(finding('total.merged', 'warning', place));
  }

  function addData(row: Row, shape: RowShape): Taken {
    account.addData(row, shape);
    return asData();
  }

  function asData(): Taken {
    previous = 'data';
    sectioned ??= false;
    ofWhich = null;
    return 'taken';
  }

  /** Data after what waited for it; resolving looks at other rows, so the shape is taken anew. */
  function admit(row: Row, shape: RowShape): Taken {
    if (pending.length === 0) return addData(row, shape);
    resolvePending('data', row);
    return addData(row, look(row));
  }

  function addTotal(row: Row, kind: 'subtotal' | 'total', values: readonly (Decimal | null)[] | null): Taken {
    if (pending.length > 0) resolvePending('data');
    account.addTotal(row, kind, values);
    previous = kind;
    return 'taken';
  }

  function put(row: Row, kind: NotDataKind): Taken {
    if (pending.length > 0) resolvePending(whatFollows(kind));
    account.addNotData(row, kind);
    previous = kind;
    return 'taken';
  }

  function resolvePending(followed: 'data' | 'header' | 'end', next?: Row): void {
    const waiting = pending;
    const before = previous;
    pending = [];
    if (next) sectioned ??= isHeadedBy(next, waiting);
    const heads = sectioned && waiting.length === 1 && followed === 'data';
    for (const { row, line, otherwise } of waiting) {
      if (followed === 'header') put(row, 'title');
      else if (!heads && otherwise === 'data' && (followed === 'data' || before === 'data'))
        addData(row, look(row));
      else if (followed === 'data') put(row, isNote(line.cells[0]?.words ?? '') ? 'note' : 'section');
      else {
        facts = addFacts(facts, line, context.year);
        put(row, 'note');
      }
    }
  }

  function takeBack(): number {
    const count = pending.length;
    pending = [];
    return count;
  }

  function finish(): readonly TablePiece[] {
    resolvePending('end');
    account.close();
    const counted = account.end();
    const above = context.front.map((f) => f.line);
    const nilReturn = declaredNil(nils, above, form, facts.titles, counted.dataRows > 0);
    if (form && counted.dataRows === 0 && nilReturn === null) {
      const place = { sheet: sheet.name, row: table.headerRows[1] };
      account.addFinding(finding('form.empty', 'error', place, { form: form.title }));
    }
    return [...account.drain(), { is: 'end', table, end: { facts, ...counted, nilReturn } }];
  }

  return { take, drain: account.drain, finish };
}
