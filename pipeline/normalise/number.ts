/**
 * A cell's text as a number in any of the notations of DOMAIN E and I (12), and the unit written behind it.
 * What the unit means is for `measure.ts` to say.
 */
import { fold, halfWidth } from '../text/fold.js';
import { numeralCharacters, readNumeral } from './numeral.js';
import { withoutQuotes } from './reader.js';

export interface WrittenNumber {
  /** Plain decimal. */
  readonly decimal: string;
  /** What is behind the number: 万元, 亿, % or ''. */
  readonly unit: string;
  /** Written with ￥, which is 元 where nothing else names a unit. */
  readonly currency: boolean;
  /** Written with 约 or 左右. */
  readonly approximate: boolean;
  /** Written with an exponent, as text: 1.5E+5. */
  readonly exponent: boolean;
  /** Found in a longer text: 朝阳区（57.8万人）. */
  readonly inText: boolean;
}

/** Why a text is no number. */
export type NumberProblem =
  | 'number.not_understood'
  | 'number.separators'
  | 'number.several'
  | 'number.exponent_lost';

const lineBreakInNumber = /[\d.,]\s*[\r\n]\s*[\d.,]/;
const several = /^[-(]?\d[\d.,]*[^\d.,()]{0,4}(?:-|–|—|~|至|到|\/|、|;|\+)[^\d.,()]{0,4}\d/;
const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const number = /^(\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?(?![\d.,])/;
const numeral = new RegExp(`^[${numeralCharacters}]+`);
const minus = /^(?:[-−–‐‑﹣△▲▵]|负)/;
const currencySign = /^(?:¥|￥|人民币|RMB|CNY)\s*/i;
/** Digits with blanks between them: thousands only where each group but the first has three. */
const blankBetweenDigits = /\d\s+\d/;
const groupedByBlanks = /^\D*\d{1,3}(?:\s\d{3})+(?:\s?\.\s?\d+)?(?!\s*[\d.])/;

/**
 * Reads a text that is not blank.
 * @param numerals whether Chinese numerals are read: in columns of counts only.
 */
export function readNumber(text: string, numerals: boolean): WrittenNumber | NumberProblem {
  const half = withoutQuotes(halfWidth(text));
  if (lineBreakInNumber.test(half)) return 'number.several';
  if (blankBetweenDigits.test(half) && !groupedByBlanks.test(half)) return 'number.several';
  // Blanks among digits and signs are layout; those further on part the words that say the unit.
  const joined = half.replace(/^\s+|(?<=[\d.,+\-−(￥¥])\s+|\s+(?=[\d.,])/g, '').trim();
  const { bare, negative, currency, approximate } = withoutSigns(joined.replace(/[。;；]$/, ''));
  const sign = negative ? '-' : '';
  const match = number.exec(bare);
  if (!match) return inNumerals(bare, sign, approximate, numerals);
  const unit = bare.slice(match[0].length);
  if (/\d/.test(unit.replace(/m[23]$/i, ''))) return problemOf(bare);
  const digits = match[1] ?? '';
  if (digits.includes(',') && !grouped.test(digits)) return 'number.separators';
  const plain = digits.replaceAll(',', '');
  const exponent = match[2];
  const written = { unit, currency, approximate, inText: false };
  if (exponent === undefined) return { ...written, decimal: sign + plain, exponent: false };
  // A spreadsheet shows six digits of a number that is too long for its cell: the rest is gone.
  if (Number(exponent) >= 11 || Number(exponent) < -12) return 'number.exponent_lost';
  return { ...written, decimal: sign + shift(plain, Number(exponent)), exponent: true };
}

/** A number without 约, 左右, signs and ￥, and what they say. */
function withoutSigns(text: string) {
  const unqualified = text.replace(/^(?:大约|约为|约)\s*/, '').replace(/\s*(?:左右|上下)$/, '');
  // Only a bare number in brackets is negative: （57.8万人） may as well be a remark.
  const inBrackets = /^\(((?:[¥￥])?[\d.,]+)\)([^()]*)$/.exec(unqualified);
  const afterMinus = unqualified.replace(minus, '');
  let bare = inBrackets ? `${inBrackets[1]}${inBrackets[2]}` : afterMinus.replace(/^\+/, '');
  let negative = inBrackets !== null || afterMinus.length < unqualified.length;
  const amount = bare.replace(currencySign, '');
  const currency = /^[¥￥]/.test(bare);
  bare = amount;
  // -¥5 and ¥-5 are both written; a second sign behind the first is not.
  if (!negative && minus.test(bare)) {
    negative = true;
    bare = bare.replace(minus, '');
  }
  return { bare, negative, currency, approximate: unqualified !== text };
}

function inNumerals(
  text: string,
  sign: string,
  approximate: boolean,
  numerals: boolean,
): WrittenNumber | NumberProblem {
  const words = numerals ? numeral.exec(text)?.[0] : undefined;
  const value = words === undefined ? null : readNumeral(words);
  if (words === undefined || value === null) return problemOf(text);
  const unit = text.slice(words.length);
  return { decimal: sign + value, unit, currency: false, approximate, exponent: false, inText: false };
}

const problemOf = (text: string): NumberProblem =>
  several.test(fold(text)) ? 'number.several' : 'number.not_understood';

/** A plain decimal times a power of ten. */
function shift(decimal: string, by: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const point = whole.length + by;
  const digits = whole + fraction;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A number cell's text that the workbook reader left with an exponent, as plain decimal; null: it has none. */
export function withoutExponent(text: string): string | null {
  const match = /^(-?)(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})$/.exec(text);
  return match ? (match[1] ?? '') + shift(match[2] ?? '', Number(match[3])) : null;
}

/** Words that make a figure in a text another than the one that the column asks for. */
const changesMeaning = /[比较增减升降超近余多不未每均至到~±]|约|以上|以下|以内|其中|计划|预计|同期|\//;

/**
 * The number of a text that holds a name and exactly one figure with its unit (DOMAIN I.11: 朝阳区（57.8万人）,
 * 现有总库存273.9吨。); null where there is any doubt which figure is meant.
 * @param isUnit whether a text is a unit of the column.
 */
export function numberInText(text: string, isUnit: (unit: string) => boolean): WrittenNumber | null {
  const folded = fold(text);
  const found = folded.match(/\d[\d,]*(?:\.\d+)?/g);
  const digits = found?.length === 1 ? found[0] : undefined;
  if (digits === undefined || (digits.includes(',') && !grouped.test(digits))) return null;
  const at = folded.indexOf(digits);
  const before = folded.slice(0, at);
  const after = folded.slice(at + digits.length);
  if (!/\p{L}/u.test(before) || /[-−.△▲]$/.test(before) || changesMeaning.test(before + after)) return null;
  for (let length = Math.min(4, after.length); length > 0; length--) {
    const unit = after.slice(0, length);
    if (!isUnit(unit)) continue;
    // A unit that goes on is another unit: 元 in 元钱, 人 in 人次.
    if (!/^[)）\]】。.,，;；、]*$/.test(after.slice(length))) return null;
    return {
      decimal: digits.replaceAll(',', ''),
      unit,
      currency: false,
      approximate: false,
      exponent: false,
      inText: true,
    };
  }
  return null;
}
