/** Finding the header of a table: one to five rows, merged or not, of a known form or of none (DOMAIN I). */
import type { Form } from '../../forms/define.js';
import type { Answers } from '../answers.js';
import { edgesOf, type Line, type LineCell } from '../lines.js';
import { headerColumns, repeatedEvery } from './columns.js';
import { bottomOf, cutsThroughMerge, DEEPEST } from './depth.js';
import { type FormMatch, knowsHeader, listNamed, matchForms } from './match.js';
import { type Profile, profileOf } from './profile.js';
import { type HeaderColumn, isMark, saysOtherKind } from './readings.js';
import { asksForSeveral, asksInTurn, couldBeHeader, isTitle, isTitleOver, isVocabulary } from './row.js';
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
  /** The folded words of its cells. */
  readonly names: ReadonlySet<string>;
  readonly match: FormMatch;
  /** What the rows below look like. */
  readonly body: Profile;
  readonly score: number;
  /** Share of its columns whose names are words that headers are made of. */
  readonly vocabulary: number;
}

/** How many rows below a header are looked at to tell it from data. */
const BODY = 30;
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
    const header = isBelowMerge(lines, i) ? null : headerAt(lines, i, context);
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

/** Whether a cell of a row above reaches down to this one, so that a header does not begin here. */
function isBelowMerge(lines: readonly Line[], at: number): boolean {
  const row = lines[at]?.row.number ?? 0;
  return lines
    .slice(Math.max(0, at - DEEPEST), at)
    .some(({ cells }) => cells.length > 1 && cells.some((c) => c.holds === 'text' && c.lastRow >= row));
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
    (c) =>
      !isTitle(c.words) && c.lastColumn <= to && (c.column > from ? isMark(c.words) : saysOtherKind(c.words)),
  );
  return (marks && headerOf(lines, header.first - 1, header.last, context)) || header;
}

/** The header that begins with this line; null where the line cannot be a header. */
export function headerAt(lines: readonly Line[], first: number, context: HeaderContext): Header | null {
  const line = lines[first];
  if (!line || !(couldBeHeader(line) || isOverNames(line, context))) return null;
  if (isTitleOver(line, lines[first + 1])) return null;
  const bottom = bottomOf(lines, first);
  let best = headerOf(lines, first, bottom, context);
  if (
    !lines
      .slice(first, first + DEEPEST)
      .some((l) => l.cells.some((c) => knowsHeader(context.forms, context.answers, c.text)))
  )
    return best;
  if (bottom === first && isAnsweredAbove(line, lines[first + 1], context)) return best;
  for (let last = first; last < Math.min(first + 4, lines.length); last++) {
    if (last === bottom || cutsThroughMerge(lines, first, last)) continue;
    const other = headerOf(lines, first, last, context);
    if (other && grade(other.match) > (best ? grade(best.match) : 0)) best = other;
  }
  return best;
}

/** Whether a row of one cell names the only column of a list. */
function isOverNames({ cells }: Line, { forms, answers, surroundings }: HeaderContext): boolean {
  const [cell, ...others] = cells;
  return (
    cell !== undefined &&
    others.length === 0 &&
    knowsHeader(forms, answers, cell.text) &&
    listNamed(forms, surroundings) !== null
  );
}

/** Whether a row that no form knows stands cell by cell over one that forms know: facts above a header. */
function isAnsweredAbove(
  { cells, row }: Line,
  below: Line | undefined,
  { forms, answers }: HeaderContext,
): boolean {
  if (!below || below.row.number !== row.number + 1) return false;
  const known = (line: readonly LineCell[]) => line.filter((c) => knowsHeader(forms, answers, c.text)).length;
  const over = cells.every((c) => c.lastColumn === c.column && below.over(c.column)?.column === c.column);
  return over && known(cells) * 2 < cells.length && known(below.cells) * 2 >= below.cells.length;
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
  const names = new Set(lines.slice(first, last + 1).flatMap(({ cells }) => cells.map((c) => c.words)));
  const body = bodyBelow(lines, first, last, names);
  const columns = headerColumns(lines, first, last, body);
  const named = columns.filter((c) => c.parts.length > 0);
  if (named.length === 0) return null;
  const below = lines.slice(last + 1, last + 1 + BODY);
  const samples = (column: number) => below.flatMap((line) => line.over(column)?.words ?? []);
  const match = matchForms(named, context.forms, { ...context, samples });
  // Names alone, one below the other, are a list where title or sheet name say so.
  if (named.length < 2 && !match.form?.listOf) return null;
  const known = match.form !== null || match.ambiguous.length > 0;
  const score = known ? 10 + grade(match) / 10 : genericScore(lines, first, last, named, body);
  const vocabulary = named.filter((c) => isVocabulary(c.parts.at(-1) ?? '')).length / named.length;
  return score === null ? null : { first, last, columns, names, match, body, score, vocabulary };
}

/** Whether a row prints names of a header again, be it over other columns: most of its cells, and two at least. */
export function namesAgain({ cells }: Line, names: ReadonlySet<string>): boolean {
  const known = new Set(cells.flatMap((c) => (c.holds === 'text' && names.has(c.words) ? [c.words] : [])));
  return known.size >= 2 && known.size * 2 >= cells.length;
}

/** Whether a row holds hardly anything but words that headers are made of. */
function isOnlyNames({ cells }: Line): boolean {
  const names = cells.filter((c) => c.holds === 'text' && isVocabulary(c.text)).length;
  return cells.length > 2 && names >= cells.length * 0.7 && cells.every((c) => c.holds === 'text');
}

/** The rows below, up to the next header of such names or of others; only the nearest where those further down are wider than the header: another table without a gap. */
function bodyBelow(lines: readonly Line[], first: number, last: number, names: ReadonlySet<string>): Profile {
  const below = lines.slice(last + 1, last + 1 + BODY);
  const again = below.findIndex((line) => namesAgain(line, names) || isOnlyNames(line));
  const body = profileOf(lines, last + 1, again < 0 ? BODY : again);
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
  // Years, days and months name what is numbers; what stands left of them needs no name.
  const labelled = cells.some((c) => c.holds === 'text');
  const nameable = (labelled ? used : body.numericColumns).filter((c) => names.has(c) || c !== body.counting);
  if (nameable.length === 0) return null;
  const covered = nameable.filter((c) => names.has(c)).length / nameable.length;
  // Where merges are lost (CSV), a name spread over two columns stands over the first.
  const beside = nameable.filter((c) => !names.has(c) && names.has(c - 1)).length / nameable.length;
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

/** Rows around a header that are looked at for particulars. */
const AROUND = 6;

/** Whether the rows around ask for particulars in turn: a form to fill in on one person or thing, no list. */
export function isFilledIn(lines: readonly Line[], first: number, last: number): boolean {
  const near = [...lines.slice(Math.max(0, first - 3), first), ...lines.slice(last + 1, last + 4)];
  if (near.filter(asksForSeveral).length >= 2) return true;
  const below = lines.slice(first, first + AROUND).filter(({ cells }) => cells.length > 1);
  const asking = below.filter((line) => asksInTurn(line, false));
  if (below[0] === asking[0] && asking.length > 2 && asking.length * 4 >= below.length * 3) return true;
  const around = lines
    .slice(Math.max(0, first - AROUND), last + AROUND)
    .filter(({ cells }) => cells.length > 1);
  return (
    around.filter((line) => asksInTurn(line, true)).length >= 2 &&
    around.filter((line) => asksInTurn(line, false)).length * 2 > around.length
  );
}
