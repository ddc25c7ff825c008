/**
 * The part of a sheet (ECMA-376 part 1, 18.3.1.99), whose elements have a fixed order: what comes before the rows,
 * a row, what comes after them. Rows may be written, or held, by whoever has them.
 */
import { address } from '../text/address.js';
import { documentRelationships, escapeAttribute, escapeXml, spreadsheetNamespace, xmlStart } from './xml.js';

/** What comes before the rows. */
export interface SheetStart {
  /** How many pages it prints on is decided by `print` at the end. */
  readonly fitToPage?: boolean;
  /** Number of its rows and columns, where known. */
  readonly size?: { readonly rows: number; readonly columns: number };
  readonly showGridLines?: boolean;
  /** Whether it is the sheet that is shown on opening. */
  readonly selected?: boolean;
  /** Rows and columns that stay in view. */
  readonly frozen?: { readonly rows: number; readonly columns: number };
  /** In points, of rows that say nothing else. */
  readonly rowHeight?: number;
  readonly columns?: readonly SheetColumn[];
}

export interface SheetColumn {
  /** In characters. */
  readonly width: number;
  readonly hidden?: boolean;
}

export interface RowLook {
  /** In points. */
  readonly height?: number | null;
  readonly hidden?: boolean;
}

/** What comes after the rows. Ranges are written as `A1:B2`. */
export interface SheetEnd {
  readonly filter?: string | null;
  readonly merges?: readonly string[];
  readonly links?: readonly SheetLink[];
  readonly print?: SheetPrint;
  /** Whether it has a drawing, which is the first of its relationships. */
  readonly drawing?: boolean;
}

/** From a cell to a place in the workbook. */
export interface SheetLink {
  readonly cell: string;
  /** As a formula names it: `'sheet'!A1`. */
  readonly to: string;
  readonly tip?: string;
}

/** A4 across. */
export interface SheetPrint {
  readonly centred?: boolean;
  /** Pages on which the columns are spread; 1 if left out. */
  readonly pagesAcross?: number;
  /** In the codes of headers and footers (18.3.1.46). */
  readonly header?: string;
  readonly footer?: string;
  /** Rows that begin a page, from 1. */
  readonly pagesFrom?: readonly number[];
}

export function sheetStart({
  fitToPage,
  size,
  showGridLines = true,
  selected = false,
  frozen,
  rowHeight,
  columns = [],
}: SheetStart): string {
  const view = [
    showGridLines ? '' : ' showGridLines="0"',
    selected ? ' tabSelected="1"' : '',
    ' workbookViewId="0"',
  ].join('');
  const cols = columns.map(
    ({ width, hidden }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${hidden ? ' hidden="1"' : ''}/>`,
  );
  return [
    `${xmlStart}<worksheet xmlns="${spreadsheetNamespace}" xmlns:r="${documentRelationships}">`,
    fitToPage ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : '',
    size ? `<dimension ref="A1:${address(size.rows, size.columns - 1)}"/>` : '',
    `<sheetViews><sheetView${view}>${frozen ? paneXml(frozen) : ''}</sheetView></sheetViews>`,
    rowHeight === undefined ? '' : `<sheetFormatPr defaultRowHeight="${rowHeight}" customHeight="1"/>`,
    cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`,
    '<sheetData>',
  ].join('');
}

function paneXml({ rows, columns }: { readonly rows: number; readonly columns: number }): string {
  const pane = columns > 0 ? 'bottomRight' : 'bottomLeft';
  const split = columns > 0 ? `xSplit="${columns}" ` : '';
  return `<pane ${split}ySplit="${rows}" topLeftCell="${address(rows + 1, columns)}" activePane="${pane}" state="frozen"/><selection pane="${pane}"/>`;
}

/** @param number from 1. @param cells their XML, in order. */
export function rowXml(
  number: number,
  cells: string,
  { height = null, hidden = false }: RowLook = {},
): string {
  const look = [height === null ? '' : ` ht="${height}" customHeight="1"`, hidden ? ' hidden="1"' : ''].join(
    '',
  );
  return `<row r="${number}"${look}>${cells}</row>`;
}

export function sheetEnd({
  filter = null,
  merges = [],
  links = [],
  print,
  drawing = false,
}: SheetEnd): string {
  return [
    '</sheetData>',
    filter === null ? '' : `<autoFilter ref="${filter}"/>`,
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`,
    links.length === 0 ? '' : `<hyperlinks>${links.map(linkXml).join('')}</hyperlinks>`,
    print ? printXml(print) : '',
    drawing ? '<drawing r:id="rId1"/>' : '',
    '</worksheet>',
  ].join('');
}

function linkXml({ cell, to, tip }: SheetLink): string {
  const shown = tip === undefined ? '' : ` tooltip="${escapeAttribute(tip)}"`;
  return `<hyperlink ref="${cell}" location="${escapeXml(to)}"${shown}/>`;
}

function printXml({ centred = false, pagesAcross = 1, header, footer, pagesFrom = [] }: SheetPrint): string {
  const said = [
    header === undefined ? '' : `<oddHeader>${escapeXml(header)}</oddHeader>`,
    footer === undefined ? '' : `<oddFooter>${escapeXml(footer)}</oddFooter>`,
  ].join('');
  return [
    centred ? '<printOptions horizontalCentered="1"/>' : '',
    '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="9" orientation="landscape" fitToWidth="${pagesAcross}" fitToHeight="0" firstPageNumber="1" useFirstPageNumber="1"/>`,
    said === '' ? '' : `<headerFooter>${said}</headerFooter>`,
    pagesFrom.length === 0 ? '' : breaksXml(pagesFrom),
  ].join('');
}

function breaksXml(rows: readonly number[]): string {
  const breaks = rows.map((row) => `<brk id="${row - 1}" max="16383" man="1"/>`);
  return `<rowBreaks count="${rows.length}" manualBreakCount="${rows.length}">${breaks.join('')}</rowBreaks>`;
}
