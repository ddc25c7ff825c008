/** Cells to values, as DOMAIN C and E say. */
import Big from 'big.js';
import { words } from './forms.js';
import { fromSerial } from './read.js';

/** What a cell holds that no rule understands: its row is held back. */
export const bad = Symbol('not understood');

const units: Readonly<Record<string, readonly [dimension: string, per: number]>> = {
  元: ['money', 1],
  万元: ['money', 10_000],
  亿元: ['money', 100_000_000],
  米: ['length', 1],
  公里: ['length', 1000],
  亩: ['land', 1],
  平方米: ['floor', 1],
  '㎡': ['floor', 1],
  人: ['people', 1],
  户: ['households', 1],
};

/** What a measure is kept in, and to how many decimals: whole 分, 毫米, 0.0001亩, 0.01平方米, 人, else 0.0001. */
const kept: Readonly<Record<string, readonly [per: number, decimals: number]>> = {
  money: [10_000, 6],
  length: [1000, 6],
  land: [1, 4],
  floor: [1, 2],
  people: [1, 0],
};

export const isUnit = (text: string) => text in units;
export const dimensionOf = (unit: string) => units[unit]?.[0];

const numerals: Readonly<Record<string, string>> = { 一: '1', 两: '2', 二: '2', 三: '3', 四: '4', 五: '5' };

/** A plain number in a cell, its separators, 约 and counting word aside; null: none. */
export function plainNumber(text: string): Big | null {
  const bare = text
    .replaceAll(',', '')
    .replace(/^约/, '')
    .replace(/[座处个家起名]$/, '');
  const digits = numerals[bare] ?? bare;
  return /^-?\d+(\.\d+)?$/.test(digits) ? new Big(digits) : null;
}

/** In the unit in which the dimension is kept. */
export function measure(text: string, unit: string): Big | typeof bad {
  const value = plainNumber(text);
  if (value === null) return bad;
  const [dimension, per] = units[unit] ?? ['', 1];
  const [base, decimals] = kept[dimension] ?? [1, 4];
  return value.times(per).div(base).round(decimals, Big.roundHalfUp);
}

/** ISO date; months and years stand for their first day. */
export function date(text: string, precision: 'day' | 'year' = 'day'): string | typeof bad {
  const bare = text.replace(/ \d\d:\d\d:\d\d$/, '');
  if (/^\d{5}$/.test(bare)) return fromSerial(Number(bare));
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(bare);
  const parts =
    compact?.slice(1) ??
    (/^\d{2,4}(年\d{1,2}(月(\d{1,2}日)?)?|[-/.]\d{1,2}[-/.]\d{1,2})$/.test(bare)
      ? bare.match(/\d+/g)
      : null) ??
    (precision === 'year' && /^\d{4}$/.test(bare) ? [bare] : []);
  if (parts.length === 0) return bad;
  const [y = '', m = '1', d = '1'] = parts;
  const iso = `${y.length === 2 ? `20${y}` : y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : bad;
}

/** The value that a word of a list stands for. */
export function word(type: string, text: string): string | typeof bad {
  const found = words[type]?.find((line) => line.split(' ').includes(text));
  return found?.split(' ')[0] ?? bad;
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export function credit(text: string): string | typeof bad {
  if (/^\d{15}$/.test(text)) return text;
  const values = [...text].map((c) => creditAlphabet.indexOf(c));
  if (values.length !== 18 || values.includes(-1)) return bad;
  const sum = creditWeights.reduce((s, w, i) => s + w * (values[i] ?? 0), 0);
  return values[17] === (31 - (sum % 31)) % 31 ? text : bad;
}

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function identity(text: string): string | typeof bad {
  if (!/^\d{17}[\dX]$/.test(text)) return bad;
  if (date(text.slice(6, 14)) === bad) return bad;
  const sum = identityWeights.reduce((s, w, i) => s + w * Number(text[i]), 0);
  return text[17] === '10X98765432'[sum % 11] ? text : bad;
}

/** Without its ending, so that 东魏庄 is 东魏庄村. */
export const bareVillage = (text: string) => text.replace(/(村民委员会|村委会|村)$/, '');
