/** A sheet under construction: title, lines of facts, a header, rows; links between sheets; print set-up. */
import ExcelJS from 'exceljs';
import { columnName } from '../../intake/workbook.js';
import type { Publication } from '../publication.js';
import { colours, type Look, styleOf, textWidth } from './style.js';
import { chineseDate } from './words.js';

export interface Column {
  readonly header: string;
  /** Bounds of the width that the content decides, in half-width characters. */
  readonly min?: number;
  readonly max?: number;
  readonly look?: Look;
}

export type Cell = string | number | null | StyledCell;

export interface StyledCell {
  readonly value: string | number | null | Formula;
  readonly look: Look;
}

export interface Formula {
  readonly formula: string;
  /** The published value, which the formula recalculates to. */
  readonly result: string | number;
}

export interface Book {
  readonly publication: Publication;
  readonly workbook: ExcelJS.Workbook;
  /** Places that can be linked to, by name: `'sheet'!A1`. */
  readonly places: Map<string, string>;
  readonly links: Link[];
}

export interface Link {
  readonly sheet: string;
  readonly cell: string;
  /** A name in `places`. */
  readonly to: string;
  readonly tip: string;
}

export interface Sheet {
  readonly book: Book;
  readonly worksheet: ExcelJS.Worksheet;
  readonly columns: readonly Column[];
  readonly headerRow: number;
  readonly widths: number[];
  /** Row that the next `addRow` writes. */
  next: number;
}

export function startBook(publication: Publication): Book {
  const { township, asOf } = publication;
  const workbook = new ExcelJS.Workbook();
  const date = new Date(`${asOf}T00:00:00Z`);
  workbook.creator = township.name;
  workbook.title = `${township.name}${asOf.slice(0, 4)}年度工作报告指标汇总`;
  workbook.created = date;
  workbook.modified = date;
  workbook.views = [
    { x: 0, y: 0, width: 24000, height: 14000, firstSheet: 0, activeTab: 0, visibility: 'visible' },
  ];
  return { publication, workbook, places: new Map(), links: [] };
}

/** A sheet with its title, its lines of facts below it, and its header row, which stays in view. */
export function startSheet(
  book: Book,
  sheet: {
    readonly name: string;
    readonly title: string;
    readonly lines: readonly string[];
    readonly columns: readonly Column[];
    /** Columns that stay in view on the left. */
    readonly frozen?: number;
  },
): Sheet {
  const { columns, frozen = 0 } = sheet;
  const headerRow = sheet.lines.length + 2;
  const worksheet = book.workbook.addWorksheet(sheet.name, {
    views: [{ state: 'frozen', xSplit: frozen, ySplit: headerRow, showGridLines: false, zoomScale: 100 }],
    properties: { defaultRowHeight: 18 },
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      printTitlesRow: `${headerRow}:${headerRow}`,
      margins: { left: 0.5, right: 0.5, top: 0.7, bottom: 0.7, header: 0.3, footer: 0.3 },
    },
    headerFooter: pageHeader(book.publication),
  });
  banner(
    worksheet,
    1,
    sheet.title,
    columns.length,
    { bold: true, size: 16, align: 'center', border: 'none' },
    32,
  );
  sheet.lines.forEach((line, at) => {
    banner(
      worksheet,
      at + 2,
      line,
      columns.length,
      { align: 'center', colour: colours.quiet, border: 'none' },
      18,
    );
  });
  const started: Sheet = {
    book,
    worksheet,
    columns,
    headerRow,
    widths: columns.map((column) => Math.max(column.min ?? 0, textWidth(column.header) + 4)),
    next: headerRow + 1,
  };
  const header = worksheet.getRow(headerRow);
  header.height = 24;
  columns.forEach((column, at) => {
    const cell = header.getCell(at + 1);
    cell.value = column.header;
    cell.style = styleOf({ bold: true, align: 'center', fill: colours.headerFill });
  });
  return started;
}

function banner(
  sheet: ExcelJS.Worksheet,
  row: number,
  text: string,
  columns: number,
  look: Look,
  height: number,
) {
  sheet.mergeCells(row, 1, row, columns);
  const cell = sheet.getCell(row, 1);
  cell.value = cellText(text);
  cell.style = styleOf(look);
  sheet.getRow(row).height = height;
}

