/** Headers whose meaning the township has said (`columns.csv`): they win over aliases, and change nothing beside. */
import { expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import type { ColumnAnswer, ValueAnswer } from '../../pipeline/recognise/answers.js';
import { recognised, sheetOf } from '../helpers/recognised.js';

const column = (form: string, header: string, field: string | null): ColumnAnswer => ({
  form,
  header,
  field,
  unit: null,
});
const expectation = (columns: readonly ColumnAnswer[], values: readonly ValueAnswer[] = []) => ({
  unitNames: ['泰平镇'],
  otherUnits: [],
  asOf: '2021-11-30',
  answers: { columns, values },
});

const spent = '东河村|2021-03-05|公共支出|3|9';
const spending = (header: string, field: string | null) => [column('village_spending', header, field)];

test.each<[string, readonly string[], readonly ColumnAnswer[], Record<string, number>, string[]]>([
  [
    'a header that no form knows',
    ['村名|支出日期|科目|金额|余额', spent],
    spending('科目', 'category'),
    { category: 2, amount: 3 },
    ['column.unknown'],
  ],
  [
    'as an alias is compared: without blanks, marks and brackets',
    ['村名|支出日期|*科 目（必填）|金额|余额', spent],
    spending('科目', 'category'),
    { category: 2 },
    ['column.unknown'],
  ],
  [
    'it wins over the standard header',
    ['村名|支出日期|支出类别|金额|实付', spent],
    spending('实付', 'amount'),
    { amount: 4 },
    ['column.unread'],
  ],
  [
    'and over what decides between rivals',
    ['村名|支出日期|支出类别|实际金额|预算金额', spent],
    spending('预算金额', 'amount'),
    { amount: 4 },
    ['column.unread'],
  ],
  [
    'a column that is not read has no rival, and no warning',
    ['村名|支出日期|支出类别|金额|合同金额', spent],
    spending('合同金额', null),
    { amount: 3 },
    [],
  ],
  [
    'two rows of a header, joined with a stroke',
    ['村名|支出日期|支出类别|资金|', '|||计划|已付', spent],
    spending('资金/已付', 'amount'),
    { amount: 4 },
    ['column.unknown'],
  ],
  [
    'of two columns with the same words the one that is written just so',
    ['村名|支出日期|支出类别|拨付（计划）|拨付（到账）', spent],
    spending('拨付（到账）', 'amount'),
    { amount: 4 },
    ['column.unknown'],
  ],
])('%s', async (_, rows, answers, fields, rules) => {
  const read = await recognised(sheetOf(rows), forms, expectation(answers));
  const [table] = read.tables.map((one) => one.table);
  const found = table?.columns.flatMap((c) => (c.field ? [[c.field, c.column]] : [])) ?? [];
  expect([table?.form?.id, table?.missing]).toEqual(['village_spending', []]);
  expect(Object.fromEntries(found)).toMatchObject(fields);
  expect(read.rules).toEqual(rules);
});

test('two columns make one', async () => {
  const rows = ['所属村|道路名称|甲端|乙端|长度|建设性质|完工日期', '东河村|甲路|桥|坝|2|新建|2021-5-1'];
  const answers = [column('roads', '甲端+乙端', 'section')];
  const { tables, rules } = await recognised(sheetOf(rows), forms, expectation(answers));
  const section = tables[0]?.table.columns.find(({ field }) => field === 'section');
  expect(section).toMatchObject({ column: 2, joinedWith: 3 });
  expect(rules).toEqual([]);
});

test('an answer for another form, or for another header, changes nothing', async () => {
  const rows = ['村名|支出日期|支出类别|金额|余额', spent];
  const answers = [column('rural_funds', '余额', 'amount'), ...spending('年末余额', 'amount')];
  const { tables, rules } = await recognised(sheetOf(rows), forms, expectation(answers));
  expect(tables[0]?.table.columns.find(({ field }) => field === 'amount')?.column).toBe(3);
  expect(rules).toEqual(['column.unknown']);
});

test('two columns of one name that are answered alike are asked for', async () => {
  const rows = ['村名|支出日期|支出类别|实付|实付', spent];
  const { tables } = await recognised(sheetOf(rows), forms, expectation(spending('实付', 'amount')));
  expect(tables[0]?.table.undecided).toEqual([['实付（D列）', '实付（E列）']]);
});

const supplied = (form: string, field: string, value: string) => [{ form, field, text: '', value }];

test('a column that is supplied is not missing', async () => {
  const rows = ['项目名称|项目类别|实施村|投入金额', '养鸭|养殖|东河村|3'];
  const lacks = await recognised(sheetOf(rows), forms, expectation([]));
  expect(lacks.tables[0]?.table.missing).toEqual(['投入日期']);
  const answers = supplied('rural_funds', 'invested_date', '期末');
  const { tables, rules } = await recognised(sheetOf(rows), forms, expectation([], answers));
  expect([tables[0]?.table.form?.id, tables[0]?.table.missing, rules]).toEqual(['rural_funds', [], []]);
});

test('what is supplied makes no other sheet one of the form', async () => {
  const rows = ['企业名称|成立日期|法定代表人', '甲公司|2020-1-1|张三'];
  const answers = supplied('polluting_workshops', 'found_date', '期末');
  const { tables } = await recognised(sheetOf(rows), forms, expectation([], answers));
  expect(tables[0]?.table.form ?? null).toBeNull();
});
