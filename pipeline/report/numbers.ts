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
  /** Of an amount of money that needs more than two (`adding-up.ts`). */
  readonly decimals?: number;
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
export function amountText(measured: Measured, value: string): string {
  const { id, unit } = measured;
  if (unit === '%') return `${percent(value)}%`;
  if (unit in inTenThousands) return moneyText(value, measured);
  if (unit === '公里') return `${rounded(value, 2)}${unit}`;
  if (unit === '人' && compareDecimal(absolute(value), '10000') >= 0) {
    return `${divideText(value, '10000')}万人`;
  }
  if (projectCounts.has(id)) {
    return `${numeralText(value)}${unit}`;
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
function moneyText(value: string, measured: Measured): string {
  const { amount, unit } = money(value, measured);
  return `${amount}${unit}`;
}

function money(value: string, { unit, decimals = 2 }: Measured): { amount: string; unit: '亿元' | '万元' } {
  const amount = multiplyText(value, inTenThousands[unit] ?? '1');
  return compareDecimal(absolute(amount), '10000') >= 0
    ? { amount: rounded(divideText(amount, '10000'), decimals), unit: '亿元' }
    : { amount: rounded(amount, decimals), unit: '万元' };
}

/** An amount of money as it is shown, in 万元. */
export function shownAmount(measured: Measured, value: string): string {
  const { amount, unit } = money(value, measured);
  return multiplyText(amount, inTenThousands[unit] ?? '1');
}

/** The number alone, in 万 or 亿 of its base unit: with two decimals. */
export function numberIn(many: '万' | '亿', { unit }: Measured, value: string): string {
  const base = multiplyText(value, /^亿/.test(unit) ? '100000000' : /^万/.test(unit) ? '10000' : '1');
  return rounded(divideText(base, many === '万' ? '10000' : '100000000'), 2);
}

/** The number alone, rounded down as before 多 or 余, in the unit in which it is written. */
export function leadingNumber(measured: Measured, value: string): string {
  return /^[\d.]+/.exec(amountText(measured, leadingDigits(value)))?.[0] ?? value;
}

/** 五, 两; above ten the digits. */
export function numeralText(value: string): string {
  if (value === '2') return '两';
  return (value === '0' ? undefined : numerals[Number(value)]) ?? formatDecimal(value);
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
export function bareNumber({ unit, decimals = 2 }: Measured, value: string): string {
  if (!isDecimal(value)) return value;
  if (unit === '%') return percent(value);
  if (unit === '公里') return rounded(value, 2);
  return unit in inTenThousands ? rounded(value, decimals) : formatDecimal(value);
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
