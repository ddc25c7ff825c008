/** settings.csv: every line of a township's settings, by how many rows it was used, and what the summary says of it. */
import { expect, test } from 'vitest';
import { township, villages } from '../helpers/township.js';

const lane = (village: string, name: string, length: number) => [
  village,
  name,
  '村口—桥头',
  length,
  '2021-5-1',
];

const files = {
  '2021-11-30/道路.csv': [
    ['所属村', '道路名称', '起止点', '路段里程', '完工日期', '监理'],
    lane('东庄村', '一号路', 2000),
    lane('老东庄', '二号路', 1500),
  ],
  '2021-11-30/村.csv': villages('东庄村'),
  'unit.csv': 'key,value\nname,泰平镇\nnmae,x\n',
  'aliases.csv': 'kind,name,canonical,from,until\nvillage,老东庄,东庄,,\nvillage,旧东庄,东庄,,2019-01-01\n',
  'columns.csv':
    'form,header,column,unit,by,reason\nroads,路段里程,length,米,王五,电话13812345678核对\nroads,造价,investment,,王五,\nroads,监理,-,,王五,\nroad,a,b,,王五,\n',
  'values.csv':
    'form,column,text,value,by,reason\nroads,nature,,新建,王五,都是新建\nroads,nature,翻建,改建,王五,\n',
  'waivers.csv':
    'rule,file,sheet,cell,text,reason,by,until\nroads.unknown_village,2021-11-30/道路.csv,,A3,老东庄,核实过,王五,2021-11-01\nnumber.range,2021-11-30/道路.csv,,D2,2000,核实过,王五,2022-01-01\n',
};

test('each line with the rows that it was used for, and who decided it', async () => {
  const { run, table, figure } = township(files);
  const { stdout } = await run();
  expect(figure('roads.built.length')).toMatchObject({ value: '3.5', status: 'A' });
  expect(table('evidence/roads.built.length.csv').map(({ cell, text, list }) => [cell, text, list])).toEqual([
    ['D2', '2000', 'values.csv › roads,nature,,新建'],
    ['D3', '1500', 'values.csv › roads,nature,,新建'],
  ]);
  expect(
    table('settings.csv').map(({ setting, line, by, until, rows, state }) =>
      [setting, line, by, until, rows, state].join(' '),
    ),
  ).toEqual([
    'unit.csv 2    used',
    'unit.csv 3    wrong',
    'aliases.csv 2   1 used',
    'aliases.csv 3  2019-01-01 0 expired',
    'columns.csv 2 王五  2 used',
    'columns.csv 3 王五  0 unused',
    'columns.csv 4 王五  2 used',
    'columns.csv 5 王五   wrong',
    'values.csv 2 王五  2 used',
    'values.csv 3 王五  0 unused',
    'waivers.csv 2 王五 2021-11-01 0 expired',
    'waivers.csv 3 王五 2022-01-01 0 unused',
  ]);
  expect(table('settings.csv')[4]).toMatchObject({ reason: '电话138****5678核对' });
  for (const named of ['columns.csv 第3行', 'values.csv 第3行', 'aliases.csv 第3行', 'waivers.csv 第2行']) {
    expect(stdout).toContain(named);
  }
  expect(stdout).not.toContain('columns.csv 第2行');
});

test('another answer is another reading: the same file counts otherwise', async () => {
  const { run, figure, write, table } = township(files);
  await run();
  write({ 'columns.csv': 'form,header,column,unit\nroads,路段里程,length,公里\n' });
  await run();
  expect(figure('roads.built.length')?.value).not.toBe('3.5');
  expect(table('settings.csv').filter(({ setting }) => setting === 'columns.csv')).toMatchObject([
    { rows: '2', state: 'used' },
  ]);
});

test('a unit that nobody has stated is provisional until the township says it once, for the column in general', async () => {
  const spent = (day: number, amount: number) => [
    '东庄村',
    `记-${day}`,
    `2021-03-0${day}`,
    '公共支出',
    amount,
  ];
  const { run, figure, write } = township({
    '2021-11-30/支出.csv': [
      ['行政村', '凭证号', '支出日期', '支出类别', '金额'],
      spent(1, 85),
      spent(2, 100),
    ],
  });
  await run();
  expect(figure('villages.spending.amount')).toMatchObject({ value: '185', status: 'P' });
  write({ 'columns.csv': 'form,header,column,unit,by,reason\nvillage_spending,,amount,元,王五,\n' });
  await run();
  expect(figure('villages.spending.amount')).toMatchObject({ value: '0.0185', status: 'A' });
});

test('of a village’s own ledger the title says the village, and what was received only is no spending', async () => {
  const { run, figure, table } = township({
    '2021-11-30/账.csv': [
      ['泰平镇柳岸村2021年财务收支明细账'],
      ['日期', '凭证号', '摘要', '支出类别', '收入（元）', '支出（元）', '结余（元）'],
      ['2021-03-01', '记-1', '承包费', '承包收入', 9000, '', 9000],
      ['2021-03-02', '记-2', '保洁', '公益支出', '', 500, 8500],
      ['2020-03-03', '记-3', '上年补收', '', 100, 0, 8600],
      ['2021-03-04', '记-4', '电费', '其他', '', 300, 8300],
    ],
    'columns.csv': 'form,header,column\nvillage_spending,支出（元）,amount\n',
  });
  await run();
  expect(figure('villages.spending.amount')).toMatchObject({ value: '0.08', rows: '2', status: 'A' });
  expect(figure('villages.public_spending.amount')).toMatchObject({ value: '0.05', status: 'A' });
  expect(table('submissions.csv').find(({ form }) => form === 'village_spending')).toMatchObject({
    rows_accepted: '4',
    rows_held_back: '0',
  });
  expect(table('findings.csv').filter(({ severity }) => severity === 'error')).toEqual([]);
});
