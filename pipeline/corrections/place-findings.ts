/** From findings to the cells to mark, and to the list of what is wrong. */

import type { Merge, Row, SourceSheet } from '../intake/workbook.js';
import { severityWords } from '../publication/labels.js';
import type { PublishedFinding } from '../publication/publication.js';
import { address, columnName } from '../text/address.js';
import type { FindingsRow } from './list-sheet.js';
import type { MarkedCell } from './mark-package.js';
import { noteText } from './notes.js';

/** Findings that are listed and explained in notes; further ones are coloured only. */
export const mostNotes = 5000;

export interface Placed {
  readonly cells: ReadonlyMap<string, readonly MarkedCell[]>;
  readonly listed: readonly FindingsRow[];
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
  sheets: readonly SourceSheet[],
  names: readonly string[],
): Promise<Placed> {
  const listed = findings.slice(0, mostNotes);
  const explained = new Set(listed);
  const marked = new Map<string, MarkedCell[]>();
  const targets = new Map<PublishedFinding, string>();
  /** From the name as submitted. */
  const shown = new Map<string, string>();
  for (const [at, sheet] of sheets.entries()) {
    if (shown.has(sheet.name)) continue;
    const name = names[at] ?? sheet.name;
    shown.set(sheet.name, name);
    const own = findings.filter((found) => found.sheet === sheet.name);
    const cells = await cellsOf(sheet, own);
    marked.set(
      name,
      cells.map((cell) => markOf(cell, explained)),
    );
    for (const { row, column, found } of cells) {
      for (const one of found) targets.set(one, `'${name.replaceAll("'", "''")}'!${address(row, column)}`);
    }
  }
  return {
    cells: marked,
    listed: listed.map((found) =>
      listedFinding(found, shown.get(found.sheet) ?? found.sheet, targets.get(found) ?? null),
    ),
    further: findings.length - listed.length,
  };
}

interface FoundCell {
  readonly row: number;
  readonly column: number;
  readonly found: PublishedFinding[];
}

async function cellsOf(sheet: SourceSheet, findings: readonly PublishedFinding[]): Promise<FoundCell[]> {
  const anchor = anchors(sheet.merges, findings);
  const first = await firstColumns(sheet, findings);
  const cells = new Map<string, FoundCell>();
  for (const found of findings) {
    const row = rowOf(found) ?? 1;
    const cell = anchor(row, found.columnIndex ?? first.get(row) ?? 0);
    const there = cells.get(address(cell.row, cell.column));
    if (there) there.found.push(found);
    else cells.set(address(cell.row, cell.column), { ...cell, found: [found] });
  }
  return [...cells.values()];
}

/** The row to mark; null where the sheet as a whole is meant. */
function rowOf({ row, headerRow }: PublishedFinding): number | null {
  return row ?? headerRow;
}

/** Digits, as submitted or masked, of which a spreadsheet keeps fifteen, or those of which it has lost some. */
const longNumber = /[\d*]{15}|\d[eE]\+\d/;

function markOf({ row, column, found }: FoundCell, explained: ReadonlySet<PublishedFinding>): MarkedCell {
  const notes = found.filter((one) => explained.has(one)).map(noteText);
  return {
    row,
    column,
    severity: found.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    asText: found.some(({ value, row: own }) => own !== null && longNumber.test(value)),
    note: notes.length === 0 ? null : notes.join('\n\n'),
  };
}

function listedFinding(found: PublishedFinding, sheet: string, target: string | null): FindingsRow {
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
  sheet: SourceSheet,
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
