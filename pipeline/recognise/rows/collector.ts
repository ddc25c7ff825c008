/**
 * Collects the rows of a table as they come in: data and what is not, sums, stated totals; and the rows on which
 * only the rest of the table decides, since totals need not bear the word (DOMAIN I.1).
 */
import { type Finding, finding } from '../../findings/finding.js';
import type { Row } from '../../intake/workbook.js';
import { type Decimal, decimalText } from '../../text/decimal.js';
import type { NotDataKind } from '../kinds.js';
import { joinedText, type Line } from '../lines.js';
import type { StatedTotal, Table, TableEnd, TablePiece } from '../table.js';
import { groupHeads, type Summed } from '../totals/groups.js';
import { type RunningSums, runningSums, type Snapshot, withRow } from '../totals/running-sums.js';
import { compareTotals, type TotalEvent } from '../totals/stated.js';
import { areGroupTotals, areSums, isTotalAbove, isTotalBelow, plainLine } from '../totals/unlabelled.js';
import { outlineLevel } from '../vocabulary.js';
import type { DataColumns } from './columns.js';
import type { RowShape } from './shape.js';

type Values = readonly (Decimal | null)[];

/** A row with its numbers, which the shape of a row does not keep. */
export interface Numbers {
  readonly row: Row;
  readonly line: Line;
  readonly values: Values;
  readonly unread: readonly number[];
}

export function numbersOf(row: Row, line: Line, { values, unread }: RowShape): Numbers {
  return { row, line, values: values.slice(), unread: unread.slice() };
}

export interface Collector {
  /** A row of data; the shape is not kept. */
  addData(row: Row, shape: RowShape): void;
  /** A row that is not data; a section begins a block of rows of its own. */
  addNotData(row: Row, kind: NotDataKind): void;
  /** A total row with what it states; null: what is compared with nothing. */
  addTotal(row: Row, kind: 'subtotal' | 'total', values: Values | null): void;
  addFinding(found: Finding): void;
  /** A first row that may be the sum of all rows below it. */
  holdFirst(numbers: Numbers): void;
  /** A row numbered 一, 二 that may be the sum of its group; false where too many are held. */
  holdGroup(numbers: Numbers): boolean;
  /** Whether numbers are the sums of all rows so far, or of those since the last total. */
  areSumsSoFar(values: Values): boolean;
  /** Rows of data so far, and one that may be. */
  rows(): number;
  /** Whether there is a row of data, or one that may be, or a total. */
  hasBegun(): boolean;
  drain(): readonly TablePiece[];
  /** Decides on the rows that were held. */
  close(): void;
  /** The sums of the form's columns, by field. */
  fieldSums(): ReadonlyMap<string, Decimal>;
  end(): Pick<TableEnd, 'firstDataRow' | 'lastDataRow' | 'dataRows' | 'sums' | 'totals'>;
}

/** Group rows that are held; what comes later is data. */
const MOST_GROUPS = 500;
/** Rows that are kept back to stay behind a held first row; in a longer table it comes last. */
const MOST_KEPT = 5000;
/** Rows among which sums of groups are looked for that do not say so. */
const MOST_SUMMED = 2000;

/** @param earlier sums of the tables of the same form above in the sheet, by field */
export function openCollector(
  table: Table,
  known: DataColumns,
  unitNames: readonly string[],
  earlier: ReadonlyMap<string, Decimal>,
): Collector {
  return new RowCollector(table, known, unitNames, earlier);
}

