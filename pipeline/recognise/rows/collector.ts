/**
 * The books of a table while its rows come in: data and what is not, sums, stated totals; and the rows on which
 * only the rest of the table decides, since totals need not bear the word (DOMAIN I.1).
 */
import { type Finding, finding } from '../../findings/finding.js';
import type { Row } from '../../intake/workbook.js';
import { joinedText, type Line } from '../lines.js';
import type { NotDataKind, Table, TableEnd, TablePiece } from '../table.js';
import { type Decimal, decimalText } from '../totals/decimal.js';
import { groupHeads, type Summed } from '../totals/groups.js';
import { runningSums, type Snapshot, withRow } from '../totals/running-sums.js';
import { compareTotals, type TotalEvent } from '../totals/stated.js';
import { areGroupTotals, areSums, isTotalAbove, isTotalBelow, plainLine } from '../totals/unlabelled.js';
import { outlineLevel } from '../vocabulary.js';
import type { DataColumns } from './columns.js';
import type { PlainNumbers } from './fast-path.js';
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
  /** Whether so many rows have been taken that what one of them holds is no longer kept: plain ones may be added. */
  isLong(): boolean;
  /** A plain row of a long table. */
  addPlain(row: Row, numbers: PlainNumbers): void;
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
  end(): Pick<TableEnd, 'firstDataRow' | 'lastDataRow' | 'dataRows' | 'sums' | 'totals'>;
}

/** Group rows that are held; what comes later is data. */
const MOST_GROUPS = 500;
/** Rows that are kept back to stay behind a held first row; in a longer table it comes last. */
const MOST_KEPT = 5000;
/** Rows among which sums of groups are looked for that do not say so. */
const MOST_SUMMED = 2000;

