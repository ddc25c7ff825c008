/** Sheets as offices lay them out, each row marked with what it is, rendered to a real file and compared with `inspect`. */

import { writeFile } from 'node:fs/promises';
import exceljs from 'exceljs';
import { forms } from '../../pipeline/forms/index.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { inspect } from '../../pipeline/read/inspect.js';
import type { InspectedSheet } from '../../pipeline/read/inspection.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';

/**
 * Rows of a sheet. Before the first blank: T title, U unit, H header, C column numbers, R repeated header, D data,
 * S section, s subtotal, t total, P printed form line, E example, N note, F footer; a digit behind it counts the tables of the
 * sheet; `-` is a blank row. Cells are cut at `|`: `<` is merged with the cell to the left, `^` with the one above;
 * what looks like a number is one, unless an apostrophe precedes it.
 */
export type Rows = readonly string[];

const kinds: Readonly<Record<string, string>> = {
  T: 'title',
  U: 'unit',
  H: 'header',
  C: 'column_numbers',
  R: 'repeated_header',
  S: 'section',
  s: 'subtotal',
  t: 'total',
  P: 'form_line',
  E: 'example',
  N: 'note',
  F: 'footer',
};

const cut = (row: string) => (row === '-' ? [] : row.slice(row.indexOf(' ') + 1).split('|'));
const isMerged = (cell: string | undefined) => cell === '<' || cell === '^';

function contentOf(cell: string): string | number | null {
  if (cell === '' || isMerged(cell)) return null;
  if (cell.startsWith("'")) return cell.slice(1);
  return /^-?\d{1,15}(?:\.\d+)?$/.test(cell) ? Number(cell) : cell.replaceAll('\\n', '\n');
}

/** Writes the rows to a workbook, or to a CSV, which knows no merges. */
export async function write(rows: Rows, path: string, format: 'xlsx' | 'csv'): Promise<void> {
  const cells = rows.map(cut);
  if (format === 'csv') {
    const quoted = (cell: string) => `"${String(contentOf(cell) ?? '').replaceAll('"', '""')}"`;
    await writeFile(path, cells.map((row) => `${row.map(quoted).join(',')}\r\n`).join(''));
    return;
  }
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('Sheet1');
  for (const row of cells) sheet.addRow(row.map(contentOf));
  cells.forEach((row, r) => {
    row.forEach((cell, c) => {
      if (isMerged(cell)) return;
      let [bottom, right] = [r, c];
      while (row[right + 1] === '<') right++;
      while (cells[bottom + 1]?.[c] === '^') bottom++;
      if (bottom > r || right > c) sheet.mergeCells(r + 1, c + 1, bottom + 1, right + 1);
    });
  });
  await workbook.xlsx.writeFile(path);
}

/** The rows as they are marked: of each table its header rows and rows of data, and the kind of every other row. */
export function marked(rows: Rows) {
  const tables = new Map<string, { header: number[]; data: number[] }>();
  const others: Record<number, string> = {};
  rows.forEach((row, i) => {
    const [, mark = '', table = ''] = /^(\S)(\d?)/.exec(row) ?? [];
    if (mark !== 'D' && mark !== 'H') {
      if (kinds[mark]) others[i + 1] = kinds[mark];
      return;
    }
    const made = tables.get(table) ?? { header: [], data: [] };
    tables.set(table, made);
    (mark === 'D' ? made.data : made.header).push(i + 1);
  });
  const made = [...tables.values()].map(({ header, data }) => ({
    header: header.length > 0 ? [header[0], header.at(-1)] : null,
    first: data[0] ?? null,
    last: data.at(-1) ?? null,
    data: data.length,
  }));
  return { tables: made, others };
}

/** The same of a real file, as `inspect` reads it, the sums of its columns by their letters, the unit of the last. */
export async function inspected(path: string) {
  const { sheets } = await inspect(path, path, {
    forms,
    context: { unitNames: [], otherUnits: [], asOf: '2021-12-31', aliases: noAliases, answers: noAnswers },
    inFolder: false,
    language: 'zh',
  });
  const others: Record<number, string> = {};
  for (const { row, kind } of sheets.flatMap((sheet) => sheet.not_data)) {
    if (kind !== 'header') others[row] = kind;
  }
  const found = sheets.filter((sheet) => sheet.columns.length > 0);
  const units = found.map(({ columns }) => columns.at(-1)?.unit);
  return { tables: found.map(inShort), sums: found.map(sumsOf), units, others };
}

const inShort = ({ header_rows, first_data_row, last_data_row, data_rows }: InspectedSheet) => ({
  header: header_rows,
  first: first_data_row,
  last: last_data_row,
  data: data_rows,
});

const sumsOf = ({ columns }: InspectedSheet) =>
  Object.fromEntries(columns.flatMap(({ column, sum }) => (sum === null ? [] : [[column, sum]])));
