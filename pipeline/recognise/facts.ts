/** Facts around a table: 填报单位, 填报日期, 单位, 填表人, 审核人 (DOMAIN B “How they look”, I.10). */
import { halfWidth } from '../text/fold.js';
import type { NotDataKind } from './kinds.js';
import type { Line } from './lines.js';
import type { Facts } from './table.js';
import { unitsOfLine } from './units/around.js';
import { statedAsWhole } from './units/statement.js';
import { yearsIn } from './years.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const noFacts: Facts = {
  titles: [],
  titleYears: [],
  reportingUnit: null,
  reportingUnitAt: null,
  reportedOn: null,
  reportedOnAt: null,
  reportedBy: null,
  reviewedBy: null,
  units: [],
  spanStated: null,
};

type Label = 'unit' | 'reportingUnit' | 'reportedOn' | 'reportedBy' | 'reviewedBy' | 'span' | 'other';

const LABELS: readonly (readonly [Label, string])[] = [
  [
    'reportingUnit',
    '(?:填报|填表|报送|上报|编报|编制|报告|统计|申报|汇总)(?:单位|部门|机构)(?:名称)?|单位名称|单位全称|乡镇名称|制表单位|填报乡镇',
  ],
  ['reportedOn', '(?:填报|填表|报送|上报|编报|编制|制表|报告|填写|报出)(?:日期|时间)|日期|时间'],
  ['reportedBy', '填表人员?|填报人员?|制表人?员?|经办人员?|报送人|统计员|统计人员|上报人'],
  [
    'reviewedBy',
    '审核人员?|审核|复核人?|审批人|单位负责人|部门负责人|主要负责人|分管领导|主管领导|负责人|统计负责人',
  ],
  [
    'span',
    '(?:统计|报告|数据)(?:日期|时间|时段|期间|时期|周期|期)|所属(?:期间?|时期|时间|月份|季度)|费款所属期|(?:数据)?截[至止](?:日期|时间)?|报表(?:期|时间)',
  ],
  ['unit', '(?:计量|金额|数量|货币)?单位'],
  [
    'other',
    '联系电话|联系方式|电话|数据来源|资料来源|表号|制定机关|文号|有效期至|批准机关|批准文号|单位代码',
  ],
];

const ANY = LABELS.map(([, pattern]) => pattern).join('|');
const BEFORE_COLON = new RegExp(`(?<![\\u4e00-\\u9fff])(${ANY})(?:[((][^))]{0,8}[))])*\\s*:\\s*`, 'g');
const ALONE = new RegExp(`^(${ANY})(?:\\([^)]{0,8}\\))*$`);
const exact = LABELS.map(([label, pattern]) => [label, new RegExp(`^(?:${pattern})$`)] as const);

const labelOf = (words: string): Label => exact.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';

interface Fact {
  readonly label: Label;
  readonly value: string;
  readonly column: number;
}

