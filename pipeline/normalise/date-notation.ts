/** What a text says of a date, in the notations of DOMAIN E and I (13). */
import { isDay } from '../text/codes.js';
import { fold, halfWidth } from '../text/fold.js';
import { readNumeral } from './numeral.js';
import { longestNotation, withoutQuotes } from './reader.js';

/** Year, year and month, or a day. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
  /** What had to be supplied or worked out: a warning's rule. */
  readonly supplied: 'date.short_year' | 'date.year_missing' | 'date.world_time' | null;
}

export type DateProblem =
  | 'date.not_understood'
  | 'date.range'
  | 'date.quarter'
  | 'date.lunar'
  | 'date.time_only'
  | 'date.ambiguous_month'
  | 'date.ambiguous_number';

const clock =
  /(?:T|\s+|(?<=[日号]))\s*(?:上午|下午|晚上?|中午|AM|PM)?\s*\d{1,2}(?:[:：]\d{1,2}(?::\d{1,2}(?:[.,]\d+)?)?|[时点](?:\d{1,2}分?(?:\d{1,2}秒)?)?)\s*(?:AM|PM)?$/i;
/** An hour alone is behind a whole date only. */
const hourAlone = /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:T|\s+)(?:[01]?\d|2[0-4])$/;
const partOfDay = /\s*(?:上午|下午|中午|晚上|晚|全天)$/;
const weekday = /\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?/;
const timeOnly = /^\d{1,2}(?::\d{1,2}){1,2}$/;
const range = /(?:[-/.年]\d{1,2}[日号月]?|[日号月])(?:-+|~|至|到)(?:\d|次年|今)|\d{4}年?(?:-+|~|至|到)\d{4}/;
const partOfYear = /季|[上下前后]?半年|^\d{4}-?Q[1-4]$/i;
const lunar = /农历|阴历|正月|腊月|冬月|闰.{0,3}月|初[一二三四五六七八九十]|除夕|春节|元宵|端午|中秋|重阳/;

/**
 * Reads the text of a date.
 * @param isNumber whether the cell holds a number: a serial date, or digits such as 20211130.
 * @param asOf ISO date of the period, which supplies a missing year.
 */
export function readDate(
  text: string,
  isNumber: boolean,
  asOf: string,
  date1904: boolean,
): WrittenDate | DateProblem {
  if (text.length > longestNotation) return 'date.not_understood';
  const half = withoutQuotes(halfWidth(text));
  if (timeOnly.test(half)) return 'date.time_only';
  const instant = instantOf(half);
  if (instant) return instant;
  const plain = fold(
    half.replace(clock, '').replace(hourAlone, '$1').replace(partOfDay, '').replace(weekday, ''),
  )
    .replace(/[–—−―─‐‑]/g, '-')
    .replace(/[.。,;；]$/, '');
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(plain);
  if (serial) return fromSerial(Number(serial[1]), date1904);
  if (isNumber) {
    // A number cell cannot tell 2021.1 from 2021.10, nor 10.1 (1 October) from 10.10.
    if (/^(?:19|20)\d{2}\.1$/.test(plain)) return 'date.ambiguous_month';
    if (/^\d{1,2}\.\d{1,2}$/.test(plain)) return 'date.ambiguous_number';
  }
  if (lunar.test(plain)) return 'date.lunar';
  const digits = plain.replace(numeralBefore, digitsOf);
  return fullDate(digits) ?? shortDate(digits, asOf) ?? problemOf(plain);
}

const isoInstant =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?)$/i;
const hoursOfChina = 8;

/** An instant is its day in China. */
function instantOf(text: string): WrittenDate | null {
  const match = isoInstant.exec(text);
  if (!match) return null;
  const [year, month, day, hours, minutes] = match.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isDay(year, month, day)) return { year, month, day, supplied: null };
  const ahead = offsetOf(match[7] ?? 'Z');
  const shifted = new Date(Date.UTC(year, month - 1, day, hours + hoursOfChina, minutes - ahead));
  const supplied = ahead === hoursOfChina * 60 ? null : 'date.world_time';
  return { ...dayOf(shifted), supplied };
}

/** Minutes ahead of world time. */
function offsetOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const dayOf = (date: Date) => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth() + 1,
  day: date.getUTCDate(),
});

const numeralBefore = /[0-9零〇○一二两三四五六七八九十廿卅]+(?=[年月日号])/g;

