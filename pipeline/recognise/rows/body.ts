/** The rows below a header, one after the other: which are data, which are not and why. */
import { finding } from '../../findings/finding.js';
import type { Merge, Row } from '../../intake/workbook.js';
import type { Decimal } from '../../text/decimal.js';
import { addFacts } from '../facts.js';
import type { Header } from '../header/header.js';
import { isSerialHeader } from '../header/match.js';
import { words } from '../header/text.js';
import type { NotDataKind } from '../kinds.js';
import { indentOf, type Line, lineOf, type MergeCursor } from '../lines.js';
import type { Facts, Table, TablePiece } from '../table.js';
import { readDecimal } from '../totals/cell-decimal.js';
import { sentenceTotals } from '../totals/sentence.js';
import { mayBeTotalAbove, plainLine } from '../totals/unlabelled.js';
import { isLabel, isNote } from '../vocabulary.js';
import { classify, mayOpenTable, opensGroup, type RowClass, repeats, repeatsLowest } from './classify.js';
import { type Collector, numbersOf, openCollector } from './collector.js';
import { type DataColumns, dataColumns } from './columns.js';
import { type FillDown, fillDown } from './merged.js';
import { declaredNil, emptyFindings, type Nil, nilOf } from './nil.js';
import { isHeadedBy, type Pending, whatFollows } from './pending.js';
import { type RowShape, shaper } from './shape.js';
import { splitValueMarker } from './split-values.js';

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
  /** Sums of the tables of the same form above in the sheet, by field. */
  readonly earlier: ReadonlyMap<string, Decimal>;
  /** Whether every column is added up, not only those that a total may state. */
  readonly allSums: boolean;
  /** Whether another table begins with the row at hand, so many rows of its title before it. */
  readonly anotherBegins: (titles: number) => boolean;
}

/** A row that needs a closer look: as read, with merges filled down, its cells and its shape. */
interface ConsideredRow {
  readonly raw: Row;
  readonly row: Row;
  readonly line: Line;
  readonly shape: RowShape;
  /** Blank rows before it. */
  readonly gap: number;
}

/** What became of a row: taken in, or the first of another table, whose title rows are given back. */
export type Taken = 'taken' | { readonly givenBack: number };

export interface Body {
  take(row: Row): Taken;
  /** What is settled so far. */
  drain(): readonly TablePiece[];
  /** The rest, with the table's end last. */
  finish(): readonly TablePiece[];
  /** The sums of the form's columns by field, once it is finished. */
  fieldSums(): ReadonlyMap<string, Decimal>;
}

/** No header of serial numbers is longer. */
const longestSerial = 8;
/** Sparse rows that wait at most. */
const MOST_PENDING = 60;
/** Rows by which it is known with which columns a row of the table begins. */
const ENOUGH_ROWS = 5;
/** Rows that began like a header and were none: from here on such words are the table's own. */
const MOST_REFUSALS = 200;

export function readBody(context: BodyContext): Body {
  return new BodyReader(context);
}

class BodyReader implements Body {
  readonly #context: BodyContext;
  readonly #known: DataColumns;
  readonly #look: (row: Row) => RowShape;
  readonly #collector: Collector;
  readonly #down: FillDown;
  /** Cells of the header: a row that begins with one may be the header printed again, or that of another table. */
  readonly #openings: ReadonlySet<string>;
  readonly #townships: ReadonlySet<string>;
  /** The row with what is wrong with it where a value of it was cut. */
  readonly #marked: (row: Row) => Row;
  readonly #nils: Nil[] = [];
  /** Columns of merged measures that a finding has named. */
  readonly #merged = new Set<number>();

  #facts: Facts;
  #pending: Pending[] = [];
  #previous: NotDataKind | 'data' = 'header';
  /** Whether signatures or notes came. */
  #closed = false;
  /** Blanks before 其中 where the rows below may go on with it; null: they do not. */
  #ofWhich: number | null = null;
  /** Whether rows of a name alone head the rows below them; null: no such row so far. */
  #sectioned: boolean | null;
  #refusals = 0;
  /** Position of the first filled column of the row that begins furthest to the right. */
  #furthestFirst = -1;
  #examples = 0;
  /** Of the row before; null before the first row of a table without a header. */
  #lastNumber: number | null;

