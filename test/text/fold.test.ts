/** What looks the same is the same: characters from PDF fonts, other widths, marks that nobody sees. */
import { describe, expect, test } from 'vitest';
import { fold, halfWidth, mayFold } from '../../pipeline/text/fold.js';

describe('fold', () => {
  test.each([
    ['⾦额', '金额'],
    ['⽀出⽇期', '支出日期'],
    ['⻄河村', '西河村'],
    ['⻓度', '长度'],
    ['⻔⾯', '门面'],
    ['单位﹕元', '单位:元'],
    ['单位︓元', '单位:元'],
    ['单位∶元', '单位:元'],
    ['ＡＢ１２－', 'AB12-'],
    ['㎡', 'm2'],
    ['㎞', 'km'],
    ['№', 'No'],
    ['支出\u00ad日期', '支出日期'],
    ['\u200b金\u2060额\ufeff', '金额'],
    ['金额\ufe0f', '金额'],
    ['\u3164金额\ufffc', '金额'],
    ['品\u3000\u00a0 种\n名', '品种名'],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test.each(['12²', '½', '①', 'Ⅱ', '土地', '士兵', '未', '末'])('%s stays what it is', (text) => {
    expect(fold(text)).toBe(text);
  });

  test('halfWidth keeps line breaks and single blanks', () => {
    expect(halfWidth('金额\r\n（万元）\u3000含税')).toBe('金额\r\n(万元) 含税');
  });

  test.each(['⾦', '⻄', '\u00ad', '\u200b', '\u3164', '（', '﹕'])('%j asks for a closer look', (text) => {
    expect(mayFold(text.charCodeAt(0))).toBe(true);
  });

  test.each(['村', 'A', '7', '、', '《'])('%s does not', (text) => {
    expect(mayFold(text.charCodeAt(0))).toBe(false);
  });
});
