/** A sheet under construction: title, lines of facts, a header, rows; links between sheets; print set-up. */

import { emptyCell, formulaCell, valueCell } from '../office/cells.js';
import { colours, type Look, linesIn, styleOf, textWidth } from '../office/look.js';
import { openStrings } from '../office/shared-strings.js';
import { newStyles } from '../office/styles.js';
import { standsInXml } from '../office/xml.js';
import type { Publication } from '../publication/publication.js';
import { address, columnName } from '../text/address.js';
import type { Book, BookColumn, CellLook, CellValue, OpenSheet, StyledCell } from './model.js';
import { startPart, writeBody } from './sheet-part.js';

export function startBook(publication: Publication): Book {
  return {
    publication,
    sheets: [],
    places: new Map(),
    strings: openStrings(),
    styles: newStyles({ size: 11, name: 'Calibri', family: 2 }),
  };
}

/** A sheet with its title, its lines of facts below it, and its header row, which stays in view. */
export function startSheet(
  book: Book,
  {
    frozen = 0,
    spreads = false,
    ...sheet
  }: {
    readonly name: string;
    readonly title: string;
    readonly lines: readonly string[];
    readonly columns: readonly BookColumn[];
    readonly frozen?: number;
    /** It has so many columns that its header breaks its lines, and its columns may be printed on several pages. */
    readonly spreads?: boolean;
  },
): OpenSheet {
  const { name, columns } = sheet;
  const headerRow = sheet.lines.length + 2;
  const started: OpenSheet = {
    book,
    name,
    columns,
    frozen,
    headerRow,
    widths: columns.map(({ min = 0, header }) => Math.max(min, spreads ? 0 : textWidth(header) + 4)),
    wrapped: columns.flatMap((column, at) => (column.look?.wrap ? [at] : [])),
    rows: [],
    links: [],
    charts: [],
    pagesFrom: [],
    spreads,
    pagesAcross: 1,
    looks: new Map(),
    letters: columns.map((_, at) => columnName(at)),
    texts: columns.map(() => ({ text: '', number: -1 })),
    measured: [],
    filter: null,
    part: startPart(book),
    next: headerRow + 1,
  };
  book.sheets.push(started);
  banner(started, sheet.title, { bold: true, size: 16, align: 'center', border: 'none' }, 32);
  for (const line of sheet.lines) {
    banner(started, line, { align: 'center', colour: colours.quiet, border: 'none' }, 18);
  }
  const look = { bold: true, align: 'center', fill: colours.headerFill, wrap: spreads } as const;
  const header = book.styles.number(styleOf(look));
  const cells = columns.map((column, at) => stringCell(book, address(headerRow, at), header, column.header));
  const lines = spreads
    ? Math.max(...columns.map(({ header: text, min = 10 }) => linesIn(text, min - 1)))
    : 1;
  started.rows.push({ cells: cells.join(''), height: 9 + 15 * lines, wrapped: [] });
  return started;
}

/** A line over the width of the sheet. */
function banner({ book, rows }: OpenSheet, text: string, look: Look, height: number): void {
  const style = book.styles.number(styleOf(look));
  const cells = stringCell(book, address(rows.length + 1, 0), style, text);
  rows.push({ cells, height, wrapped: [] });
}

const plain: Look = {};
/** Of a column that sets no bound, in half-width characters. */
const widest = 60;

/** Writes the next row and returns its number. A cell's look goes before the row's, that before the column's. */
export function addRow(sheet: OpenSheet, cells: readonly CellValue[], look: Look = plain): number {
  const { columns, letters, widths, measured } = sheet;
  const number = sheet.next++;
  const rowKey = keyOf(look);
  const xml: string[] = [];
  for (let at = 0; at < columns.length; at++) {
    const given = cells[at] ?? null;
    const isStyled = typeof given === 'object' && given !== null;
    const value = isStyled ? given.value : given;
    const own = isStyled ? given.look : plain;
    const shown = cellLook(sheet, at, rowKey, look, own);
    xml.push(cellXml(sheet, at, `${letters[at]}${number}`, shown.style, value));
    const width = widths[at] ?? 0;
    // Hardly a text is wider than its column is already: no more than two half-width characters each.
    if (typeof value === 'string' && value.length * 2 + shown.margin <= width) continue;
    const { max = widest } = columns[at] ?? {};
    const last = measured[at];
    if (width >= max || (last?.value === value && last.shown === shown)) continue;
    widths[at] = Math.max(width, shownWidth(value, shown) + shown.margin);
    measured[at] = { value, shown };
  }
  const wrapped = sheet.wrapped.map((at) => textOf(cells[at] ?? null));
  // Joined, the text lies in one piece: added up, it would hold all its parts until the sheet is finished, in five times
  // the memory.
  sheet.rows.push({ cells: xml.join(''), height: null, wrapped });
  return number;
}

