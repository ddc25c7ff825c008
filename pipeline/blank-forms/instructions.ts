/** 填写说明: how the form is filled in. Our own reader takes the sheet for notes. */
import type { Workbook, Worksheet } from 'exceljs';
import { colours, type Look, styleOf, textWidth } from '../office/look.js';
import { chineseDate } from '../publication/labels.js';
import { notesSheetMarker } from '../recognise/index.js';
import {
  type BlankForm,
  codesOf,
  type FormColumn,
  hasPersonal,
  instructionsName,
  isEventDate,
  nilRow,
  nilWord,
  shownHeader,
} from './blank-form.js';
import { guidanceOf } from './guidance.js';
import { fitsInline } from './validation.js';

const headers = ['栏目', '是否必填', '怎样填', '可选值', '示例'] as const;
const widths = [20, 12, 46, 30, 24];

/** @returns by the column's field, the range of its list on this sheet. */
export function writeInstructions(
  workbook: Workbook,
  blank: BlankForm,
  columns: readonly FormColumn[],
): ReadonlyMap<string, string> {
  const sheet = workbook.addWorksheet(instructionsName, {
    views: [{ showGridLines: false }],
    pageSetup: {
      paperSize: 9,
      orientation: 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
  });
  widths.forEach((width, at) => {
    sheet.getColumn(at + 1).width = width;
  });
  line(sheet, 1, notesSheetMarker, { size: 9, colour: colours.quiet, border: 'none' }, 15);
  line(
    sheet,
    2,
    `${blank.form.title}填写说明`,
    { bold: true, size: 16, align: 'center', border: 'none' },
    34,
  );
  let row = 3;
  for (const [at, sentence] of sentences(blank).entries()) {
    const text = `${at + 1}．${sentence}`;
    const lines = Math.ceil((textWidth(text) + 2) / (sum(widths) - 4));
    line(sheet, row++, text, { wrap: true, border: 'none' }, 16 * lines + 3);
  }
  row++;
  tableRow(sheet, row++, headers, { bold: true, align: 'center', fill: colours.headerFill });
  for (const column of columns) {
    const { need, what, example } = guidanceOf(blank, column);
    const codes = column.spec ? (codesOf(column.spec) ?? []) : [];
    const cells = [shownHeader(column), need, `${what.join('；')}。`, codes.join('、'), example];
    tableRow(sheet, row++, cells, { wrap: true });
  }
  return writeLists(sheet, blank, columns, row + 1);
}

function sentences({ form, department, asOf, roster }: BlankForm): string[] {
  const year = asOf.slice(0, 4);
  const dated = Object.entries(form.columns).find(([field]) => isEventDate(form, field));
  return [
    `本表由${department}填报。${
      dated
        ? `列入${year}年1月1日至报表日期发生的事项，一事一行，以“${dated[1].spec.header}”为准。`
        : '列入报表日期当日的全部情况，一户（项）一行。'
    }${form.alsoInOrder ? `${form.alsoInOrder.sentence}。` : ''}`,
    ...(roster
      ? [
          `表中已填入${chineseDate(roster.asOf)}名册的内容，请逐行核对：有变动的改正，新增的接着往下填，不再列入的清空整行。${hasPersonal(form) ? '个人信息没有预填，请补填。' : ''}`,
        ]
      : []),
    '标题带红色 * 的栏目必须填写（个别情况可以不填的，见下表）；其余栏目有则填写，没有留空。填了一部分的行，漏填的必填格显示黄色。',
    '单位已写在标题里，数字格只填数字。日期填成 2021-05-06 的样子。代码、号码格已设为文本，直接输入即可，不会丢失位数。',
    `本期没有数据的，在第${nilRow}行选“${nilWord}”，表中留空。既不填数据又不选“${nilWord}”的空表不作为${nilWord}，会退回补报。`,
    ...(form.parts
      ? [
          `只有一种${form.columns[form.parts]?.spec.header ?? ''}没有数据的，在表中为它填一行：只填${form.columns[form.parts]?.spec.header ?? ''}，并在备注填“${nilWord}”。`,
        ]
      : []),
    '标题行已锁定，请不要增删、改名栏目，不要合并单元格，不要加合计行。行数不够的，接着往下填，或在表中插入行；不要的行清空即可。',
    '从别处粘贴时请用“选择性粘贴—数值”，以保留下拉列表和核对。',
    '填报日期、填表人、审核人填在表的上方。填好后连同本说明一起报送，文件可以改名。',
  ];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function line(sheet: Worksheet, row: number, text: string, look: Look, height: number): void {
  sheet.mergeCells(row, 1, row, widths.length);
  const cell = sheet.getCell(row, 1);
  cell.value = text;
  cell.style = styleOf(look);
  sheet.getRow(row).height = height;
}

function tableRow(sheet: Worksheet, row: number, cells: readonly string[], look: Look): void {
  const lines = cells.map((text, at) => Math.ceil((textWidth(text) + 3) / (widths[at] ?? 10)));
  cells.forEach((text, at) => {
    const cell = sheet.getCell(row, at + 1);
    if (text !== '') cell.value = text;
    cell.style = styleOf(at === 1 ? { ...look, align: 'center' } : look);
  });
  sheet.getRow(row).height = Math.max(20, 15 * Math.max(...lines) + 4);
}

/** Lists of drop-downs, one below the other. */
function writeLists(
  sheet: Worksheet,
  { villages, form }: BlankForm,
  columns: readonly FormColumn[],
  from: number,
): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  let row = from;
  const write = (title: string, names: readonly string[]): string => {
    tableRow(sheet, row++, [title], { bold: true, align: 'center', fill: colours.headerFill });
    const first = row;
    for (const name of names) tableRow(sheet, row++, [name], {});
    return `'${instructionsName}'!$A$${first}:$A$${row++ - 1}`;
  };
  const named = columns.filter(
    ({ field, spec }) => spec?.names === 'village' && !(form.key.length === 1 && form.key[0] === field),
  );
  if (named.length > 0 && villages.length > 0) {
    const place = write('村名', villages);
    for (const { field } of named) if (field !== null) places.set(field, place);
  }
  for (const { field, spec, header } of columns) {
    const codes = spec ? codesOf(spec) : null;
    if (field !== null && codes && !fitsInline(codes)) places.set(field, write(header, codes));
  }
  return places;
}
