/** The span that a submission says of itself (DOMAIN A “What a submission says of its own span”). */
import { halfWidth } from '../text/fold.js';
import type { Facts } from './table.js';
import { withoutOtherDates, yearsIn } from './years.js';

/** ISO dates, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Days before the period's end on which a form may be filled in and still cover the period. */
const EARLY_DAYS = 10;

/**
 * What a sheet says of its span: in 统计时间 and the like, title or sheet name, else by 填报日期; null: nothing, or
 * only another year.
 * @param asOf ISO date of the period
 */
export function spanOf(facts: Facts, sheetName: string, asOf: string): Span | null {
  const year = Number(asOf.slice(0, 4));
  const stated = [facts.spanStated ?? '', ...facts.titles, sheetName.trim()];
  for (const text of stated) {
    const span = spanIn(text, year);
    if (span) return span;
  }
  const { reportedOn } = facts;
  return reportedOn !== null && reportedOn < daysBefore(asOf, EARLY_DAYS) && reportedOn.startsWith(`${year}`)
    ? { from: `${year}-01-01`, to: reportedOn }
    : null;
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
const YEAR = '(?:(?:19|20)\\d\\d年?[-/.]?)?';
const TO = '[-—–~～至到]+';
const MONTH = '(1[0-2]|0?[1-9])';
const DAY = '(3[01]|[12]\\d|0?[1-9])';

type Found = readonly [fromMonth: number, fromDay: number | null, toMonth: number, toDay: number | null];

/** Ways of writing a span, the most telling first; the first that is found counts. */
const WAYS: readonly (readonly [pattern: RegExp, found: (m: readonly (number | null)[]) => Found])[] = [
  [/前([1-3])个?季度/, ([q]) => [1, null, (q ?? 1) * 3, null]],
  [/第?([1-4])季?度?[-—–~～至到]+第?([1-4])季度/, ([a, b]) => [(a ?? 1) * 3 - 2, null, (b ?? 1) * 3, null]],
  [/第?([1-4])季度/, ([q]) => [(q ?? 1) * 3 - 2, null, (q ?? 1) * 3, null]],
  [/上半年/, () => [1, null, 6, null]],
  [/下半年/, () => [7, null, 12, null]],
  [
    new RegExp(`${YEAR}${MONTH}月${DAY}[日号]${TO}${YEAR}(?:${MONTH}月)?${DAY}[日号]`),
    ([m, d, n, e]) => [m ?? 1, d ?? 1, n ?? m ?? 1, e ?? 1],
  ],
  [
    new RegExp(`${YEAR}${MONTH}月?份?${TO}${YEAR}${MONTH}月份?(?:${DAY}[日号])?`),
    ([m, n, e]) => [m ?? 1, null, n ?? 1, e ?? null],
  ],
  [
    new RegExp(`(?:19|20)\\d\\d[-/.]${MONTH}${TO}(?:(?:19|20)\\d\\d[-/.])${MONTH}(?![\\d.])`),
    ([m, n]) => [m ?? 1, null, n ?? 1, null],
  ],
  [
    new RegExp(`截[至止](?:到|至)?${YEAR}${MONTH}月份?(?:${DAY}[日号]|底|末)?`),
    ([m, d]) => [1, null, m ?? 1, d ?? null],
  ],
  [new RegExp(`${YEAR}${MONTH}月${DAY}[日号]`), ([m, d]) => [1, null, m ?? 1, d ?? 1]],
  [new RegExp(`${YEAR}${MONTH}月份?(?!\\d)`), ([m]) => [m ?? 1, null, m ?? 1, null]],
  [
    /(?:19|20)\d\d[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?!\d)/,
    ([m, d]) => [1, null, m ?? 1, d ?? 1],
  ],
  [/(?<!\d)(?:19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/, ([m, d]) => [1, null, m ?? 1, d ?? 1]],
  [/(?<!\d)(?:19|20)\d\d(0[1-9]|1[0-2])(?!\d)/, ([m]) => [m ?? 1, null, m ?? 1, null]],
  [/(?<!\d)(?:19|20)\d\d[-/.](1[0-2]|0?[1-9])(?![\d.])/, ([m]) => [m ?? 1, null, m ?? 1, null]],
  // A sheet that is called by its date: 4.22.
  [/^(1[0-2]|0?[1-9])[.](3[01]|[12]\d|0?[1-9])$/, ([m, d]) => [1, null, m ?? 1, d ?? 1]],
];

/** The span that a text names within a year: 1-10月, 前三季度, 上半年, 截至10月底, 10月31日, 10月; null: none. */
export function spanIn(text: string, year: number): Span | null {
  const plain = withoutOtherDates(inDigits(halfWidth(text).replace(/\s/g, '')));
  const years = yearsIn(plain);
  if (years.length > 0 && !years.includes(year)) return null;
  for (const [pattern, found] of WAYS) {
    const match = pattern.exec(plain);
    if (!match) continue;
    const [fromMonth, fromDay, toMonth, toDay] = found(match.slice(1).map((n) => (n ? Number(n) : null)));
    // 2020年12月—2021年10月: of this year, from its beginning.
    const crosses = years.some((y) => y < year) && fromMonth > toMonth;
    const from = crosses ? `${year}-01-01` : isoDate(year, fromMonth, fromDay ?? 1);
    const to = isoDate(year, toMonth, toDay ?? daysIn(year, toMonth));
    return from !== null && to !== null && from <= to ? { from, to } : null;
  }
  return null;
}

/** Months and quarters in Chinese numerals as digits: 一月至十月, 三季度. */
function inDigits(text: string): string {
  return text
    .replace(/十[一二]?(?=月)|[一二三四五六七八九](?=月)/g, (n) => String(NUMERALS.indexOf(n) + 1))
    .replace(/[一二三四](?=季|个季|[-—–~～至到]+第?[一二三四1-4]季)/g, (n) =>
      String(NUMERALS.indexOf(n) + 1),
    );
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function isoDate(year: number, month: number, day: number): string | null {
  if (day > daysIn(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysBefore(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}
