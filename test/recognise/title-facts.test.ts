/** What a title says of all rows of a sheet (DOMAIN B): the 险种 of a file of one, the village of a village's own ledger. */
import { expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { villages } from '../../pipeline/forms/villages.js';
import { suppliedByTitle } from '../../pipeline/recognise/title-facts.js';
import { recognised, sheetOf } from '../helpers/recognised.js';

test.each([
  ['泰平镇2021年城乡居民基本养老保险缴费明细表', '养老'],
  ['泰平镇2021年城乡居民医保缴费', '医疗'],
  ['泰平镇城乡居民养老、医疗保险缴费明细', undefined],
  ['泰平镇职工养老保险缴费明细', '职工'],
  ['泰平镇2021年缴费明细', undefined],
])('the insurance of %s', (title, word) => {
  expect(suppliedByTitle(insurance_payments, title).get('insurance_type')).toBe(word);
});

test.each([
  ['泰平镇柳岸村2021年财务收支明细账', '柳岸村'],
  ['柳岸村村民委员会现金日记账', '柳岸村'],
  ['填报单位：柳岸村村委会', '柳岸村'],
  ['泰平镇各村财务收支明细账', undefined],
  ['泰平镇村级支出明细', undefined],
  ['大村镇2021年支出明细', undefined],
  ['泰平镇柳岸村、东河村支出明细 东河村', undefined],
])('the village of %s', (title, word) => {
  expect(suppliedByTitle(village_spending, title).get('village')).toBe(word);
});

test('a roster of villages takes none from its title', () => {
  expect(suppliedByTitle(villages, '泰平镇柳岸村基本情况')).toEqual(new Map());
});

test('a sheet that has the column says it itself', async () => {
  const rows = ['泰平镇柳岸村支出', '村名|支出日期|支出类别|金额', '东河村|2021-03-05|公共支出|3'];
  const { tables } = await recognised(sheetOf(rows), forms);
  expect(tables[0]?.table.columns.find(({ field }) => field === 'village')?.column).toBe(0);
});
