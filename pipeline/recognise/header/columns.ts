/** The columns that a block of header rows names. */

import { cellBefore, edgesOf, type Line, type LineCell } from '../lines.js';
import { dimensionsOf, isUnit, type Piece, readPieces } from '../units/grammar.js';
import { statedInBrackets } from '../units/statement.js';
import type { Profile } from './profile.js';
import { type HeaderColumn, isMark } from './readings.js';
import { headerAsShown, readHeader } from './text.js';

/**
 * The columns of the header rows `first` to `last`, and columns beside them that hold data without a header.
 * A part that a merged cell, or an unmerged cell with blanks to its right, spreads over several columns is in
 * each of them.
 */
export function headerColumns(
  lines: readonly Line[],
  first: number,
  last: number,
  body: Profile,
): readonly HeaderColumn[] {
  const rows = lines.slice(first, last + 1);
  const unitRows = new Set(rows.filter((row, i) => i > 0 && isUnitRow(row)));
  let [from, to] = edgesOf(rows);
  const used = new Set(body.usedColumns);
  const mostly = new Set(body.mostlyUsed);
  while (mostly.has(from - 1)) from--;
  while (mostly.has(to + 1)) to++;
  const columns: HeaderColumn[] = [];
  for (let column = from; column <= to; column++) {
    const read = partsOf(rows, unitRows, column);
    if (read.parts.length > 0 || used.has(column)) columns.push({ column, ...read });
  }
  return columns.filter(({ column }) => !isWithin(rows, column, body) || body.everUsed.has(column));
}

/**
 * Whether a column is but a part of one that is merged over several in each row, as on the fine grid of a page that
 * was a PDF: the same cells name it as a column beside it that holds the values.
 */
function isWithin(rows: readonly Line[], column: number, { everUsed }: Profile): boolean {
  const cells = rows.map((row) => row.over(column));
  const from = Math.max(...cells.map((cell) => cell?.column ?? Number.NEGATIVE_INFINITY));
  const to = Math.min(...cells.map((cell) => cell?.lastColumn ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(from) || !Number.isFinite(to)) return false;
  const holds = Array.from({ length: to - from + 1 }, (_, i) => from + i).find((c) => everUsed.has(c));
  return column !== (holds ?? from);
}

function isUnitRow(row: Line): boolean {
  return row.cells.every((c) => isUnit(c.words.replace(/^[([](.*)[)\]]$/, '$1')));
}

function partsOf(
  rows: readonly Line[],
  unitRows: ReadonlySet<Line>,
  column: number,
): Pick<HeaderColumn, 'parts' | 'unit' | 'stated'> {
  const parts: string[] = [];
  let unit: string | null = null;
  // The lowest part that states one is the nearest to the cells.
  let stated: readonly Piece[] = [];
  rows.forEach((row, i) => {
    const cell = row.over(column);
    if (cell && unitRows.has(row)) {
      unit = cell.words.replace(/^[([](.*)[)\]]$/, '$1');
      stated = readPieces(unit);
      return;
    }
    const text = cell ? cell.text : spread(rows, unitRows, i, column)?.text;
    if (text === undefined) return;
    const shown = headerAsShown(text);
    const read = readHeader(shown);
    const isKnown = parts.length > 0 && isKnownUnit(shown);
    const pieces = isKnown ? readPieces(shown) : statedInHeader(shown, read.unit);
    if (pieces.length > 0) stated = pieces;
    const isOnlyUnit =
      read.unit !== null && (read.key === '' || (parts.length > 0 && read.key === read.unit));
    const isOnlyBrackets = parts.length > 0 && pieces.length > 0 && /^[([（【].*[)\]）】]$/.test(shown);
    if (isKnown) unit = shown;
    else if (!isOnlyUnit && !isOnlyBrackets && parts.at(-1) !== shown) parts.push(shown);
    unit = read.unit ?? unit;
  });
  return { parts, unit, stated };
}

/** What a part of a header says of units: in its brackets, else behind a slash or a colon. */
function statedInHeader(shown: string, unit: string | null): readonly Piece[] {
  const inBrackets = statedInBrackets(shown);
  return inBrackets.length > 0 || unit === null ? inBrackets : readPieces(unit);
}

/** Units that are no word of a header: 万元, 公里, 亩; not 人, 年, 次. */
function isKnownUnit(text: string): boolean {
  return dimensionsOf(text).some((name) => ['money', 'length', 'land', 'floor'].includes(name));
}

/** The unmerged parent to the left of a blank header cell, where both have a name of their own further down. */
function spread(
  rows: readonly Line[],
  unitRows: ReadonlySet<Line>,
  i: number,
  column: number,
): LineCell | null {
  const row = rows[i];
  const below = rows.slice(i + 1).filter((other) => !unitRows.has(other));
  const hasOwn = (c: number) => below.some((other) => other.over(c)?.column === c);
  if (!row || !hasOwn(column)) return null;
  if (rows.slice(0, i).some((other) => (other.over(column)?.lastRow ?? 0) >= row.row.number)) return null;
  const left = cellBefore(row, column);
  if (!left || left.lastRow > row.row.number) return null;
  for (let c = left.column; c <= column; c++) if (!hasOwn(c)) return null;
  const next = below.find((other) => other.over(left.column)?.column === left.column);
  if (next?.over(column)?.column !== column) return null;
  return isMark(left.words) && column - left.column >= widthBefore(row, left) ? null : left;
}

/** How wide the group to the left of one is; groups that years or plan and deed tell apart are as wide as each other. */
function widthBefore(row: Line, { column }: LineCell): number {
  const before = cellBefore(row, column);
  return before && isMark(before.words) ? column - before.column : Number.POSITIVE_INFINITY;
}

/** How many columns make up a header that is nothing but repeats of its beginning; null: it is no such header. */
export function repeatedEvery(names: readonly string[]): number | null {
  for (let width = 2; width * 2 <= names.length; width++) {
    if (names.length % width === 0 && names.every((name, i) => name === names[i % width])) {
      return new Set(names.slice(0, width)).size === width ? width : null;
    }
  }
  return null;
}
