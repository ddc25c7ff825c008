/** Tables that stand side by side (DOMAIN I.4): parted by blank columns, or one list whose header is repeated. */
import type { Merge, Row, SourceSheet } from '../../intake/workbook.js';
import type { Line } from '../lines.js';
import { repeatedEvery } from './columns.js';
import { findHeader, type Header, type HeaderContext } from './header.js';
import { type HeaderColumn, isMark } from './readings.js';
import { readHeader, words } from './text.js';

/**
 * The sheet itself, or views of the columns that each of several tables side by side takes. Blank columns inside
 * one table do not part it: the parts must repeat each other's headers, or be numbered by serials of their own, or
 * stand each under a title of its own.
 */
export function partsBeside(
  sheet: SourceSheet,
  lines: readonly Line[],
  context: Pick<HeaderContext, 'forms' | 'year' | 'answers'>,
): readonly SourceSheet[] {
  const hidden = new Set(sheet.hiddenColumns);
  const header = findHeader(lines, { ...context, surroundings: sheet.name, hidden });
  if (!header) return [sheet];
  const parted = groupsOf(header, lines);
  const groups = parted.length > 1 ? parted : repeatsOf(header);
  if (groups.length < 2) return [sheet];
  const whole = header.match.form !== null && header.match.missing.length === 0;
  const keys = groups.map((g) => g.map((c) => readHeader(c.parts.at(-1) ?? '').key));
  const [first = []] = keys;
  const alike = keys.every(
    (k) =>
      k.length >= 2 && k.filter((key) => first.includes(key)).length * 2 >= Math.min(k.length, first.length),
  );
  const numbered = keys.every((k) => k.length >= 2 && /^(?:序号|编号|no)$/.test(k[0] ?? ''));
  const titled = lines.slice(0, header.first + 1).some((line) => haveTitles(line, groups));
  if (!(alike || numbered || titled) || (whole && !alike)) return [sheet];
  const starts = groups.map((g, i) => (i === 0 ? 0 : (g[0]?.column ?? 0)));
  return starts.map((from, i) => columnsOf(sheet, from, (starts[i + 1] ?? Number.POSITIVE_INFINITY) - 1));
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

/** Runs of header columns between columns that are blank in every line from the header on. */
function groupsOf(header: Header, lines: readonly Line[]): readonly (readonly HeaderColumn[])[] {
  const filled = new Set<number>();
  for (const line of lines.slice(header.first)) {
    for (const cell of line.cells) {
      if (cell.lastColumn - cell.column < 3 || cell.lastRow > line.row.number) {
        for (let c = cell.column; c <= cell.lastColumn; c++) filled.add(c);
      } else filled.add(cell.column);
    }
  }
  const groups: HeaderColumn[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const column of header.columns) {
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
