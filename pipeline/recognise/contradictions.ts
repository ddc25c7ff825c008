/** What a sheet says of itself against the folder that it lies in (DOMAIN B “Held back whole”). */
import { type Finding, finding } from '../findings/finding.js';
import type { Answers } from './answers.js';
import { words } from './header/text.js';
import type { Facts, Table } from './table.js';
import { townshipsNamed } from './township.js';

/** What the folder says of the sheets that lie in it. */
export interface Expectation {
  /** Folder name of the township, and every name by which `unit.csv` knows it. */
  readonly unitNames: readonly string[];
  /** Names of the other folders of `inputs/`. */
  readonly otherUnits: readonly string[];
  /** ISO date of the period. */
  readonly asOf: string;
  /** What the township has answered of headers and words. */
  readonly answers: Answers;
}

/**
 * Errors that hold a table back whole: another township, or years none of which is the folder's. Where the township
 * is named beside another, a warning.
 */
export function contradictions(facts: Facts, table: Table, expectation: Expectation): readonly Finding[] {
  return [
    ...otherTownship(facts, table, expectation),
    ...otherYear(facts, table, expectation),
    ...listDoubts(facts, table),
  ];
}

/**
 * A list of what is new, planned or gone, or of a part, is not the whole (DOMAIN B, Lists); nor is one of those to whom
 * something is done or who report something.
 */
const NOT_THE_WHOLE =
  /新增|拟|申报|培育|后备|退库|退出|部分|非规|非一般|非小微|未注销|未吊销|未注吊销|产值|贷款|融资|贴息|补[贴助]|奖[励补]|扶持|资金|培训|招聘|检查|走访|帮扶|处罚|减免|退税/;
const BRANCH = /(?:规模以上|规上|四上|限额以上)(?:的)?([\u4e00-\u9fff]{1,6}?业)(?!企业|务|户)/;

function listDoubts({ titles }: Facts, { form, sheet }: Table): readonly Finding[] {
  if (!form?.listOf) return [];
  const text = words([sheet.name, ...titles].join(' '));
  const place = { sheet: sheet.name };
  const [part] = NOT_THE_WHOLE.exec(text) ?? [];
  if (part !== undefined) return [finding('sheet.part_of_list', 'error', place, { list: form.title, part })];
  const [, branch] = BRANCH.exec(text) ?? [];
  return branch === undefined || branch === '企业'
    ? []
    : [finding('list.one_branch', 'warning', place, { list: form.title, branch })];
}

function otherTownship(facts: Facts, table: Table, expectation: Expectation): readonly Finding[] {
  const sheet = table.sheet.name;
  const { unitNames, otherUnits } = expectation;
  const texts = [
    { text: facts.reportingUnit ?? '', at: facts.reportingUnitAt },
    ...[...facts.titles, sheet].map((text) => ({ text, at: null })),
  ];
  const found = texts.flatMap(({ text, at }) => {
    const { ours, other } = townshipsNamed(text, unitNames, otherUnits);
    return other === null ? [] : [{ text, at, ours, other }];
  });
  const chosen = found.find(({ ours }) => !ours) ?? found[0];
  if (!chosen) return [];
  const { text, at, ours, other } = chosen;
  const place = { sheet, ...at, value: text };
  const params = { unit: unitNames[0] ?? '', stated: other };
  return [
    ours
      ? finding('sheet.names_another_unit', 'warning', place, params)
      : finding('sheet.other_unit', 'error', place, params),
  ];
}

function otherYear(facts: Facts, table: Table, { asOf }: Expectation): readonly Finding[] {
  const found: Finding[] = [];
  const sheet = table.sheet.name;
  const year = Number(asOf.slice(0, 4));
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
