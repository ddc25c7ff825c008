/**
 * A workbook written from what our own readers found in a submission that is no package of sheets (CSV, .xls,
 * .ods, HTML), or in one whose parts cannot be changed safely: the same cells with their kinds, merges, hidden
 * rows and columns, widths that fit, titles and headers set apart. What a formula gave is written as its value.
 */
import { strToU8 } from 'fflate';
import { address, Kind, kindAt, type Merge, type Row, type SourceSheet } from '../intake/workbook.js';
import type { Package } from '../office/package.js';
import { textWidth } from '../office/style.js';
import { escapeXml } from '../office/xml.js';
import { findingsSheet, markSheet } from '../recognise/correction-mark.js';
import { openBytes } from '../text/bytes.js';
import { kindCell, longestText, textCell } from './cells.js';

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
/** Half-width characters up to which a cell that stands alone in its row decides on the column's width. */
const longestAlone = 16;

const start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const documentTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Indexes into the cell formats of `stylesPart`. */
const styles = { text: 1, number: 2, code: 3, percent: 4, date: 5, dateTime: 6, time: 7 } as const;
const titleStyle = 8;
const headerStyle = 9;
const outsideStyle = 10;

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

/** @returns the package; null where the cells are more than `mostCells`, or more than a workbook can hold. */
export async function rewrittenPackage(
  sheets: readonly RewrittenSheet[],
  mostCells: number,
): Promise<Package | null> {
  const parts: Package = new Map();
  const room = { cells: mostCells };
  for (const [at, plain] of sheets.entries()) {
    const part = await sheetPart(plain, room);
    if (part === null) return null;
    parts.set(`xl/worksheets/sheet${at + 1}.xml`, part);
  }
  const number = (at: number) => at + 1;
  const relationship = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
  const override = (part: string, type: string) =>
    `<Override PartName="/${part}" ContentType="${documentTypes}.${type}+xml"/>`;
  const related = (content: string) =>
    strToU8(
      `${start}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`,
    );
  parts.set(
    'xl/workbook.xml',
    strToU8(
      `${start}<workbook xmlns="${main}" xmlns:r="${relationships}"><bookViews><workbookView/></bookViews><sheets>${sheets
        .map(({ name, sheet: { state } }, at) => {
          const shown = state === 'visible' ? '' : ` state="${state}"`;
          return `<sheet name="${escapeXml(name)}" sheetId="${number(at)}"${shown} r:id="rId${number(at)}"/>`;
        })
        .join('')}</sheets></workbook>`,
    ),
  );
  parts.set(
    'xl/_rels/workbook.xml.rels',
    related(
      sheets
        .map((_, at) => relationship(`rId${number(at)}`, 'worksheet', `worksheets/sheet${number(at)}.xml`))
        .concat(relationship(`rId${sheets.length + 1}`, 'styles', 'styles.xml'))
        .join(''),
    ),
  );
  parts.set('_rels/.rels', related(relationship('rId1', 'officeDocument', 'xl/workbook.xml')));
  parts.set('xl/styles.xml', strToU8(stylesPart));
  parts.set(
    '[Content_Types].xml',
    strToU8(
      `${start}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
        override('xl/workbook.xml', 'sheet.main'),
        override('xl/styles.xml', 'styles'),
        ...sheets.map((_, at) => override(`xl/worksheets/sheet${number(at)}.xml`, 'worksheet')),
      ].join('')}</Types>`,
    ),
  );
  return parts;
}

async function sheetPart(
  { sheet, headers }: RewrittenSheet,
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
      out.text(rowXml(row, place));
    }
  }
  out.flush();
  const hidden = new Set(sheet.hiddenColumns);
  const width = Math.max(widths.length, ...sheet.hiddenColumns.map((column) => column + 1));
  const cols = Array.from({ length: width }, (_, column) => {
    const wide = Math.min(48, Math.max(8.5, (widths[column] ?? 0) + 2));
    return `<col min="${column + 1}" max="${column + 1}" width="${wide}" customWidth="1"${hidden.has(column) ? ' hidden="1"' : ''}/>`;
  });
  const merges = sheet.merges.map(
    (merge) =>
      `<mergeCell ref="${address(merge.firstRow, merge.firstColumn)}:${address(merge.lastRow, merge.lastColumn)}"/>`,
  );
  const before = [
    `${start}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"/></sheetViews>`,
    cols.length > 0 ? `<cols>${cols.join('')}</cols>` : '',
    '<sheetData>',
  ];
  const behind = [
    '</sheetData>',
    merges.length > 0 ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : '',
    '</worksheet>',
  ];
  return Buffer.concat([strToU8(before.join('')), ...rows, strToU8(behind.join(''))]);
}

type Place = 'outside' | 'header' | 'body';

/** Rows above a sheet's first header are titles and the like; of a sheet without a table all rows are alike. */
function placeOf(row: number, headers: readonly HeaderRows[]): Place {
  if (headers.some(({ first, last }) => first <= row && row <= last)) return 'header';
  const first = headers[0]?.first ?? 0;
  return row < first ? 'outside' : 'body';
}

function rowXml(row: Row, place: Place): string {
  const filled = row.texts.filter((text) => text !== '').length;
  const cells = row.texts.map((text, column) => {
    if (text === '') return '';
    const reference = address(row.number, column);
    const kind = kindAt(row, column);
    if (kind !== Kind.text || place === 'body') return kindCell(reference, styles, text, kind);
    const isTitle = place === 'outside' && row.number === 1 && filled === 1;
    return textCell(reference, place === 'header' ? headerStyle : isTitle ? titleStyle : outsideStyle, text);
  });
  return `<row r="${row.number}"${row.hidden ? ' hidden="1"' : ''}>${cells.join('')}</row>`;
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

const border =
  '<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/>';
const format = (numFmtId: number, fontId: number, fillId: number, borderId: number, alignment: string) =>
  `<xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"${alignment}/></xf>`;

/** Text is kept in text format, so that a code typed over it stays whole, too. */
const stylesPart = [
  `${start}<styleSheet xmlns="${main}">`,
  '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/><numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm:ss"/><numFmt numFmtId="166" formatCode="[h]:mm:ss"/></numFmts>',
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="16"/><name val="宋体"/><charset val="134"/></font><font><b/><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFD9E2EC"/></patternFill></fill></fills>',
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${border}</border></borders>`,
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="11"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  format(49, 0, 0, 1, ''),
  format(0, 0, 0, 1, ''),
  format(1, 0, 0, 1, ''),
  format(10, 0, 0, 1, ''),
  format(164, 0, 0, 1, ''),
  format(165, 0, 0, 1, ''),
  format(166, 0, 0, 1, ''),
  format(49, 1, 0, 0, ' horizontal="center"'),
  format(49, 2, 2, 1, ' horizontal="center" wrapText="1"'),
  format(49, 0, 0, 0, ''),
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
].join('');
