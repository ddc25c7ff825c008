/** The first sheet of a correction: what is wrong, where, what is expected, and how to send it back. */

import { escapeXml } from '../office/xml.js';
import { notesSheetMarker } from '../recognise/index.js';
import { textCell } from './cells.js';
import type { CellFormat } from './styles.js';

/** A line of the list. */
export interface FindingsRow {
  readonly severity: 'error' | 'warning';
  /** 错误, 提示 */
  readonly severityText: string;
  readonly sheet: string;
  /** As it is written: D7, 第5行, 整张表. */
  readonly place: string;
  /** The place that the link leads to, as a formula names it; null: none. */
  readonly target: string | null;
  readonly column: string;
  readonly value: string;
  readonly problem: string;
  readonly advice: string;
  readonly rule: string;
}

export interface FindingsList {
  readonly title: string;
  /** Lines above the list: the file, how to return it, what it corrects. */
  readonly lines: readonly string[];
  readonly findings: readonly FindingsRow[];
  /** Lines below it. */
  readonly remarks: readonly string[];
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const start = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${main}">`;

const headers = ['级别', '工作表', '位置', '列', '填报内容', '问题', '怎么改', '规则'];
const widths = [8, 14, 10, 16, 22, 46, 38, 24];

/** The list as the part of a sheet. */
export function listPart(list: FindingsList, style: (look: CellFormat) => number): string {
  const rows: string[] = [];
  const links: string[] = [];
  const row = (cells: readonly (readonly [string, CellFormat])[], height = '') => {
    const number = rows.length + 1;
    const written = cells.map(([text, look], at) => textCell(`${columns[at]}${number}`, style(look), text));
    rows.push(`<row r="${number}"${height}>${written.join('')}</row>`);
    return number;
  };
  row([[notesSheetMarker, 'marker']]);
  row([[list.title, 'title']], ' ht="30" customHeight="1"');
  for (const line of list.lines) row([[line, 'fact']]);
  const header = row(headers.map((text) => [text, 'header']));
  for (const found of list.findings) {
    const number = row([
      [found.severityText, found.severity],
      [found.sheet, 'cell'],
      [found.place, found.target === null ? 'cell' : 'link'],
      [found.column, 'cell'],
      [found.value, 'cell'],
      [found.problem, 'cell'],
      [found.advice, 'cell'],
      [found.rule, 'cell'],
    ]);
    if (found.target !== null) {
      links.push(`<hyperlink ref="C${number}" location="${escapeXml(found.target)}"/>`);
    }
  }
  for (const remark of list.remarks) row([[remark, 'fact']]);
  const cols = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return [
    start,
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="${header}" topLeftCell="A${header + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    `<cols>${cols.join('')}</cols><sheetData>${rows.join('')}</sheetData>`,
    links.length > 0 ? `<hyperlinks>${links.join('')}</hyperlinks>` : '',
    '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
    '</worksheet>',
  ].join('');
}

const columns = 'ABCDEFGH';

/** A sheet that holds nothing but the marker of notes and the line that says what is corrected. */
export function markPart(mark: string, style: (look: CellFormat) => number): string {
  const rows = [notesSheetMarker, mark].map(
    (text, at) => `<row r="${at + 1}">${textCell(`A${at + 1}`, style('marker'), text)}</row>`,
  );
  return `${start}<sheetData>${rows.join('')}</sheetData></worksheet>`;
}