  constructor(context: BodyContext) {
    const { table, header, headerLines, unitNames, allSums } = context;
    const known = dataColumns(table, header);
    const adds = allSums ? known.sums.map(() => true) : known.sums;
    this.#context = context;
    this.#known = known;
    this.#collector = openCollector(table, known, unitNames, context.earlier);
    this.#marked = splitValueMarker(table, header);
    this.#down = fillDown((column) => known.summing.has(column));
    const look = shaper(known, adds);
    this.#look = (row) => look(row, this.#down.isCounted(row));
    this.#openings = new Set(headerLines.flatMap((line) => line.cells.map((cell) => cell.text)));
    this.#townships = new Set(unitNames.map(words));
    this.#facts = context.facts;
    this.#sectioned = table.form ? false : null;
    this.#lastNumber = table.headerRows?.[1] ?? null;
  }

  take(given: Row): Taken {
    const raw = this.#marked(given);
    const merges = this.#context.merges.at(raw.number);
    const gap = raw.number - (this.#lastNumber ?? raw.number - 1) - 1;
    this.#lastNumber = raw.number;
    const { row, measures } = merges.length > 0 ? this.#down.fill(raw, merges) : { row: raw, measures: [] };
    const shape = this.#look(row);
    for (const { firstColumn } of measures) this.#countOnce(raw, firstColumn, shape);
    return this.#isPlain(row, shape, gap)
      ? this.#addData(row, shape)
      : this.#consider(raw, row, shape, gap, merges);
  }

  /** Whether a row is data without a closer look. */
  #isPlain(row: Row, shape: RowShape, gap: number): boolean {
    return (
      shape.filled >= this.#known.few &&
      shape.filled > 1 &&
      (shape.filled > shape.numbers || shape.filled >= this.#known.typical) &&
      this.#goesOn(gap) &&
      shape.wordsForNumbers <= this.#known.numericCount / 2 &&
      !this.#beginsBeyond(shape) &&
      !this.#opensLikeHeader(row, shape.first) &&
      !this.#mayBeNoData(shape)
    );
  }

  /** Whether data goes on where a row stands right below one of data. */
  #goesOn(gap: number): boolean {
    return gap === 0 && this.#previous === 'data' && !this.#closed && this.#pending.length === 0;
  }

