/** References in A1 notation, and where a repeated row moves them. Rows are counted from 1, columns from 0. */
import { columnIndex } from '../text/address.js';

const lastRow = 1_048_576;

/** Rows that are written more than once: `extra` copies follow `row`. Sorted by row. */
export type Moves = readonly { readonly row: number; readonly extra: number }[];

/** The row of the row's first copy. */
export function firstCopy(moves: Moves, row: number): number {
  return row + moves.reduce((n, m) => (m.row < row ? n + m.extra : n), 0);
}

/** The row of the row's last copy; the sheet's last row stays the last. */
export function lastCopy(moves: Moves, row: number): number {
  return Math.min(
    lastRow,
    moves.reduce((n, m) => (m.row <= row ? n + m.extra : n), row),
  );
}

/** Which row, and which copy of it (0 the first), a row is once the rows are repeated. */
export function originOf(moves: Moves, row: number): { row: number; copy: number } {
  let shift = 0;
  for (const m of moves) {
    if (row <= m.row + shift) break;
    if (row <= m.row + shift + m.extra) return { row: m.row, copy: row - m.row - shift };
    shift += m.extra;
  }
  return { row: row - shift, copy: 0 };
}

export interface Point {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells; a whole column or row is one without ends. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export function contains({ top, left, bottom, right }: Area, { row, column }: Point): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** One end of a reference as written: `$B$5`, `B`, `$5`. */
interface End {
  readonly column: string;
  readonly fixed: boolean;
  readonly row: number | null;
}

function readEnd(text: string): End | null {
  const match = /^(\$?[A-Za-z]{1,3})?(?:(\$?)(\d{1,7}))?$/.exec(text);
  if (!match || text === '') return null;
  return { column: match[1] ?? '', fixed: match[2] === '$', row: match[3] ? Number(match[3]) : null };
}

const written = (end: End, row: number | null) =>
  row === null ? end.column : `${end.column}${end.fixed ? '$' : ''}${row}`;

/** `B5`, `$B$5:C7`, `B:C`, `3:5` -> its cells; null where it is none of them. */
export function readArea(text: string): Area | null {
  const ends = text.split(':').map(readEnd);
  const [a, b = a] = ends;
  if (!a || !b || ends.length > 2) return null;
  if (ends.length === 1 && (a.row === null || a.column === '')) return null;
  const column = (end: End) => columnIndex(end.column.replace('$', ''));
  const rows = [a.row ?? 1, b.row ?? lastRow];
  const columns = [a.column ? column(a) : 0, b.column ? column(b) : 16_383];
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
}

/** Every row number of a reference, put through the function for its start and for its end. */
export function mapRows(
  reference: string,
  start: (row: number, fixed: boolean, column: string) => number,
  end: (row: number, fixed: boolean, column: string) => number,
): string {
  const [from = '', to] = reference.split(':');
  const a = readEnd(from);
  const b = to === undefined ? null : readEnd(to);
  if (!a) return reference;
  const column = (e: End) => e.column.replace('$', '').toUpperCase();
  const begin = a.row === null ? null : start(a.row, a.fixed, column(a));
  if (!b) {
    const stop = a.row === null ? null : end(a.row, a.fixed, column(a));
    return stop === begin ? written(a, begin) : `${written(a, begin)}:${written(a, stop)}`;
  }
  return `${written(a, begin)}:${written(b, b.row === null ? null : end(b.row, b.fixed, column(b)))}`;
}

/** A range over a repeated row grows with it; so does a single cell of it (a `sqref` may list several). */
export function movedRange(moves: Moves, reference: string): string {
  return reference
    .split(/(\s+)/)
    .map((one) =>
      mapRows(
        one,
        (row) => firstCopy(moves, row),
        (row) => lastCopy(moves, row),
      ),
    )
    .join('');
}

/** The address of one cell: that of its first copy. */
export function movedCell(moves: Moves, reference: string): string {
  return mapRows(
    reference,
    (row) => firstCopy(moves, row),
    (row) => firstCopy(moves, row),
  );
}
