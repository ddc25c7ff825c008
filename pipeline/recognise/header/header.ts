/** Finding the header of a table: one to five rows, merged or not, of a known form or of none (DOMAIN I). */

import type { Form } from '../../forms/define.js';
import type { Answers } from '../answers.js';
import { cellAfter, edgesOf, type Line, type LineCell } from '../lines.js';
import { isUnit } from '../units/grammar.js';
import { isDash, saysNil, totalWord } from '../vocabulary.js';
import { headerColumns, repeatedEvery } from './columns.js';
import { type FormMatch, knowsHeader, matchForms } from './match.js';
import { type Profile, profileOf } from './profile.js';
import { type HeaderColumn, isMark, saysOtherKind } from './readings.js';
import { couldBeHeader, countsUp, isColumnNumbers, isParticular, isVocabulary } from './row.js';
import { readHeader } from './text.js';

export interface HeaderContext {
  readonly forms: readonly Form[];
  /** Sheet name and what was said above, for forms that a word there makes known. */
  readonly surroundings: string;
  readonly year: number | null;
  readonly answers: Answers;
  /** Columns that the spreadsheet does not show. */
  readonly hidden: ReadonlySet<number>;
}

export interface Header {
  /** Positions of its first and last row among the lines. */
  readonly first: number;
  readonly last: number;
  readonly columns: readonly HeaderColumn[];
  readonly match: FormMatch;
  /** What the rows below look like. */
  readonly body: Profile;
  readonly score: number;
  /** Share of its columns whose names are words that headers are made of. */
  readonly vocabulary: number;
}

/** How many rows below a header are looked at to tell it from data. */
const BODY = 30;
const DEEPEST = 5;
/** Rows that are weighed as headers at most, fewer in wide sheets. */
const MOST_CANDIDATES = 20;
const MOST_CELLS = 10_000;
/** Cells of the rows that are weighed at most: past them a sheet is no table that an office makes. */
const MOST_WEIGHED = 60_000;

/** The best header among the first lines; null where there is no table. */
export function findHeader(lines: readonly Line[], context: HeaderContext, starts = 60): Header | null {
  let best: Header | null = null;
  let passed = 0;
  let weighed = 0;
  for (let i = 0; i < lines.length && i < starts && weighed < MOST_WEIGHED; i++) {
    const header = headerAt(lines, i, context);
    weighed += lines[i]?.cells.length ?? 0;
    if (!header) continue;
    const known = header.match.form !== null || header.match.ambiguous.length > 0;
    // Each wide row that is passed over speaks for the earlier one: data looks like a header, too.
    const score = header.score - (known ? 0.01 : 0.75) * passed;
    if (!best || score > best.score) best = { ...header, score };
    passed++;
    if (passed >= Math.max(2, Math.min(MOST_CANDIDATES, MOST_CELLS / header.columns.length))) break;
  }
  return best && withGroupsAbove(lines, best, context);
}

/**
 * The header with the row right above it where that holds nothing but years, 计划, 实际 over its columns. A year over
 * its first column is a title.
 */
function withGroupsAbove(lines: readonly Line[], header: Header, context: HeaderContext): Header {
  const above = lines[header.first - 1];
  const top = lines[header.first];
  if (!above || !top || above.row.number !== top.row.number - 1) return header;
  const [from, to] = edgesOf([top]);
  const marks = above.cells.every(
    (c) => c.lastColumn <= to && (c.column > from ? isMark(c.words) : saysOtherKind(c.words)),
  );
  return (marks && headerOf(lines, header.first - 1, header.last, context)) || header;
}

/** The header that begins with this line; null where the line cannot be a header. */
export function headerAt(lines: readonly Line[], first: number, context: HeaderContext): Header | null {
  const line = lines[first];
  if (!line || !couldBeHeader(line)) return null;
  const bottom = bottomOf(lines, first);
  let best = headerOf(lines, first, bottom, context);
  if (
    !lines
      .slice(first, first + DEEPEST)
      .some((l) => l.cells.some((c) => knowsHeader(context.forms, context.answers, c.text)))
  )
    return best;
  for (let last = first; last < Math.min(first + 4, lines.length); last++) {
    if (last === bottom || cutsThroughMerge(lines, first, last)) continue;
    const other = headerOf(lines, first, last, context);
    if (other && grade(other.match) > (best ? grade(best.match) : 0)) best = other;
  }
  return best;
}

