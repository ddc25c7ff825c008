/** Contradictions between a sheet and the folder that it lies in (DOMAIN B “Held back whole”). */
import { type Finding, finding } from '../findings/finding.js';
import { words } from './header/text.js';
import type { Facts, Table } from './table.js';

/** What the folder says of the sheets that lie in it. */
export interface Expectation {
  /** Folder name of the township, and every name by which `unit.csv` knows it. */
  readonly unitNames: readonly string[];
  /** ISO date of the period. */
  readonly asOf: string;
}

/** Errors that hold a table back whole: 填报单位 of another township, or years none of which is the folder's. */
export function contradictions(facts: Facts, table: Table, expectation: Expectation): readonly Finding[] {
  const found: Finding[] = [];
  const sheet = table.sheet.name;
  const year = Number(expectation.asOf.slice(0, 4));
  const other =
    facts.reportingUnit === null ? null : otherTownship(facts.reportingUnit, expectation.unitNames);
  if (other !== null) {
    const place = { sheet, ...facts.reportingUnitAt, value: facts.reportingUnit };
    found.push(
      finding('sheet.other_unit', 'error', place, { unit: expectation.unitNames[0] ?? '', stated: other }),
    );
  }
  const reported = facts.reportedOn === null ? null : Number(facts.reportedOn.slice(0, 4));
  if (reported !== null && reported !== year && reported !== year + 1) {
    const place = { sheet, ...facts.reportedOnAt };
    found.push(finding('sheet.other_year', 'error', place, { year, stated: String(reported) }));
  }
  const mayBeNext = table.form?.titleMayNameNextYear === true;
  const { titleYears } = facts;
  if (titleYears.length > 0 && !titleYears.some((y) => y === year || (mayBeNext && y === year + 1))) {
    found.push(finding('sheet.other_year', 'error', { sheet }, { year, stated: titleYears.join('、') }));
  }
  return found;
}

const TOWNSHIP = /[\u4e00-\u9fff]{1,8}?(?:镇|乡|街道)(?!村|建|企|级|政府驻地)/g;
const ABOVE = /^.*(?:省|自治区|市|州|县|旗|区)(?=.)/;

/** The township that a 填报单位 names and that is not ours; null: it names ours, or none (经济发展办公室). */
function otherTownship(stated: string, ours: readonly string[]): string | null {
  const folded = words(stated);
  const own = ours.map(words).filter((name) => name !== '');
  if (own.some((name) => folded.includes(name))) return null;
  const stems = own.map(stemOf).filter((stem) => stem.length >= 2);
  const named = [...folded.matchAll(TOWNSHIP)]
    .map(([name]) => name.replace(ABOVE, ''))
    .filter((name) => !/^(?:本|我|各|乡|全|该)?(?:镇|乡|街道)$/.test(name));
  const other = named.find((name) => !stems.includes(stemOf(name)));
  return named.length > 0 && other !== undefined && !named.some((name) => stems.includes(stemOf(name)))
    ? other
    : null;
}

/** 泰平镇人民政府, 示例县泰平镇 → 泰平 */
function stemOf(name: string): string {
  return name
    .replace(/(?:人民政府|党委|政府|办事处)$/, '')
    .replace(ABOVE, '')
    .replace(/(?:镇|乡|街道)$/, '');
}