function pageHeader({ township, asOf }: Publication): Partial<ExcelJS.HeaderFooter> {
  const font = '&"宋体,常规"&9 ';
  const name = township.name.replaceAll('&', '&&');
  return {
    oddHeader: `&L${font}${name}&C${font}&A&R${font}截至${chineseDate(asOf)}`,
    oddFooter: `&C${font}第 &P 页，共 &N 页`,
  };
}

/** Writes the next row and returns its number. A cell's look goes before the row's, that before the column's. */
export function addRow(sheet: Sheet, cells: readonly Cell[], look: Look = {}): number {
  const number = sheet.next++;
  const row = sheet.worksheet.getRow(number);
  sheet.columns.forEach((column, at) => {
    const given = cells[at] ?? null;
    const { value, look: own } =
      typeof given === 'object' && given !== null ? given : { value: given, look: {} };
    const cell = row.getCell(at + 1);
    if (value !== null && value !== '') cell.value = typeof value === 'string' ? cellText(value) : value;
    const whole = { ...column.look, ...look, ...own };
    cell.style = styleOf(whole);
    const width = shownWidth(value, whole.format) + (whole.indent ?? 1) * 2;
    if (width > (sheet.widths[at] ?? 0)) sheet.widths[at] = width;
  });
  return number;
}

/** A row whose last text runs on over the empty cells to its right, and so decides no width. */
export function addNote(sheet: Sheet, cells: readonly Cell[], look: Look): number {
  const widths = [...sheet.widths];
  const row = addRow(sheet, cells, { align: 'left', border: 'lines', ...look });
  sheet.widths.splice(0, widths.length, ...widths);
  return row;
}

/** The heading of a section of the report, over the width of the sheet. */
export function addSection(sheet: Sheet, title: string): number {
  return addNote(sheet, [title], { bold: true, fill: colours.sectionFill, colour: colours.ink });
}

/** Sets widths, row heights, and the filter over the rows from the header to `last`. */
export function finishSheet(sheet: Sheet, last = sheet.next - 1): void {
  const { worksheet, columns, headerRow, widths } = sheet;
  const final = columns.map((column, at) =>
    Math.min(column.max ?? 60, Math.max(column.min ?? 6, (widths[at] ?? 0) + 2)),
  );
  final.forEach((width, at) => {
    worksheet.getColumn(at + 1).width = width;
  });
  const wrapped = columns.flatMap((column, at) => (column.look?.wrap ? [at] : []));
  for (let number = headerRow + 1; number < sheet.next && wrapped.length > 0; number++) {
    const row = worksheet.getRow(number);
    const lines = wrapped.map((at) => linesOf(row.getCell(at + 1).value, (final[at] ?? 10) - 3));
    row.height = Math.max(18, 15 * Math.max(...lines) + 4);
  }
  if (last > headerRow) {
    worksheet.autoFilter = {
      from: { row: headerRow, column: 1 },
      to: { row: last, column: columns.length },
    };
  }
}

function linesOf(value: unknown, width: number): number {
  if (typeof value !== 'string') return 1;
  return value
    .split('\n')
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}

function shownWidth(value: StyledCell['value'], format: string | undefined): number {
  const shown = typeof value === 'object' && value !== null ? value.result : value;
  if (shown === null) return 0;
  if (typeof shown === 'string') return Math.max(...shown.split('\n').map(textWidth));
  const plain = format?.split(';')[0] ?? '0';
  const digits = String(Math.trunc(Math.abs(shown))).length;
  const places = plain.split('.')[1]?.length ?? 0;
  return (
    digits + (plain.includes(',') ? Math.floor((digits - 1) / 3) : 0) + (places > 0 ? places + 1 : 0) + 1
  );
}

/** Names a cell (row and column from 1) so that `link` can lead to it. */
export function mark(sheet: Sheet, name: string, row: number, column = 1): void {
  sheet.book.places.set(name, `'${sheet.worksheet.name}'!${columnName(column - 1)}${row}`);
}

/** A link from a cell (row and column from 1) to a marked one, which may be marked later or not at all. */
export function link(sheet: Sheet, row: number, column: number, to: string, tip: string): void {
  sheet.book.links.push({ sheet: sheet.worksheet.name, cell: columnName(column - 1) + row, to, tip });
}

/**
 * Text as a cell takes it: no more than 32,767 characters, none that XML does not know, and what looks like
 * the format's own escape (ECMA-376 part 1, 22.9.2.19) escaped.
 */
export function cellText(text: string): string {
  const most = 32_767;
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut
    .replace(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x');
}
