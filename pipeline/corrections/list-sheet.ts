/** The first sheet of a correction: what is wrong, where, what is expected, and how to send it back. */

import { textCell } from '../office/cells.js';
import { linesIn, rowHeight } from '../office/look.js';
import { rowXml, type SheetLink, sheetEnd, sheetStart } from '../office/sheet.js';
import { notesSheetMarker } from '../recognise/index.js';
import { columnName } from '../text/address.js';
import type { ListLook } from './looks.js';

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

const columns = [
  { header: '级别', width: 8 },
  { header: '工作表', width: 14 },
  { header: '位置', width: 10 },
  { header: '列', width: 16 },
  { header: '填报内容', width: 22 },
  { header: '问题', width: 46 },
  { header: '怎么改', width: 38 },
  { header: '规则', width: 24 },
];

/** The list as the part of a sheet. */
export function listPart(list: FindingsList, style: (look: ListLook) => number): string {
  const rows: string[] = [];
  const links: SheetLink[] = [];
  const row = (cells: readonly (readonly [string, ListLook])[], height: number | null = null) => {
    const number = rows.length + 1;
    const written = cells.map(([text, look], at) =>
      textCell(`${columnName(at)}${number}`, style(look), text),
    );
    rows.push(rowXml(number, written.join(''), { height }));
    return number;
  };
  row([[notesSheetMarker, 'marker']]);
  row([[list.title, 'title']], 30);
  for (const line of list.lines) row([[line, 'fact']]);
  const header = row(columns.map((column) => [column.header, 'header']));
  for (const found of list.findings) {
    const cells: readonly (readonly [string, ListLook])[] = [
      [found.severityText, found.severity],
      [found.sheet, 'cell'],
      [found.place, found.target === null ? 'cell' : 'link'],
      [found.column, 'cell'],
      [found.value, 'cell'],
      [found.problem, 'cell'],
      [found.advice, 'cell'],
      [found.rule, 'cell'],
    ];
    const lines = cells.map(([text], at) => linesIn(text, (columns[at]?.width ?? 10) - 2));
    const number = row(cells, rowHeight(Math.max(...lines)));
    if (found.target !== null) links.push({ cell: `C${number}`, to: found.target });
  }
  for (const remark of list.remarks) row([[remark, 'fact']]);
  const start = sheetStart({
    fitToPage: true,
    showGridLines: false,
    rowHeight: rowHeight(1),
    selected: true,
    frozen: { rows: header, columns: 0 },
    columns,
  });
  return [start, ...rows, sheetEnd({ links, print: {} })].join('');
}

/** A sheet that holds nothing but the marker of notes and the line that says what is corrected. */
export function correctsPart(line: string, style: (look: ListLook) => number): string {
  const rows = [notesSheetMarker, line].map((text, at) =>
    rowXml(at + 1, textCell(`A${at + 1}`, style('marker'), text)),
  );
  return [sheetStart({}), ...rows, sheetEnd({})].join('');
}
