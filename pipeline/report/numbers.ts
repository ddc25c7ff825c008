/** Numbers as the report writes them (DOMAIN G): exact decimals in, Chinese text with its unit out. */
import {
  compareDecimal,
  divideText,
  formatDecimal,
  isDecimal,
  multiplyText,
  roundText,
} from '../text/decimal.js';

/** What decides how an amount is written. */
export interface Measured {
  readonly id: string;
  readonly unit: string;
}

/** 万元 in one of the unit. */
const inTenThousands: Readonly<Record<string, string>> = { 亿元: '10000', 万元: '1', 元: '0.0001' };

/** Figures that are written rounded down, and the word that says so. */
const roundedDown: Readonly<Record<string, '多' | '余'>> = {
  'rural_funds.breeding.amount': '多',
  'petitions.resolved.count': '余',
};

/** Counts of projects, written in Chinese numerals up to ten. */
const projectCounts: ReadonlySet<string> = new Set(['projects.over_100m.count']);

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** An amount of a figure with its unit: 41家, 886.79万元, 1.2亿元, 85.4%, 两个. */
export function amountText({ id, unit }: Measured, value: string): string {
  if (unit === '%') return `${percent(value)}%`;
  if (unit in inTenThousands) return moneyText(value, unit);
  if (unit === '人' && compareDecimal(absolute(value), '10000') >= 0) {
    return `${divideText(value, '10000')}万人`;
  }
  if (projectCounts.has(id)) {
    const numeral = value === '2' ? '两' : value === '0' ? undefined : numerals[Number(value)];
    if (numeral !== undefined) return `${numeral}${unit}`;
  }
  return `${formatDecimal(value)}${unit}`;
}

/** The value as the report's sentences have it: with 多 or 余 where the figure is rounded down, else as `amountText`. */
export function approximateText(measured: Measured, value: string): string {
  const word = roundedDown[measured.id];
  const round = word === undefined ? value : leadingDigits(value);
  const text = amountText(measured, round);
  if (word === undefined || compareDecimal(round, value) === 0) return text;
  // 1200多万元, 1.2亿多元, 50余起.
  return text.replace(/^([\d.]+亿?)/, `$1${word}`);
}

/** Rounded down to two leading digits, from 10 to 99 to one; below 10 it stays. */
function leadingDigits(value: string): string {
  if (compareDecimal(value, '10') < 0) return value;
  const whole = value.split('.')[0] ?? '';
  const kept = whole.length > 2 ? 2 : 1;
  return whole.slice(0, kept).padEnd(whole.length, '0');
}

/** 亿元 from 1亿元 up, else 万元; two decimals. */
function moneyText(value: string, unit: string): string {
  const amount = multiplyText(value, inTenThousands[unit] ?? '1');
  return compareDecimal(absolute(amount), '10000') >= 0
    ? `${rounded(divideText(amount, '10000'), 2)}亿元`
    : `${rounded(amount, 2)}万元`;
}

/** One decimal, always shown; what is neither 0 nor 100 never reads as if it were. */
export function percent(value: string): string {
  for (let digits = 1; ; digits++) {
    const shown = roundText(value, digits);
    const pretends = ['0', '100', '-100'].includes(shown) && compareDecimal(shown, value) !== 0;
    if (!pretends) return shown.includes('.') ? shown : `${shown}.0`;
  }
}

/** At most so many decimals, half away from zero; more where the value would read as 0. */
function rounded(value: string, digits: number): string {
  for (let more = digits; ; more++) {
    const shown = roundText(value, more);
    if (shown !== '0' || compareDecimal(value, '0') === 0) return shown;
  }
}

/** A number of the figure's own unit without it: money with two decimals, percentages with one. */
export function bareNumber({ unit }: Measured, value: string): string {
  if (!isDecimal(value)) return value;
  if (unit === '%') return percent(value);
  return unit in inTenThousands ? rounded(value, 2) : formatDecimal(value);
}

export function absolute(value: string): string {
  return value.startsWith('-') ? value.slice(1) : value;
}

/** 1 -> 一, 12 -> 十二, 30 -> 三十; from 1 to 99. */
export function chineseNumeral(n: number): string {
  if (n <= 10) return numerals[n] ?? String(n);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  return `${tens > 1 ? numerals[tens] : ''}十${ones > 0 ? numerals[ones] : ''}`;
}
