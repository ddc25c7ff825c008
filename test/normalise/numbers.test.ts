import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure, range } from '../../pipeline/forms/define.js';
import { Kind } from '../../pipeline/intake/workbook.js';
import { unitInCell } from '../../pipeline/normalise/measure.js';
import { readNumeral } from '../../pipeline/normalise/numeral.js';
import { dateCell, numberCell, percentCell, readCell, type TestCell } from '../helpers/normalise.js';

const yuan = measure('金额', 'money', '元');
const wanYuan = measure('投资', 'money', '万元');
const kilometres = measure('长度', 'length', '公里');
const pieces = measure('数量', 'count', '座');
const people = measure('人数', 'people', '人');
const area = measure('占地面积', 'land', '亩');
const progress = measure('进度', 'percent', '%');
const tax = measure('年税收', 'money', '万元').mustNameUnit();
const capacity = measure('年产能', 'plain', '');

describe('a number in a column of 元, in 分', () => {
  test.each([
    ['1234.5', 123_450],
    ['-3', -300],
    ['0', 0],
    ['１２３４．５', 123_450],
    ['1,234.50', 123_450],
    ['1，234，567', 123_456_700],
    ['1 234.5', 123_450],
    ['10. 50', 1050],
    [' 12 ', 1200],
    ["'12", 1200],
    ['‘12', 1200],
    ['’12', 1200],
    ['“12”', 1200],
    ['(123)', -12_300],
    ['（123）', -12_300],
    ['（1,234.5）元', -123_450],
    ['△123', -12_300],
    ['▲123', -12_300],
    ['−123', -12_300],
    ['－123', -12_300],
    ['+5', 500],
    ['.5', 50],
    ['5.', 500],
    ['￥12.5', 1250],
    ['¥1,200', 120_000],
    ['12.5万元', 12_500_000],
    ['12.5 万 元', 12_500_000],
    ['12.5万', 12_500_000],
    ['1.2亿', 12_000_000_000],
    ['3千元', 300_000],
    ['2百万元', 200_000_000],
    ['328309145000.0000元', 32_830_914_500_000],
    ['500万元人民币', 500_000_000],
    ['人民币500万元', 500_000_000],
    ['500万人民币', 500_000_000],
    ['12元。', 1200],
  ])('%s', (text, value) => {
    expect(readCell(yuan, text)).toEqual({ value, rules: [] });
  });

  test.each(['', ' ', '—', '－', '-', '——', '/', '／', '无', '空', '不详', '不统计', '　'])(
    '%j is empty',
    (text) => {
      expect(readCell(yuan, text)).toEqual({ value: null, rules: [] });
    },
  );

  test.each<[string | TestCell, string]>([
    ['一批', 'number.not_understood'],
    ['3.4.5', 'number.not_understood'],
    ['--5', 'number.not_understood'],
    ['(-5)', 'number.not_understood'],
    ['100-200', 'number.several'],
    ['100至200元', 'number.several'],
    ['100元/200元', 'number.several'],
    ['100\n200', 'number.several'],
    ['1,23', 'number.separators'],
    ['1,2345', 'number.separators'],
    ['12,34,567', 'number.separators'],
    ['12公里', 'number.unit_of_other_dimension'],
    ['50%', 'number.unit_of_other_dimension'],
    [percentCell('0.5'), 'number.unit_of_other_dimension'],
    ['500万美元', 'number.unit_unknown'],
    ['12元多', 'number.unit_unknown'],
    ['三元', 'number.not_understood'],
    [dateCell('2021-03-05'), 'number.is_date'],
    ['1.23457E+11', 'number.exponent_lost'],
    ['99999999999999999', 'number.too_large'],
    [{ text: '#REF!', kind: Kind.error }, 'cell.error'],
    ['#N/A', 'cell.error'],
    ['#####', 'cell.error'],
    [{ text: '=A1+B1', kind: Kind.unevaluated }, 'cell.unevaluated'],
  ])('%j breaks %s', (cell, rule) => {
    expect(readCell(yuan, cell)).toEqual({ value: null, rules: [rule] });
  });

  test.each<[string | TestCell, number, string]>([
    ['约100', 10_000, 'number.approximate'],
    ['大约100元', 10_000, 'number.approximate'],
    ['100元左右', 10_000, 'number.approximate'],
    ['0.005', 1, 'number.finer_than_unit'],
    ['-0.005', -1, 'number.finer_than_unit'],
    ['1.5E+5', 15_000_000, 'number.exponent'],
    ['财政补助（57.8万元）', 57_800_000, 'number.in_text'],
  ])('%j is read, with %3$s', (cell, value, rule) => {
    expect(readCell(yuan, cell)).toEqual({ value, rules: [`${rule} (warning)`] });
  });

  test.each([
    ['1.5E+12', 150_000_000_000_000],
    ['1E-2', 1],
  ])('a number cell with the exponent %s is a plain number', (text, value) => {
    expect(readCell(yuan, numberCell(text))).toEqual({ value, rules: [] });
  });

  test('beyond 2^53 of the smallest unit a value is a bigint', () => {
    expect(readCell(yuan, '99999999999999.99').value).toBe(9_999_999_999_999_999n);
  });
});