/** Known forms before lacking ones, then by matched columns. */
function grade(match: FormMatch): number {
  if (match.ambiguous.length > 0) return 1000;
  if (!match.form) return 0;
  return (match.missing.length === 0 ? 2000 : 500) + match.assignments.length - match.undecided.length * 3;
}

function headerOf(
  lines: readonly Line[],
  first: number,
  last: number,
  context: HeaderContext,
): Header | null {
  const body = bodyBelow(lines, first, last);
  const columns = headerColumns(lines, first, last, body);
  const named = columns.filter((c) => c.parts.length > 0);
  if (named.length < 2) return null;
  const below = lines.slice(last + 1, last + 1 + BODY);
  const samples = (column: number) => below.flatMap((line) => line.over(column)?.words ?? []);
  const match = matchForms(named, context.forms, { ...context, samples });
  const known = match.form !== null || match.ambiguous.length > 0;
  const score = known ? 10 + grade(match) / 10 : genericScore(lines, first, last, named, body);
  const vocabulary = named.filter((c) => isVocabulary(c.parts.at(-1) ?? '')).length / named.length;
  return score === null ? null : { first, last, columns, match, body, score, vocabulary };
}

/** The rows below; only the nearest where those further down are wider than the header: another table without a gap. */
function bodyBelow(lines: readonly Line[], first: number, last: number): Profile {
  const body = profileOf(lines, last + 1, BODY);
  const [, edge] = edgesOf(lines.slice(first, last + 1));
  const beyond = body.usedColumns.filter((c) => c > edge).length;
  if (beyond * 3 <= body.usedColumns.length) return body;
  const near = profileOf(lines, last + 1, 3);
  return near.usedColumns.every((c) => c <= edge) && near.rows > 0 ? near : body;
}

/** How much a block looks like the header of what stands below it, about 0 to 5; null: not at all. */
function genericScore(
  lines: readonly Line[],
  first: number,
  last: number,
  named: readonly HeaderColumn[],
  body: Profile,
): number | null {
  if (isFilledIn(lines, first, last)) return null;
  const used = body.usedColumns;
  const names = new Set(named.map((c) => c.column));
  const cells = lines[first]?.cells ?? [];
  const vocabulary = named.filter((c) => isVocabulary(c.parts.at(-1) ?? '')).length;
  if (used.length === 0) return cells.length >= 3 || vocabulary >= 2 ? 1 + vocabulary / named.length : null;
  const covered = used.filter((c) => names.has(c)).length / used.length;
  // Where merges are lost (CSV), a name spread over two columns stands over the first.
  const beside = used.filter((c) => !names.has(c) && names.has(c - 1)).length / used.length;
  if (covered + beside / 2 < 0.6) return null;
  const numeric = body.numericColumns.filter((c) => names.has(c)).length;
  const contrast = numeric > 0 ? 1 : 0;
  const keys = named.map((c) => c.parts.join('/'));
  const distinct = repeatedEvery(keys) === null ? new Set(keys).size / keys.length : 1;
  const short = named.filter((c) => readHeader(c.parts.at(-1) ?? '').key.length <= 14).length / named.length;
  if (distinct < 0.5 || (short < 0.5 && contrast === 0)) return null;
  const valueLike =
    cells.filter((c) => c.holds === 'number' || c.holds === 'date').length / Math.max(1, cells.length);
  return (
    covered +
    contrast +
    1.5 * (vocabulary / named.length) +
    (vocabulary > 0 ? 0.5 : 0) +
    distinct * 0.5 +
    short * 0.5 -
    valueLike
  );
}

/** Whether the rows around ask for particulars in turn: a form to fill in on one person or thing, no list. */
function isFilledIn(lines: readonly Line[], first: number, last: number): boolean {
  const around = [...lines.slice(Math.max(0, first - 3), first), ...lines.slice(last + 1, last + 4)];
  const asking = around.filter(({ cells }) => {
    const asked = cells.filter((c) => isParticular(c.words)).length;
    return asked >= 2 && asked * 2 >= cells.length;
  });
  return asking.length >= 2;
}

function cutsThroughMerge(lines: readonly Line[], first: number, last: number): boolean {
  const bottom = lines[last]?.row.number ?? 0;
  return lines
    .slice(first, last + 1)
    .some((l) => l.cells.some((c) => c.lastRow > bottom && c.lastRow - l.row.number < DEEPEST));
}

/** The last row of the header that begins here: what its merges span, and rows that go on naming columns. */
function bottomOf(lines: readonly Line[], first: number): number {
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
  if (cells.length >= 3 && cells.every((c) => /^(?:星期|周)?[一二三四五六日天]$/.test(c.words))) return true;
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