/** 二〇二一 and 二0二一 digit by digit, 十一 and 廿八 by their places; what makes no number stays. */
function digitsOf(written: string): string {
  if (/^\d+$/.test(written)) return written;
  const digitwise = written.replace(/[零〇○一二三四五六七八九]/g, (c) => String(readNumeral(c)));
  if (/^\d+$/.test(digitwise)) return written.length === 1 || written.length >= 4 ? digitwise : written;
  const value = readNumeral(written.replace(/^廿/, '二十').replace(/^卅/, '三十'));
  return value === null ? written : String(value);
}

/** Year, month and day by name. */
const patterns: readonly RegExp[] = [
  /^(?<y>\d{4})(?<sign>[-/.])(?<m>\d{1,2})\k<sign>(?<d>\d{1,2})[日号]?$/,
  // Of unlike signs the last may join two months: 2021.3-6.
  /^(?<y>\d{4})[-/.](?<m>\d{1,2})[/.](?<d>\d{1,2})[日号]?$/,
  /^(?<y>\d{4})[/.](?<m>\d{1,2})-(?<d>\d{2})[日号]?$/,
  /^(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})[日号]?$/,
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  /^(?<y>\d{4})[-/.](?<m>\d{1,2})$/,
  /^(?<y>\d{4})年(?<m>\d{1,2})月份?$/,
  /^(?<y>\d{4})(?<m>\d{2})$/,
  /^(?<y>\d{4})年?$/,
];

function fullDate(plain: string): WrittenDate | null {
  for (const pattern of patterns) {
    const { y, m, d } = pattern.exec(plain)?.groups ?? {};
    if (y !== undefined) {
      const number = (digits: string | undefined) => (digits === undefined ? null : Number(digits));
      return { year: Number(y), month: number(m), day: number(d), supplied: null };
    }
  }
  return null;
}

/** Dates that leave out the century or the year. */
function shortDate(plain: string, asOf: string): WrittenDate | null {
  const periodYear = Number(asOf.slice(0, 4));
  const twoDigits =
    /^(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ??
    /^(\d{2})年(\d{1,2})月(?:(\d{1,2})[日号]?|份)?$/.exec(plain);
  if (twoDigits) {
    const short = Number(twoDigits[1]);
    const century = 2000 + short <= periodYear + 10 ? 2000 : 1900;
    const day = twoDigits[3] === undefined ? null : Number(twoDigits[3]);
    return { year: century + short, month: Number(twoDigits[2]), day, supplied: 'date.short_year' };
  }
  const monthAndDay = /^(\d{1,2})(?:月(\d{1,2})[日号]?|[-/.](\d{1,2})[日号])$/.exec(plain);
  if (!monthAndDay) return null;
  return {
    year: periodYear,
    month: Number(monthAndDay[1]),
    day: Number(monthAndDay[2] ?? monthAndDay[3]),
    supplied: 'date.year_missing',
  };
}

function problemOf(plain: string): DateProblem {
  if (partOfYear.test(plain)) return 'date.quarter';
  return range.test(plain) ? 'date.range' : 'date.not_understood';
}

/** A serial day number of a spreadsheet (ECMA-376 part 1, 18.17.4.1). */
function fromSerial(serial: number, date1904: boolean): WrittenDate {
  return { ...dayOf(new Date(Date.UTC(1899, 11, 30 + serial + (date1904 ? 1462 : 0)))), supplied: null };
}

/** 2022年底, 2022年下半年, 2022年第三季度, 2022年6月底前: the year is certain, and that is what counts. */
const partOfThatYear =
  /^(\d{4})年(?:(\d{1,2})月(?:份|底|初|末|[上中下]旬)?|底|末|初|中|年[底初中]|[上下]半年|第?[一二三四1-4]季度)?(?:之?前|以前)?$/;

/** A part of a year; also 2022.1, of which only the month is in doubt. */
export function yearAtLeast(text: string): WrittenDate | null {
  const plain = text.length > longestNotation ? '' : fold(text);
  const part = partOfThatYear.exec(plain) ?? /^(\d{4})\.1$/.exec(plain);
  if (!part) return null;
  const month = part[2] === undefined ? null : Number(part[2]);
  return { year: Number(part[1]), month, day: null, supplied: null };
}

/** Whether the calendar has it. */
export function exists({ year, month, day }: WrittenDate): boolean {
  return month === null || isDay(year, month, day ?? 1);
}

/** The day after; what names no day has none. */
export function dayAfter(date: WrittenDate): WrittenDate {
  const { year, month, day } = date;
  if (month === null || day === null) return date;
  return { ...dayOf(new Date(Date.UTC(year, month - 1, day + 1))), supplied: date.supplied };
}
