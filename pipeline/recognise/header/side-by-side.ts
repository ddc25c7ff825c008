/** Tables that stand side by side (DOMAIN I.4): parted by blank columns, or one list whose header is repeated. */
import type { Merge, Row, SourceSheet } from '../../intake/workbook.js';
import { type Line, lineWithin } from '../lines.js';
import { totalWord } from '../vocabulary.js';
import { repeatedEvery } from './columns.js';
import { findHeader, type Header, type HeaderContext } from './header.js';
import { type HeaderColumn, isMark } from './readings.js';
import { readHeader, words } from './text.js';

/**
 * The sheet itself, or views of the columns that each of several tables side by side takes. Blank columns inside
 * one table do not part it: the parts must repeat each other's headers, or be numbered by serials of their own, or
 * stand each under a title or over a total of its own, or have their headers in rows of their own.
 */
export function partsBeside(
  sheet: SourceSheet,
  lines: readonly Line[],
  known: Pick<HeaderContext, 'forms' | 'year' | 'answers'>,
): readonly SourceSheet[] {
  const hidden = new Set(sheet.hiddenColumns);
  const context = { ...known, surroundings: sheet.name, hidden };
  const header = findHeader(lines, context);
  if (!header) return [sheet];
  const whole = header.match.form !== null && header.match.missing.length === 0;
  const parted = groupsOf(header.columns, filledColumns(lines.slice(header.first)));
  const groups = [parted, repeatsOf(header), pairsOf(header, lines)].find(({ length }) => length > 1) ?? [];
  if (groups.length < 2) return whole ? [sheet] : partsAt(sheet, startsOfTables(lines, context));
  const keys = groups.map((g) => g.map((c) => readHeader(c.parts.at(-1) ?? '').key));
  const [first = []] = keys;
  const alike = keys.every(
    (k) =>
      k.length >= 2 && k.filter((key) => first.includes(key)).length * 2 >= Math.min(k.length, first.length),
  );
  const numbered = keys.every((k) => k.length >= 2 && /^(?:序号|编号|no)$/.test(k[0] ?? ''));
  const titled = lines.slice(0, header.first + 1).some((line) => haveTitles(line, groups));
  const totalled = groups.every((group) => totalOf(lines.slice(header.last + 1), group) !== null);
  if (!(alike || numbered || titled || totalled) || (whole && !alike && !totalled)) return [sheet];
  return partsAt(
    sheet,
    groups.map((g) => g[0]?.column ?? 0),
  );
}

/** The parts of a sheet that begin at these columns. */
function partsAt(sheet: SourceSheet, starts: readonly number[]): readonly SourceSheet[] {
  if (starts.length < 2) return [sheet];
  const ends = starts.slice(1).map((start) => start - 1);
  return starts.map((from, i) => columnsOf(sheet, i === 0 ? 0 : from, ends[i] ?? Number.POSITIVE_INFINITY));
}

/** The first row that is a total of the columns of a group; null: none is. */
function totalOf(lines: readonly Line[], group: readonly HeaderColumn[]): number | null {
  const columns = new Set(group.map((c) => c.column));
  const total = lines.find(({ cells }) =>
    cells.some((c) => columns.has(c.column) && totalWord(c.words)?.exact),
  );
  return total?.row.number ?? null;
}

/** Two tables without a gap, 收入日期, 收入金额, 支出日期, 支出金额, each over a total in a row of its own. */
function pairsOf(header: Header, lines: readonly Line[]): readonly (readonly HeaderColumn[])[] {
  const { columns, last } = header;
  const width = repeatedEvery(columns.map((c) => readHeader(c.parts.at(-1) ?? '').key.slice(-2)));
  if (width === null) return [];
  const groups = columns.flatMap((_, i) => (i % width === 0 ? [columns.slice(i, i + width)] : []));
  const totals = groups.map((group) => totalOf(lines.slice(last + 1), group));
  return totals.includes(null) || new Set(totals).size < totals.length ? [] : groups;
}

