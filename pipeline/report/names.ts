/** The names of the township and of the dates, as the report says them. */
import { chineseDate } from '../publication/labels.js';
import type { TemplateFacts } from '../templates/index.js';
import type { ReportName } from './mark.js';

export function isYearEnd(asOf: string): boolean {
  return asOf.endsWith('-12-31');
}

/** What `unit.csv` does not say reads 【缺：unit.csv，县】. */
export function namesOf({
  township,
  asOf,
  previousAsOf,
}: TemplateFacts): Readonly<Record<ReportName, string>> {
  const missing = (what: string) => `【缺：unit.csv，${what}】`;
  const day = chineseDate(asOf);
  const kind = /(镇|乡|街道)(?:办事处)?$/.exec(township.name)?.[1];
  return {
    unit: township.name,
    short_name: township.shortName,
    county: township.county ?? missing('县'),
    province: township.province ?? missing('省'),
    whole: township.whole ?? (kind === undefined ? township.name : `全${kind}`),
    year: asOf.slice(0, 4),
    year_so_far: isYearEnd(asOf) ? `${asOf.slice(0, 4)}年` : `${asOf.slice(0, 4)}年以来`,
    previous_year: previousAsOf.slice(0, 4),
    as_of: day,
    previous_as_of: chineseDate(previousAsOf),
    since: isYearEnd(asOf) ? '全年' : '今年以来',
    until: `截至${day.slice(5)}`,
  };
}
