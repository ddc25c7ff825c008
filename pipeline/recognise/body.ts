/** The rows below a header, one after the other: which are data, which are not and why. */
import { type Finding, finding } from '../findings/finding.js';
import type { Merge, Row } from '../intake/workbook.js';
import { type DataColumns, dataColumns } from './data-columns.js';
import { type Decimal, decimalText, readDecimal } from './decimal.js';
import { addFacts } from './facts.js';
import type { Header } from './header.js';
import { ledger, type Mark } from './ledger.js';
import { joinedText, type Line, lineOf, type MergeCursor } from './lines.js';
import { fillDown } from './merged-data.js';
import { declaredNil, type Nil, nilOf } from './nil.js';
import { mayOpenTable, opensGroup, repeats, type Telling, tell } from './row-kinds.js';
import { type Shape, shaper } from './row-shape.js';
import { compareTotals, type TotalEvent } from './stated-totals.js';
import type { Facts, NotData, NotDataKind, Piece, Table, TableEnd } from './table.js';
import {
  areGroupTotals,
  areSums,
  isTotalAbove,
  isTotalBelow,
  mayBeTotalAbove,
  plainLine,
} from './unlabelled-totals.js';
import { isNote } from './words.js';

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
  /** Whether another table begins with the row at hand, so many rows of its title before it. */
  readonly anotherBegins: (titles: number) => boolean;
}

/** What became of a row: taken in, or the first of another table, whose title rows are given back. */
export type Taken = 'taken' | { readonly givenBack: number };

export interface Body {
  take(row: Row): Taken;
  /** What is settled so far. */
  drain(): readonly Piece[];
  /** The rest, with the table's end last. */
  finish(): readonly Piece[];
}

/** A sparse row that may be a section, the title of another table, a note, or data: what follows decides. */
interface Pending {
  readonly row: Row;
  readonly line: Line;
  readonly otherwise: 'section' | 'data';
}

/** A row of data with its numbers, kept until it is sure that it is no total. */
interface Held {
  readonly row: Row;
  readonly line: Line;
  readonly values: readonly (Decimal | null)[];
  readonly unread: readonly number[];
}

/** Sparse rows that wait at most. */
const MOST_PENDING = 60;
/** Group rows that are kept until their groups are known; what comes later is data. */
const MOST_GROUPS = 500;
/** Rows that are kept back to stay behind a first row that may be a total; in a longer table it comes last. */
const MOST_KEPT = 5000;