class RowCollector implements Collector {
  readonly #table: Table;
  readonly #known: DataColumns;
  readonly #unitNames: readonly string[];
  readonly #earlier: ReadonlyMap<string, Decimal>;
  readonly #groups: (Numbers & { readonly at: Snapshot })[] = [];
  #book: RunningSums;
  #events: TotalEvent[] = [];
  /** Of the total rows of a workbook that asks to be calculated, by row. */
  readonly #results = new Map<number, Row['details']>();
  readonly #totals: StatedTotal[] = [];
  /** The rows of data so far, which are kept back for it; null: too many. */
  #summing: (Summed & { readonly row: Row })[] | null = [];
  #settled: TablePiece[] = [];
  #data: Row[] = [];
  #first: (Numbers & { readonly at: Snapshot }) | null = null;
  #last: Row | null = null;
  #lastValues: Values = [];
  #count = 0;
  #hidden = 0;
  #firstRow: number | null = null;
  #lastRow: number | null = null;
  #rowBeforeLast: number | null = null;

  constructor(
    table: Table,
    known: DataColumns,
    unitNames: readonly string[],
    earlier: ReadonlyMap<string, Decimal>,
  ) {
    this.#table = table;
    this.#known = known;
    this.#unitNames = unitNames;
    this.#earlier = earlier;
    this.#book = runningSums(known.columns.length);
  }

