/** Dates in the notations of DOMAIN E and I (13), stored as ISO text. */
import type { ColumnSpec } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { isDay } from '../text/codes.js';
import { fold, halfWidth } from '../text/fold.js';
import { numeralCharacters, readNumeral } from './numeral.js';
import {
  fail,
  longestNotation,
  type Read,
  type Reader,
  type Report,
  remember,
  saysEmpty,
  withoutQuotes,
} from './reader.js';

/** What a text says of a date: year, year and month, or a day. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
  /** What had to be supplied: a warning's rule. */
  readonly supplied: 'date.short_year' | 'date.year_missing' | null;
}

export type DateProblem =
  | 'date.not_understood'
  | 'date.range'
  | 'date.quarter'
  | 'date.time_only'
  | 'date.ambiguous_month';

export const firstYear = 1949;
/** Planned dates lie ahead, but not further than this. */
export const yearsAhead = 50;

const clock =
  /(?:T|\s+|(?<=[日号]))\s*(?:上午|下午|AM|PM)?\s*\d{1,2}(?::\d{1,2}(?::\d{1,2}(?:\.\d+)?)?|[时点](?:\d{1,2}分?(?:\d{1,2}秒)?)?)\s*(?:AM|PM|Z|[+-]\d{2}:?\d{2})?$/i;
const weekday = /\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?/;
const timeOnly = /^\d{1,2}(?::\d{1,2}){1,2}$/;
const range = /(?:[-/.年]\d{1,2}[日号月]?|[日号月])(?:-+|~|至|到)(?:\d|次年|今)|\d{4}年?(?:-+|~|至|到)\d{4}/;

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
  const plain = fold(half.replace(clock, '').replace(weekday, ''))
    .replace(/[–—−―─‐‑]/g, '-')
    .replace(/[.。,;；]$/, '');
  const serial = /^(\d{5})(?:\.\d+)?$/.exec(plain);
  if (serial) return fromSerial(Number(serial[1]), date1904);
  if (isNumber) {
    const month = /^((?:19|20)\d{2})\.(\d{1,2})$/.exec(plain);
    // A number cell cannot tell 2021.1 from 2021.10.
    if (month?.[2] === '1') return 'date.ambiguous_month';
  }
  return fullDate(plain) ?? shortDate(plain, asOf) ?? problemOf(plain);
}

const patterns: readonly RegExp[] = [
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})[日号]?$/,
  /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4})()(\d{2})(\d{2})$/,
  /^(\d{4})([-/.])(\d{1,2})$/,
  /^(\d{4})(年)(\d{1,2})月份?$/,
  /^(\d{4})()(\d{2})$/,
  /^(\d{4})年?$/,
];

function fullDate(plain: string): WrittenDate | null {
  const text = /^[〇○零一二]/.test(plain) ? inDigits(plain) : plain;
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) {
      return {
        year: Number(match[1]),
        month: match[3] === undefined ? null : Number(match[3]),
        day: match[4] === undefined ? null : Number(match[4]),
        supplied: null,
      };
    }
  }
  return null;
}

const chineseDate = new RegExp(
  `^([${numeralCharacters}]{4})年(?:([${numeralCharacters}]+)月(?:([${numeralCharacters}]+)[日号]?)?)?$`,
);

/** 二〇二一年十一月三十日 → 2021年11月30日. */
function inDigits(plain: string): string {
  const match = chineseDate.exec(plain);
  if (!match) return plain;
  const numbers = match
    .slice(1)
    .filter((part) => part !== undefined)
    .map(readNumeral);
  if (numbers.includes(null)) return plain;
  const [year, month, day] = numbers;
  return `${year}年${month === undefined ? '' : `${month}月`}${day === undefined ? '' : `${day}日`}`;
}

