/** Blank forms: a workbook per department form, ready to send, that prevents mistakes while it is filled in. */
import ExcelJS from 'exceljs';
import { strFromU8, strToU8 } from 'fflate';
import { canonicalPackage, type Package, readPackage } from '../office/package.js';
import { type BlankForm, type FormColumn, nilWord, sheetColumns } from './blank-form.js';
import { type FrontCells, noteOn, writeFormSheet } from './form-sheet.js';
import { writeInstructions } from './instructions.js';
import { serial, type Validation, validationOf, validationsXml } from './validation.js';

export type { BlankForm, Roster } from './blank-form.js';

/** The workbook's bytes; the same blank form and date give the same bytes. @param date ISO date of making */
export async function blankFormWorkbook(blank: BlankForm, date: string): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = blank.township;
  workbook.views = [
    { x: 0, y: 0, width: 24000, height: 14000, firstSheet: 0, activeTab: 0, visibility: 'visible' },
  ];
  const columns = sheetColumns(blank.form);
  const front = writeFormSheet(workbook, blank, columns);
  const lists = writeInstructions(workbook, blank, columns);
  const written = await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  const parts = readPackage(new Uint8Array(written));
  const own = columns.flatMap(
    (column) => validationOf(blank, column, lists.get(column.field ?? '') ?? null) ?? [],
  );
  addValidations(parts, [...frontValidations(front), ...own]);
  sizeNotes(parts, blank, columns);
  return canonicalPackage(parts, { date });
}

const formSheetPart = 'xl/worksheets/sheet1.xml';

function frontValidations({ reportedOn, nil }: FrontCells): Validation[] {
  return [
    {
      range: reportedOn,
      type: 'date',
      formulas: [String(serial('1949-01-01')), String(serial('2099-12-31'))],
      style: 'stop',
      title: '填报日期',
      error: '请填完整的日期，例如 2021-11-30。',
      prompt: '填表当日的日期，例如 2021-11-30',
    },
    {
      range: nil,
      type: 'list',
      formulas: [`"${nilWord}"`],
      style: 'stop',
      title: nilWord,
      error: `只能选“${nilWord}”；有数据的请留空。`,
      prompt: `本期确实没有数据的，选“${nilWord}”；有数据的留空`,
    },
  ];
}

/** CT_Worksheet is a sequence: validations come after the conditional formats, before the print set-up. */
function addValidations(parts: Package, validations: readonly Validation[]): void {
  const xml = strFromU8(parts.get(formSheetPart) ?? new Uint8Array());
  const at = xml.search(/<(?:printOptions|pageMargins)\b/);
  if (at < 0) throw new Error(`${formSheetPart} has no print set-up to put the validations before`);
  parts.set(formSheetPart, strToU8(xml.slice(0, at) + validationsXml(validations) + xml.slice(at)));
}

/** exceljs draws every note in one size, and cuts off what is longer: each gets as many lines as it needs. */
function sizeNotes(parts: Package, blank: BlankForm, columns: readonly FormColumn[]): void {
  const part = [...parts.keys()].find((name) => /vmlDrawing1\.vml$/.test(name));
  if (part === undefined) throw new Error('the notes of the header have no drawing');
  const lines = columns.map((column) => linesOf(noteOn(blank, column)));
  let at = 0;
  const xml = strFromU8(parts.get(part) ?? new Uint8Array()).replace(
    /<x:Anchor>[^<]*<\/x:Anchor>/g,
    (whole) => {
      const column = columns[at];
      const count = lines[at++];
      if (!column || count === undefined) return whole;
      // From column, offset, row, offset to column, offset, row, offset; pixels, rows from 0.
      const place = [
        column.position,
        8,
        6,
        4,
        column.position + 2,
        60,
        6 + Math.ceil((count * 16 + 12) / 26),
        4,
      ];
      return `<x:Anchor>${place.join(', ')}</x:Anchor>`;
    },
  );
  parts.set(part, strToU8(xml));
}

/** Lines of a note that is about 16 characters wide. */
function linesOf(text: string): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / 16)), 0);
}