function cellXml(
  sheet: OpenSheet,
  at: number,
  place: string,
  style: number,
  value: StyledCell['value'],
): string {
  if (value === null || value === '') return emptyCell(place, style);
  if (typeof value === 'number') return valueCell(place, style, value);
  if (typeof value === 'object') return formulaCell(place, style, value);
  const { book, texts } = sheet;
  const last = texts[at];
  if (last?.text === value) return valueCell(place, style, last.number, 's');
  const number = book.strings.number(printable(value));
  texts[at] = { text: value, number };
  return valueCell(place, style, number, 's');
}

function stringCell({ strings }: Book, place: string, style: number, text: string): string {
  return valueCell(place, style, strings.number(printable(text)), 's');
}

/** Text without control characters, which are not visible. */
function printable(text: string): string {
  if (standsInXml(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\t\n\x80-\x9f]/gu, '');
}

function textOf(cell: CellValue): string {
  const value = typeof cell === 'object' && cell !== null ? cell.value : cell;
  return typeof value === 'string' ? value : '';
}

function cellLook(sheet: OpenSheet, at: number, rowKey: string, row: Look, own: Look): CellLook {
  const key = rowKey === '' && own === plain ? at : `${at};${rowKey};${keyOf(own)}`;
  let found = sheet.looks.get(key);
  if (!found) {
    const whole = { ...sheet.columns[at]?.look, ...row, ...own };
    const format = whole.format?.split(';')[0] ?? '0';
    found = {
      style: sheet.book.styles.number(styleOf(whole)),
      margin: (whole.indent ?? 1) * 2,
      places: format.split('.')[1]?.length ?? 0,
      grouped: format.includes(','),
    };
    sheet.looks.set(key, found);
  }
  return found;
}

function keyOf(look: Look): string {
  if (look === plain) return '';
  const { align, bold, size, colour, fill, format, wrap, indent, border } = look;
  return `${align},${bold},${size},${colour},${fill},${format},${wrap},${indent},${border}`;
}

function shownWidth(
  value: StyledCell['value'],
  { places, grouped }: Pick<CellLook, 'places' | 'grouped'>,
): number {
  const shown = typeof value === 'object' && value !== null ? value.result : value;
  if (shown === null) return 0;
  if (typeof shown === 'string') return Math.max(...shown.split('\n').map(textWidth));
  const digits = String(Math.trunc(Math.abs(shown))).length;
  return digits + (grouped ? Math.floor((digits - 1) / 3) : 0) + (places > 0 ? places + 1 : 0) + 1;
}

/** A row whose last text runs on over the empty cells to its right, and so decides no width. */
export function addNote(sheet: OpenSheet, cells: readonly CellValue[], look: Look): number {
  const [widths, measured] = [[...sheet.widths], [...sheet.measured]];
  const row = addRow(sheet, cells, { align: 'left', border: 'lines', ...look });
  sheet.widths.splice(0, widths.length, ...widths);
  sheet.measured.splice(0, sheet.measured.length, ...measured);
  return row;
}

/** The heading of a section of the report, over the width of the sheet. */
export function addSection(sheet: OpenSheet, title: string): number {
  return addNote(sheet, [title], { bold: true, fill: colours.sectionFill, colour: colours.ink });
}

/** Sets widths, row heights, and the filter over the rows from the header to `last`; there is none without rows. */
export function finishSheet(sheet: OpenSheet, last = sheet.next - 1): void {
  const widths = sheet.columns.map((column, at) =>
    Math.min(column.max ?? widest, Math.max(column.min ?? 6, (sheet.widths[at] ?? 0) + 2)),
  );
  const { headerRow, columns } = sheet;
  if (sheet.spreads) sheet.pagesAcross = pagesFor(widths);
  if (last > headerRow) sheet.filter = `A${headerRow}:${address(last, columns.length - 1)}`;
  writeBody(sheet, widths);
}

/** What a page across takes that can still be read, in half-width characters. */
const pageWidth = 200;

function pagesFor(widths: readonly number[]): number {
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0) / pageWidth);
}

/** Names a cell (row and column from 1) so that `link` can lead to it. */
export function namePlace(sheet: OpenSheet, name: string, row: number, column = 1): void {
  sheet.book.places.set(name, `'${sheet.name}'!${address(row, column - 1)}`);
}

/** A link from a cell (row and column from 1) to a marked one, which may be marked later or not at all. */
export function link(sheet: OpenSheet, row: number, column: number, to: string, tip: string): void {
  sheet.links.push({ cell: columnName(column - 1) + row, to, tip });
}
