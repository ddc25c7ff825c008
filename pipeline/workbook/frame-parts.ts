/** The parts of a workbook that hold no cells: which sheets there are, what they print, whose it is. */
import { type PackedPart, packPart } from '../office/package.js';
import { escapeXml, mainNamespace, packageNames, relationships, xmlStart } from '../office/xml.js';
import type { Book, OpenSheet } from './model.js';

export function frameParts({ publication, sheets }: Book): PackedPart[] {
  const { township, asOf } = publication;
  const title = `${township.name}${asOf.slice(0, 4)}年度工作报告指标汇总`;
  return Object.entries({
    '[Content_Types].xml': contentTypes(sheets),
    '_rels/.rels': relationshipList([
      [`${relationships}/officeDocument`, 'xl/workbook.xml'],
      [`${packageNames}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(township.name, title, asOf),
    'xl/_rels/workbook.xml.rels': relationshipList([
      ...sheets.map((_, at): Relationship => [`${relationships}/worksheet`, `worksheets/sheet${at + 1}.xml`]),
      [`${relationships}/styles`, 'styles.xml'],
      [`${relationships}/sharedStrings`, 'sharedStrings.xml'],
    ]),
    'xl/workbook.xml': workbook(sheets),
  }).map(([name, xml]) => {
    const part = packPart(name);
    part.write(xmlStart + xml);
    return part.end();
  });
}

type Relationship = readonly [type: string, target: string];

/** Numbered from rId1. */
function relationshipList(list: readonly Relationship[]): string {
  const items = list.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packageNames}/relationships">${items.join('')}</Relationships>`;
}

function contentTypes(sheets: readonly OpenSheet[]): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const override = (part: string, type: string) =>
    `<Override PartName="/${part}" ContentType="${type}+xml"/>`;
  return [
    `<Types xmlns="${packageNames}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    override('xl/workbook.xml', `${spreadsheet}.sheet.main`),
    ...sheets.map((_, at) => override(`xl/worksheets/sheet${at + 1}.xml`, `${spreadsheet}.worksheet`)),
    override('xl/styles.xml', `${spreadsheet}.styles`),
    override('xl/sharedStrings.xml', `${spreadsheet}.sharedStrings`),
    override('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties'),
    '</Types>',
  ].join('');
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
    `<workbook xmlns="${mainNamespace}" xmlns:r="${relationships}">`,
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="14000" firstSheet="0" activeTab="0"/></bookViews>',
    `<sheets>${list.join('')}</sheets><definedNames>${titles.join('')}</definedNames>`,
    '<calcPr calcId="171027"/></workbook>',
  ].join('');
}

/** Dated from the publication: the same one gives the same bytes. */
function coreProperties(creator: string, title: string, date: string): string {
  const dated = (name: string) =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:${name}>`;
  return [
    `<cp:coreProperties xmlns:cp="${packageNames}/metadata/core-properties"`,
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(creator)}</dc:creator>`,
    `${dated('created')}${dated('modified')}</cp:coreProperties>`,
  ].join('');
}