  addData(row: Row, shape: RowShape): void {
    this.#lastValues = shape.values.slice();
    if (this.#count >= MOST_SUMMED) this.#summing = null;
    this.#summing?.push({ row, values: shape.values.slice(), unread: shape.unread.slice() });
    this.#book.add(shape.values, shape.unread);
    this.#countNext(row);
  }

  addNotData(row: Row, kind: NotDataKind): void {
    // What is below the last row does not keep it from being a total.
    if (kind !== 'note' && kind !== 'footer') this.#releaseLast();
    this.#settle();
    this.#settled.push(this.#notData(row, kind));
    if (kind === 'section') this.#note(row, 'section', [], this.#book.mark());
  }

  addTotal(row: Row, kind: 'subtotal' | 'total', values: Values | null): void {
    this.#note(row, values ? kind : 'section', values ? this.#summed(values) : [], this.#book.mark());
    this.addNotData(row, kind);
  }

  addFinding(found: Finding): void {
    this.#settled.push({ is: 'finding', table: this.#table, finding: found });
  }

  holdFirst(numbers: Numbers): void {
    this.#first = { ...numbers, at: this.#book.mark() };
  }

  holdGroup(numbers: Numbers): boolean {
    if (this.#groups.length >= MOST_GROUPS) return false;
    this.#releaseLast();
    this.#groups.push({ ...numbers, at: this.#book.mark() });
    return true;
  }

  areSumsSoFar(values: Values): boolean {
    const now = this.#book.now();
    const since = this.#events.findLast((e) => e.kind !== 'section')?.at ?? this.#book.start;
    const blocks = [
      now,
      this.#book.between(since, now),
      ...(this.#first ? [withRow(now, this.#first.values)] : []),
    ];
    return blocks.some((block) => areSums(values, block, this.#known));
  }

  rows(): number {
    return this.#count + (this.#first ? 1 : 0);
  }

  hasBegun(): boolean {
    return this.#count > 0 || this.#first !== null || this.#events.some((e) => e.kind !== 'section');
  }

  drain(): readonly TablePiece[] {
    if (this.#first && this.#count < MOST_KEPT) return [];
    if (this.#summing && this.#settled.length < MOST_SUMMED) return [];
    this.#summing = null;
    this.#settle();
    const done = this.#settled;
    this.#settled = [];
    return done;
  }

  close(): void {
    const totalAbove = this.#decideFirst();
    this.#decideGroups();
    if (!totalAbove && !this.#decideHeads()) this.#decideLast();
    this.#summing = null;
    this.#releaseLast();
    this.#events.sort((a, b) => a.row - b.row);
    this.#compareTotals();
    if (this.#hidden > 0) this.addFinding(hiddenRows(this.#table, this.#hidden));
  }

  end(): ReturnType<Collector['end']> {
    const { positions } = this.#known;
    const all = this.#book.now().sums;
    const at = new Map(positions.map((column, i) => [column, i]));
    return {
      firstDataRow: this.#firstRow,
      lastDataRow: this.#lastRow,
      dataRows: this.#count,
      sums: this.#table.columns.map((c) => {
        const sum = all[at.get(c.column) ?? -1];
        return sum ? decimalText(sum) : null;
      }),
      totals: this.#totals,
    };
  }

  /** A total that was never calculated states nothing: it is an error of its cell (DOMAIN E). */
  #compareTotals(): void {
    const { columns, sums } = this.#known;
    const compared = columns.flatMap(({ column, header }, position) =>
      sums[position] ? [{ position, column, header }] : [],
    );
    for (const total of compareTotals(this.#events, this.#book, compared, this.#earlierSums())) {
      const { row, column, header, stated: value, agrees } = total;
      const isResult = this.#results.get(row)?.[column]?.formula != null;
      if (agrees || !isResult || Number.parseFloat(value) !== 0) this.#totals.push(total);
      else {
        const { name: sheet } = this.#table.sheet;
        this.addFinding(finding('cell.uncalculated', 'error', { sheet, row, column, header, value }));
      }
    }
  }

  /** By position: the sums of the tables of the form above in the sheet; null: there is none. */
  #earlierSums(): Values | null {
    if (this.#earlier.size === 0) return null;
    return this.#known.columns.map(({ field }) =>
      field === null ? null : (this.#earlier.get(field) ?? null),
    );
  }

  fieldSums(): ReadonlyMap<string, Decimal> {
    const { sums } = this.#book.now();
    return new Map(
      this.#known.columns.flatMap(({ field }, i) => {
        const sum = field === null ? null : sums[i];
        return field !== null && sum ? [[field, sum] as const] : [];
      }),
    );
  }

  #notData(row: Row, kind: NotDataKind): TablePiece {
    return { is: 'not_data', table: this.#table, rows: [{ row: row.number, kind, text: joinedText(row) }] };
  }

  #summed(values: Values): Values {
    return values.map((value, i) => (this.#known.sums[i] ? value : null));
  }

  #note(row: Row, kind: TotalEvent['kind'], values: Values, at: Snapshot): void {
    this.#events.push({ row: row.number, kind, values, texts: row.texts, at });
    if (this.#table.sheet.recalculates) this.#results.set(row.number, row.details);
  }

  #lastTotal(): Snapshot {
    return this.#events.findLast((e) => e.kind === 'total')?.at ?? this.#book.start;
  }

  #settle(): void {
    if (this.#data.length > 0) this.#settled.push({ is: 'data', table: this.#table, rows: this.#data });
    this.#data = [];
  }

  #releaseLast(): void {
    if (this.#last) this.#data.push(this.#last);
    this.#last = null;
  }

  #countLate(row: Row): void {
    this.#count++;
    if (row.hidden) this.#hidden++;
    this.#firstRow = Math.min(this.#firstRow ?? row.number, row.number);
    this.#lastRow = Math.max(this.#lastRow ?? row.number, row.number);
  }

  #decideFirst(): boolean {
    if (!this.#first) return false;
    const { row, line, values, unread, at } = this.#first;
    this.#first = null;
    if (isTotalAbove(line, values, this.#book.now(), this.#known, this.#unitNames)) {
      this.#settled.unshift(this.#notData(row, 'total'));
      this.#note(row, 'total', this.#summed(values), at);
      return true;
    }
    this.#settled.unshift({ is: 'data', table: this.#table, rows: [row] });
    this.#book.insert(at, values, unread);
    this.#countLate(row);
    this.#summing?.unshift({ row, values, unread });
    return false;
  }

  /** Rows that are sums of groups below or above them without saying so become subtotals, and all sums are made up anew without them. */
  #decideHeads(): boolean {
    if (!this.#summing || this.#groups.length > 0 || this.#events.some((e) => e.kind !== 'total'))
      return false;
    const summed = [...this.#summing];
    const ordered = [summed, summed.toReversed()].find((rows) => groupHeads(rows, this.#known).length > 0);
    const heads = new Set(ordered && groupHeads(ordered, this.#known).map((i) => ordered[i]?.row));
    if (heads.size === 0) return false;
    this.#takeOut(heads);
    this.#sumAgain(summed, heads);
    return true;
  }

  #takeOut(heads: ReadonlySet<Row | undefined>): void {
    this.#releaseLast();
    this.#settle();
    this.#settled = this.#settled.flatMap((piece): readonly TablePiece[] => {
      if (piece.is !== 'data') return [piece];
      const rest = piece.rows.filter((row) => !heads.has(row));
      return rest.length > 0 ? [{ ...piece, rows: rest }] : [];
    });
  }

  #sumAgain(all: readonly (Summed & { readonly row: Row })[], heads: ReadonlySet<Row | undefined>): void {
    this.#book = runningSums(this.#known.columns.length);
    this.#count = 0;
    this.#hidden = 0;
    this.#firstRow = null;
    this.#lastRow = null;
    const totals = this.#events;
    this.#events = [];
    for (const { row, values, unread } of all) {
      while (totals[0] && totals[0].row < row.number) this.#carry(totals.shift());
      if (heads.has(row)) {
        this.#settled.push(this.#notData(row, 'subtotal'));
        this.#note(row, 'subtotal', this.#summed(values), this.#book.mark());
      } else {
        this.#book.add(values, unread);
        this.#countLate(row);
      }
    }
    for (const total of totals) this.#carry(total);
  }

  #carry(event: TotalEvent | undefined): void {
    if (event) this.#events.push({ ...event, at: this.#book.mark() });
  }

  #decideGroups(): void {
    const levels = this.#groups.map(({ line }) => outlineLevel(line.cells[0]?.words ?? ''));
    const blocks = this.#groups.map(({ row, values, at }, i) => {
      const next = this.#groups.find((_, j) => j > i && (levels[j] ?? 0) <= (levels[i] ?? 0));
      const until = next?.row.number ?? Number.POSITIVE_INFINITY;
      const total = this.#events.find((e) => e.kind === 'total' && e.row > row.number && e.row < until);
      return { values, block: this.#book.between(at, (total ?? next)?.at ?? this.#book.now()) };
    });
    const totals = areGroupTotals(blocks, this.#known);
    for (const { row, values, unread, at } of this.#groups) {
      if (totals) {
        this.#settled.push(this.#notData(row, 'subtotal'));
        this.#note(row, 'subtotal', this.#summed(values), at);
      } else {
        this.#settled.push({ is: 'data', table: this.#table, rows: [row] });
        this.#book.insert(at, values, unread);
        this.#countLate(row);
      }
    }
  }

  #decideLast(): void {
    if (!this.#last) return;
    const row = this.#last;
    const values = this.#lastValues;
    this.#book.remove(values);
    const above = this.#book.between(this.#lastTotal(), this.#book.now());
    if (!isTotalBelow(plainLine(row), values, above, this.#known, this.#unitNames)) {
      this.#book.add(values, []);
      return;
    }
    this.#last = null;
    this.#count--;
    if (row.hidden) this.#hidden--;
    this.#lastRow = this.#rowBeforeLast;
    this.#note(row, 'total', this.#summed(values), this.#book.mark());
    this.#settled.push(this.#notData(row, 'total'));
  }

  #countNext(row: Row): void {
    if (this.#last) this.#data.push(this.#last);
    this.#last = row;
    this.#count++;
    if (row.hidden) this.#hidden++;
    this.#firstRow ??= row.number;
    this.#rowBeforeLast = this.#lastRow;
    this.#lastRow = row.number;
  }
}

function hiddenRows({ sheet }: Table, count: number): Finding {
  return finding(
    sheet.filtered ? 'hidden.filter' : 'hidden.rows',
    'warning',
    { sheet: sheet.name },
    { count },
  );
}
