/**
 * The same amounts in another unit, written at any of the places and in any spelling, are the same amounts or an
 * error: never others in good order.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { normaliser } from '../../pipeline/normalise/index.js';
import { surveyed } from '../../pipeline/read/surveyed.js';
import { context } from '../helpers/normalise.js';
import '../helpers/property-seed.js';
import { sheetOf } from '../helpers/recognised.js';

/** Each spelling with how many 分 it is. */
const yuan = [
  '元',
  '圆',
  '人民币元',
  '元人民币',
  '人民币（元）',
  '元（人民币）',
  'RMB元',
  '元RMB',
  'CNY元',
  '￥',
  '¥',
  '￥元',
  '元￥',
  '元整',
  '含税，元',
  '元，含税',
  '元；含税',
  '元、含税',
  '含税 元',
  '元 含税',
  '元（含税）',
  '元（列至角分）',
  '元（保留两位小数）',
  ' 元 ',
  '单位：元',
  '单位:元',
  '金额单位：元',
  '单位为元',
  '单位：人民币元',
  '单 位：元',
  '⾦额单位：元',
  '元\u200b',
];
const tenThousand = [
  '万元',
  '万圆',
  '萬元',
  '万',
  '人民币万元',
  '万元人民币',
  '万元（人民币）',
  'RMB万元',
  '万元RMB',
  '￥万元',
  '万元整',
  '万 元',
  '含税，万元',
  '万元，含税',
  '万元（保留两位小数）',
  '万元（不含税）',
  '单位：万元',
  '单位:万元',
  '金额单位：万元',
  '计量单位：万元',
  '货币单位：万元',
  '单位为万元',
  '单位均为万元',
  '单位：人民币万元',
];
const spellings = [
  ...yuan.map((text) => ({ text, cents: 100 })),
  ...tenThousand.map((text) => ({ text, cents: 1_000_000 })),
  ...['千元', '仟元', '人民币千元', '单位：千元'].map((text) => ({ text, cents: 100_000 })),
  ...['百元', '单位：百元'].map((text) => ({ text, cents: 10_000 })),
  ...['亿元', '亿', '单位：亿元'].map((text) => ({ text, cents: 10_000_000_000 })),
];

const places = {
  header: (unit: string) => ({ header: `金额（${unit}）` }),
  line: (unit: string) => ({ above: /单 ?位/.test(unit) ? unit : `单位：${unit}` }),
  title: (unit: string) => ({ above: `村级支出表（${unit}）` }),
  sheet: (unit: string) => ({ sheet: `支出（${unit}）` }),
  note: (unit: string) => ({ below: `注：以上金额${/单 ?位/.test(unit) ? '' : '单位均为'}${unit}。` }),
} as const;

async function amounts(
  cents: readonly number[],
  per: number,
  at: Partial<Record<'header' | 'above' | 'sheet' | 'below', string>>,
) {
  const rows = [
    ...(at.above === undefined ? [] : [[at.above, null, null, null]]),
    ['村名', '支出日期', '支出类别', at.header ?? '金额'],
    ...cents.map((amount, i) => ['东河村', `2021-03-0${i + 1}`, '公共支出', amount / per]),
    ...(at.below === undefined ? [] : [[at.below, null, null, null]]),
  ];
  const sheet = sheetOf(rows, at.sheet === undefined ? {} : { name: at.sheet });
  const index = Object.keys(village_spending.columns).indexOf('amount');
  const read: (number | null | 'held')[] = [];
  let normalising: ReturnType<typeof normaliser> | null = null;
  for await (const piece of surveyed(sheet, [village_spending], context)) {
    if (piece.is === 'table' && piece.survey) normalising = normaliser(piece.table, context, piece.survey);
    if (piece.is !== 'data' || !normalising) continue;
    for (const row of piece.rows) {
      const { values, held } = normalising.push(row);
      read.push(held ? 'held' : Number(values[index]));
    }
  }
  return read;
}

test('there are enough spellings', () => {
  expect(spellings.length).toBeGreaterThanOrEqual(60);
});

test('a unit at any place in any spelling is used, or its column held back', async () => {
  const amount = fc.integer({ min: 1, max: 9_000 }).map((n) => n * 1_000_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(amount, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...spellings),
      fc.constantFrom(...(Object.keys(places) as (keyof typeof places)[])),
      async (cents, { text, cents: per }, place) => {
        const read = await amounts(cents, per, places[place](text));
        expect(read.every((value, i) => value === 'held' || value === cents[i])).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});

test.each([...yuan, ...tenThousand])('in a header, %j is understood', async (text) => {
  const per = yuan.includes(text) ? 100 : 1_000_000;
  expect(await amounts([5_000_000], per, places.header(text))).toEqual([5_000_000]);
});
