/** Columns of dates, stored as ISO text. */
import type { ColumnSpec } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { dayAfter, exists, readDate, type WrittenDate, yearAtLeast } from './date-notation.js';
import type { DateShift } from './date-shift.js';
import { fail, type Read, type Reader, type Report, remember, saysEmpty } from './reader.js';

export const firstYear = 1949;
/** Planned dates lie ahead, but not further than this. */
export const yearsAhead = 50;

/** What dates are read by beside their cells. */
export interface DateContext {
  /** ISO date of the period. */
  readonly asOf: string;
  readonly date1904: boolean;
  /** How the dates of the column were shifted as a whole; asked for each cell. */
  readonly shift: () => DateShift | null;
}

/** Reads the columns of kind date. */
export function dateReader(spec: ColumnSpec, context: DateContext): Reader {
  const numbers = remember<string>();
  const texts = remember<string>();
  return (text, kind, report) => {
    const isNumber = kind === Kind.number;
    const known = isNumber ? numbers : texts;
    const before = known.get(text);
    if (before !== undefined) return before;
    let noted = false;
    const value = readInto(text, isNumber, spec, context, (rule, severity, params) => {
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
  { asOf, date1904, shift }: DateContext,
  report: Report,
): Read {
  if (saysEmpty(text)) return null;
  const written = readDate(text, isNumber, asOf, date1904);
  const read =
    typeof written === 'string' && spec.precision === 'year' ? (yearAtLeast(text) ?? written) : written;
  if (typeof read === 'string') return fail(report, read);
  if (!exists(read)) return fail(report, 'date.impossible');
  if (spec.precision !== 'year' && read.month === null) return yearAlone(read, spec, asOf, report);
  const date = shift() === null ? read : dayAfter(read);
  const iso = isoOf(date, spec.precision === 'year');
  const last = `${Number(asOf.slice(0, 4)) + yearsAhead}${asOf.slice(4)}`;
  if (date.year < firstYear || iso > last)
    return fail(report, 'date.out_of_range', { first: firstYear, last });
  if (date.supplied) report(date.supplied, 'warning', { read: iso });
  if (spec.precision === 'day' && date.day === null) report('date.day_missing', 'warning', { read: iso });
  return iso;
}

/** A year alone is its last day where the form takes one; what would lie after the as-of date nobody knows. */
function yearAlone({ year }: WrittenDate, spec: ColumnSpec, asOf: string, report: Report): Read {
  if (!spec.yearAlone) return fail(report, 'date.only_year');
  const iso = `${year}-12-31`;
  if (year < firstYear) return fail(report, 'date.out_of_range', { first: firstYear, last: asOf });
  if (iso > asOf) return fail(report, 'date.year_not_over', { year, header: spec.header });
  report('date.year_alone', 'warning', { read: iso });
  return iso;
}

/** @param asWritten leave out what the text does not say, instead of taking the first day. */
function isoOf({ year, month, day }: WrittenDate, asWritten: boolean): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const parts = [String(year).padStart(4, '0')];
  if (month !== null) parts.push(two(month));
  if (day !== null || (!asWritten && month !== null)) parts.push(two(day ?? 1));
  return parts.join('-');
}
