/** The example's 指标台账: a county's fixed workbook with marks, formulas, print set-up and native charts. */
import ExcelJS from 'exceljs';
import { canonicalPackage, readPackage } from '../../pipeline/office/package.js';
import { addDrawing, type Chart } from './chart.js';
import { type Line, labels, sections } from './template-lines.js';

const ink = '1F3864';
const band = 'DCE6F1';
const rule = { style: 'thin', color: { argb: 'FF8EA9C9' } } as const;
const font = '宋体';
const count = '#,##0';
const amount = '#,##0.00';

/** The first column and the widths of the columns of each sheet. */
const ledgerColumns = [
  ['序号', 6],
  ['指标', 30],
  ['单位', 7],
  ['本期', 13],
  ['上年同期', 13],
  ['增减', 12],
  ['增减（%）', 11],
  ['状态', 7],
] as const;
const projectColumns = [
  ['序号', 6],
  ['项目名称', 26],
  ['总投资\n（亿元）', 12],
  ['上年同期\n（亿元）', 12],
  ['增减\n（亿元）', 11],
  ['占全部\n（%）', 10],
  ['占地\n（亩）', 11],
  ['建成后年产值\n（亿元）', 14],
  ['建成后年税收\n（亿元）', 14],
  ['提供岗位\n（人）', 11],
] as const;

/** The workbook's bytes, the same every time. */
export async function template(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.creator = '示例县统计局';
  const ledger = startSheet(book, '指标台账', ledgerColumns, 'portrait');
  const rows = writeLedger(ledger);
  const graphs = book.addWorksheet('同比图', { views: [{ showGridLines: false }] });
  title(
    graphs,
    12,
    '{{unit}}{{year}}年主要指标同比',
    '本期截至{{as_of}}；上年同期为上一年同一日期或同一时段',
  );
  printSetUp(graphs, 'landscape');
  graphs.pageSetup.fitToHeight = 1;
  for (let column = 1; column <= 12; column++) graphs.getColumn(column).width = 11;
  const projects = startSheet(book, '重点项目', projectColumns, 'landscape');
  writeProjects(projects);

  const parts = readPackage(new Uint8Array(await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } })));
  const compared = (name: string, unit: string, lines: string): Chart => {
    const [from, to] = rows.get(lines) ?? [1, 1];
    return {
      title: `${name}（${unit}）`,
      categories: { range: `指标台账!$B$${from}:$B$${to}`, cells: to - from + 1, names: labels(lines) },
      series: [
        { name: '上年同期', values: `指标台账!$E$${from}:$E$${to}`, colour: 'A9B8CC' },
        { name: '本期', values: `指标台账!$D$${from}:$D$${to}`, colour: ink },
      ],
      bars: 'col',
      format: unit === '万元' ? amount : count,
    };
  };
  addDrawing(parts, 2, [
    { chart: compared('一、党建', '个', 'party'), from: [0, 3], to: [6, 20] },
    { chart: compared('二、工业企业', '家', 'industry'), from: [6, 3], to: [12, 20] },
    { chart: compared('四、民生资金', '万元', 'money'), from: [0, 21], to: [6, 38] },
    { chart: compared('四、民生事项', '件次', 'matters'), from: [6, 21], to: [12, 38] },
  ]);
  const investment: Chart = {
    title: '重点项目总投资（亿元）',
    categories: { range: '重点项目!$B$4:$B$4', cells: 1, names: [] },
    series: [
      { name: '上年同期', values: '重点项目!$D$4:$D$4', colour: 'A9B8CC' },
      { name: '本期', values: '重点项目!$C$4:$C$4', colour: ink },
    ],
    bars: 'bar',
    format: amount,
  };
  addDrawing(parts, 3, [{ chart: investment, from: [0, 7], to: [10, 26] }]);
  return canonicalPackage(parts, { date: '2021-01-01' });
}

type Columns = readonly (readonly [header: string, width: number])[];

