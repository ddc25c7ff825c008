import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskKey, maskText, maskValue } from '../../pipeline/findings/mask.js';
import { enterprises } from '../../pipeline/forms/enterprises.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { identityCheck } from '../../pipeline/text/codes.js';
import { harmless, personalColumns, texts } from '../helpers/masked.js';

describe('the value of a personal column', () => {
  test.each(personalColumns)('%s (%s) is shown as %s', (text, personal, shown) => {
    expect(maskValue(text, personal)).toBe(shown);
  });

  test('a number in the place of a name shows nothing', () => {
    expect(maskValue('370000198001010017', 'name')).not.toMatch(/\d/);
  });
});

describe('identity numbers and phones in any text', () => {
  test.each(texts)('%j is shown as %j', (text, shown) => {
    expect(maskText(text)).toBe(shown);
    expect(maskText(shown), 'what is masked stays as it is').toBe(shown);
  });

  test.each(harmless)('%j stays', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('no identity number survives in any surroundings', () => {
    const digits = fc.tuple(
      fc.integer({ min: 110_000, max: 659_999 }),
      fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
    );
    const around = fc.constantFrom('', '张三', '（', '）', '，', ' ', '\n', '身份证号:', '，2021年', '。');
    fc.assert(
      fc.property(digits, around, around, ([area, born, order], before, after) => {
        const first = `${area}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
        const number = first + identityCheck(first);
        const shown = maskText(before + number + after);
        expect(shown).toBe(`${before}${number.slice(0, 6)}********${number.slice(14)}${after}`);
      }),
    );
  });

  test('a cell full of digits comes to an end', () => {
    expect(maskText('12345 '.repeat(5000))).toHaveLength(30_000);
    expect(maskText('1'.repeat(32_767))).toHaveLength(32_767);
  });
});

describe('a key as it is shown', () => {
  test('its personal parts are masked', () => {
    const key = '["370000198001010017","医疗",2022,"2021-10-01","已缴"]';
    expect(maskKey(key, insurance_payments)).toBe('370000********0017 / 医疗 / 2022 / 2021-10-01 / 已缴');
  });

  test('one value stands for itself', () => {
    expect(maskKey('["91370000MA3AAAA153"]', enterprises)).toBe('91370000MA3AAAA153');
    expect(maskKey('["370000800101001"]', enterprises)).toBe('370000800101001');
  });

  test('but not where it is a person’s number', () => {
    expect(maskKey('["370000198001010017"]', enterprises)).toBe('370000********0017');
  });

  test('a key of the whole row leaves out what is empty', () => {
    const key = '["东魏庄",null,"2021-03-01","公共支出","1.85","路灯 13812345678",null]';
    expect(maskKey(key, village_spending)).toBe('东魏庄 / 2021-03-01 / 公共支出 / 1.85 / 路灯 138****5678');
  });
});
