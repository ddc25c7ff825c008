import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { date, year } from '../../pipeline/forms/define.js';
import { dateCell, numberCell, readCell, type TestCell } from '../helpers/normalise.js';

const day = date('成立日期');
const month = date('月份', 'month');
const moveIn = date('计划入住时间', 'year');
const feeYear = year('缴费年度');

describe('a date', () => {
  test.each<[string | TestCell, string]>([
    ['2021-11-30', '2021-11-30'],
    ['2021/11/30', '2021-11-30'],
    ['2021.11.30', '2021-11-30'],
    ['2021.3.5', '2021-03-05'],
    ['2021. 11. 30', '2021-11-30'],
    ['20211130', '2021-11-30'],
    ['2021年11月30日', '2021-11-30'],
    ['2021年11月30号', '2021-11-30'],
    ['2021年11月30', '2021-11-30'],
    ['2021 年 11 月 30 日', '2021-11-30'],
    ['２０２１年１１月３０日', '2021-11-30'],
    ['２０２１．１１．３０', '2021-11-30'],
    ['2021－11－30', '2021-11-30'],
    ["'2021-11-30", '2021-11-30'],
    ['2021.11.30.', '2021-11-30'],
    ['2020/1/6 12:09:38', '2020-01-06'],
    ['2021-11-30T08:00:00+08:00', '2021-11-30'],
    ['2021-11-30 08:00:00.000', '2021-11-30'],
    ['2021年11月30日 9时30分', '2021-11-30'],
    ['2021年11月30日12:09', '2021-11-30'],
    ['2021-11-30 上午9:05', '2021-11-30'],
    ['2021年11月30日 星期二', '2021-11-30'],
    ['二〇二一年十一月三十日', '2021-11-30'],
    ['2020-02-29', '2020-02-29'],
    ['1949-01-01', '1949-01-01'],
    ['2071-11-30', '2071-11-30'],
    ['44166', '2020-12-01'],
    ['44166.5', '2020-12-01'],
    [numberCell('44166'), '2020-12-01'],
    [numberCell('20211130'), '2021-11-30'],
    [dateCell('2021-11-30'), '2021-11-30'],
    [dateCell('2021-11-30 12:09:38'), '2021-11-30'],
  ])('%j is %s', (cell, value) => {
    expect(readCell(day, cell)).toEqual({ value, rules: [] });
  });

  test('serials count from 1904 where the workbook says so', () => {
    expect(readCell(day, numberCell('42704'), { date1904: true }).value).toBe('2020-12-01');
  });

  test.each<[string | TestCell, string, string]>([
    ['2021年11月', '2021-11-01', 'date.day_missing'],
    ['2021年11月份', '2021-11-01', 'date.day_missing'],
    ['2021.5', '2021-05-01', 'date.day_missing'],
    ['2021-11', '2021-11-01', 'date.day_missing'],
    ['201806', '2018-06-01', 'date.day_missing'],
    [numberCell('2021.11'), '2021-11-01', 'date.day_missing'],
    [numberCell('2021.5'), '2021-05-01', 'date.day_missing'],
    ['21.11.30', '2021-11-30', 'date.short_year'],
    ['98-5-1', '1998-05-01', 'date.short_year'],
    ['21年11月30日', '2021-11-30', 'date.short_year'],
    ['4月10日', '2021-04-10', 'date.year_missing'],
    ['4月10号', '2021-04-10', 'date.year_missing'],
    ['12月25日', '2021-12-25', 'date.year_missing'],
  ])('%j is %s, with %s', (cell, value, rule) => {
    expect(readCell(day, cell)).toEqual({ value, rules: [`${rule} (warning)`] });
  });

  test.each<[string | TestCell, string]>([
    ['2021.2.30', 'date.impossible'],
    ['2020.11.31', 'date.impossible'],
    ['2021-02-29', 'date.impossible'],
    ['2021-13-01', 'date.impossible'],
    ['2021-00-10', 'date.impossible'],
    ['13月1日', 'date.impossible'],
    ['2月30日', 'date.impossible'],
    ['1948-12-31', 'date.out_of_range'],
    ['2071-12-01', 'date.out_of_range'],
    [dateCell('1905-07-13'), 'date.out_of_range'],
    [numberCell('10001'), 'date.out_of_range'],
    ['11月中旬', 'date.not_understood'],
    ['7日', 'date.not_understood'],
    ['11月', 'date.not_understood'],
    ['延期至2021.07.31', 'date.not_understood'],
    ['300天', 'date.not_understood'],
    ['30/11/2021', 'date.not_understood'],
    ['待定', 'date.not_understood'],
    ['2020年第一季度', 'date.quarter'],
    ['2021.3-2021.6', 'date.range'],
    ['2021.3-6', 'date.range'],
    ['2021年3月至6月', 'date.range'],
    ['2021-03-01至2021-06-30', 'date.range'],
    ['12:09:38', 'date.time_only'],
    [dateCell('12:09:38'), 'date.time_only'],
    ['2021', 'date.only_year'],
    ['2021年', 'date.only_year'],
    [numberCell('2021'), 'date.only_year'],
    [numberCell('2021.1'), 'date.ambiguous_month'],
  ])('%j breaks %s', (cell, rule) => {
    expect(readCell(day, cell)).toEqual({ value: null, rules: [rule] });
  });

  test.each(['—', '/', '无', ''])('%j is empty', (text) => {
    expect(readCell(day, text)).toEqual({ value: null, rules: [] });
  });

  test('a column that asks for a month takes one without a warning', () => {
    expect(readCell(month, '2021年11月')).toEqual({ value: '2021-11-01', rules: [] });
  });

  test.each<[string | TestCell, string]>([
    ['2022', '2022'],
    ['2022年', '2022'],
    [numberCell('2022'), '2022'],
    [numberCell('2022.1'), '2022'],
    ['2022年6月', '2022-06'],
    ['2022.6', '2022-06'],
    ['2022-06-30', '2022-06-30'],
    ['2022年底', '2022'],
    ['2022年底前', '2022'],
    ['2022年下半年', '2022'],
    ['2022年第三季度', '2022'],
    ['2022年6月底', '2022-06'],
  ])('where the year counts, %j is %s', (cell, value) => {
    expect(readCell(moveIn, cell)).toEqual({ value, rules: [] });
  });

  test.each([
    ['2022-2023年', 'date.range'],
    ['明年', 'date.not_understood'],
    ['2122年', 'date.out_of_range'],
  ])('where the year counts, %s still breaks %s', (text, rule) => {
    expect(readCell(moveIn, text).rules).toEqual([rule]);
  });

  test('a day in any notation is the same day', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    const notations: ((y: number, m: number, d: number) => string | TestCell)[] = [
      (y, m, d) => `${y}-${two(m)}-${two(d)}`,
      (y, m, d) => `${y}/${m}/${d}`,
      (y, m, d) => `${y}.${m}.${d}`,
      (y, m, d) => `${y}${two(m)}${two(d)}`,
      (y, m, d) => `${y}年${m}月${d}日`,
      (y, m, d) => `${y}-${m}-${d} 0:00:00`,
      (y, m, d) => numberCell(String(Date.UTC(y, m - 1, d) / 86_400_000 + 25_569)),
    ];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2070-12-31'), noInvalidDate: true }),
        fc.constantFrom(...notations),
        (at, notation) => {
          const iso = at.toISOString().slice(0, 10);
          const [y, m, d] = iso.split('-').map(Number) as [number, number, number];
          expect(readCell(day, notation(y, m, d))).toEqual({ value: iso, rules: [] });
        },
      ),
    );
  });
});

describe('a year', () => {
  test.each<[string | TestCell, number]>([
    ['2021', 2021],
    ['2022年', 2022],
    ['2022年度', 2022],
    ['２０２２', 2022],
    [numberCell('2022'), 2022],
    ['2022-01', 2022],
    ['202201', 2022],
    ['2022-01-01', 2022],
    [dateCell('2022-01-01'), 2022],
    ['2022-01至2022-12', 2022],
    ['2022年1月1日—2022年12月31日', 2022],
  ])('%j is %i', (cell, value) => {
    expect(readCell(feeYear, cell)).toEqual({ value, rules: [] });
  });

  test.each<[string | TestCell, string]>([
    ['2021-2022', 'year.not_understood'],
    ['2021-07至2022-06', 'year.not_understood'],
    ['21年', 'year.not_understood'],
    ['本年', 'year.not_understood'],
    [numberCell('44166'), 'year.not_understood'],
    ['1921', 'year.out_of_range'],
  ])('%j breaks %s', (cell, rule) => {
    expect(readCell(feeYear, cell).rules).toEqual([rule]);
  });
});