function startSheet(
  book: ExcelJS.Workbook,
  name: string,
  columns: Columns,
  orientation: 'portrait' | 'landscape',
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 3, showGridLines: false }] });
  printSetUp(sheet, orientation);
  sheet.pageSetup.printTitlesRow = '1:3';
  columns.forEach(([, width], i) => {
    sheet.getColumn(i + 1).width = width;
  });
  const header = sheet.getRow(3);
  header.height = columns.some(([text]) => text.includes('\n')) ? 36 : 24;
  columns.forEach(([text], i) => {
    const cell = header.getCell(i + 1);
    cell.value = text;
    cell.font = { name: '黑体', size: 11, color: { argb: 'FFFFFFFF' } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${ink}` } };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.border = { top: rule, bottom: rule, left: rule, right: rule };
  });
  return sheet;
}

function printSetUp(sheet: ExcelJS.Worksheet, orientation: 'portrait' | 'landscape'): void {
  Object.assign(sheet.pageSetup, {
    paperSize: 9,
    orientation,
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    margins: { left: 0.6, right: 0.6, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 },
  });
  sheet.headerFooter.oddFooter = '&L{{unit}}指标台账（截至{{as_of}}）&R第 &P 页  共 &N 页';
}

function title(sheet: ExcelJS.Worksheet, width: number, words: string, under: string): void {
  sheet.mergeCells(1, 1, 1, width);
  sheet.mergeCells(2, 1, 2, width);
  Object.assign(sheet.getCell(1, 1), {
    value: words,
    font: { name: '黑体', size: 18, color: { argb: `FF${ink}` } },
    alignment: { horizontal: 'center', vertical: 'middle' },
  });
  Object.assign(sheet.getCell(2, 1), {
    value: under,
    font: { name: font, size: 10, color: { argb: 'FF595959' } },
    alignment: { horizontal: 'right', vertical: 'middle' },
  });
  sheet.getRow(1).height = 34;
  sheet.getRow(2).height = 18;
}

/** Writes the sections; the result says where the rows of each charted block stand. */
function writeLedger(sheet: ExcelJS.Worksheet): ReadonlyMap<string, readonly [number, number]> {
  title(sheet, 8, '{{unit}}{{year}}年主要指标台账', '{{province}}{{county}}　截至{{as_of}}');
  const blocks = new Map<string, readonly [number, number]>();
  let row = 4;
  let number = 0;
  for (const { name, lines } of sections) {
    sheet.mergeCells(row, 1, row, 8);
    const head = sheet.getCell(row, 1);
    head.value = name;
    head.font = { name: '黑体', size: 11, color: { argb: `FF${ink}` } };
    for (let column = 1; column <= 8; column++) {
      const cell = sheet.getCell(row, column);
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${band}` } };
      cell.border = { top: rule, bottom: rule };
    }
    sheet.getRow(row++).height = 20;
    for (const line of lines) {
      writeLine(sheet, row, ++number, line);
      if (line.chart) blocks.set(line.chart, [blocks.get(line.chart)?.[0] ?? row, row]);
      row++;
    }
  }
  sheet.mergeCells(row, 1, row, 8);
  Object.assign(sheet.getCell(row, 1), {
    value:
      '注：增减为本期减上年同期，占比的增减单位为百分点。状态 A 正常，P 待核实，E 估计，B 口径调整，L 缺报，M 不适用；缺报的指标留空。',
    font: { name: font, size: 9, color: { argb: 'FF595959' } },
    alignment: { wrapText: true, vertical: 'top' },
  });
  sheet.getRow(row).height = 30;
  sheet.pageSetup.printArea = `A1:H${row}`;
  sheet.addConditionalFormatting({
    ref: `H4:H${row - 1}`,
    rules: ['P', 'L'].map((status, i) => ({
      type: 'cellIs',
      operator: 'equal',
      priority: i + 1,
      formulae: [`"${status}"`],
      style: {
        fill: { type: 'pattern', pattern: 'solid', bgColor: { argb: i === 0 ? 'FFFFE699' : 'FFF8CBAD' } },
      },
    })),
  });
  return blocks;
}

function writeLine(sheet: ExcelJS.Worksheet, row: number, number: number, line: Line): void {
  const { id, label, unit, format } = line;
  const change = `+${format};-${format};${format === amount ? '0.00' : '0'}`;
  const place = line.each ? { formula: `MAX(A$4:A${row - 1})+1` } : number;
  const values: ExcelJS.CellValue[] = [
    place,
    label,
    unit,
    `{{${id}}}`,
    `{{${id}.previous}}`,
    `{{${id}.change}}`,
  ];
  values.push(line.percent ? `{{${id}.change_pct}}` : '—', `{{${id}.status}}`);
  const formats = ['0', '@', '@', format, format, change, '+0.0;-0.0;0.0', '@'];
  writeRow(sheet, row, values, formats, [0, 2, 7]);
}

function writeRow(
  sheet: ExcelJS.Worksheet,
  row: number,
  values: readonly ExcelJS.CellValue[],
  formats: readonly string[],
  centred: readonly number[],
): void {
  sheet.getRow(row).height = 19;
  values.forEach((value, i) => {
    const cell = sheet.getCell(row, i + 1);
    cell.value = value;
    cell.numFmt = formats[i] ?? 'General';
    cell.font = { name: i === 1 ? font : 'Arial', size: 10.5 };
    cell.border = { top: rule, bottom: rule, left: rule, right: rule };
    const horizontal = i === 1 ? 'left' : centred.includes(i) || value === '—' ? 'center' : 'right';
    cell.alignment = { horizontal, vertical: 'middle', indent: horizontal === 'left' ? 1 : 0 };
  });
}

/** A row that is written once per project, and their sum. */
function writeProjects(sheet: ExcelJS.Worksheet): void {
  title(sheet, 10, '{{unit}}{{year}}年重点项目', '截至{{as_of}}；设计值或合同值，已终止的项目不列');
  const mark = (id: string) => `{{projects.${id}[*]}}`;
  const change = '+#,##0.00;-#,##0.00;0.00';
  const formats = ['0', '@', amount, amount, change, '0.0', amount, amount, amount, count];
  writeRow(
    sheet,
    4,
    [
      { formula: 'ROW()-ROW($A$3)' },
      '{{group}}',
      mark('investment.total'),
      '{{projects.investment.total[*].previous}}',
      '{{projects.investment.total[*].change}}',
      { formula: 'IF(C4="","",C4/SUM($C$4:$C$4)*100)' },
      mark('land_area.total'),
      mark('output_value.full'),
      mark('tax.full'),
      mark('jobs.full'),
    ],
    formats,
    [0],
  );
  const sum = (column: string) => ({ formula: `SUM(${column}4:${column}4)` });
  writeRow(
    sheet,
    5,
    ['', '合计', sum('C'), sum('D'), '—', '—', sum('G'), sum('H'), sum('I'), sum('J')],
    formats,
    [0],
  );
  sheet.getRow(5).eachCell((cell) => {
    cell.font = { ...cell.font, bold: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${band}` } };
  });
  sheet.mergeCells('A6:J6');
  Object.assign(sheet.getCell('A6'), {
    value: '注：空格为该项目没有申报此项。合计的同比只在项目相同时可比。',
    font: { name: font, size: 9, color: { argb: 'FF595959' } },
  });
  sheet.pageSetup.printArea = 'A1:J27';
}
