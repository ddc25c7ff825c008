/** What a column's unit is where none is stated, and dates that were shifted as a whole. */
import { expect, test } from 'vitest';
import { activities } from '../../pipeline/forms/activities.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { normalise, readCell, tableOf } from '../helpers/normalise.js';

const spending = (...amounts: string[]) => {
  const { rows, findings, units } = normalise(
    tableOf(village_spending, { amount: {} }),
    amounts.map((amount) => [amount]),
  );
  const at = Object.keys(village_spending.columns).indexOf('amount');
  return {
    values: rows.map(({ values }) => values[at]),
    from: units.get('amount')?.from,
    rules: findings.map(({ rule }) => rule),
  };
};

test.each([
  ['only 万元 fits', ['3.2', '5.1'], 'certain', []],
  ['元 fits as well', ['85', '100'], 'assumed', ['unit.assumed']],
  ['only 元 fits', ['32000', '51000'], 'refused', ['unit.refused']],
  ['zeros and blanks are left out', ['0', '', '51000'], 'refused', ['unit.refused']],
  ['every cell names its unit', ['32000元', '51000元'], 'cell', []],
] as const)('%s', (_, amounts, from, rules) => {
  expect(spending(...amounts)).toMatchObject({ from, rules });
});

test.each([
  [
    '￥ before or behind the number',
    ['￥32000', '¥ 51,000.00', '6000￥'],
    [3_200_000, 5_100_000, 600_000],
    [],
  ],
  [
    'a currency alone is no unit',
    ['RMB 32000', '人民币51000', '6000 CNY'],
    [null, null, null],
    ['unit.refused'],
  ],
  ['a currency beside a unit', ['RMB 3.2万元', '51000元人民币'], [3_200_000, 5_100_000], []],
])('cells that say what they are in: %s', (_, amounts, values, rules) => {
  expect(spending(...amounts)).toMatchObject({ values, rules });
});

test('numbers of a refused column have no value, those with a unit of their own keep it', () => {
  expect(spending('32000', '3万元', '51000').values).toEqual([null, 3_000_000, null]);
});

const days = (...dates: string[]) => {
  const { rows, findings } = normalise(
    tableOf(activities, { date: {} }),
    dates.map((date) => [date]),
  );
  const at = Object.keys(activities.columns).indexOf('date');
  return [rows.map(({ values }) => values[at]), findings.map(({ rule }) => rule)];
};

test.each([
  [['2021-03-04 23:59:17', '2021-11-29 23:59:17'], ['2021-03-05', '2021-11-30'], ['date.column_seconds']],
  [['2021-03-04 16:00:00', '2021-11-29 16:00:00'], ['2021-03-05', '2021-11-30'], ['date.column_utc']],
  [['2021-03-04 16:00:00', '2021-11-29 09:30:00'], ['2021-03-04', '2021-11-29'], []],
  [['2021-03-04 23:59:59', '2021-11-29 23:59:00'], ['2021-03-04', '2021-11-29'], []],
  [['2021-03-04 16:00:00'], ['2021-03-04'], []],
])('dates %j', (written, read, rules) => {
  expect(days(...written)).toEqual([read, rules]);
});

test.each([
  ['2021年三月八日', '2021-03-08'],
  ['二0二一年四月八日', '2021-04-08'],
  ['二○二一年五月廿八日', '2021-05-28'],
  ['2021/03-05', '2021-03-05'],
  ['2021-03-05 09', '2021-03-05'],
  ['2021-11-29T16:00:00+00:00', '2021-11-30'],
  ['11.2号', '2021-11-02'],
])('%s is %s', (written, value) => {
  expect(readCell(activities.columns.date, written).value).toBe(value);
});

test.each([
  ['正月十五', 'date.lunar'],
  ['2021年上半年', 'date.quarter'],
  ['三季度', 'date.quarter'],
])('%s breaks %s', (written, rule) => {
  expect(readCell(activities.columns.date, written).rules).toEqual([rule]);
});
