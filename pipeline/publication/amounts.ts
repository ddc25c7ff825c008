/** Amounts and changes in the words and marks of the page; exact values stay in the data. */

import { roundText } from '../text/decimal.js';
import type { Figure } from './publication.js';

/** With at most four decimals, and separators between thousands but in a year. */
export function shownAmount(value: string | null, unit: string): string {
  if (value === null) return '—';
  const [whole = '', fraction] = roundText(value, 4).split('.');
  const grouped = isCalendarYear(value, unit) ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (fraction === undefined ? grouped : `${grouped}.${fraction}`).replace('-', '−');
}

/** 2023年 as against 3年: a date, of which neither a share nor a length says anything. */
function isCalendarYear(value: string | null, unit: string): boolean {
  return unit === '年' && Number(value) >= 1900;
}

export interface ShownChange {
  readonly direction: 'up' | 'down' | 'even' | 'none';
  /** ▲ 23; read aloud with `words`. */
  readonly amount: string;
  readonly words: string;
  /** +5.9%; '' from a zero or missing base. */
  readonly percent: string;
}

/** The change of a figure as it is shown. */
export function shownChange({ value, change, changePct, kind, unit }: Figure): ShownChange {
  if (change === null) return { direction: 'none', amount: '—', words: '不作比较', percent: '' };
  if (Number(change) === 0) return { direction: 'even', amount: '持平', words: '', percent: '' };
  const up = !change.startsWith('-');
  const of = kind === 'ratio' ? '个百分点' : '';
  return {
    direction: up ? 'up' : 'down',
    amount: `${up ? '▲' : '▼'} ${shownAmount(change.replace('-', ''), unit)}${of}`,
    words: up ? '增加' : '减少',
    percent:
      changePct === null || isCalendarYear(value, unit) ? '' : `${up ? '+' : '−'}${shownPercent(changePct)}%`,
  };
}

function shownPercent(text: string): string {
  const rounded = roundText(text.replace('-', ''), 1);
  return rounded.includes('.') ? rounded : `${rounded}.0`;
}

/** Lengths of the two bars, 0 to 100; the larger of the two amounts fills the place. */
export function barLengths({ value, previous, unit }: Pick<Figure, 'value' | 'previous' | 'unit'>): {
  readonly now: number | null;
  readonly earlier: number | null;
} {
  if (isCalendarYear(value ?? previous, unit)) return { now: null, earlier: null };
  const [now, earlier] = [value, previous].map((text) => (text === null ? null : Math.abs(Number(text))));
  const most = Math.max(now ?? 0, earlier ?? 0);
  const length = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? null : most === 0 ? 0 : Math.round((amount / most) * 1000) / 10;
  return { now: length(now), earlier: length(earlier) };
}
