/** Grids to the bytes of a file, the same bytes every time. */
import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import Papa from 'papaparse';
import { encodeGb18030 } from './gb18030.js';
import { type Book, type Grid, layOut } from './sheet.js';

/** Given by its parts, since a package stores local time. */
const packed = new Date(2021, 0, 1);

/** An .xlsx or .csv file, by the ending of the book's path. */
export async function write(book: Book): Promise<Uint8Array> {
  if (book.path.endsWith('.csv')) return csv(book);
  const workbook = new ExcelJS.Workbook();
  workbook.creator = '示例';
  workbook.created = new Date('2021-01-01T00:00:00Z');
  workbook.modified = workbook.created;
  for (const table of book.sheets) addSheet(workbook.addWorksheet(table.sheet), layOut(table));
  const entries = unzipSync(new Uint8Array(await workbook.xlsx.writeBuffer()));
  const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
  return zipSync(sorted, { level: 9, mtime: packed });
}

function addSheet(sheet: ExcelJS.Worksheet, grid: Grid): void {
  grid.rows.forEach((values, r) => {
    const row = sheet.getRow(r + 1);
    values.forEach((value, c) => {
      if (value === null) return;
      const cell = row.getCell(c + 1);
      cell.value = value;
      if (value instanceof Date) cell.numFmt = 'yyyy-mm-dd';
    });
    if (grid.headerRows.includes(r)) row.font = { bold: true };
    if (grid.hidden.includes(r)) row.hidden = true;
  });
  for (const [top, left, bottom, right] of grid.merges) {
    sheet.mergeCells(top + 1, left + 1, bottom + 1, right + 1);
  }
  const title = sheet.getCell(1, 1);
  title.font = { bold: true, size: 16 };
  title.alignment = { horizontal: 'center' };
  grid.widths.forEach((width, c) => {
    sheet.getColumn(c + 1).width = width;
  });
}

/** Merged cells are written once, as a spreadsheet saves them. */
function csv(book: Book): Uint8Array {
  const grids = book.sheets.map(layOut);
  const text = `${Papa.unparse(
    grids.flatMap((grid) => grid.rows),
    { newline: '\r\n' },
  )}\r\n`;
  return book.encoding === 'gb18030' ? encodeGb18030(text) : new TextEncoder().encode(`\ufeff${text}`);
}