export function readBody(context: BodyContext): Body {
  const { table, header, headerLines, unitNames } = context;
  const { form, sheet } = table;
  const known: DataColumns = dataColumns(table, header);
  const { columns, positions, few } = known;
  const look = shaper(positions, known.numeric);
  const book = ledger(columns.length);
  const down = fillDown((column) => known.summing.has(column));
  const openings = new Set(headerLines.flatMap((line) => line.cells.slice(0, 1).map((cell) => cell.text)));
  const manyWords = known.numericCount / 2;

  let { facts } = context;
  let settled: Piece[] = [];
  let data: Row[] = [];
  let pending: Pending[] = [];
  let first: (Held & { readonly at: Mark }) | null = null;
  let last: { row: Row; values: readonly (Decimal | null)[] } | null = null;
  let previous: NotDataKind | 'data' = 'header';
  let closed = false;
  let rows = 0;
  let hidden = 0;
  let firstRow: number | null = null;
  let lastRow: number | null = null;
  let rowBeforeLast: number | null = null;
  let lastNumber = headerLines.at(-1)?.row.number ?? 0;
  const groups: (Held & { readonly at: Mark })[] = [];
  const events: TotalEvent[] = [];
  const nils: Nil[] = [];
  const merged = new Set<number>();

  function take(raw: Row): Taken {
    const merges = context.merges.at(raw.number);
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
      !shape.suspect &&
      !closed &&
      gap === 0 &&
      pending.length === 0 &&
      previous === 'data' &&
      shape.wordsForNumbers <= manyWords &&
      !openings.has(row.texts[positions[shape.first] as number] as string);
    return plain ? addData(row, shape) : consider(raw, row, shape, gap, merges);
  }

  /** A closer look at a row that is not plainly data. */
  function consider(raw: Row, row: Row, shape: Shape, gap: number, merges: readonly Merge[]): Taken {
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
      mayOpenTable(line, shape, known, gap > 0 || closed || pending.length > 0) &&
      context.anotherBegins(pending.length)
    ) {
      return { givenBack: takeBack() };
    }
    const nil = nilOf(line, columns, form);
    if (nil && (form || rows === 0 || nil.plainly)) {
      nils.push(nil);
      return put(raw, 'nil_return');
    }
    const filled = row === raw ? line : plainLine(row);
    const telling = tell({
      line,
      filled,
      shape,
      gap,
      closed,
      previous,
      known,
      form,
      unitNames,
      hasData: rows > 0 || first !== null,
    });
    return settleAs(telling, raw, row, line, shape, gap);
  }

  function settleAs(telling: Telling, raw: Row, row: Row, line: Line, shape: Shape, gap: number): Taken {
    switch (telling.is) {
      case 'total':
        return addTotal(row, telling.kind, shape, telling.sums);
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
        if (groups.length < MOST_GROUPS && opensGroup(line, shape, known)) return holdGroup(row, line, shape);
        if (
          rows > 0 ||
          first ||
          events.some((e) => e.kind !== 'section') ||
          !mayBeTotalAbove(line, shape.values, known, unitNames, form !== null)
        )
          return admit(row, shape);
        return holdFirst(row, line, shape);
    }
  }

  function holdFirst(row: Row, line: Line, shape: Shape): Taken {
    const kept = held(row, line, shape);
    if (pending.length > 0) resolvePending('data');
    first = { ...kept, at: book.mark() };
    previous = 'data';
    return 'taken';
  }

  function holdGroup(row: Row, line: Line, shape: Shape): Taken {
    const group = held(row, line, shape);
    if (pending.length > 0) resolvePending('data');
    flushLast();
    groups.push({ ...group, at: book.mark() });
    previous = 'data';
    return 'taken';
  }

  /** Numbers without a label: a total where they are the sums of a block, notes where they stand apart. */
  function bareNumbers(row: Row, shape: Shape, gap: number): Taken {
    const now = book.now();
    const since = book.between(events.findLast((e) => e.kind !== 'section')?.at ?? book.start, now);
    const stated = shape.values.slice();
    if ([now, since].some((block) => areSums(stated, block, known)))
      return addTotal(row, 'total', shape, true);
    if (gap > 0 || closed) {
      closed = true;
      return put(row, 'note');
    }
    return shape.filled === 1 && rows > 1 ? addTotal(row, 'total', shape, true) : admit(row, shape);
  }

  /** A merged measure counts once in its column's sum, but is no value of any row that it spans. */
  function countOnce(row: Row, column: number, shape: Shape): void {
    const position = positions.indexOf(column);
    const value = row.texts[column] ?? '';
    shape.values[position] = readDecimal(value, true);
    if (merged.has(column)) return;
    merged.add(column);
    const place = {
      sheet: sheet.name,
      row: row.number,
      column,
      header: columns[position]?.header ?? '',
      value,
    };
    settled.push({ is: 'finding', table, finding: finding('total.merged', 'warning', place) });
  }

  function addData(row: Row, shape: Shape): Taken {
    if (last) data.push(last.row);
    last = { row, values: shape.values.slice() };
    book.add(shape.values, shape.unread);
    rows++;
    if (row.hidden) hidden++;
    firstRow ??= row.number;
    rowBeforeLast = lastRow;
    lastRow = row.number;
    previous = 'data';
    return 'taken';
  }

  /** Data after what waited for it; resolving looks at other rows, so the shape is taken anew. */
  function admit(row: Row, shape: Shape): Taken {
    if (pending.length === 0) return addData(row, shape);
    resolvePending('data');
    return addData(row, look(row));
  }

  function addTotal(row: Row, kind: 'subtotal' | 'total', shape: Shape, sums: boolean): Taken {
    const values = shape.values.map((value, i) => (sums && known.sums[i] ? value : null));
    if (pending.length > 0) resolvePending('data');
    events.push({
      row: row.number,
      kind: sums ? kind : 'section',
      values,
      texts: row.texts,
      at: book.mark(),
    });
    return put(row, kind);
  }

  function put(row: Row, kind: NotDataKind): Taken {
    if (pending.length > 0) resolvePending(whatFollows(kind));
    flushLast();
    settle();
    const entry: NotData = { row: row.number, kind, text: joinedText(row) };
    settled.push({ is: 'not_data', table, rows: [entry] });
    previous = kind;
    return 'taken';
  }

  function resolvePending(followed: 'data' | 'header' | 'end'): void {
    const waiting = pending;
    const before = previous;
    pending = [];
    for (const { row, line, otherwise } of waiting) {
      if (followed === 'header') put(row, 'title');
      else if (otherwise === 'data' && (followed === 'data' || before === 'data')) addData(row, look(row));
      else if (followed === 'data') {
        put(row, isNote(line.cells[0]?.words ?? '') ? 'note' : 'section');
        events.push({ row: row.number, kind: 'section', values: [], texts: [], at: book.mark() });
      } else {
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

  function flushLast(): void {
    if (last) data.push(last.row);
    last = null;
  }

  function settle(): void {
    if (data.length > 0) settled.push({ is: 'data', table, rows: data });
    data = [];
  }

  /** The first row is decided on once all others are known. */
  function resolveFirst(): boolean {
    if (!first) return false;
    const { row, line, values, unread, at } = first;
    const isTotal = isTotalAbove(line, values, book.now(), known, unitNames);
    first = null;
    if (isTotal) {
      settled.unshift({
        is: 'not_data',
        table,
        rows: [{ row: row.number, kind: 'total', text: joinedText(row) }],
      });
      const stated = values.map((value, i) => (known.sums[i] ? value : null));
      events.unshift({ row: row.number, kind: 'total', values: stated, texts: row.texts, at });
      return true;
    }
    settled.unshift({ is: 'data', table, rows: [row] });
    book.insert(at, values, unread);
    countLate(row);
    return false;
  }

  /** Rows numbered 一, 二 with figures are the totals of their groups, or data like any other. */
  function resolveGroups(): void {
    const blocks = groups.map((group, i) => {
      const next = groups[i + 1];
      const total = events.find(
        (e) => e.kind === 'total' && e.row > group.row.number && !(next && e.row > next.row.number),
      );
      return { values: group.values, block: book.between(group.at, (total ?? next)?.at ?? book.now()) };
    });
    const totals = areGroupTotals(blocks, known);
    for (const { row, values, unread, at } of groups) {
      if (totals) {
        settled.push({
          is: 'not_data',
          table,
          rows: [{ row: row.number, kind: 'subtotal', text: joinedText(row) }],
        });
        const stated = values.map((value, i) => (known.sums[i] ? value : null));
        events.push({ row: row.number, kind: 'subtotal', values: stated, texts: row.texts, at });
      } else {
        settled.push({ is: 'data', table, rows: [row] });
        book.insert(at, values, unread);
        countLate(row);
      }
    }
    events.sort((a, b) => a.row - b.row);
  }

  function countLate(row: Row): void {
    rows++;
    if (row.hidden) hidden++;
    firstRow = Math.min(firstRow ?? row.number, row.number);
    lastRow = Math.max(lastRow ?? row.number, row.number);
  }

  function resolveLast(): void {
    if (!last) return;
    const { row, values } = last;
    book.remove(values);
    const above = book.between(events.findLast((e) => e.kind === 'total')?.at ?? book.start, book.now());
    if (!isTotalBelow(plainLine(row), values, above, known, unitNames)) {
      book.add(values, []);
      return;
    }
    last = null;
    rows--;
    if (row.hidden) hidden--;
    lastRow = rowBeforeLast;
    const stated = values.map((value, i) => (known.sums[i] ? value : null));
    events.push({ row: row.number, kind: 'total', values: stated, texts: row.texts, at: book.mark() });
    settle();
    settled.push({
      is: 'not_data',
      table,
      rows: [{ row: row.number, kind: 'total', text: joinedText(row) }],
    });
  }

  function drain(): readonly Piece[] {
    if (first && rows < MOST_KEPT) return [];
    settle();
    const done = settled;
    settled = [];
    return done;
  }

  function finish(): readonly Piece[] {
    const totalAbove = resolveFirst();
    resolveGroups();
    if (!totalAbove) resolveLast();
    resolvePending('end');
    flushLast();
    settle();
    const end = tableEnd();
    for (const found of closingFindings(end)) settled.push({ is: 'finding', table, finding: found });
    return [...settled, { is: 'end', table, end }];
  }

  function tableEnd(): TableEnd {
    const { sums } = book.now();
    const compared = columns.flatMap((c, position) =>
      known.sums[position] ? [{ position, column: c.column, header: c.header }] : [],
    );
    return {
      facts,
      firstDataRow: firstRow,
      lastDataRow: lastRow,
      dataRows: rows,
      sums: table.columns.map((c) => {
        const sum = sums[positions.indexOf(c.column)];
        return sum ? decimalText(sum) : null;
      }),
      totals: compareTotals(events, book, compared),
      nilReturn: declaredNil(
        nils,
        context.front.map((f) => f.line),
        form,
        facts.titles,
        rows > 0,
      ),
    };
  }

  function closingFindings(end: TableEnd): readonly Finding[] {
    const found: Finding[] = [];
    if (hidden > 0) {
      const rule = sheet.filtered ? 'hidden.filter' : 'hidden.rows';
      found.push(finding(rule, 'warning', { sheet: sheet.name }, { count: hidden }));
    }
    if (form && end.dataRows === 0 && end.nilReturn === null) {
      const place = { sheet: sheet.name, row: table.headerRows[1] };
      found.push(finding('form.empty', 'error', place, { form: form.title }));
    }
    return found;
  }

  return { take, drain, finish };
}

/** A row with its numbers, which the shape will not keep. */
function held(row: Row, line: Line, shape: Shape): Held {
  return { row, line, values: shape.values.slice(), unread: shape.unread.slice() };
}

/** What a row that is no data makes of the sparse rows before it. */
function whatFollows(kind: NotDataKind): 'data' | 'header' | 'end' {
  if (kind === 'title' || kind === 'unit' || kind === 'repeated_header') return 'header';
  return kind === 'note' || kind === 'footer' ? 'end' : 'data';
}
