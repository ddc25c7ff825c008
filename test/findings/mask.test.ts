import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskKey, maskText, maskValue } from '../../pipeline/findings/mask.js';
import { enterprises } from '../../pipeline/forms/enterprises.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { identityCheck } from '../../pipeline/text/codes.js';

describe('the value of a personal column', () => {
  test.each([
    ['张三', 'name', '张*'],
    ['欧阳小明', 'name', '欧***'],
    [' 张三 ', 'name', '张*'],
    ['𠮷田', 'name', '𠮷*'],
    ['', 'name', ''],
    ['370000198001010017', 'identity', '370000********0017'],
    ['37000019900615003x', 'identity', '370000********003X'],
    ['370000800101001', 'identity', '370000*****1001'],
    ['37000019800101001', 'identity', '*****************'],
    ['3.7E+17', 'identity', '*******'],
    ['13812345678', 'phone', '138****5678'],
    ['１３８１２３４５６７８', 'phone', '１３８****５６７８'],
    ['0531-88001234', 'phone', '0531-****1234'],
    ['88001234', 'phone', '****1234'],
    ['1381234567', 'phone', '******4567'],
    ['0531-88001234/13812345678', 'phone', '0531-****1234/138****5678'],
    ['张三13812345678', 'phone', '**138****5678'],
  ] as const)('%s (%s) is shown as %s', (text, personal, shown) => {
    expect(maskValue(text, personal)).toBe(shown);
  });

  test('a number in the place of a name shows nothing', () => {
    expect(maskValue('370000198001010017', 'name')).not.toMatch(/\d/);
  });
});

describe('identity numbers and phones in any text', () => {
  test.each([
    ['370000198001010017', '370000********0017'],
    ['身份证：370000198001010017。', '身份证：370000********0017。'],
    ['张三370000198001010017李四', '张三370000********0017李四'],
    ['ID370000198001010017', 'ID370000********0017'],
    ['37000019900615003X', '370000********003X'],
    ['37000019900615003x', '370000********003x'],
    ['370000 19800101 0017', '370000 ******** 0017'],
    ['370000-19800101-001-7', '370000-********-001-7'],
    ['3 7 0 0 0 0 1 9 8 0 0 1 0 1 0 0 1 7', '3 7 0 0 0 0 * * * * * * * * 0 0 1 7'],
    ['３７００００１９８００１０１００１７', '３７００００********００１７'],
    ['370000198001010018', '370000********0018'],
    ['370000198001010000', '370000********0000'],
    ['370000800101001', '370000*****1001'],
    ['13812345678', '138****5678'],
    ['电话13812345678、13987654321', '电话138****5678、139****4321'],
    ['138 1234 5678', '138 **** 5678'],
    ['138-1234-5678', '138-****-5678'],
    ['+8613812345678', '+86138****5678'],
    ['１３８１２３４５６７８', '１３８****５６７８'],
    ['0531-88001234', '0531-****1234'],
    ['(0531)8800123', '(0531)***0123'],
    ['010 88001234', '010 ****1234'],
    ['电话：88001234', '电话：****1234'],
    ['370000198001010017 13812345678', '370000********0017 138****5678'],
    ['370000198001010017\n13812345678', '370000********0017\n138****5678'],
  ])('%j is shown as %j', (text, shown) => {
    expect(maskText(text)).toBe(shown);
  });

  test.each([
    '91370000MA3AAAA153',
    '91370000MA3BBBB29P',
    '2021-11-30',
    '2021年11月30日—2021年12月31日',
    '20211130 20211231',
    '13812345678元',
    '13812345678.50',
    '1,381,234,567',
    '12345678901',
    '6222021234567890123',
    '2021370000001234567',
    'XF2021-0316-0031',
    'JW20211130001',
    '370000001201',
    '88001234',
    '',
  ])('%j stays', (text) => {
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

  test('a cell full of digits is masked in no time', () => {
    const started = performance.now();
    maskText('12345 '.repeat(5000));
    maskText('1'.repeat(32_767));
    expect(performance.now() - started).toBeLessThan(1000);
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
