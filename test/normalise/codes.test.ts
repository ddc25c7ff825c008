import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditCode, divisionCode, identityNumber } from '../../pipeline/forms/define.js';
import { numberCell, readCell, type TestCell } from '../helpers/normalise.js';

describe('a unified social credit code', () => {
  const column = creditCode('统一社会信用代码');

  test.each([
    ['91370000MA3AAAA153', '91370000MA3AAAA153'],
    ['91370000MA3BBBB29P', '91370000MA3BBBB29P'],
    ['91370000MA3CCCC32A', '91370000MA3CCCC32A'],
    ['91370000ma3bbbb29p', '91370000MA3BBBB29P'],
    [' 91370000 MA3AAAA153', '91370000MA3AAAA153'],
    ['91370000MA3\nAAAA153', '91370000MA3AAAA153'],
    ['９１３７００００ＭＡ３ＡＡＡＡ１５３', '91370000MA3AAAA153'],
    ["'91370000MA3AAAA153", '91370000MA3AAAA153'],
    ['‘91370000MA3AAAA153', '91370000MA3AAAA153'],
  ])('%j', (text, value) => {
    expect(readCell(column, text)).toEqual({ value, rules: [] });
  });

  test.each<[string | TestCell, string]>([
    ['91370000MA3AAAA154', 'credit_code.check_character'],
    ['91370000MA3AAAB153', 'credit_code.check_character'],
    ['91370000MA3AAAA15', 'credit_code.length'],
    ['91370000MA3AAAA1533', 'credit_code.length'],
    ['9137OOOOMA3AAAA153', 'credit_code.characters'],
    ['91370000MA3AAAA15*', 'credit_code.characters'],
    ['9.13E+17', 'credit_code.damaged'],
    ['9.1370000012345E+17', 'credit_code.damaged'],
    [numberCell('913700000000123000'), 'credit_code.damaged'],
    [numberCell('9.13700000000123E+17'), 'credit_code.damaged'],
    ['913700000000123000', 'credit_code.damaged'],
  ])('%j breaks %s', (cell, rule) => {
    // What a person may accept after looking at it is kept; what is lost is not.
    const value = /check_character|old_number|shape/.test(rule) ? cell : null;
    expect(readCell(column, cell)).toEqual({ value, rules: [rule] });
  });

  test('an old registration number counts, with a warning', () => {
    for (const cell of ['370000200012345', numberCell('370000200012345')]) {
      expect(readCell(column, cell)).toEqual({
        value: '370000200012345',
        rules: ['credit_code.old_number (warning)'],
      });
    }
  });

  test('a wrong organisation part is a warning', () => {
    expect(readCell(column, '91370000MA3AAAA166')).toEqual({
      value: '91370000MA3AAAA166',
      rules: ['credit_code.organisation_part (warning)'],
    });
  });

  test('one wrong character is always noticed', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...alphabet), (at, character) => {
        const right = '91370000MA3AAAA153';
        fc.pre(right[at] !== character);
        const { rules } = readCell(column, right.slice(0, at) + character + right.slice(at + 1));
        expect(rules).toEqual(['credit_code.check_character']);
      }),
    );
  });
});

describe('an identity number', () => {
  const column = identityNumber('身份证号');

  test.each([
    ['370000198001010017', '370000198001010017'],
    ['370000197512310025', '370000197512310025'],
    ['37000019900615003X', '37000019900615003X'],
    ['37000019900615003x', '37000019900615003X'],
    ['３７００００１９９００６１５００３Ｘ', '37000019900615003X'],
    ['’370000198001010017', '370000198001010017'],
    ['370000 19800101 0017', '370000198001010017'],
  ])('%j', (text, value) => {
    expect(readCell(column, text)).toEqual({ value, rules: [] });
  });

  test.each<[string | TestCell, string]>([
    ['370000198001010018', 'identity_number.check_character'],
    ['370000198013010017', 'identity_number.birth_date'],
    ['370000198002300017', 'identity_number.birth_date'],
    ['370000800101001', 'identity_number.old_number'],
    ['37000019800101001', 'identity_number.shape'],
    ['3700**********0017', 'identity_number.shape'],
    ['3.70000198001010E+17', 'identity_number.damaged'],
    [numberCell('370000198001010000'), 'identity_number.damaged'],
    ['370000198001010000', 'identity_number.damaged'],
  ])('%j breaks %s', (cell, rule) => {
    // What a person may accept after looking at it is kept; what is lost is not.
    const value = /check_character|old_number|shape/.test(rule) ? cell : null;
    expect(readCell(column, cell)).toEqual({ value, rules: [rule] });
  });

  test('is only checked where the form asks for it, but a damaged one is lost everywhere', () => {
    const unchecked = identityNumber('证件号码').checkedWhere('从不', () => false);
    expect(readCell(unchecked, 'h0123456(7)')).toEqual({ value: 'H0123456(7)', rules: [] });
    expect(readCell(unchecked, '370000198001010018')).toEqual({ value: '370000198001010018', rules: [] });
    expect(readCell(unchecked, numberCell('370000198001010000')).rules).toEqual(['identity_number.damaged']);
  });
});

test.each<[string | TestCell, string | null, readonly string[]]>([
  ['370000001201', '370000001201', []],
  [numberCell('370000001201'), '370000001201', []],
  ['370000001', null, ['division_code.shape']],
  ['3.7E+11', null, ['division_code.damaged']],
])('division code %j', (cell, value, rules) => {
  expect(readCell(divisionCode('区划代码'), cell)).toEqual({ value, rules });
});
