/** The parts of a workbook that hold no cells: which sheets there are, what they print, whose it is. */

import {
  contentTypesPart,
  contentTypesXml,
  corePropertiesPart,
  corePropertiesType,
  corePropertiesXml,
  type NewRelationship,
  relationshipsXml,
} from '../office/new-parts.js';
import { type PackedPart, packPart } from '../office/package.js';
import { relationshipsPart } from '../office/relationships.js';
import { documentRelationships, escapeXml, spreadsheetNamespace, xmlStart } from '../office/xml.js';
import type { Book, OpenSheet } from './model.js';

export function frameParts({ publication, sheets }: Book): PackedPart[] {
  const { township, asOf } = publication;
  const title = `${township.name}${asOf.slice(0, 4)}年度工作报告指标汇总`;
  return Object.entries({
    [contentTypesPart]: contentTypes(sheets),
    [relationshipsPart('')]: relationshipsXml([
      ['officeDocument', 'xl/workbook.xml'],
      ['core-properties', corePropertiesPart],
    ]),
    [corePropertiesPart]: corePropertiesXml({ title, creator: township.name, date: asOf }),
    [relationshipsPart('xl/workbook.xml')]: relationshipsXml([
      ...sheets.map((_, at): NewRelationship => ['worksheet', `worksheets/sheet${at + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/workbook.xml': workbook(sheets),
  }).map(([name, xml]) => {
    const part = packPart(name);
    part.write(xml);
    return part.end();
  });
}

function contentTypes(sheets: readonly OpenSheet[]): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return contentTypesXml([
    ['xl/workbook.xml', `${spreadsheet}.sheet.main+xml`],
    ...sheets.map((_, at) => [`xl/worksheets/sheet${at + 1}.xml`, `${spreadsheet}.worksheet+xml`] as const),
    ['xl/styles.xml', `${spreadsheet}.styles+xml`],
    ['xl/sharedStrings.xml', `${spreadsheet}.sharedStrings+xml`],
    [corePropertiesPart, corePropertiesType],
  ]);
}

function workbook(sheets: readonly OpenSheet[]): string {
  const list = sheets.map(
    ({ name }, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const titles = sheets.map(
    ({ name, headerRow }, at) =>
      `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeXml(`'${name}'`)}!$${headerRow}:$${headerRow}</definedName>`,
  );
  return [
    `${xmlStart}<workbook xmlns="${spreadsheetNamespace}" xmlns:r="${documentRelationships}">`,
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000" firstSheet="0" activeTab="0"/></bookViews>',
    `<sheets>${list.join('')}</sheets><definedNames>${titles.join('')}</definedNames>`,
    '<calcPr calcId="171027"/></workbook>',
  ].join('');
}
