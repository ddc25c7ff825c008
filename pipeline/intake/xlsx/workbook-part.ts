/** The part that lists a workbook's sheets: where it is, and what it says. */
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import type { SourceSheet } from '../workbook.js';
import { eachToken, isFalse, isTrue, Token, XmlScanner } from '../xml/scanner.js';
import type { XlsxPackage } from './package.js';

interface ListedSheet {
  readonly name: string;
  readonly state: SourceSheet['state'];
  /** Id of the relationship to its part; null where the writer gave none. */
  readonly relationship: string | null;
}

/** Name of the part; by relationship, else by content type, else by the name that all writers use. */
export async function findWorkbook(pkg: XlsxPackage, types: ReadonlyMap<string, string>): Promise<string> {
  const relationships = await pkg.relationships('');
  const candidates = [
    ...relationships.filter((r) => r.type === 'officeDocument').map((r) => r.part),
    ...[...types]
      .filter(([, type]) => /sheet(\.macroEnabled)?\.main\+xml$/i.test(type))
      .map(([part]) => part),
    ...pkg.parts.filter((part) => /(^|\/)workbook\.xml$/i.test(part)),
  ];
  const part = candidates.find((candidate) => pkg.has(candidate));
  if (part === undefined) throw new Unreadable('file.not_a_workbook');
  if (/\.bin$/i.test(part)) throw new Unreadable('file.binary_workbook');
  return part;
}

export interface WorkbookPart {
  /** In their order. */
  readonly sheets: readonly ListedSheet[];
  readonly date1904: boolean;
  /** Whether it asks to be calculated when it is opened, or says that its calculation was not completed. */
  readonly recalculates: boolean;
}

/** What the part says. Throws Unreadable where it is no workbook. */
export async function readWorkbook(pkg: XlsxPackage, part: string, limits: Limits): Promise<WorkbookPart> {
  const xml = new XmlScanner(part, limits);
  const sheets: ListedSheet[] = [];
  let date1904 = false;
  let recalculates = false;
  let root = '';
  let inSheets = false;
  let closed = false;
  await eachToken(pkg.readSmall(part), xml, (token) => {
    if (token === Token.text) return;
    if (token === Token.close) {
      if (xml.name === 'sheets') inSheets = false;
      if (xml.name === root) closed = true;
    } else if (root === '') {
      root = xml.name;
      if (root !== 'workbook') throw new Unreadable('file.not_a_workbook');
    } else if (xml.name === 'workbookPr') {
      date1904 = isTrue(xml.attribute('date1904'));
    } else if (xml.name === 'calcPr') {
      recalculates = isTrue(xml.attribute('fullCalcOnLoad')) || isFalse(xml.attribute('calcCompleted'));
    } else if (xml.name === 'sheets') {
      inSheets = token === Token.open;
    } else if (xml.name === 'sheet' && inSheets) {
      const state = xml.attribute('state');
      sheets.push({
        name: xml.attribute('name') ?? `Sheet${sheets.length + 1}`,
        state: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
        relationship: xml.prefixedAttribute('id'),
      });
      if (sheets.length > limits.sheets) {
        throw new Unreadable('file.too_many_sheets', { limit: limits.sheets });
      }
    }
  });
  if (root === '') throw new Unreadable('file.not_a_workbook');
  if (!closed) throw xml.damaged();
  return { sheets, date1904, recalculates };
}
