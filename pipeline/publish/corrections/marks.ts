/** From findings to the cells to mark, and to the list of what is wrong. */
import { address, columnName, type Merge, type Row, type Sheet } from '../../intake/workbook.js';
import { severityWords } from '../metrics-workbook/words.js';
import type { PublishedFinding } from '../publication.js';
import type { ListedFinding } from './list-sheet.js';
import type { Mark } from './marked.js';
import { earlierNote } from './notes.js';

/** Findings that are listed and explained in notes; further ones are coloured only. */
const mostListed = 5000;

export interface Placed {
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly listed: readonly ListedFinding[];
  /** How many are not listed. */
  readonly further: number;
}

/**
 * Finds the cell of each finding: its own; of one about a row the row's first, of one about a column its header,
 * of one about a sheet the first of its header, or A1. A cell under a merge is the merge's first.
 * @param names of the sheets as the correction names them, by position
 */
export async function place(
  findings: readonly PublishedFinding[],
  sheets: readonly Sheet[],
  names: readonly string[],
): Promise<Placed> {
  const cells = new Map<Sheet, Map<string, { row: number; column: number; found: PublishedFinding[] }>>();
  const targets = new Map<PublishedFinding, string>();
  const shownNames = new Map(sheets.map((sheet, at) => [sheet, names[at] ?? sheet.name]));
  for (const sheet of sheets) {
    const own = findings.filter((found) => found.sheet === sheet.name);
    if (own.length === 0 || sheets.find(({ name }) => name === sheet.name) !== sheet) continue;
    const anchor = anchors(sheet.merges, own);
    const first = await firstColumns(sheet, own);
    const marked = new Map<string, { row: number; column: number; found: PublishedFinding[] }>();
    for (const found of own) {
      const row = rowOf(found) ?? 1;
      const column = found.columnIndex ?? (rowOf(found) === null ? 0 : (first.get(row) ?? 0));
      const cell = anchor(row, column);
      const id = address(cell.row, cell.column);
      const there = marked.get(id);
      if (there) there.found.push(found);
      else marked.set(id, { ...cell, found: [found] });
      targets.set(found, `${quoted(shownNames.get(sheet) ?? '')}!${id}`);
    }
    cells.set(sheet, marked);
  }

  const listed = findings.slice(0, mostListed);
  const explained = new Set(listed);
  const shown = (name: string) => names[sheets.findIndex((sheet) => sheet.name === name)] ?? name;
  return {
    marks: new Map(
      [...cells].map(([sheet, marked]) => [
        shownNames.get(sheet) ?? '',
        [...marked.values()].map(({ row, column, found }) =>
          markOf(
            row,
            column,
            found,
            found.filter((one) => explained.has(one)),
          ),
        ),
      ]),
    ),
    listed: listed.map((found) => listedFinding(found, shown(found.sheet), targets.get(found) ?? null)),
    further: findings.length - listed.length,
  };
}

/** The row to mark; null where the sheet as a whole is meant. */
function rowOf({ row, headerRow }: PublishedFinding): number | null {
  return row ?? headerRow;
}

const quoted = (sheet: string) => `'${sheet.replaceAll("'", "''")}'`;

/** Digits, as submitted or masked, of which a spreadsheet keeps fifteen, or those of which it has lost some. */
const longNumber = /[\d*]{15}|\d[eE]\+\d/;

function markOf(
  row: number,
  column: number,
  all: readonly PublishedFinding[],
  explained: readonly PublishedFinding[],
): Mark {
  return {
    row,
    column,
    severity: all.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    asText: all.some(({ value, row: own }) => own !== null && longNumber.test(value)),
    note: explained.length === 0 ? null : explained.map(noteText).join('\n\n'),
  };
}

function noteText({ severity, problem, value, advice, rule }: PublishedFinding): string {
  return [
    `【${severityWords[severity]}】${problem}`,
    ...(value === '' ? [] : [`填报内容：${value}`]),
    ...(advice === '' ? [] : [`怎么改：${advice}`]),
    `规则：${rule}`,
  ].join('\n');
}

/** What a cell's note said before it was made one of `noteText`; any other note as it stands. */
export function withoutMarks(note: string): string {
  const isOurs = Object.values(severityWords).some((word) => note.startsWith(`【${word}】`));
  if (!isOurs || !note.includes('\n规则：')) return note;
  const before = note.indexOf(earlierNote);
  return before < 0 ? '' : note.slice(before + earlierNote.length);
}

function listedFinding(found: PublishedFinding, sheet: string, target: string | null): ListedFinding {
  const { row, columnIndex, cell, severity, column, value, problem, advice, rule } = found;
  const wholeRow = row === null ? '整张表' : `第${row}行`;
  const placeText =
    cell || (row === null && columnIndex !== null ? `${columnName(columnIndex)}列` : wholeRow);
  return {
    severity,
    severityText: severityWords[severity],
    sheet,
    place: placeText,
    target,
    column,
    value,
    problem,
    advice,
    rule,
  };
}

/** From a cell to the first cell of the merge that it lies in, for the rows that findings name. */
function anchors(merges: readonly Merge[], findings: readonly PublishedFinding[]) {
  const rows = [...new Set(findings.map((found) => rowOf(found) ?? 1))].sort((a, b) => a - b);
  const over = new Map<number, Merge[]>();
  for (const merge of merges) {
    for (
      let at = firstFrom(rows, merge.firstRow);
      (rows[at] ?? Number.POSITIVE_INFINITY) <= merge.lastRow;
      at++
    ) {
      const row = rows[at] ?? 0;
      const there = over.get(row);
      if (there) there.push(merge);
      else over.set(row, [merge]);
    }
  }
  return (row: number, column: number) => {
    const merge = over.get(row)?.find((m) => m.firstColumn <= column && column <= m.lastColumn);
    return merge ? { row: merge.firstRow, column: merge.firstColumn } : { row, column };
  };
}

/** Position of the first of the ascending numbers that is not below one. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Column of the first filled cell of the rows about which there are findings without a column. */
async function firstColumns(
  sheet: Sheet,
  findings: readonly PublishedFinding[],
): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(
    findings.flatMap((found) => (found.columnIndex === null ? [rowOf(found) ?? 0] : [])),
  );
  wanted.delete(0);
  const columns = new Map<number, number>();
  if (wanted.size === 0) return columns;
  const last = Math.max(...wanted);
  for await (const rows of sheet.rows()) {
    for (const row of rows) if (wanted.has(row.number)) columns.set(row.number, firstFilled(row));
    if ((rows.at(-1)?.number ?? 0) >= last) break;
  }
  return columns;
}

function firstFilled({ texts }: Row): number {
  return Math.max(
    0,
    texts.findIndex((text) => text.trim() !== ''),
  );
}