describe('units', () => {
  test.each([
    [wanYuan, '12.5', undefined, 12_500_000],
    [wanYuan, '12.5', '元', 1250],
    [wanYuan, '12.5', '亿元', 125_000_000_000],
    [wanYuan, '12.5元', '亿元', 1250],
    [wanYuan, '12.5万', undefined, 12_500_000],
    [wanYuan, '1.2亿', undefined, 12_000_000_000],
    [kilometres, '3 公里', undefined, 3_000_000],
    [kilometres, '3KM', undefined, 3_000_000],
    [kilometres, '3千米', undefined, 3_000_000],
    [kilometres, '350米', undefined, 350_000],
    [kilometres, '350m', undefined, 350_000],
    [kilometres, '350', '米', 350_000],
    [kilometres, '350', 'M', 350_000],
    [kilometres, '2里', undefined, 1_000_000],
    [area, '2公顷', undefined, 300_000],
    [area, '1000平方米', undefined, 15_000],
    [area, '1.2万亩', undefined, 120_000_000],
    [people, '57.8万人', undefined, 578_000],
    [people, '1.2万', undefined, 12_000],
    [people, '3', '万人', 30_000],
    [people, '12名', undefined, 12],
    [pieces, '3栋', undefined, 3],
    [pieces, '3', '座/处', 3],
    [area, '3', '㎡或平方米', 45],
    [progress, '65%', undefined, 6500],
    [progress, '65', undefined, 6500],
    [progress, percentCell('0.655'), undefined, 6550],
    [tax, '3000万元', undefined, 3_000_000_000],
    [tax, '3000万', undefined, 3_000_000_000],
    [tax, '0.3', '亿元', 3_000_000_000],
    [capacity, '2.5', undefined, 25_000],
    [capacity, '2.5', '亿只', 25_000],
    [capacity, '12%', undefined, 1200],
    [capacity, '3亿只', undefined, 30_000],
    [capacity, '3', '万件', 30_000],
    [capacity, '3', '万平方米', 30_000],
    [capacity, '3万', '只', 300_000_000],
  ] as const)('%#: %s', (column, cell, unit, value) => {
    expect(readCell(column, cell, unit === undefined ? {} : { unit })).toEqual({ value, rules: [] });
  });

  test.each([
    [kilometres, '12', '万元', 'unit.other_dimension'],
    [people, '12', '万元', 'unit.other_dimension'],
    [wanYuan, '12', '元/万元', 'unit.two'],
    [wanYuan, '12', '元/吨', 'unit.rate'],
    [capacity, '12', '万元', 'unit.other_dimension'],
    [capacity, '12万元', undefined, 'number.unit_of_other_dimension'],
    [capacity, '12投产后', undefined, 'number.unit_unknown'],
    [tax, '3000', undefined, 'number.unit_missing'],
    [kilometres, '12万元', undefined, 'number.unit_of_other_dimension'],
    [pieces, '3吨', undefined, 'number.unit_unknown'],
    [people, '300人次', undefined, 'number.unit_unknown'],
  ] as const)('%#: %s under a header of %s breaks %s', (column, text, unit, rule) => {
    expect(readCell(column, text, unit === undefined ? {} : { unit }).rules).toEqual([rule]);
  });

  test('a unit in the cell wins over a header of another dimension', () => {
    expect(readCell(kilometres, '12公里', { unit: '万元' })).toEqual({ value: 12_000_000, rules: [] });
  });

  test('bounds are those of the form’s unit, whatever the cell’s', () => {
    const column = measure('长度', 'length', '公里').between(0, 30);
    expect(readCell(column, '30000米').rules).toEqual([]);
    expect(readCell(column, '31000米').rules).toEqual(['number.out_of_bounds']);
    expect(readCell(column, '-1').rules).toEqual(['number.negative']);
  });
});