/** @param look gives the shape of a row anew. */
export function openCollector(
  table: Table,
  known: DataColumns,
  unitNames: readonly string[],
  look: (row: Row) => RowShape,
): Collector {
  const { columns, positions } = known;
  let book = runningSums(columns.length);
  let events: TotalEvent[] = [];
  /** The rows of data so far, which are kept back for it; null: too many. */
  let summing: (Summed & { readonly row: Row })[] | null = [];
  const groups: (Numbers & { readonly at: Snapshot })[] = [];
  let settled: TablePiece[] = [];
  let data: Row[] = [];
  let first: (Numbers & { readonly at: Snapshot }) | null = null;
  let last: Row | null = null;
  /** The numbers of the last row; null: as its shape gives them. */
  let lastValues: Values | null = null;
  let rows = 0;
  let hidden = 0;
  let firstRow: number | null = null;
  let lastRow: number | null = null;
  let rowBeforeLast: number | null = null;

  const notData = (row: Row, kind: NotDataKind): TablePiece => ({
    is: 'not_data',
    table,
    rows: [{ row: row.number, kind, text: joinedText(row) }],
  });
  const summed = (values: Values) => values.map((value, i) => (known.sums[i] ? value : null));
  const note = (row: Row, kind: TotalEvent['kind'], values: Values, at: Snapshot) => {
    events.push({ row: row.number, kind, values, texts: row.texts, at });
  };
  const lastTotal = () => events.findLast((e) => e.kind === 'total')?.at ?? book.start;

  function settle(): void {
    if (data.length > 0) settled.push({ is: 'data', table, rows: data });
    data = [];
  }

  function releaseLast(): void {
    if (last) data.push(last);
    last = null;
  }

  function addNotData(row: Row, kind: NotDataKind): void {
    // What stands below the last row does not keep it from being a total.
    if (kind !== 'note' && kind !== 'footer') releaseLast();
    settle();
    settled.push(notData(row, kind));
    if (kind === 'section') note(row, 'section', [], book.mark());
  }

  function countLate(row: Row): void {
    rows++;
    if (row.hidden) hidden++;
    firstRow = Math.min(firstRow ?? row.number, row.number);
    lastRow = Math.max(lastRow ?? row.number, row.number);
  }

  function decideFirst(): boolean {
    if (!first) return false;
    const { row, line, values, unread, at } = first;
    first = null;
    if (isTotalAbove(line, values, book.now(), known, unitNames)) {
      settled.unshift(notData(row, 'total'));
      note(row, 'total', summed(values), at);
      return true;
    }
    settled.unshift({ is: 'data', table, rows: [row] });
    book.insert(at, values, unread);
    countLate(row);
    summing?.unshift({ row, values, unread });
    return false;
  }

  /** Sums of groups that do not say so: the books are made up anew without them. */
  function decideHeads(): boolean {
    if (!summing || groups.length > 0 || events.some((e) => e.kind !== 'total')) return false;
    const heads = new Set(groupHeads(summing, known).map((i) => summing?.[i]?.row));
    if (heads.size === 0) return false;
    releaseLast();
    settle();
    settled = settled.flatMap((piece): readonly TablePiece[] => {
      if (piece.is !== 'data') return [piece];
      const rest = piece.rows.filter((row) => !heads.has(row));
      return rest.length > 0 ? [{ ...piece, rows: rest }] : [];
    });
    book = runningSums(columns.length);
    rows = 0;
    hidden = 0;
    firstRow = null;
    lastRow = null;
    const totals = events;
    events = [];
    for (const { row, values, unread } of summing) {
      while (totals[0] && totals[0].row < row.number) carry(totals.shift());
      if (heads.has(row)) {
        settled.push(notData(row, 'subtotal'));
        note(row, 'subtotal', summed(values), book.mark());
      } else {
        book.add(values, unread);
        countLate(row);
      }
    }
    totals.forEach(carry);
    return true;
  }

  function carry(event: TotalEvent | undefined): void {
    if (event) events.push({ ...event, at: book.mark() });
  }

  function decideGroups(): void {
    const levels = groups.map(({ line }) => outlineLevel(line.cells[0]?.words ?? ''));
    const blocks = groups.map(({ row, values, at }, i) => {
      const next = groups.find((_, j) => j > i && (levels[j] ?? 0) <= (levels[i] ?? 0));
      const until = next?.row.number ?? Number.POSITIVE_INFINITY;
      const total = events.find((e) => e.kind === 'total' && e.row > row.number && e.row < until);
      return { values, block: book.between(at, (total ?? next)?.at ?? book.now()) };
    });
    const totals = areGroupTotals(blocks, known);
    for (const { row, values, unread, at } of groups) {
      if (totals) {
        settled.push(notData(row, 'subtotal'));
        note(row, 'subtotal', summed(values), at);
      } else {
        settled.push({ is: 'data', table, rows: [row] });
        book.insert(at, values, unread);
        countLate(row);
      }
    }
  }

  function decideLast(): void {
    if (!last) return;
    const row = last;
    const values = lastValues ?? look(row).values;
    book.remove(values);
    const above = book.between(lastTotal(), book.now());
    if (!isTotalBelow(plainLine(row), values, above, known, unitNames)) {
      book.add(values, []);
      return;
    }
    last = null;
    rows--;
    if (row.hidden) hidden--;
    lastRow = rowBeforeLast;
    note(row, 'total', summed(values), book.mark());
    settled.push(notData(row, 'total'));
  }

  function countNext(row: Row): void {
    if (last) data.push(last);
    last = row;
    rows++;
    if (row.hidden) hidden++;
    firstRow ??= row.number;
    rowBeforeLast = lastRow;
    lastRow = row.number;
  }

  return {
    addData(row, shape) {
      lastValues = shape.values.slice();
      if (rows >= MOST_SUMMED) summing = null;
      summing?.push({ row, values: shape.values.slice(), unread: shape.unread.slice() });
      book.add(shape.values, shape.unread);
      countNext(row);
    },
    isLong: () => summing === null,
    addPlain(row, numbers) {
      lastValues = null;
      book.addPlain(numbers);
      countNext(row);
    },
    addNotData,
    addTotal(row, kind, values) {
      note(row, values ? kind : 'section', values ? summed(values) : [], book.mark());
      addNotData(row, kind);
    },
    addFinding(found) {
      settled.push({ is: 'finding', table, finding: found });
    },
    holdFirst(numbers) {
      first = { ...numbers, at: book.mark() };
    },
    holdGroup(numbers) {
      if (groups.length >= MOST_GROUPS) return false;
      releaseLast();
      groups.push({ ...numbers, at: book.mark() });
      return true;
    },
    areSumsSoFar(values) {
      const now = book.now();
      const since = events.findLast((e) => e.kind !== 'section')?.at ?? book.start;
      const blocks = [now, book.between(since, now), ...(first ? [withRow(now, first.values)] : [])];
      return blocks.some((block) => areSums(values, block, known));
    },
    rows: () => rows + (first ? 1 : 0),
    hasBegun: () => rows > 0 || first !== null || events.some((e) => e.kind !== 'section'),
    drain() {
      if (first && rows < MOST_KEPT) return [];
      if (summing && settled.length < MOST_SUMMED) return [];
      summing = null;
      settle();
      const done = settled;
      settled = [];
      return done;
    },
    close() {
      const totalAbove = decideFirst();
      decideGroups();
      if (!totalAbove && !decideHeads()) decideLast();
      summing = null;
      releaseLast();
      events.sort((a, b) => a.row - b.row);
      if (hidden === 0) return;
      const rule = table.sheet.filtered ? 'hidden.filter' : 'hidden.rows';
      settled.push({
        is: 'finding',
        table,
        finding: finding(rule, 'warning', { sheet: table.sheet.name }, { count: hidden }),
      });
    },
    end() {
      const { sums } = book.now();
      const at = new Map(positions.map((column, i) => [column, i]));
      const compared = columns.flatMap(({ column, header }, position) =>
        known.sums[position] ? [{ position, column, header }] : [],
      );
      return {
        firstDataRow: firstRow,
        lastDataRow: lastRow,
        dataRows: rows,
        sums: table.columns.map((c) => {
          const sum = sums[at.get(c.column) ?? -1];
          return sum ? decimalText(sum) : null;
        }),
        totals: compareTotals(events, book, compared),
      };
    },
  };
}
