/** Calendar years, and the spans that stand for one. */
import type { ColumnSpec } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { fold } from '../text/fold.js';
import { firstYear, yearsAhead } from './date.js';
import { exists, readDate } from './date-notation.js';
import { fail, longestNotation, type Reader, remember, saysEmpty, withoutQuotes } from './reader.js';

const yearText = /^(\d{4})(?:年度?)?$/;
/** 费款所属期 names a span: 2022-01至2022-12, 2022年1月1日—2022年12月31日. */
const spanOfYear =
  /^(\d{4})[-年/.]?\d{1,2}(?:[-月/.]?(?:\d{1,2}日?)?)?(?:-+|~|至|到)(\d{4})[-年/.]?\d{1,2}(?:[-月/.]?(?:\d{1,2}日?)?)?$/;

/** Reads the columns of kind year, stored as a number. */
export function yearReader(spec: ColumnSpec, asOf: string): Reader {
  const known = remember<number>();
  const first = spec.minimum ?? firstYear;
  const last = spec.maximum ?? Number(asOf.slice(0, 4)) + yearsAhead;
  return (text, kind, report) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (saysEmpty(text)) return null;
    const year = readYear(text, kind, asOf);
    if (year === null) return fail(report, 'year.not_understood');
    if (year < first || year > last) return fail(report, 'year.out_of_range', { first, last });
    known.set(text, year);
    return year;
  };
}

function readYear(text: string, kind: Kind, asOf: string): number | null {
  if (text.length > longestNotation) return null;
  const plain = fold(withoutQuotes(text)).replace(/[–—−―─‐‑]/g, '-');
  const alone = yearText.exec(plain);
  if (alone) return Number(alone[1]);
  const span = spanOfYear.exec(plain);
  if (span) return span[1] === span[2] ? Number(span[1]) : null;
  if (kind === Kind.number && !/^\d{6}(?:\d{2})?$/.test(plain)) return null;
  const date = readDate(text, false, asOf, false);
  return typeof date === 'string' || date.supplied !== null || !exists(date) ? null : date.year;
}
