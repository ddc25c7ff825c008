/** How many rows the header has that begins with a row: what its merges span, and rows that go on naming columns. */
import { cellAfter, type Line, type LineCell } from '../lines.js';
import { isUnit } from '../units/grammar.js';
import { isDash, saysNil, totalWord } from '../vocabulary.js';
import { profileOf } from './profile.js';
import { countsUp, isColumnNumbers, isWeekday, runsOnByDays } from './row.js';

/** No header has more rows. */
export const DEEPEST = 5;

/** Whether a merge that begins in these rows reaches below them. */
export function cutsThroughMerge(lines: readonly Line[], first: number, last: number): boolean {
  const bottom = lines[last]?.row.number ?? 0;
  return lines
    .slice(first, last + 1)
    .some((l) => l.cells.some((c) => c.lastRow > bottom && c.lastRow - l.row.number < DEEPEST));
}

/** The last row of the header that begins here: what its merges span, and rows that go on naming columns. */
export function bottomOf(lines: readonly Line[], first: number): number {
  let last = first;
  for (;;) {
    const spanned = spannedTo(lines, first, last);
    if (spanned > last) {
      last = spanned;
      continue;
    }
    if (last - first + 1 >= DEEPEST || !goesOn(lines, first, last)) return last;
    last++;
  }
}

function spannedTo(lines: readonly Line[], first: number, last: number): number {
  let to = last;
  for (let i = first; i <= last; i++) {
    const line = lines[i];
    for (const cell of line?.cells ?? []) {
      if (!line || cell.lastRow - line.row.number >= DEEPEST) continue;
      for (let next = lines[to + 1]; next && next.row.number <= cell.lastRow; next = lines[to + 1]) to++;
    }
  }
  return to;
}

/** Whether the row below `last` still belongs to the header. */
function goesOn(lines: readonly Line[], first: number, last: number): boolean {
  const line = lines[last + 1];
  const above = lines[last];
  if (!line || !above || line.row.number !== above.row.number + 1) return false;
  const { cells } = line;
  if (cells.every((c) => isUnit(c.words.replace(/^[([](.*)[)\]]$/, '$1'))))
    return cells.length >= 2 || /[(（]/.test(cells[0]?.text ?? '');
  if (isColumnNumbers(line)) return false;
  if (cells.length >= 3 && cells.every((c) => isWeekday(c.words))) return true;
  if (runsOnByDays(cells)) return true;
  if (areEnglish(cells) && !areEnglish(above.cells) && !areEnglish(lines[last + 2]?.cells ?? [])) return true;
  if (cells.some((c) => c.holds === 'number' && !isYearLike(c)))
    return countsUp(cells) && underOneParent(lines, first, last, cells);
  if (
    cells.some(
      (c) =>
        totalWord(c.words)?.kind === 'total' &&
        c === cells[0] &&
        c.column === above.cells[0]?.column &&
        cells.slice(1).every((other) => other.holds !== 'text' || isDash(other.words)) &&
        parentOf(lines, first, last, c) === null,
    )
  )
    return false;
  if (cells.every((c) => isDash(c.words) || saysNil(c.words))) return false;
  const same = above.cells.filter((c) => {
    const below = line.over(c.column);
    return below?.column === c.column && below.words === c.words;
  }).length;
  if (same === cells.length && same > 1) return false;
  const open = cells.filter((c) => isOpen(lines, first, last, c));
  const closed = cells.length - open.length;
  const body = profileOf(lines, last + 2, 10);
  const numeric = new Set(body.numericColumns);
  const contrasting = cells.filter(
    (c) => numeric.has(c.column) && c.holds === 'text' && !isDash(c.words),
  ).length;
  if (open.length > 0 && closed === 0)
    return open.length >= 2 || open.some((c) => parentOf(lines, first, last, c) !== null) || contrasting > 0;
  if (open.length >= closed && open.length >= 2)
    return contrasting > 0 || open.every((c) => parentOf(lines, first, last, c) !== null);
  const numericHere = cells.filter((c) => numeric.has(c.column)).length;
  return contrasting >= 2 && contrasting >= numericHere * 0.7 && !cells.some((c) => c.holds === 'date');
}

const isYearLike = (cell: LineCell): boolean => cell.holds === 'year';

function underOneParent(
  lines: readonly Line[],
  first: number,
  last: number,
  cells: readonly LineCell[],
): boolean {
  return cells.every((c) => parentOf(lines, first, last, c) !== null);
}

/** The merged cell above that spans this one and more. */
function parentOf(lines: readonly Line[], first: number, last: number, cell: LineCell): LineCell | null {
  for (let i = last; i >= first; i--) {
    const above = lines[i]?.over(cell.column);
    if (!above) continue;
    const wider = above.lastColumn - above.column > cell.lastColumn - cell.column;
    return wider && cell.lastColumn <= above.lastColumn ? above : null;
  }
  return null;
}

/** Whether the header does not yet name this column for good: nothing above, or a wider merged cell. */
function isOpen(lines: readonly Line[], first: number, last: number, cell: LineCell): boolean {
  if (parentOf(lines, first, last, cell) !== null) return true;
  for (let i = first; i <= last; i++) {
    const above = lines[i];
    if (
      above &&
      (above.over(cell.column) || (cellAfter(above, cell.column)?.column ?? Infinity) <= cell.lastColumn)
    )
      return heads(lines, last, cell);
  }
  return true;
}

/** A cell below an unmerged parent: blank header cells to its right are filled in the same row. */
function heads(lines: readonly Line[], last: number, cell: LineCell): boolean {
  const above = lines[last];
  const line = lines[last + 1];
  if (!above || !line) return false;
  const parent = above.over(cell.column);
  if (parent?.column !== cell.column || parent.lastColumn !== cell.column) return false;
  const next = cellAfter(above, cell.column)?.column ?? Number.POSITIVE_INFINITY;
  return (cellAfter(line, cell.column)?.column ?? next) < next;
}

/** Whether cells hold English names, as below the Chinese ones in yearbooks; codes of columns are no names. */
function areEnglish(cells: readonly LineCell[]): boolean {
  const names = cells.filter((c) => /^[A-Z][a-z]/.test(c.text.trim()));
  return cells.length > 1 && names.length * 2 >= cells.length && cells.every((c) => /^[ -~]+$/.test(c.words));
}