/** Dates that leave out the century or the year. */
function shortDate(plain: string, asOf: string): WrittenDate | null {
  const periodYear = Number(asOf.slice(0, 4));
  const twoDigits =
    /^(\d{2})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(plain) ??
    /^(\d{2})(年)(\d{1,2})月(?:(\d{1,2})[日号]?|份)?$/.exec(plain);
  if (twoDigits) {
    const short = Number(twoDigits[1]);
    const century = 2000 + short <= periodYear + 10 ? 2000 : 1900;
    const day = twoDigits[4] === undefined ? null : Number(twoDigits[4]);
    return { year: century + short, month: Number(twoDigits[3]), day, supplied: 'date.short_year' };
  }
  const monthAndDay = /^(\d{1,2})月(\d{1,2})[日号]$/.exec(plain);
  if (!monthAndDay) return null;
  return {
    year: periodYear,
    month: Number(monthAndDay[1]),
    day: Number(monthAndDay[2]),
    supplied: 'date.year_missing',
  };
}

function problemOf(plain: string): DateProblem {
  if (plain.includes('季度')) return 'date.quarter';
  return range.test(plain) ? 'date.range' : 'date.not_understood';
}

/** A serial day number of a spreadsheet (ECMA-376 part 1, 18.17.4.1). */
function fromSerial(serial: number, date1904: boolean): WrittenDate {
  const date = new Date(Date.UTC(1899, 11, 30 + serial + (date1904 ? 1462 : 0)));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    supplied: null,
  };
}

/** 2022年底, 2022年下半年, 2022年第三季度, 2022年6月底前: the year is certain, and that is what counts. */
const partOfYear =
  /^(\d{4})年(?:(\d{1,2})月(?:份|底|初|末|[上中下]旬)?|底|末|初|中|年[底初中]|[上下]半年|第?[一二三四1-4]季度)?(?:之?前|以前)?$/;

/** A part of a year; also 2022.1, of which only the month is in doubt. */
function yearAtLeast(text: string): WrittenDate | null {
  const plain = text.length > longestNotation ? '' : fold(text);
  const part = partOfYear.exec(plain) ?? /^(\d{4})\.1$/.exec(plain);
  if (!part) return null;
  const month = part[2] === undefined ? null : Number(part[2]);
  return { year: Number(part[1]), month, day: null, supplied: null };
}

/** Reads the columns of kind date. */
export function dateReader(spec: ColumnSpec, asOf: string, date1904: boolean): Reader {
  const numbers = remember<string>();
  const texts = remember<string>();
  return (text, kind, report) => {
    const isNumber = kind === Kind.number;
    const known = isNumber ? numbers : texts;
    const before = known.get(text);
    if (before !== undefined) return before;
    let noted = false;
    const value = readInto(text, isNumber, spec, asOf, date1904, (rule, severity, params) => {
      noted = true;
      report(rule, severity, params);
    });
    if (typeof value === 'string' && !noted) known.set(text, value);
    return value;
  };
}

function readInto(
  text: string,
  isNumber: boolean,
  spec: ColumnSpec,
  asOf: string,
  date1904: boolean,
  report: Report,
): Read {
  if (saysEmpty(text)) return null;
  const written = readDate(text, isNumber, asOf, date1904);
  const date =
    typeof written === 'string' && spec.precision === 'year' ? (yearAtLeast(text) ?? written) : written;
  if (typeof date === 'string') return fail(report, date);
  if (!exists(date)) return fail(report, 'date.impossible');
  if (spec.precision !== 'year' && date.month === null) return fail(report, 'date.only_year');
  const iso = isoOf(date, spec.precision === 'year');
  const last = `${Number(asOf.slice(0, 4)) + yearsAhead}${asOf.slice(4)}`;
  if (date.year < firstYear || iso > last)
    return fail(report, 'date.out_of_range', { first: firstYear, last });
  if (date.supplied) report(date.supplied, 'warning', { read: iso });
  if (spec.precision === 'day' && date.day === null) report('date.day_missing', 'warning', { read: iso });
  return iso;
}

/** Whether the calendar has it. */
export function exists({ year, month, day }: WrittenDate): boolean {
  return month === null || isDay(year, month, day ?? 1);
}

/** @param asWritten leave out what the text does not say, instead of taking the first day. */
function isoOf({ year, month, day }: WrittenDate, asWritten: boolean): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const parts = [String(year).padStart(4, '0')];
  if (month !== null) parts.push(two(month));
  if (day !== null || (!asWritten && month !== null)) parts.push(two(day ?? 1));
  return parts.join('-');
}
