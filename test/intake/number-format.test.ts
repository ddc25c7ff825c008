/** What a number format shows is what the cell says (DOMAIN E). */
import { describe, expect, test } from 'vitest';
import {
  builtInFormat,
  formatByCode,
  showNumber,
  showText,
} from '../../pipeline/intake/cells/number-format.js';
import { Kind } from '../../pipeline/intake/workbook.js';

function shown(code: string, value: string): string {
  const { text, kind, before, after } = showNumber(formatByCode(code), value, false);
  const name = Object.entries(Kind).find(([, of]) => of === kind)?.[0];
  return `${name} ${before}${before === '' ? '' : '|'}${text}${after === '' ? '' : '|'}${after}`;
}

describe('a format that scales', () => {
  test.each([
    ['0!.0,', '167200', 'number 16.72'],
    ['0\\.0,', '125000', 'number 12.5'],
    ['0"."0,', '-125050', 'number -12.505'],
    ['0!.0000', '38000', 'number 3.8'],
    ['0\\.0000,', '123456789', 'number 12.3456789'],
    ['#!.##,', '5', 'number 0.00005'],
    ['#,##0,', '125000', 'number 125'],
    ['0.00,,', '1500000', 'number 1.5'],
    ['#,##0.0,', '12345.67', 'number 12.34567'],
    ['0,.0', '2500', 'number 2.5'],
    ['[>=100000000]0!.00,,;[>=10000]0!.0,;0', '350000000', 'number 3.5'],
    ['[>=100000000]0!.00,,;[>=10000]0!.0,;0', '35000', 'number 3.5'],
    ['[>=100000000]0!.00,,;[>=10000]0!.0,;0', '3500', 'number 3500'],
  ])('%s shows %s as %s', (code, value, expected) => {
    expect(shown(code, value)).toBe(expected);
  });
});

describe('a format that carries a unit', () => {
  test.each([
    ['0"万元"', '35000', 'number 35000|万元'],
    ['0.00 "万元"', '12.5', 'number 12.5|万元'],
    ['0!.0,"万元"', '167200', 'number 16.72|万元'],
    ['0万元', '8', 'number 8|万元'],
    ['General"元"', '8.25', 'number 8.25|元'],
    ['G/通用格式"亩"', '8', 'number 8|亩'],
    ['"￥"#,##0.00', '8', 'number ￥|8'],
    ['[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00', '-8', 'number ¥|-8'],
    ['_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', '0', 'number ¥|0'],
    ['[$US$-409]0', '8', 'number US$|8'],
    ['"约"0"人"', '8', 'number 约|8|人'],
    ['0.0"%"', '12.5', 'number 12.5|%'],
    ['0.00"万元";(0.00"万元")', '-3', 'number -3|万元'],
    ['[<10000]0"元";0!.0,"万元"', '500', 'number 500|元'],
    ['[<10000]0"元";0!.0,"万元"', '50000', 'number 5|万元'],
    ['#,##0"（万元）"', '5', 'number 5|万元'],
  ])('%s shows %s as %s', (code, value, expected) => {
    expect(shown(code, value)).toBe(expected);
  });
});

describe('a format that writes words or digits of its own', () => {
  test.each([
    ['[=1]"养老";[=2]"医疗"', '1', 'text 养老'],
    ['[=1]"养老";[=2]"医疗"', '2', 'text 医疗'],
    ['[=1]"养老";[=2]"医疗"', '3', 'number 3'],
    ['[=1]"是";[=0]"否";General', '0', 'text 否'],
    ['[=1]"√";[=0]"×"', '1', 'text √'],
    ['"是";;"否"', '1', 'text 是'],
    ['"是";;"否"', '0', 'text 否'],
    ['0;-0;"无"', '0', 'text 无'],
    [';;;', '5', 'text '],
    ['0;;0', '-5', 'text '],
    ['0"万"0000"元"', '123400', 'text 12万3400元'],
    ['0"万"0000.00"元"', '123400.5', 'text 12万3400.50元'],
    ['0000"年"00"月"00"日"', '20210308', 'text 2021年03月08日'],
    ['000-0000-0000', '13800138000', 'text 138-0013-8000'],
  ])('%s shows %s as %s', (code, value, expected) => {
    expect(shown(code, value)).toBe(expected);
  });
});

describe('a format that only sets separators, decimals, signs or colours', () => {
  test.each([
    '#,##0.00',
    '0.00_ ;[Red]-0.00 ',
    '#,##0;[Red]#,##0',
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '#,##0;-#,##0;"-"',
    '0;-0;;@',
    '0.00;"△"0.00',
    '000000',
    '0.00E+00',
    '# ?/?',
    '#\\,##0',
    '0" "000',
    '[DBNum2][$-804]General',
    '@',
    '[Blue][>100]0.0;[Green]0.0',
  ])('%s changes nothing', (code) => {
    for (const value of ['1234567', '-12.5', '0']) expect(shown(code, value)).toBe(`number ${value}`);
  });

  test('a percentage stays the number that it is', () => {
    expect(shown('0.00%', '0.125')).toBe('percent 0.125');
    expect(showNumber(builtInFormat(9), '0.125', false)).toMatchObject({ text: '0.125', kind: Kind.percent });
  });

  test('nobody knows the currency of a built-in format', () => {
    for (const id of [5, 7, 42, 44]) {
      expect(showNumber(builtInFormat(id), '5', false)).toMatchObject({ text: '5', before: '', after: '' });
    }
  });
});

describe('a date', () => {
  test.each([
    ['yyyy"年"m"月"d"日"', '44530', 'date 2021-11-30'],
    ['[$-804]yyyy/m/d;@', '44530', 'date 2021-11-30'],
    ['[h]:mm', '1.5', 'date 36:00:00'],
    ['[>40000]yyyy-mm-dd;0"天"', '44530', 'date 2021-11-30'],
    ['[>40000]yyyy-mm-dd;0"天"', '300', 'number 300|天'],
  ])('%s shows %s as %s', (code, value, expected) => {
    expect(shown(code, value)).toBe(expected);
  });
});

describe('a text', () => {
  test.each([
    ['@"村"', '张庄', '张庄村'],
    ['0"万元"', '未定', '未定'],
    ['0;-0;0;"（"@"）"', '甲', '（甲）'],
    [';;;', '底稿', ''],
    ['General', '甲', '甲'],
  ])('%s shows %s as %s', (code, text, expected) => {
    expect(showText(formatByCode(code), text)).toBe(expected);
  });
});
