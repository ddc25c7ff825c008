import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareDecimal,
  divideText,
  formatDecimal,
  fromSmallest,
  isDecimal,
  multiplyText,
  percentChange,
  roundText,
  scaled,
  subtractText,
  sumText,
  toSmallest,
} from '../../pipeline/text/decimal.js';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(12))
  .map(([units, digits]) => scaled(units, digits));

describe('exact decimals', () => {
  test.each([
    [['0.1', '0.2'], '0.3'],
    [['12.50', '-0.5'], '12'],
    [['-0.1', '0.1'], '0'],
    [['99999999999999999999', '1'], '100000000000000000000'],
    [[], '0'],
  ])('the sum of %j is %s', (texts, sum) => {
    expect(sumText(...texts)).toBe(sum);
  });

  test.each([
    ['1', '3', '0.333333333333'],
    ['2', '3', '0.666666666667'],
    ['-2', '3', '-0.666666666667'],
    ['1', '8', '0.125'],
    ['0.0000000000005', '1', '0.000000000001'],
    ['-0.0000000000005', '1', '-0.000000000001'],
    ['-0.0000000000004', '1', '0'],
  ])('%s / %s is %s', (a, b, quotient) => {
    expect(divideText(a, b)).toBe(quotient);
  });

  test('nothing is divided by zero', () => {
    expect(() => divideText('1', '0.00')).toThrow(/divided by zero/);
  });

  test.each([
    ['56', '40', '40'],
    ['40', '56', '-28.571428571429'],
    ['5', '5', '0'],
    ['5', '0', null],
    ['5', '-1', null],
    ['5', '0.01', '49900'],
  ])('the change to %s from %s is %s percent', (value, previous, change) => {
    expect(percentChange(value, previous)).toBe(change);
  });

  test.each([
    ['007.500', '7.5'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['5.', '5'],
  ])('%s is published as %s', (text, published) => {
    expect(formatDecimal(text)).toBe(published);
  });

  test.each(['', '-', '1e5', '1,234', ' 1', '1.2.3', 'Infinity'])('%j is no plain decimal', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => formatDecimal(text)).toThrow(/no plain decimal/);
  });

  test.each([
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['2.449', 1, '2.4'],
    ['2', 2, '2'],
  ])('%s with %i decimals is %s', (text, digits, rounded) => {
    expect(roundText(text, digits)).toBe(rounded);
  });

  test.each([
    ['12.5', [1_000_000, 1], 12_500_000, true],
    ['0.005', [100, 1], 1, false],
    ['-0.005', [100, 1], -1, false],
    ['0.004', [100, 1], 0, false],
    ['-0.004', [100, 1], 0, false],
    ['328309145000.0000', [100, 1], 32_830_914_500_000, true],
    ['1', [200_000, 3], 66_667, false],
    ['3', [200_000, 3], 200_000, true],
    ['99999999999999', [1_000_000, 1], 99_999_999_999_999_000_000n, true],
  ] as const)('%s of %j is %s smallest units', (text, per, value, exact) => {
    expect(toSmallest(text, per)).toEqual({ value, exact });
  });

  test('the way to the smallest unit and back gives the decimal again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat(6), (units, digits) => {
        const text = scaled(units, digits);
        const { value, exact } = toSmallest(text, [1_000_000, 1]);
        expect(exact).toBe(true);
        expect(fromSmallest(value, [1_000_000, 1])).toBe(text);
      }),
    );
  });

  test('short decimals, which take a faster way, round as long ones do', () => {
    const short = fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat(8));
    fc.assert(
      fc.property(short, fc.constantFrom([100, 1], [15, 1], [200_000, 3], [1, 1]), ([units, digits], per) => {
        const text = scaled(units, digits);
        const padded = `${text}${text.includes('.') ? '' : '.'}${'0'.repeat(20)}`;
        const unit = per as [number, number];
        expect(toSmallest(text, unit)).toEqual(toSmallest(padded, unit));
      }),
    );
  });

  test('adding, subtracting, multiplying and comparing obey arithmetic', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(subtractText(sumText(a, b), b)).toBe(a);
        expect(sumText(a, b, c)).toBe(sumText(c, sumText(b, a)));
        expect(multiplyText(a, sumText(b, c))).toBe(sumText(multiplyText(a, b), multiplyText(a, c)));
        expect(Math.sign(compareDecimal(a, b))).toBe(Math.sign(Number(subtractText(a, b))));
        expect(formatDecimal(a)).toBe(a);
      }),
    );
  });
});
