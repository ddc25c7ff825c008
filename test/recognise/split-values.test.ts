/** Rows of text tables that were cut at a separator inside a value are held back, with what was cut (DOMAIN E, CSV). */
import { describe, expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { recognise } from '../../pipeline/recognise/index.js';
import { opened } from '../helpers/opened.js';

/** `row value` of each row of data that was cut; the header stands in row 1. */
async function cut(text: string): Promise<string[]> {
  const [sheet] = (await opened(Buffer.from(text))).sheets;
  if (!sheet) throw new Error('no sheet');
  const found: string[] = [];
  for await (const piece of recognise(sheet, forms, null)) {
    if (piece.is !== 'data') continue;
    for (const row of piece.rows)
      for (const { rule, value } of row.findings ?? []) found.push(`${row.number} ${rule} ${value}`);
  }
  return found;
}

const spending = '所属村,支出日期,支出类别,用途,金额（元）';
const good = [
  '东庄村,2021-03-05,公共支出,修路,800',
  '西庄村,2021-04-06,公共支出,保洁,234.5',
  '南庄村,2021-05-07,公共支出,绿化,90',
];
const table = (header: string, ...rows: string[]) => [header, ...rows].join('\n');

describe('a row that is longer than the header', () => {
  test('was cut inside its last value', async () => {
    const rows = table(
      spending,
      ...good,
      '北庄村,2021-06-08,公共支出,路灯,"1,234.5"',
      '中庄村,2021-06-09,公共支出,路灯,1,234.5',
    );
    expect(await cut(rows)).toEqual(['6 row.split_value 1,234.5']);
  });

  test('is held back whatever stands there', async () => {
    expect(await cut(table(spending, ...good, '北庄村,2021-06-08,公共支出,路灯、水管,80,已付'))).toEqual([
      '5 row.split_value 80,已付',
    ]);
  });

  test('is in order where most rows are, unless all of them were cut', async () => {
    expect(await cut(table(spending, ...good.map((row) => `${row},已付`)))).toEqual([]);
    const all = good.map((row, i) => row.replace(/[\d.]+$/, `${i + 1},234.5`));
    expect(await cut(table(spending, ...all))).toHaveLength(3);
  });

  test('is in order where its further cells are empty', async () => {
    expect(await cut(table(spending, ...good.map((row, i) => row + ','.repeat(i))))).toEqual([]);
  });
});

describe('a row whose cells slid by one', () => {
  const header = '所属村,支出日期,支出类别,金额（元）,用途,备注';
  const rows = [
    '东庄村,2021-03-05,公共支出,800,修路,',
    '西庄村,2021-04-06,公共支出,234.5,保洁,',
    '南庄村,2021-05-07,公共支出,90,绿化,',
  ];

  test('was cut, although it is no longer than others', async () => {
    expect(await cut(table(header, ...rows, '北庄村,2021-06-08,公共支出,1,234.5,保洁'))).toEqual([
      '5 row.split_value 1,234.5',
    ]);
    expect(await cut(table(header, ...rows, '北庄村,2021-06-08,公共支出,12,345,保洁'))).toEqual([
      '5 row.split_value 12,345',
    ]);
  });

  test('is cut twice where the number has millions', async () => {
    const wide = '所属村,支出日期,支出类别,金额（元）,用途,经手人,备注';
    const body = rows.map((row) => `${row},`);
    expect(await cut(table(wide, ...body, '北庄村,2021-06-08,公共支出,1,234,567.8,保洁'))).toEqual([
      '5 row.split_value 1,234,567.8',
    ]);
  });

  test('stays where everything is in its place', async () => {
    const counted = '所属村,支出日期,支出类别,金额（元）,户数,用途';
    const body = [
      '东庄村,2021-03-05,公共支出,8,120,修路',
      '西庄村,2021-04-06,公共支出,5,234,保洁',
      '南庄村,2021-05-07,公共支出,9,101,绿化',
    ];
    expect(await cut(table(counted, ...body))).toEqual([]);
    expect(await cut(table(header, ...rows, '北庄村,2021-06-08,公共支出,7,110指挥室,'))).toEqual([]);
  });
});
