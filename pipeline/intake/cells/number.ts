/** The text of a number cell: the decimal that its double is shown as. */

/** Longest plain notation of a number; beyond, the text keeps its exponent. */
const PLAIN_DIGITS = 21;

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * A number as written in a cell to the decimal of 15 significant digits of its double, which is what
 * spreadsheets show: 37.799999999999997 is 37.8. Without exponent where that takes at most 21 digits.
 * null: it is no number.
 */
export function decimalText(written: string): string | null {
  if (!NUMBER.test(written)) return null;
  const value = Number(written);
  return Number.isFinite(value) ? numberText(value) : null;
}

/** The same for a double. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  // The shortest decimal that gives the double back has up to 17 digits; up to 15 it is the one that is meant.
  let text = String(value);
  if (text.length > 16) text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? withoutExponent(text) : text;
}

/** 1.5e-10 → 0.00000000015, where that takes at most 21 digits. */
function withoutExponent(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  const power = Number(exponent);
  if (power > 0 || fraction.length - power + 1 > PLAIN_DIGITS) return text;
  return `${sign}0.${'0'.repeat(-power - 1)}${whole}${fraction}`;
}

const POWER_OF_TEN = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/;

/** A number's text with its decimal point so many places further left; exact. */
export function dividedByTen(text: string, places: number): string {
  const match = POWER_OF_TEN.exec(text);
  if (places === 0 || match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent) - places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(1, point);
  const decimals = padded.slice(at).replace(/0+$/, '');
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const isZero = decimals === '' && integer === '0';
  return `${isZero ? '' : sign}${integer}${decimals === '' ? '' : `.${decimals}`}`;
}
