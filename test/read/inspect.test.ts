/** `inspect` on real files: how a file would be read, before anything is published. */

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectionText } from '../../pipeline/commands/text/inspection.js';
import { forms } from '../../pipeline/forms/index.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { inspect } from '../../pipeline/read/inspect.js';
import type { InspectOptions } from '../../pipeline/read/inspection.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));

const options: InspectOptions = {
  forms,
  context: {
    unitNames: ['泰平镇'],
    otherUnits: [],
    asOf: '2021-11-30',
    aliases: noAliases,
    answers: noAnswers,
  },
  inFolder: true,
  language: 'zh',
};

async function workbookFile(
  name: string,
  rows: readonly (readonly exceljs.CellValue[])[],
  merges: readonly string[] = [],
) {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('道路');
  for (const row of rows) sheet.addRow([...row]);
  for (const merge of merges) sheet.mergeCells(merge);
  const path = join(folder, name);
  await workbook.xlsx.writeFile(path);
  return path;
}

const roads = ['序号', '所属村', '道路名称', '长度（公里）', '建设性质', '完工日期', '监理'];

test('a workbook of a known form, down to its sums and findings', async () => {
  const path = await workbookFile(
    'roads.xlsx',
    [
      ['泰平镇2021年村级道路'],
      ['填报单位：泰平镇村镇建设办'],
      roads,
      [1, '东魏庄', '甲路', 1.2, '新建', '2021-05-01', '甲'],
      [2, '东魏庄', '乙路', 0.8, '翻新', '2021-05-01', '乙'],
      ['合计', null, null, 2],
      ['填表人：张三，电话13812345678'],
    ],
    ['A1:G1', 'A2:G2', 'A6:C6'],
  );
  const made = await inspect(path, 'roads.xlsx', options);
  expect(made).toMatchObject({ file: 'roads.xlsx', format: 'xlsx', encoding: null, findings: [] });
  expect(made.sha256).toMatch(/^[0-9a-f]{64}$/);
  const [sheet] = made.sheets;
  expect(sheet).toMatchObject({
    name: '道路',
    state: 'visible',
    header_rows: [3, 3],
    first_data_row: 4,
    last_data_row: 5,
    data_rows: 2,
    form: 'roads',
    missing: [],
    unknown: ['监理'],
  });
  expect(sheet?.not_data.map(({ row, kind }) => [row, kind])).toEqual([
    [1, 'title'],
    [2, 'unit'],
    [3, 'header'],
    [6, 'total'],
    [7, 'footer'],
  ]);
  expect(sheet?.not_data.at(-1)?.text).toBe('填表人：张三，电话138****5678');
  expect(sheet?.columns[3]).toEqual({
    column: 'D',
    header: '长度（公里）',
    unit: '公里',
    unit_from: 'header',
    sum: '2',
  });
  expect(sheet?.findings.map(({ severity, cell }) => [severity, cell])).toEqual([
    ['warning', 'G3'],
    ['error', 'E5'],
  ]);
});

test('keys are those of the contract', async () => {
  const path = await workbookFile('keys.xlsx', [
    ['姓名', '年龄'],
    ['甲', 1],
    ['乙', 2],
  ]);
  const made = await inspect(path, 'keys.xlsx', options);
  expect(Object.keys(made.sheets[0] ?? {})).toEqual([
    'name',
    'state',
    'header_rows',
    'first_data_row',
    'last_data_row',
    'data_rows',
    'not_data',
    'columns',
    'form',
    'missing',
    'unknown',
    'findings',
  ]);
});

test('a CSV of no form, and a sheet without a table', async () => {
  const text =
    '数据库：分省年度数据\n地区,2021年,2020年\n北京市,2189,2189\n天津市,1373,1387\n数据来源：国家统计局\n';
  const path = join(folder, 'stats.csv');
  await writeFile(path, text);
  const made = await inspect(path, 'stats.csv', options);
  expect(made).toMatchObject({
    format: 'csv',
    encoding: 'utf-8',
    sha256: createHash('sha256').update(text).digest('hex'),
  });
  expect(made.sheets).toMatchObject([
    {
      header_rows: [2, 2],
      data_rows: 2,
      form: null,
      columns: [{ sum: null }, { sum: '3562' }, { sum: '3576' }],
    },
  ]);

  const prose = await workbookFile('prose.xlsx', [['关于报送材料的通知'], ['请按时报送。']]);
  const [sheet] = (await inspect(prose, 'prose.xlsx', options)).sheets;
  expect(sheet).toMatchObject({
    header_rows: null,
    data_rows: 0,
    columns: [],
    findings: [{ rule: 'form.unknown' }],
  });
});

test('a sheet with two tables is listed twice', async () => {
  const path = await workbookFile('two.xlsx', [
    ['姓名', '年龄'],
    ['甲', 1],
    ['乙', 2],
    [],
    ['车辆'],
    ['车牌号码', '类型', '数量'],
    ['A', '轿车', 1],
    ['B', '客车', 2],
  ]);
  const made = await inspect(path, 'two.xlsx', options);
  expect(made.sheets.map((s) => [s.header_rows, s.data_rows])).toEqual([
    [[1, 1], 2],
    [[6, 6], 2],
  ]);
});

