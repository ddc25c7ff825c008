/**
 * The part of a sheet (ECMA-376 part 1, 18.3.1.99), whose elements stand in a fixed order: what comes before the
 * rows depends on the widths that they need, what comes after them on where the links of the book lead.
 */

import { type PackedPart, packPart } from '../office/package.js';
import { textWidth } from '../office/style.js';
import { escapeXml, spreadsheetNamespace, xmlStart } from '../office/xml.js';
import { chineseDate } from '../publication/labels.js';
import type { Publication } from '../publication/publication.js';
import { address } from '../text/address.js';
import type { Book, HeldRow, Link, OpenSheet, StyledCell } from './model.js';

/** The part of the next sheet of a book. */
export function startPart({ sheets }: Book): OpenSheet['part'] {
  return packPart(`xl/worksheets/sheet${sheets.length + 1}.xml`);
}

/** Writes everything up to the links. @param last row to which the filter reaches. */
export function finishRows(sheet: OpenSheet, widths: readonly number[], last: number): void {
  const { part, columns, headerRow, rows } = sheet;
  const end = columns.length - 1;
  const cols = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  part.write(
    [
      `${xmlStart}<worksheet xmlns="${spreadsheetNamespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`,
      `<dimension ref="A1:${address(rows.length, end)}"/>`,
      `<sheetViews><sheetView workbookViewId="0" showGridLines="0" zoomScale="100">${paneXml(sheet)}</sheetView></sheetViews>`,
      '<sheetFormatPr defaultRowHeight="18" customHeight="1"/>',
      `<cols>${cols.join('')}</cols><sheetData>`,
    ].join(''),
  );
  const heightOf = heights(sheet, widths);
  for (const [at, row] of rows.entries()) {
    const height = heightOf(row);
    part.write(
      `<row r="${at + 1}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>${row.cells}</row>`,
    );
  }
  rows.length = 0;
  part.write('</sheetData>');
  if (last > headerRow) part.write(`<autoFilter ref="A${headerRow}:${address(last, end)}"/>`);
  const banners = Array.from(
    { length: headerRow - 1 },
    (_, at) => `<mergeCell ref="A${at + 1}:${address(at + 1, end)}"/>`,
  );
  part.write(`<mergeCells count="${banners.length}">${banners.join('')}</mergeCells>`);
}

/** Writes the links and the print set-up, and gives the part. */
export function endPart({ part, links, book }: OpenSheet): PackedPart {
  const led = links.filter(({ to }) => book.places.has(to));
  if (led.length > 0) part.write('<hyperlinks>');
  for (const link of led) part.write(linkXml(link, book.places));
  if (led.length > 0) part.write('</hyperlinks>');
  part.write(
    [
      '<printOptions horizontalCentered="1"/>',
      '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
      '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
      `${headerFooterXml(book.publication)}</worksheet>`,
    ].join(''),
  );
  return part.end();
}

/** Title, facts and header stay in view, and the columns on the left. */
function paneXml({ frozen, headerRow }: OpenSheet): string {
  const pane = frozen > 0 ? 'bottomRight' : 'bottomLeft';
  const split = frozen > 0 ? `xSplit="${frozen}" ` : '';
  return `<pane ${split}ySplit="${headerRow}" topLeftCell="${address(headerRow + 1, frozen)}" activePane="${pane}" state="frozen"/><selection pane="${pane}"/>`;
}

function headerFooterXml({ township, asOf }: Publication): string {
  const font = '&"宋体,常规"&9 ';
  const name = township.name.replaceAll('&', '&&');
  const header = `&L${font}${name}&C${font}&A&R${font}截至${chineseDate(asOf)}`;
  const footer = `&C${font}第 &P 页，共 &N 页`;
  return `<headerFooter><oddHeader>${escapeXml(header)}</oddHeader><oddFooter>${escapeXml(footer)}</oddFooter></headerFooter>`;
}

function linkXml({ cell, to, tip }: Link, places: ReadonlyMap<string, string>): string {
  return `<hyperlink ref="${cell}" location="${escapeXml(places.get(to) ?? '')}" tooltip="${escapeXml(tip)}"/>`;
}

/** Heights in points by what the wrapped texts of a row need; null where a sheet wraps nothing. */
function heights({ wrapped }: OpenSheet, widths: readonly number[]): (row: HeldRow) => number | null {
  const known = wrapped.map(() => new Map<string, number>());
  const linesOf = (text: string, column: number) => {
    const lines = known[column]?.get(text) ?? linesIn(text, (widths[wrapped[column] ?? 0] ?? 10) - 3);
    known[column]?.set(text, lines);
    return lines;
  };
  return (row) => {
    if (row.height !== null || wrapped.length === 0) return row.height;
    return Math.max(18, 15 * Math.max(...row.wrapped.map(linesOf)) + 4);
  };
}

function linesIn(text: string, width: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}

/** A cell without text. */
export function cellXml(
  place: string,
  style: number,
  value: Exclude<StyledCell['value'], string> | '',
): string {
  const start = `<c r="${place}" s="${style}"`;
  if (value === null || value === '') return `${start}/>`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  const { formula, result } = value;
  const type = typeof result === 'string' ? ' t="str"' : '';
  return `${start}${type}><f>${escapeXml(formula)}</f><v>${escapeXml(String(result))}</v></c>`;
}

/** A text cell. @param string the number of its text among the shared strings. */
export function textXml(place: string, style: number, string: number): string {
  return `<c r="${place}" s="${style}" t="s"><v>${string}</v></c>`;
}