/** The labelled values of a line: several in one cell, or label and value in cells of their own. */
function factsOf(line: Line): readonly Fact[] {
  const facts: Fact[] = [];
  line.cells.forEach((cell, i) => {
    // Blanks inside a label (填 报 单 位) would hide it; those between facts part them.
    const text = halfWidth(cell.text).replace(/(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, '');
    const marks = [...text.matchAll(BEFORE_COLON)];
    marks.forEach((mark, m) => {
      const from = mark.index + mark[0].length;
      const value = text.slice(from, marks[m + 1]?.index ?? text.length);
      const [first = ''] = value.trim().split(/\s{2,}|[\t\n;；]/);
      const label = labelOf((mark[1] ?? '').replace(/\s/g, ''));
      if (first !== '') facts.push({ label, value: first.trim(), column: cell.column });
      else {
        const next = m === marks.length - 1 ? line.cells[i + 1] : undefined;
        if (next && !next.words.includes(':'))
          facts.push({ label, value: next.text.trim(), column: next.column });
      }
    });
    if (marks.length === 0 && ALONE.test(cell.words)) {
      const next = line.cells[i + 1];
      const label = labelOf(cell.words.replace(/\(.*\)/g, ''));
      if (next && isValueOf(label, cell.words, next.text.trim())) {
        facts.push({ label, value: next.text.trim(), column: next.column });
      }
    }
  });
  return facts;
}

/** Whether a cell beside a bare label is its value, and not the next header of a table (负责人, 地址). */
function isValueOf(label: Label, folded: string, value: string): boolean {
  switch (label) {
    case 'unit':
      return namesAUnit(value);
    case 'reportingUnit':
      return namesAnOffice(value);
    case 'reportedOn':
      return factDate(value, 2000) !== null;
    case 'reportedBy':
    case 'reviewedBy':
      return (
        /^(?:填|制|经办|报送|统计|上报|审|复核|单位负|部门负)/.test(folded) &&
        value.length <= 5 &&
        !ALONE.test(value)
      );
    case 'span':
      return /\d|季度|半年|[一二三四五六七八九十]月/.test(value);
    case 'other':
      return false;
  }
}

/** How many facts a line states. */
export const countFacts = (line: Line): number => factsOf(line).length;

/** Whether a line states facts, be it only the unit of measure. */
export function statesFacts(line: Line): boolean {
  const bare = line.cells.some(
    (c) => /^[(]?单位[:：].*/.test(c.words) || (line.cells.length > 1 && /^\(单位.*\)$/.test(c.words)),
  );
  return bare || factsOf(line).length > 0;
}

/** Whether a line states the unit of measure of a table. */
export function statesUnit(line: Line): boolean {
  return (
    line.cells.some((c) => c.words.includes('单位')) &&
    factsOf(line).some(({ label, value }) => label === 'unit' && namesAUnit(value))
  );
}

/**
 * Adds what a line states to the facts; what is already stated stays.
 * @param kind what the line is: a title says of units what another does not.
 * @param below whether it is below the header of the table.
 */
export function addFacts(
  facts: Facts,
  line: Line,
  year: number | null,
  kind: NotDataKind,
  below: boolean,
): Facts {
  const units = [...facts.units, ...unitsOfLine(line, kind, below)];
  const next: Mutable<Facts> = { ...facts, units };
  for (const { label, value, column } of factsOf(line)) {
    const at = { row: line.row.number, column };
    const isMeasure = label === 'unit' && namesAUnit(value);
    if (label === 'reportingUnit' || (label === 'unit' && !isMeasure && namesAnOffice(value))) {
      if (next.reportingUnit === null && value !== '') {
        next.reportingUnit = value;
        next.reportingUnitAt = at;
      }
    } else if (label === 'reportedOn' && namesSpan(value)) next.spanStated ??= value;
    else if (label === 'reportedOn') {
      const date = factDate(value, year);
      if (next.reportedOn === null && date !== null) {
        next.reportedOn = date;
        next.reportedOnAt = at;
      }
    } else if (label === 'span') next.spanStated ??= value;
    else if (label === 'reportedBy') next.reportedBy ??= value;
    else if (label === 'reviewedBy') next.reviewedBy ??= value;
  }
  return next;
}

const namesAUnit = (value: string): boolean => statedAsWhole(value).some((piece) => piece.is === 'unit');
/** 时间：2021年1-10月 is no day. */
const namesSpan = (value: string): boolean =>
  /\d月?份?[-—–~～至到]+\d{1,2}月|季度|半年/.test(halfWidth(value));

const namesAnOffice = (value: string): boolean =>
  /(?:镇|乡|街道|办事处|政府|办公室|局|所|站|中心|委员会|委|公司|学校|村|社区|办|科|室)$/.test(
    value.replace(/[\s(（].*$/, ''),
  );

/** Adds a title and the years that it names. */
export function addTitle(facts: Facts, title: string): Facts {
  return { ...facts, titles: [...facts.titles, title], titleYears: union(facts.titleYears, yearsIn(title)) };
}

/** Adds years named elsewhere: in the sheet's name, in the unit line. */
export function addYears(facts: Facts, text: string): Facts {
  return { ...facts, titleYears: union(facts.titleYears, yearsIn(text)) };
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** A stated date as ISO text: 2021年11月30日, 2021-11-30, 20211130, 2021.11.30, 11月30日 (of the given year); null: none. */
export function factDate(text: string, year: number | null): string | null {
  const plain = halfWidth(text).replace(/\s/g, '');
  const full =
    /((?:19|20)\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?/.exec(plain) ??
    /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(plain);
  const short = full ? null : /^(\d{1,2})月(\d{1,2})日?/.exec(plain);
  const parts = full
    ? [full[1], full[2], full[3] ?? '1']
    : short && year
      ? [String(year), short[1], short[2]]
      : null;
  if (!parts) return null;
  const [y, m, d] = parts.map(Number) as [number, number, number];
  const date = new Date(Date.UTC(y, m - 1, d));
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date.toISOString().slice(0, 10) : null;
}