test('the folder is contradicted only where the file lies in one', async () => {
  const path = await workbookFile('other.xlsx', [
    ['安康镇2019年村级道路'],
    ['填报单位：安康镇'],
    roads,
    [1, '东', '甲路', 1, '新建', '2019-05-01', '甲'],
  ]);
  const rules = async (inFolder: boolean) =>
    (await inspect(path, 'other.xlsx', { ...options, inFolder })).sheets[0]?.findings.map((f) => f.rule);
  expect(await rules(true)).toEqual(expect.arrayContaining(['sheet.other_unit', 'sheet.other_year']));
  expect(await rules(false)).not.toContain('sheet.other_unit');
});

test('a file that cannot be read says why', async () => {
  const path = join(folder, 'broken.xlsx');
  await writeFile(path, 'PK\u0003\u0004 cut off');
  const made = await inspect(path, 'broken.xlsx', options);
  expect(made).toMatchObject({ format: null, sheets: [] });
  expect(made.findings).toHaveLength(1);
});

test('in words, in both languages', async () => {
  const path = await workbookFile('words.xlsx', [
    roads,
    [1, '东', '甲路', 1, '新建', '2021-05-01', '甲'],
    ['合计', null, null, 1],
  ]);
  const made = await inspect(path, 'words.xlsx', options);
  expect(inspectionText(made, 'zh')).toMatch(/工作表“道路”：roads，表头第 1 行，数据 1 行（第2–2行）/);
  expect(inspectionText(made, 'en')).toMatch(/Sheet "道路": roads, header in row 1, 1 rows of data \(2–2\)/);
  expect(inspectionText(made, 'zh')).toContain('3  合计  合计 1');
});

test('formulas that no program has calculated are errors, and so are totals over them', async () => {
  const cell = (value: string | number, formula = '') =>
    `<Cell${formula === '' ? '' : ` ss:Formula="=${formula}"`}><Data ss:Type="${typeof value === 'number' ? 'Number' : 'String'}">${value}</Data></Cell>`;
  const header = ['行政村', '凭证号', '支出日期', '支出类别', '数量', '单价', '金额（元）'];
  const row = (no: string, count: number, price: number, amount: string) =>
    ['东庄村', no, '2021-07-09', '公共支出'].map((text) => cell(text)).join('') +
    cell(count) +
    cell(price) +
    amount;
  const rows = [
    header.map((text) => cell(text)).join(''),
    row('1', 10, 120, cell(0, 'RC[-2]*RC[-1]')),
    // It gives 0, calculated or not.
    row('2', 0, 20, cell(0, 'RC[-2]*RC[-1]')),
    row('3', 3, 20, cell(60)),
    cell('合计') + '<Cell/>'.repeat(5) + cell(0, 'SUM(R[-3]C:R[-1]C)'),
  ];
  const path = join(folder, 'xml.xls');
  const spreadsheet = 'urn:schemas-microsoft-com:office:spreadsheet';
  await writeFile(
    path,
    `<?xml version="1.0"?><Workbook xmlns="${spreadsheet}" xmlns:ss="${spreadsheet}"><Worksheet ss:Name="支出"><Table>${rows.map((cells) => `<Row>${cells}</Row>`).join('')}</Table></Worksheet></Workbook>`,
  );
  const { sheets } = await inspect(path, path, options);
  const errors = sheets[0]?.findings.filter(({ severity }) => severity === 'error');
  expect(errors?.map(({ cell: at, rule }) => `${at} ${rule}`)).toEqual([
    'G2 cell.uncalculated',
    'G5 cell.uncalculated',
  ]);
});

test('a single 0 whose row gives another number is an error, also where the file does not ask to be calculated', async () => {
  const path = await workbookFile('zero.xlsx', [
    ['行政村', '凭证号', '支出日期', '支出类别', '数量', '单价', '金额（元）'],
    ['东庄村', '1', '2021-07-09', '公共支出', 10, 120, { formula: 'E2*F2', result: 0 }],
    ['东庄村', '2', '2021-07-09', '公共支出', 0, 20, { formula: 'E3*F3', result: 0 }],
    ['东庄村', '3', '2021-07-09', '公共支出', 3, 20, { formula: 'E4*F4', result: 60 }],
    // What another formula gives is not known here: the file says that it was calculated.
    ['东庄村', '4', '2021-07-09', '公共支出', 3, 20, { formula: 'IF(E5>5,F5,0)', result: 0 }],
  ]);
  const { sheets } = await inspect(path, path, options);
  const errors = sheets[0]?.findings.filter(({ severity }) => severity === 'error');
  expect(errors?.map(({ cell: at, rule }) => `${at} ${rule}`)).toEqual(['G2 cell.uncalculated']);
});

test('a workbook without one filled cell reports nothing, and that is said', async () => {
  const path = await workbookFile('blank.xlsx', [[], [null, null]]);
  const { findings } = await inspect(path, 'blank.xlsx', options);
  expect(findings.map(({ rule }) => rule)).toEqual(['file.not_filled_in']);
});