describe('a figure within a text', () => {
  test.each([
    [people, '朝阳区\n（57.8万人）', 578_000],
    [people, '朝阳区（57.8万人）', 578_000],
    [area, '现有耕地273.9亩。', 2_739_000],
    [measure('全国排名', 'count', '强'), '全国500强', 500],
  ])('%#: %s is read with a warning', (column, text, value) => {
    expect(readCell(column, text)).toEqual({ value, rules: ['number.in_text (warning)'] });
  });

  test.each([
    [people, '朝阳区57.8万'],
    [people, '较上年增加300人'],
    [people, '其中男300人'],
    [people, '一组300人，二组200人'],
    [people, '不足300人'],
    [area, '每户3亩'],
    [area, '现有3亩地'],
    [people, '（57.8万人）'],
  ])('%#: %s is not', (column, text) => {
    const { value, rules } = readCell(column, text);
    expect(value).toBeNull();
    expect(rules).toHaveLength(1);
  });
});

describe('Chinese numerals', () => {
  test.each([
    ['三座', 3],
    ['十二', 12],
    ['两处', 2],
    ['二十', 20],
    ['一百零五', 105],
    ['一百二十三', 123],
    ['三千', 3000],
    ['一千零五', 1005],
  ])('%s in a column of counts', (text, value) => {
    expect(readCell(pieces, text)).toEqual({ value, rules: [] });
  });

  test.each(['一百五', '百二', '三四', '十十', '几十', '零零', '两二'])('%s is no number', (text) => {
    expect(readCell(pieces, text).rules).toHaveLength(1);
  });

  test('years are read digit by digit', () => {
    expect(readNumeral('二〇二一')).toBe(2021);
  });
});

describe('the ends of a range', () => {
  const lower = range('下限', 'lower', '年');
  const upper = range('上限', 'upper', '年');

  test.each([
    ['3-5年', 3, 5],
    ['3—5年', 3, 5],
    ['3至5年', 3, 5],
    ['3～5', 3, 5],
    ['3年-5年', 3, 5],
    ['3－5 年', 3, 5],
    ['5年', 5, 5],
    ['五年', 5, 5],
  ])('%s', (text, from, to) => {
    expect(readCell(lower, text)).toEqual({ value: from, rules: [] });
    expect(readCell(upper, text)).toEqual({ value: to, rules: [] });
  });

  test.each<[string | TestCell, string]>([
    ['5-3年', 'number.range_reversed'],
    [dateCell('2021-03-05'), 'number.is_date'],
    ['长期', 'number.not_understood'],
  ])('%j breaks %s', (cell, rule) => {
    expect(readCell(lower, cell).rules).toEqual([rule]);
  });
});

test('an amount in any notation is the same amount', () => {
  const grouped = (digits: string, comma: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, comma);
  const fullWidth = (text: string) =>
    text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  const notations: ((whole: string, decimals: string) => string)[] = [
    (whole, decimals) => `${whole}.${decimals}`,
    (whole, decimals) => `${grouped(whole, ',')}.${decimals}`,
    (whole, decimals) => `${grouped(whole, '，')}.${decimals}元`,
    (whole, decimals) => `${grouped(whole, ' ')}.${decimals} 元`,
    (whole, decimals) => `'${whole}. ${decimals}`,
    (whole, decimals) => `￥${whole}.${decimals}00`,
    (whole, decimals) => `00${whole}.${decimals}`,
    (whole, decimals) => `+${whole}.${decimals}元`,
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 11 }),
      fc.constantFrom(...notations),
      fc.boolean(),
      fc.boolean(),
      (cents, notation, negative, wide) => {
        const whole = String(Math.floor(cents / 100));
        const positive = notation(whole, String(cents % 100).padStart(2, '0'));
        const bare = /^[\d.,]+$/.test(positive);
        const text = negative && bare ? `(${positive})` : positive;
        const value = negative && bare && cents !== 0 ? -cents : cents;
        expect(readCell(yuan, wide ? fullWidth(text) : text)).toEqual({ value, rules: [] });
      },
    ),
  );
});

test.each([
  ['12.5万元', yuan, '万元'],
  ['￥300', yuan, '元'],
  ['1,250.00', yuan, ''],
  ['-3.5', wanYuan, ''],
  ['800米', kilometres, '米'],
  ['—', kilometres, ''],
  ['三座', pieces, '座'],
])('the unit that %s names itself', (text, { spec }, unit) => {
  expect(unitInCell(text, spec)).toBe(unit);
});
