/**
 * A workbook written from what our own readers found in a submission that is no package of sheets (CSV, .xls,
 * .ods, HTML), or in one whose parts cannot be changed safely: the same cells with their kinds, merges, hidden
 * rows and columns, widths that fit, titles and headers set apart. What a formula gave is written as its value.
 */
import { strToU8 } from 'fflate';
import { type CellDetail, Kind, kindAt, type Merge, type Row, type SourceSheet } from '../intake/workbook.js';
import { longestText, textCell } from '../office/cells.js';
import { linesIn, rowHeight, textWidth } from '../office/look.js';
import { type NewWorkbook, sheetPart, stylesPart, workbookParts } from '../office/new-workbook.js';
import type { Package } from '../office/package.js';
import { rowXml, type SheetColumn, sheetEnd, sheetStart } from '../office/sheet.js';
import { newStyles } from '../office/styles.js';
import { findingsSheet, markSheet } from '../recognise/correction-mark.js';
import { address } from '../text/address.js';
import { openBytes } from '../text/bytes.js';
import { kindCell } from './kind-cell.js';
import { detailedLook, type RewrittenLook, rewrittenFont, rewrittenLooks } from './looks.js';

/** Rows from 1 that hold the headers of a sheet's tables. */
export interface HeaderRows {
  readonly first: number;
  readonly last: number;
}

export interface RewrittenSheet {
  readonly sheet: SourceSheet;
  /** As it is named in the workbook. */
  readonly name: string;
  readonly headers: readonly HeaderRows[];
}

/** What a spreadsheet program takes onto one sheet. */
const mostRows = 1_048_576;
const mostColumns = 16_384;
const rowsForWidths = 300;
const widestColumn = 48;
/** Half-width characters up to which a cell that is alone in its row decides on the column's width. */
const longestAlone = 16;

/**
 * Names under which a spreadsheet program takes the sheets, in their order: none empty, too long, twice, or one of
 * the names of a correction's own sheets.
 */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set([findingsSheet, markSheet]);
  return names.map((name) => {
    const base =
      name
        .replace(/[[\]:*?/\\]/g, '_')
        .replace(/^'+|'+$/g, '')
        .slice(0, 28) || 'Sheet1';
    let free = base;
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${base.slice(0, 26)}_${number}`;
    taken.add(free.toLowerCase());
    return free;
  });
}

/**
 * @param facts of the document.
 * @returns the package; null where the cells are more than `mostCells`, or more than a workbook can hold.
 */
export async function rewrittenPackage(
  sheets: readonly RewrittenSheet[],
  mostCells: number,
  facts: Pick<NewWorkbook, 'title' | 'date'>,
): Promise<Package | null> {
  const styles = newStyles(rewrittenFont);
  const style: StyleOf = (look, detail) =>
    styles.number(detail === undefined ? rewrittenLooks[look] : detailedLook(look, detail));
  const listed = sheets.map(({ name, sheet: { state } }) => ({ name, state }));
  const frame = workbookParts({ ...facts, sheets: listed, strings: false });
  const parts: Package = new Map([...frame].map(([name, xml]) => [name, strToU8(xml)]));
  const room = { cells: mostCells };
  for (const [at, sheet] of sheets.entries()) {
    const part = await writeSheet(sheet, style, room);
    if (part === null) return null;
    parts.set(sheetPart(at), part);
  }
  parts.set(stylesPart, strToU8(styles.xml()));
  return parts;
}

async function writeSheet(
  { sheet, headers }: RewrittenSheet,
  style: StyleOf,
  room: { cells: number },
): Promise<Uint8Array | null> {
  // As bytes: the texts of all rows of a large sheet would take several times their room.
  const rows: Uint8Array[] = [];
  const out = openBytes((piece) => rows.push(Buffer.from(piece)));
  const widths: number[] = [];
  let read = 0;
  for await (const batch of sheet.rows()) {
    for (const row of batch) {
      room.cells -= row.texts.length;
      const tooLong = row.texts.some((text) => text.length > longestText);
      if (room.cells < 0 || row.number > mostRows || row.texts.length > mostColumns || tooLong) return null;
      const place = placeOf(row.number, headers);
      if (read++ < rowsForWidths && place !== 'outside') widen(widths, row, sheet.merges);
      out.text(rewrittenRow(row, place, style));
    }
  }
  out.flush();
  const start = sheetStart({ columns: columnsOf(widths, sheet.hiddenColumns) });
  const merges = sheet.merges.map(
    ({ firstRow, firstColumn, lastRow, lastColumn }) =>
      `${address(firstRow, firstColumn)}:${address(lastRow, lastColumn)}`,
  );
  return Buffer.concat([strToU8(start), ...rows, strToU8(sheetEnd({ merges }))]);
}

function columnsOf(widths: readonly number[], hiddenColumns: readonly number[]): SheetColumn[] {
  const hidden = new Set(hiddenColumns);
  const count = Math.max(widths.length, ...hiddenColumns.map((column) => column + 1));
  return Array.from({ length: count }, (_, column) => ({
    width: Math.min(widestColumn, Math.max(8.5, (widths[column] ?? 0) + 2)),
    hidden: hidden.has(column),
  }));
}

type RowPlace = 'outside' | 'header' | 'body';

/** Rows above a sheet's first header are titles and the like; of a sheet without a table all rows are alike. */
function placeOf(row: number, headers: readonly HeaderRows[]): RowPlace {
  if (headers.some(({ first, last }) => first <= row && row <= last)) return 'header';
  const first = headers[0]?.first ?? 0;
  return row < first ? 'outside' : 'body';
}

type StyleOf = (look: RewrittenLook, detail: CellDetail | undefined) => number;

function rewrittenRow(row: Row, place: RowPlace, style: StyleOf): string {
  const filled = row.texts.filter((text) => text !== '').length;
  const isTitle = place === 'outside' && row.number === 1 && filled === 1;
  const cells = row.texts.map((text, column) => {
    if (text === '') return '';
    const reference = address(row.number, column);
    const kind = kindAt(row, column);
    const detail = row.details?.[column];
    if (kind !== Kind.text || place === 'body')
      return kindCell(reference, (shown) => style(shown, detail), text, kind);
    return textCell(reference, style(isTitle ? 'title' : place, detail), text);
  });
  const lines =
    place === 'header' ? Math.max(...row.texts.map((text) => linesIn(text, widestColumn - 2))) : 1;
  return rowXml(row.number, cells.join(''), {
    hidden: row.hidden,
    height: lines > 1 ? rowHeight(lines) : null,
  });
}

function widen(widths: number[], row: Row, merges: readonly Merge[]): void {
  const over = merges.filter(({ firstRow, lastRow }) => firstRow <= row.number && row.number <= lastRow);
  const filled = row.texts.filter((text) => text !== '').length;
  row.texts.forEach((text, column) => {
    const isWide = over.some(
      (m) => m.firstColumn <= column && column <= m.lastColumn && m.lastColumn > m.firstColumn,
    );
    const lines = isWide ? [] : text.split('\n').map(textWidth);
    // A note, or who filled it in, runs on over the cells beside it.
    if (filled <= 2 && Math.max(0, ...lines) > longestAlone) return;
    widths[column] = Math.max(widths[column] ?? 0, ...lines);
  });
}
