/** The parts of a new workbook that hold no cells: which sheets there are, what they print, whose it is. */

import { columnName } from '../text/address.js';
import { type DrawingParts, drawingParts, type PlacedChart } from './drawing.js';
import {
  contentTypesPart,
  contentTypesXml,
  corePropertiesPart,
  corePropertiesType,
  corePropertiesXml,
  type NewRelationship,
  relationshipsXml,
} from './new-parts.js';
import { relationshipsPart } from './relationships.js';
import { documentRelationships, escapeXml, spreadsheetNamespace, xmlStart } from './xml.js';

export interface NewWorkbook {
  readonly sheets: readonly NewSheet[];
  /** Whether it has a part of shared strings. */
  readonly strings: boolean;
  readonly title: string;
  readonly creator?: string;
  /** ISO date of creation and of change. */
  readonly date: string;
}

export interface NewSheet {
  readonly name: string;
  readonly state?: 'visible' | 'hidden' | 'veryHidden';
  /** The row that is printed on every page, and so many columns where a page does not take all. */
  readonly titleRow?: number;
  readonly titleColumns?: number;
  /** Where there are any, the sheet's part ends with its `drawing`. */
  readonly charts?: readonly PlacedChart[];
}

export const stylesPart = 'xl/styles.xml';
export const stringsPart = 'xl/sharedStrings.xml';

/** Name of the part of a sheet by its position, from 0. */
export function sheetPart(at: number): string {
  return `xl/worksheets/sheet${at + 1}.xml`;
}

/** The parts by name. Those of the sheets (`sheetPart`), of the styles and of the strings come to them. */
export function workbookParts(workbook: NewWorkbook): ReadonlyMap<string, string> {
  const { sheets, strings, ...properties } = workbook;
  const main = 'xl/workbook.xml';
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const drawings = drawingsOf(sheets);
  const related = [
    ...sheets.map((_, at) => ['worksheet', sheetPart(at)] as const),
    ['styles', stylesPart] as const,
    ...(strings ? [['sharedStrings', stringsPart] as const] : []),
  ];
  return new Map([
    [
      contentTypesPart,
      contentTypesXml([
        [main, `${spreadsheet}.sheet.main+xml`],
        ...related.map(([type, part]) => [part, `${spreadsheet}.${type}+xml`] as const),
        ...drawings.flatMap(({ types }) => types),
        [corePropertiesPart, corePropertiesType],
      ]),
    ],
    [
      relationshipsPart(''),
      relationshipsXml([
        ['officeDocument', main],
        ['core-properties', corePropertiesPart],
      ]),
    ],
    [corePropertiesPart, corePropertiesXml(properties)],
    [
      relationshipsPart(main),
      relationshipsXml(related.map(([type, part]): NewRelationship => [type, part.slice('xl/'.length)])),
    ],
    [main, workbookXml(sheets)],
    ...drawings.flatMap(({ parts }) => parts),
  ]);
}

function drawingsOf(sheets: readonly NewSheet[]): DrawingParts[] {
  let chart = 1;
  return sheets.flatMap(({ charts = [] }, at) => {
    if (charts.length === 0) return [];
    const first = chart;
    chart += charts.length;
    return [drawingParts(sheetPart(at), at + 1, first, charts)];
  });
}

function workbookXml(sheets: readonly NewSheet[]): string {
  const list = sheets.map(({ name, state = 'visible' }, at) => {
    const shown = state === 'visible' ? '' : ` state="${state}"`;
    return `<sheet name="${escapeXml(name)}" sheetId="${at + 1}"${shown} r:id="rId${at + 1}"/>`;
  });
  const titles = sheets.flatMap(({ name, titleRow, titleColumns = 0 }, at) =>
    titleRow === undefined
      ? []
      : `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${titleRanges(escapeXml(`'${name}'`), titleRow, titleColumns)}</definedName>`,
  );
  return [
    `${xmlStart}<workbook xmlns="${spreadsheetNamespace}" xmlns:r="${documentRelationships}">`,
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000" firstSheet="0" activeTab="0"/></bookViews>',
    `<sheets>${list.join('')}</sheets>`,
    titles.length === 0 ? '' : `<definedNames>${titles.join('')}</definedNames>`,
    '<calcPr calcId="171027"/></workbook>',
  ].join('');
}

function titleRanges(sheet: string, row: number, columns: number): string {
  const rows = `${sheet}!$${row}:$${row}`;
  return columns === 0 ? rows : `${sheet}!$A:$${columnName(columns - 1)},${rows}`;
}