/** Where tables between blank columns begin whose headers do not stand in the same row. */
function startsOfTables(lines: readonly Line[], context: HeaderContext): readonly number[] {
  const filled = [...filledColumns(lines)].sort((a, b) => a - b).map((column) => ({ column }));
  const bands = groupsOf(filled, new Set(filled.map(({ column }) => column)));
  if (bands.length < 2) return [];
  const headers = bands.flatMap((band) => {
    const [from, to] = [band[0]?.column ?? 0, band.at(-1)?.column ?? 0];
    const within = lines.map((line) => lineWithin(line, from, to)).filter(({ cells }) => cells.length > 0);
    const header = band.length < 2 ? null : findHeader(within, context);
    const row = header && within[header.first]?.row.number;
    return header && row && header.body.rows > 1 ? [{ from, row }] : [];
  });
  return new Set(headers.map(({ row }) => row)).size === headers.length
    ? headers.map(({ from }) => from)
    : [];
}

/**
 * One list that goes on beside itself without a gap: 序号, 姓名, 序号, 姓名; of a known form also under a title for
 * each. Groups of years, of plan and deed are columns of one list.
 */
function repeatsOf({ columns, match }: Header): readonly (readonly HeaderColumn[])[] {
  const marked = columns.some((c) => c.parts.slice(0, -1).some((group) => isMark(words(group))));
  const known = match.form !== null && match.missing.length === 0;
  const name = known && !marked ? -1 : 0;
  const width = repeatedEvery(columns.map((c) => c.parts.slice(name).join('/')));
  if (width === null) return [];
  return columns.flatMap((_, i) => (i % width === 0 ? [columns.slice(i, i + width)] : []));
}

/** Whether a line holds the titles of the groups: one cell over each, and no other. */
function haveTitles({ cells }: Line, groups: readonly (readonly HeaderColumn[])[]): boolean {
  return (
    cells.length === groups.length &&
    cells.every(({ column, lastColumn }, i) => {
      const [first, last] = [groups[i]?.[0], groups[i]?.at(-1)];
      return first && last && column === first.column && lastColumn <= last.column && groups[i]?.length !== 1;
    })
  );
}

/** Columns that lines fill, leaving out titles that lie over several. */
function filledColumns(lines: readonly Line[]): ReadonlySet<number> {
  const filled = new Set<number>();
  for (const line of lines) {
    for (const cell of line.cells) {
      if (cell.lastColumn - cell.column < 3 || cell.lastRow > line.row.number) {
        for (let c = cell.column; c <= cell.lastColumn; c++) filled.add(c);
      } else filled.add(cell.column);
    }
  }
  return filled;
}

/** Runs of columns between those that no line fills. */
function groupsOf<C extends { readonly column: number }>(
  columns: readonly C[],
  filled: ReadonlySet<number>,
): readonly (readonly C[])[] {
  const groups: C[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    let parted = groups.length === 0;
    for (let c = last + 1; c < column.column && !parted; c++) parted = !filled.has(c);
    if (parted) groups.push([column]);
    else groups.at(-1)?.push(column);
    last = column.column;
  }
  return groups;
}

/** A view of a range of a sheet's columns; rows that are blank in it are left out. */
function columnsOf(sheet: SourceSheet, from: number, to: number): SourceSheet {
  const clip = (m: Merge): Merge => ({ ...m, lastColumn: Math.min(m.lastColumn, to) });
  return {
    ...sheet,
    merges: sheet.merges.filter((m) => m.firstColumn >= from && m.firstColumn <= to).map(clip),
    rows: () => viewed(sheet.rows(), from, to),
  };
}

async function* viewed(
  batches: AsyncIterable<readonly Row[]>,
  from: number,
  to: number,
): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    const rows = batch.flatMap((row) => {
      const texts = row.texts.slice(0, to + 1).map((text, c) => (c < from ? '' : text));
      return texts.every((text) => text === '') ? [] : [{ ...row, texts }];
    });
    if (rows.length > 0) yield rows;
  }
}