  #opensLikeHeader({ texts }: Row, first: number): boolean {
    return this.#openings.has(texts[this.#known.positions[first] as number] as string);
  }

  /** Names of companies and people begin like such words; a row with figures is settled by the words themselves. */
  #mayBeNoData({ suspects, figures }: RowShape): boolean {
    if (suspects.length === 0) return false;
    return figures === 0 || suspects.some((text) => this.#isLabel(text));
  }

  #isLabel(text: string): boolean {
    const folded = words(text);
    return (
      isLabel(folded) || this.#townships.has(folded) || (text.length <= longestSerial && isSerialHeader(text))
    );
  }

  /** A closer look at a row that is not plainly data. */
  #consider(raw: Row, row: Row, shape: RowShape, gap: number, merges: readonly Merge[]): Taken {
    const line = lineOf(raw, merges);
    if (line.cells.length === 0) return shape.filled > 1 ? this.#admit(row, shape) : this.#put(raw, 'note');
    const printed = this.#printedAgain(line);
    if (printed) return this.#put(raw, printed);
    if (this.#opensTable(line, shape, gap)) return { givenBack: this.#takeBack() };
    const { form } = this.#context.table;
    const nil = nilOf(line, this.#known, form);
    if (nil && (form || this.#collector.rows() === 0 || nil.plainly)) {
      this.#nils.push(nil);
      return this.#put(raw, 'nil_return');
    }
    const filled = row === raw ? line : plainLine(row);
    const rowClass = classify({
      line,
      filled,
      shape,
      gap,
      closed: this.#closed,
      previous: this.#previous,
      ofWhich: this.#ofWhich,
      known: this.#known,
      form,
      unitNames: this.#context.unitNames,
      hasData: this.#collector.hasBegun(),
      beginsBeyond: this.#beginsBeyond(shape),
      waits: this.#pending.length > 0,
    });
    return this.#placeAs(rowClass, { raw, row, line, shape, gap });
  }

  /** What a row is that is also above the data: the header, or a line over it, on the next page. */
  #printedAgain(line: Line): NotDataKind | null {
    const { headerLines, front } = this.#context;
    if (repeats(line, headerLines, this.#previous) || repeatsLowest(line, headerLines)) {
      this.#closed = false;
      return 'repeated_header';
    }
    return front.find((above) => repeats(line, [above.line], 'repeated_header'))?.kind ?? null;
  }

  #opensTable(line: Line, shape: RowShape, gap: number): boolean {
    const afterBreak = gap > 0 || this.#closed || this.#pending.length > 0;
    const wary = this.#refusals < MOST_REFUSALS;
    if (this.#previous === 'header' || !mayOpenTable(line, shape, this.#known, afterBreak, wary))
      return false;
    if (this.#context.anotherBegins(this.#pending.length)) return true;
    this.#refusals++;
    return false;
  }

  #placeAs(rowClass: RowClass, { raw, row, line, shape, gap }: ConsideredRow): Taken {
    switch (rowClass.is) {
      case 'total':
        this.#ofWhich = rowClass.sums || rowClass.kind === 'total' ? null : (this.#ofWhich ?? indentOf(line));
        return this.#addTotal(row, rowClass.kind, rowClass.sums ? this.#stated(line, shape) : null);
      case 'closing':
        this.#noteFacts(line, rowClass.kind);
        this.#closed = true;
        return this.#put(raw, rowClass.kind);
      case 'not_data':
        if (rowClass.kind === 'example') this.#examples++;
        if (rowClass.kind === 'note') this.#noteFacts(line, 'note');
        return this.#put(raw, rowClass.kind);
      case 'bare':
        return this.#bareNumbers(row, line, shape, gap);
      case 'open':
        if (this.#pending.length >= MOST_PENDING) this.#resolvePending('end');
        this.#pending.push({
          row: rowClass.otherwise === 'section' ? raw : row,
          line,
          otherwise: rowClass.otherwise,
        });
        return 'taken';
      case 'data':
        this.#closed = false;
        return this.#holdIfTotal(row, line, shape) ? 'taken' : this.#admit(row, shape);
    }
  }

  /** What a total states: in its cells, or in a sentence alone in its row. */
  #stated(line: Line, shape: RowShape): readonly (Decimal | null)[] {
    const inWords = shape.numbers === 0 ? sentenceTotals(line.cells, this.#known) : null;
    return inWords ?? shape.values.slice();
  }

  /** Holds a row that may be a total without the word. */
  #holdIfTotal(row: Row, line: Line, shape: RowShape): boolean {
    const group = opensGroup(line, shape, this.#known);
    const { unitNames, table } = this.#context;
    const above =
      !this.#collector.hasBegun() &&
      mayBeTotalAbove(line, shape.values, this.#known, unitNames, table.form !== null);
    if (!group && !above) return false;
    const numbers = numbersOf(row, line, shape);
    if (this.#pending.length > 0) this.#resolvePending('data', row);
    this.#sectioned ??= false;
    if (group && !this.#collector.holdGroup(numbers)) this.#collector.addData(row, this.#look(row));
    if (!group) this.#collector.holdFirst(numbers);
    this.#previous = 'data';
    return true;
  }

  /** Numbers without a label: a total where they are the sums of a block, notes where they are apart. */
  #bareNumbers(row: Row, line: Line, shape: RowShape, gap: number): Taken {
    const values = shape.values.slice();
    const apart =
      gap > 0 ||
      this.#closed ||
      (this.#previous === 'total' && this.#collector.rows() > 0) ||
      (shape.filled > 1 && this.#beginsBeyond(shape));
    this.#closed ||= gap > 1;
    if (this.#collector.areSumsSoFar(values)) return this.#addTotal(row, 'total', values);
    if (apart) {
      this.#closed = true;
      return this.#put(row, 'note');
    }
    if (shape.filled === 1 && this.#collector.rows() > 1) return this.#addTotal(row, 'total', values);
    return this.#holdIfTotal(row, line, shape) ? 'taken' : this.#admit(row, shape);
  }

  /** Whether a row of no known form leaves out the columns with which every row so far begins. */
  #beginsBeyond({ first }: RowShape): boolean {
    return !this.#context.table.form && this.#collector.rows() >= ENOUGH_ROWS && first > this.#furthestFirst;
  }

  /** A merged measure counts once in its column's sum, but is no value of any row that it spans. */
  #countOnce(row: Row, column: number, shape: RowShape): void {
    const { sheet } = this.#context.table;
    const position = this.#known.positions.indexOf(column);
    const value = row.texts[column] ?? '';
    shape.values[position] = readDecimal(value, true);
    if (this.#merged.has(column)) return;
    this.#merged.add(column);
    const of = this.#known.columns[position]?.header ?? '';
    const place = { sheet: sheet.name, row: row.number, column, header: of, value };
    this.#collector.addFinding(finding('total.merged', 'warning', place));
  }

  #addData(row: Row, shape: RowShape): Taken {
    this.#furthestFirst = Math.max(this.#furthestFirst, shape.first);
    this.#collector.addData(row, shape);
    this.#down.count(row);
    this.#previous = 'data';
    this.#sectioned ??= false;
    this.#ofWhich = null;
    return 'taken';
  }

  /** Data after what waited for it; resolving looks at other rows, so the shape is taken anew. */
  #admit(row: Row, shape: RowShape): Taken {
    if (this.#pending.length === 0) return this.#addData(row, shape);
    this.#resolvePending('data', row);
    return this.#addData(row, this.#look(row));
  }

  #addTotal(row: Row, kind: 'subtotal' | 'total', values: readonly (Decimal | null)[] | null): Taken {
    const isRemark = this.#previous === 'total' && !this.#context.table.form;
    if (this.#pending.length > 0) this.#resolvePending(isRemark ? 'end' : 'data');
    this.#collector.addTotal(row, kind, values);
    this.#previous = kind;
    return 'taken';
  }

  #put(row: Row, kind: NotDataKind): Taken {
    if (this.#pending.length > 0) this.#resolvePending(whatFollows(kind));
    this.#collector.addNotData(row, kind);
    this.#previous = kind;
    return 'taken';
  }

  #resolvePending(followed: 'data' | 'header' | 'end', next?: Row): void {
    const waiting = this.#pending;
    const before = this.#previous;
    this.#pending = [];
    if (next) this.#sectioned ??= isHeadedBy(next, waiting);
    const heads = this.#sectioned && waiting.length === 1 && followed === 'data';
    for (const { row, line, otherwise } of waiting) {
      if (followed === 'header') this.#put(row, 'title');
      else if (otherwise === 'count' && followed === 'data') this.#addData(row, this.#look(row));
      else if (!heads && otherwise === 'data' && (followed === 'data' || before === 'data'))
        this.#addData(row, this.#look(row));
      else if (followed === 'data') this.#put(row, isNote(line.cells[0]?.words ?? '') ? 'note' : 'section');
      else {
        this.#noteFacts(line, 'note');
        this.#put(row, 'note');
      }
    }
  }

  /** What is below the rows may say when it was reported, by whom, and in which unit. */
  #noteFacts(line: Line, kind: NotDataKind): void {
    this.#facts = addFacts(this.#facts, line, this.#context.year, kind, true);
  }

  #takeBack(): number {
    const count = this.#pending.length;
    this.#pending = [];
    return count;
  }

  finish(): readonly TablePiece[] {
    this.#resolvePending('end');
    this.#collector.close();
    const counted = this.#collector.end();
    const { table, front } = this.#context;
    const { form } = table;
    const above = front.map((f) => f.line);
    const nilReturn = declaredNil(this.#nils, above, form, this.#facts.titles, counted.dataRows > 0);
    if (form && counted.dataRows === 0 && nilReturn === null) {
      const found = emptyFindings(table, form, this.#nils, this.#examples > 0);
      for (const each of found) this.#collector.addFinding(each);
    }
    return [...this.drain(), { is: 'end', table, end: { facts: this.#facts, ...counted, nilReturn } }];
  }

  fieldSums(): ReadonlyMap<string, Decimal> {
    return this.#collector.fieldSums();
  }

  drain(): readonly TablePiece[] {
    return this.#collector.drain();
  }
}
