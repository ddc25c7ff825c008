/** Rows as recognising looks at them: their filled cells, with what merges make of them. */
import { Kind, kindAt, type Merge, type Row, shownText } from '../intake/workbook.js';
import { words } from './header/text.js';
import { readDecimal } from './totals/cell-decimal.js';

export interface LineCell {
  readonly column: number;
  /** Last column that it covers. */
  readonly lastColumn: number;
  /** Last row that it covers. */
  readonly lastRow: number;
  readonly text: string;
  /** Folded: half-width, no white space. */
  readonly words: string;
  readonly holds: 'text' | 'number' | 'date' | 'year';
}

export interface Line {
  readonly row: Row;
  /** Cells that are not blank, by column; of a merge its first cell only. */
  readonly cells: readonly LineCell[];
  /** The cell that covers a column. */
  readonly over: (column: number) => LineCell | undefined;
}

/** The merges that lie over a row; rows must be asked for in ascending order. */
export interface MergeCursor {
  at(row: number): readonly Merge[];
  /** Another cursor at the same place. */
  fork(): MergeCursor;
}

const none: readonly Merge[] = [];

export function mergeCursor(
  merges: readonly Merge[],
  from: { readonly next: number; readonly active: readonly Merge[] } = { next: 0, active: [] },
): MergeCursor {
  let { next } = from;
  let active = [...from.active];
  return {
    at(row) {
      if (next >= merges.length && active.length === 0) return none;
      if (active.some((m) => m.lastRow < row)) active = active.filter((m) => m.lastRow >= row);
      for (let m = merges[next]; m && m.firstRow <= row; m = merges[++next]) {
        if (m.lastRow >= row) active.push(m);
      }
      return active.length === 0 ? none : active;
    },
    fork: () => mergeCursor(merges, { next, active }),
  };
}

/** A row's filled cells under the merges that lie over it. */
export function lineOf(row: Row, merges: readonly Merge[]): Line {
  const cells: LineCell[] = [];
  const byColumn = merges.length > 1 ? [...merges].sort((a, b) => a.firstColumn - b.firstColumn) : merges;
  let next = 0;
  row.texts.forEach((written, column) => {
    if (written === '') return;
    const text = shownText(row, column);
    const folded = words(text);
    if (folded === '') return;
    while ((byColumn[next]?.lastColumn ?? column) < column) next++;
    const reached = byColumn[next];
    const merge = reached && reached.firstColumn <= column ? reached : undefined;
    if (merge && (merge.firstRow !== row.number || merge.firstColumn !== column)) return;
    cells.push({
      column,
      lastColumn: merge?.lastColumn ?? column,
      lastRow: merge?.lastRow ?? row.number,
      text,
      words: folded,
      holds: holdsOf(row, column, folded),
    });
  });
  return lineWith(row, cells);
}

/** A line of these cells, which are in the order of their columns. */
function lineWith(row: Row, cells: readonly LineCell[]): Line {
  const over = (column: number) => {
    const cell = cells[cellsUpTo(cells, column) - 1];
    return cell && column <= cell.lastColumn ? cell : undefined;
  };
  return { row, cells, over };
}

/** The cells of a line that lie between two columns. */
export function lineWithin({ row, cells }: Line, from: number, to: number): Line {
  return lineWith(
    row,
    cells.filter((c) => c.column >= from && c.lastColumn <= to),
  );
}

/** How many cells begin in a column or left of it. */
function cellsUpTo(cells: readonly LineCell[], column: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cells[middle] as LineCell).column <= column) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The nearest cell that begins to the right of a column. */
export function cellAfter({ cells }: Line, column: number): LineCell | undefined {
  return cells[cellsUpTo(cells, column)];
}

/** The nearest cell that begins to the left of a column. */
export function cellBefore({ cells }: Line, column: number): LineCell | undefined {
  return cells[cellsUpTo(cells, column - 1) - 1];
}

/** First and last column that the cells of some lines cover; from 0, the last below the first where there are none. */
export function edgesOf(lines: readonly Line[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  for (const { cells } of lines) {
    for (const cell of cells) {
      from = Math.min(from, cell.column);
      to = Math.max(to, cell.lastColumn);
    }
  }
  return [from, to];
}

function holdsOf(row: Row, column: number, folded: string): LineCell['holds'] {
  const kind = kindAt(row, column);
  if (kind === Kind.date) return 'date';
  if (/^(?:19|20)\d\d年?度?$/.test(folded)) return 'year';
  if (kind === Kind.number || kind === Kind.percent || kind === Kind.unevaluated) return 'number';
  if (kind === Kind.text && folded.length <= 30) {
    if (readDecimal(folded) !== null || /^[-−△(]?[\d,.]+\)?[%‰]?$/.test(folded)) return 'number';
    if (/^(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?$/.test(folded)) return 'date';
  }
  return 'text';
}

/** The row's texts joined by a blank, as rows that hold no data are listed. */
export function joinedText(row: Row): string {
  const texts = row.details ? row.texts.map((_, column) => shownText(row, column)) : row.texts;
  return texts.filter((text) => text.trim() !== '').join(' ');
}

/** Blanks before a line's first text. */
export function indentOf({ cells: [first] }: Line): number {
  return first ? first.text.length - first.text.trimStart().length : 0;
}
