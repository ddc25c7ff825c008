/** The sheet that the department fills in: what is above the table, its header, its rows. */
import type { Style, Workbook, Worksheet } from 'exceljs';
import { box, colours, type Look, styleOf, textWidth } from '../office/look.js';
import { chineseDate } from '../publication/labels.js';
import { columnName } from '../text/address.js';
import {
  type BlankForm,
  type FormColumn,
  firstRow,
  hasPersonal,
  headerRow,
  instructionsName,
  lastRow,
  mustBeFilled,
  nilRow,
  nilWord,
  noteRow,
  reportedRow,
  signedRow,
  titleRow,
} from './blank-form.js';
import { guidanceOf } from './guidance.js';

const entryFill = 'FFFDF3';
const starColour = 'C00000';

/** Heights in points of the rows above the header, and of the lines below it. */
const frontHeights = [36, 21, 21, 21, 18] as const;
const lineHeight = 20;

/** A cell above the table that is filled in, for the validations of its own. */
export interface FrontCells {
  readonly reportedOn: string;
  readonly nil: string;
}

export function writeFormSheet(
  workbook: Workbook,
  blank: BlankForm,
  columns: readonly FormColumn[],
): FrontCells {
  const { form, asOf } = blank;
  const sheet = workbook.addWorksheet(form.title, {
    views: [{ state: 'frozen', xSplit: 2, ySplit: headerRow, showGridLines: true, zoomScale: 100 }],
    properties: { defaultRowHeight: lineHeight },
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      printTitlesRow: `${headerRow}:${headerRow}`,
      margins: { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&"宋体,常规"&9 第 &P 页，共 &N 页' },
  });
  const widths = columns.map((column) => widthOf(column, blank));
  const front = writeFront(sheet, blank, widths);
  writeHeader(sheet, blank, columns);
  writeRows(sheet, blank, columns, widths);
  columns.forEach((column, at) => {
    const own = sheet.getColumn(column.position);
    own.width = widths[at] ?? 12;
    own.style = entryStyle(column, { border: 'none' });
  });
  highlight(sheet, columns, front.nil);
  // The function writes no password and is done when it returns; formatting stays free for widths and heights.
  void sheet.protect('', {
    selectLockedCells: true,
    selectUnlockedCells: true,
    formatColumns: true,
    formatRows: true,
    insertRows: true,
    sort: true,
  });
  workbook.title = `${blank.township}${asOf.slice(0, 4)}年${form.title}`;
  return front;
}

function widthOf(column: FormColumn, { roster }: BlankForm): number {
  const { spec, header, position } = column;
  if (spec === null) return header === '序号' ? 6 : 16;
  const least = Math.max(9, textWidth(header) + 3);
  const wanted: Readonly<Record<typeof spec.kind, number>> = {
    text: Math.max(12, textWidth(spec.example) + 3),
    name: Math.max(13, textWidth(spec.example) + 3),
    list: 24,
    choice: 4 + Math.max(...Object.keys(spec.choices ?? {}).map(textWidth), 6),
    yes_no: 9,
    date: 12.5,
    year: 9,
    measure: 11,
    credit_code: 22,
    identity_number: 21,
    phone: 14,
    division_code: 15,
  };
  const filled = (roster?.rows ?? []).map((row) => {
    const value = row[position - 2];
    return typeof value === 'string' ? textWidth(value) + 3 : 0;
  });
  const widest = filled.reduce((most, width) => Math.max(most, width), 0);
  return Math.min(34, Math.max(least, wanted[spec.kind], widest));
}

/** Title, 填报单位 and 填报日期, signatures, nil return, note. */
function writeFront(sheet: Worksheet, blank: BlankForm, widths: readonly number[]): FrontCells {
  const { form, township, department, asOf, roster } = blank;
  const last = widths.length;
  const [from, unitAt, dateLabel, dateAt, rightLabel, rightAt] = blocks(widths);
  const all: Block = [1, last];
  const label: Look = { align: 'right', border: 'none' };
  const written: Look = { align: 'left', fill: entryFill };
  write(sheet, titleRow, all, `${township}${asOf.slice(0, 4)}年${form.title}`, {
    bold: true,
    size: 18,
    align: 'center',
    border: 'none',
  });
  const sender = department.startsWith(township) ? department : `${township}${department}`;
  write(sheet, reportedRow, from, '填报单位：', label);
  open(write(sheet, reportedRow, unitAt, sender, written));
  write(sheet, reportedRow, dateLabel, '填报日期：', label);
  const reportedOn = open(write(sheet, reportedRow, dateAt, null, written), 'yyyy"年"m"月"d"日"');
  write(sheet, reportedRow, rightLabel, '计量单位：', label);
  write(sheet, reportedRow, rightAt, '见各栏标题', { align: 'left', border: 'none' });
  write(sheet, signedRow, from, '填表人：', label);
  open(write(sheet, signedRow, unitAt, null, written));
  write(sheet, signedRow, dateLabel, '审核人：', label);
  open(write(sheet, signedRow, dateAt, null, written));
  write(sheet, signedRow, rightLabel, '单位负责人：', label);
  open(write(sheet, signedRow, rightAt, null, written));
  const asked: Block = [from[0], unitAt[1]];
  write(sheet, nilRow, asked, '注：本期没有数据的，在右格选择，下表留空：', label);
  const nil = open(write(sheet, nilRow, dateLabel, null, { align: 'center', fill: entryFill, bold: true }));
  const filledIn = roster
    ? `下表已填入${chineseDate(roster.asOf)}的名册，请逐行核对、更新${hasPersonal(form) ? '，个人信息请补填' : ''}。`
    : '';
  const note = `说明：${filledIn}带 * 的栏目必须填写；每栏的填法见标题上的批注和“${instructionsName}”工作表。`;
  write(sheet, noteRow, all, note, { align: 'left', border: 'none', colour: colours.quiet, size: 9 });
  for (const [at, height] of frontHeights.entries()) sheet.getRow(at + 1).height = height;
  return { reportedOn, nil };
}

/** First and last column of a merged cell, from 1. */
type Block = readonly [number, number];

type Blocks = readonly [Block, Block, Block, Block, Block, Block];

/**
 * Three labels, each with its value: adjoining blocks of about these widths, at least one column each. Where the
 * table has few columns, the last ones are beside it.
 */
function blocks(widths: readonly number[]): Blocks {
  let next = 1;
  const cut = (least: number, after: number): Block => {
    const first = next;
    let width = widths[next++ - 1] ?? 0;
    while (width < least && next <= widths.length - after) width += widths[next++ - 1] ?? 0;
    return [first, next - 1];
  };
  return [cut(14, 5), cut(24, 4), cut(12, 3), cut(18, 2), cut(14, 1), cut(20, 0)];
}

/** Writes into a block and gives its address range. */
function write(sheet: Worksheet, row: number, [first, last]: Block, text: string | null, look: Look) {
  if (last > first) sheet.mergeCells(row, first, row, last);
  const cells = Array.from({ length: last - first + 1 }, (_, at) => sheet.getCell(row, first + at));
  for (const cell of cells) cell.style = styleOf(look);
  const [cell] = cells;
  if (!cell) throw new Error('a block has at least one column');
  if (text !== null) cell.value = text;
  return { cells, address: cell.address };
}

/** Unlocks a block for the department. */
function open({ cells, address }: ReturnType<typeof write>, format = '@'): string {
  for (const cell of cells) cell.style = { ...cell.style, numFmt: format, protection: { locked: false } };
  return address;
}

function writeHeader(sheet: Worksheet, blank: BlankForm, columns: readonly FormColumn[]): void {
  const look: Look = { bold: true, align: 'center', wrap: true, fill: colours.headerFill };
  const font = styleOf(look).font ?? {};
  let lines = 1;
  columns.forEach((column) => {
    const { spec, position } = column;
    const cell = sheet.getCell(headerRow, position);
    const star = spec !== null && mustBeFilled(spec) !== 'never' ? '*' : '';
    const shown = headerLines(column);
    cell.value =
      star === ''
        ? shown
        : {
            richText: [
              { font: { ...font, color: { argb: `FF${starColour}` } }, text: star },
              { font, text: shown },
            ],
          };
    cell.style = styleOf(look);
    cell.note = { texts: [{ font: { name: '宋体', size: 9 }, text: noteOn(blank, column) }] };
    lines = Math.max(lines, shown.split('\n').length);
  });
  sheet.getRow(headerRow).height = 15 * lines + 9;
}

/** The unit has a line of its own. */
const headerLines = ({ header, spec }: FormColumn) => (spec?.unit ? `${header}\n（${spec.unit}）` : header);

/** What the note on a header says; its lines decide how large it is drawn. */
export function noteOn(blank: BlankForm, column: FormColumn): string {
  const { need, what, example } = guidanceOf(blank, column);
  return [`${column.header}（${need}）`, ...what, ...(example === '' ? [] : [`例：${example}`])].join('\n');
}

/** Lines are drawn and numbered ahead as a page has room for; further ones get their borders once filled. */
function writeRows(
  sheet: Worksheet,
  { roster }: BlankForm,
  columns: readonly FormColumn[],
  widths: readonly number[],
): void {
  const filled = roster?.rows ?? [];
  const count = filled.length === 0 ? linesOnPage(widths) : filled.length + 10;
  for (let at = 0; at < count; at++) {
    const values = filled[at] ?? [];
    for (const column of columns) {
      const cell = sheet.getCell(firstRow + at, column.position);
      const value =
        column.header === '序号' && column.spec === null ? at + 1 : (values[column.position - 2] ?? null);
      if (value !== null) cell.value = value;
      cell.style = entryStyle(column, {});
    }
    sheet.getRow(firstRow + at).height = lineHeight;
  }
}

/** A4 landscape within the margins, in points; a column's width unit is about 5.25 of them. */
function linesOnPage(widths: readonly number[]): number {
  const scale = Math.min(1, 784 / (5.25 * widths.reduce((total, width) => total + width, 0)));
  const front = frontHeights.reduce((total, height) => total + height, 0) + 40;
  return Math.floor((494 / scale - front) / lineHeight);
}

/** Text stays text, so that no digit is lost and no code becomes a date. */
const textKinds: ReadonlySet<string> = new Set([
  'text',
  'name',
  'list',
  'choice',
  'yes_no',
  'credit_code',
  'identity_number',
  'phone',
  'division_code',
]);

function entryStyle({ spec, header }: FormColumn, look: Look): Partial<Style> {
  const kind = spec?.kind;
  const isNumber = kind === 'measure';
  const isLong = kind === 'text' || kind === 'name' || kind === 'list' || header === '备注';
  const format =
    spec === null
      ? header === '序号'
        ? '0'
        : '@'
      : textKinds.has(spec.kind) || (kind === 'date' && spec.precision !== 'day')
        ? '@'
        : kind === 'date'
          ? 'yyyy-mm-dd'
          : kind === 'year'
            ? '0'
            : 'General_ ';
  const style = styleOf({ ...look, align: isLong ? 'left' : isNumber ? 'right' : 'center' });
  return { ...style, numFmt: format, protection: { locked: false } };
}

/** Borders for filled rows, a colour for what a filled row lacks and for a nil return over data. */
function highlight(sheet: Worksheet, columns: readonly FormColumn[], nil: string): void {
  const lastLetter = columnName(columns.length - 1);
  const rowFilled = `COUNTA($B${firstRow}:$${lastLetter}${firstRow})>0`;
  let priority = 1;
  const add = (ref: string, formula: string, style: Partial<Style>) =>
    sheet.addConditionalFormatting({
      ref,
      rules: [{ type: 'expression', formulae: [formula], style, priority: priority++ }],
    });
  const fill = (argb: string): Partial<Style> => ({
    fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: `FF${argb}` } },
  });
  add(
    nil,
    `AND($${nil.replace(/\d+/, '$$$&')}="${nilWord}",COUNTA($B$${firstRow}:$${lastLetter}$${lastRow})>0)`,
    fill(colours.missingFill),
  );
  for (const { spec, position } of columns) {
    if (spec === null || mustBeFilled(spec) !== 'always') continue;
    const letters = columnName(position - 1);
    add(
      `${letters}${firstRow}:${letters}${lastRow}`,
      `AND(${rowFilled},LEN(TRIM(${letters}${firstRow}))=0)`,
      fill(colours.provisionalFill),
    );
  }
  add(`A${firstRow}:${lastLetter}${lastRow}`, rowFilled, { border: box });
}
