/** Books as real files: written by exceljs, SheetJS or as text, as the programs of offices do. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import XLSX from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { encode } from '../helpers/encode.js';
import type { Book, Cell, Row, Sheet } from './sheet.js';

const endings = { xlsx: 'xlsx', xls: 'xls', ods: 'ods', html: 'xls', csv: 'csv', gb18030: 'csv' } as const;

/** Writes a book below a folder. */
export async function writeBook(folder: string, book: Book): Promise<void> {
  const path = join(folder, `${book.path}.${endings[book.format]}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await bytesOf(book));
}

async function bytesOf(book: Book): Promise<Uint8Array | string> {
  switch (book.format) {
    case 'xlsx':
      return new Uint8Array(await workbookOf(book).xlsx.writeBuffer());
    case 'xls':
    case 'ods': {
      const bookType = book.format === 'xls' ? 'biff8' : 'ods';
      return XLSX.write(throughSheetJs(book), { type: 'buffer', bookType });
    }
    case 'html':
      return `\ufeff<html><body>${book.sheets.map(htmlOf).join('')}</body></html>`;
    default: {
      const text = (book.sheets[0]?.rows ?? []).map(csvLine).join('\r\n');
      return encode(`${text}\r\n`, book.format === 'csv' ? 'utf-8 bom' : 'gb18030');
    }
  }
}

function workbookOf(book: Book): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  for (const sheet of book.sheets) fill(workbook.addWorksheet(sheet.name), sheet);
  return workbook;
}

function fill(target: ExcelJS.Worksheet, sheet: Sheet): void {
  if (sheet.hidden) target.state = 'hidden';
  sheet.rows.forEach(({ cells, hidden }, y) => {
    const line = target.getRow(y + 1);
    if (hidden) line.hidden = true;
    for (const [x, one] of cells.entries()) put(line.getCell(x + 1), one);
  });
  for (const [top, left, bottom, right] of mergesOf(sheet.rows)) target.mergeCells(top, left, bottom, right);
  for (const column of sheet.hiddenColumns ?? []) target.getColumn(column + 1).hidden = true;
}

function put(target: ExcelJS.Cell, { value, format, struck, bold, colour, formula }: Cell): void {
  if (value === null) return;
  if (struck === 'part') {
    const text = String(value);
    const richText = [{ text: text.slice(0, 1), font: { strike: true } }, { text: text.slice(1) }];
    target.value = { richText };
  } else target.value = formula ? { formula, result: value } : value;
  if (format) target.numFmt = format;
  else if (value instanceof Date) target.numFmt = 'yyyy-mm-dd';
  if (struck === 'all' || bold) target.font = { strike: struck === 'all', bold: bold === true };
  if (colour) target.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: colour } };
}

/** Rectangles of merged cells, from 1: a cell that is merged belongs to the one to its left or above. */
function mergesOf(rows: readonly Row[]): [number, number, number, number][] {
  const merges: [number, number, number, number][] = [];
  rows.forEach(({ cells }, y) => {
    cells.forEach((one, x) => {
      if (one.merged) return;
      let right = x;
      while (cells[right + 1]?.merged === 'left') right++;
      let bottom = y;
      while (rows[bottom + 1]?.cells[x]?.merged === 'up') bottom++;
      if (right > x || bottom > y) merges.push([y + 1, x + 1, bottom + 1, right + 1]);
    });
  });
  return merges;
}

function throughSheetJs(book: Book): XLSX.WorkBook {
  const workbook = XLSX.utils.book_new();
  for (const { name, rows } of book.sheets) {
    const cells = rows.map((one) => one.cells.map(({ value }) => value));
    const sheet = XLSX.utils.aoa_to_sheet(cells, { cellDates: false, dateNF: 'yyyy/mm/dd' });
    sheet['!merges'] = mergesOf(rows).map(([top, left, bottom, right]) => ({
      s: { r: top - 1, c: left - 1 },
      e: { r: bottom - 1, c: right - 1 },
    }));
    XLSX.utils.book_append_sheet(workbook, sheet, name);
  }
  return workbook;
}

function htmlOf({ rows }: Sheet): string {
  const lines = rows.map(
    ({ cells }) => `<tr>${cells.map((one) => `<td>${escaped(one)}</td>`).join('')}</tr>`,
  );
  return `<table border="1">${lines.join('')}</table>`;
}

function escaped({ value, struck }: Cell): string {
  const text = shown(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (struck === 'all') return `<s>${text}</s>`;
  return struck === 'part' ? `<s>${text.slice(0, 1)}</s>${text.slice(1)}` : text;
}

function csvLine({ cells }: Row): string {
  return cells
    .map(({ value }) => shown(value))
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',');
}

function shown(value: Cell['value']): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value === null ? '' : String(value);
}
