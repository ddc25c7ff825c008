/** The names under which a column may be known, and what the words around each say (DOMAIN B “Rival columns”). */
import type { ColumnSpec, Form } from '../../forms/define.js';
import type { Piece } from '../units/grammar.js';
import { yearsIn } from '../years.js';
import { otherReadings, readHeader } from './text.js';

/** A column of a header: its parts from top to bottom, without repeats and without rows of units. */
export interface HeaderColumn {
  readonly column: number;
  readonly parts: readonly string[];
  /** Unit of a unit row or of the parts, as written. */
  readonly unit: string | null;
  /** What the lowest of its rows that names a unit says of it. */
  readonly stated: readonly Piece[];
}

export interface Reading {
  /** As the forms' headers are compared. */
  readonly key: string;
  /** 0: the joined parts, or the only one; 1: the last of several; 2: without numbering, unit or marks. */
  readonly level: 0 | 1 | 2;
  /** A unit that only this reading brings to light. */
  readonly unit: string | null;
  /** The words around the name: group headers, brackets, prefix and suffix. */
  readonly around: readonly string[];
  /** The group headers over the name; '' for none. */
  readonly group: string;
}

const TOTAL = /^(?:合计|小计|总计|共计)$/;

/** Whether a header is that of the sum of the columns beside it: 合计 | 省级 | 市县. */
export const isSumOfParts = (header: string): boolean => TOTAL.test(readHeader(header).key);

/** The readings of a column, the surest first. */
export function readingsOf(column: HeaderColumn): readonly Reading[] {
  const parts = column.parts.map(readHeader).filter(({ key }) => key !== '');
  const keys = parts.map(({ key }) => key);
  const last = keys.at(-1);
  if (last === undefined) return [];
  const remarks = parts.flatMap((part) => part.remarks);
  const reading = (key: string, level: Reading['level'], groups: readonly string[]): Reading => {
    return { key, level, unit: null, around: [...groups, ...remarks], group: groups.join('/') };
  };
  const groups = keys.slice(0, -1);
  const readings = groups.map((_, from) => reading(keys.slice(from).join(''), 0, groups.slice(0, from)));
  readings.push(reading(last, groups.length === 0 ? 0 : 1, groups));
  // An amount split into parts is its 合计: 投入金额 over 实际 over 合计 | 省级 | 市县.
  const amount = TOTAL.test(last) ? groups.findLastIndex((group) => !isMark(group)) : -1;
  const split = groups[amount];
  if (split !== undefined) {
    const others = groups.filter((_, i) => i !== amount);
    readings.push(reading(split, 1, others));
  }
  const bare = otherReadings(last).map((other) => ({ ...reading(other.key, 2, groups), unit: other.unit }));
  return [...readings, ...bare, ...[...readings, ...bare].flatMap(withoutMarks)];
}

const YEAR = '(?:19|20)\\d\\d年?度?';
/** Words of the period's own: what was done in it, what counts of two ways of writing. */
const PERIOD =
  '本年度?|今年|当年|本期|(?:本月|年初至今|本年|今年)止?累计|年度|实际|已?完成|实收|实缴|实付|决算|预算执行数?|执行数?|小写';
/** Words of another time or kind. */
const OTHER =
  '上年度?|去年|前年|往年|上期|同期|上月|昨日|计划|规划|预算|预计|预期|年初|期初|调整后|概算|估算|设计|应收|应缴|应付|目标|任务|累计|大写|其中';
const MARKS = `(?:(?:${YEAR}|${PERIOD}|${OTHER})(?:的|数|[-—_:/])*)+`;
const MARKS_BEFORE = new RegExp(`^(${MARKS})(.{2,})$`);
const MARKS_BEHIND = new RegExp(`^(.{2,}?)[-—_:/]*(${MARKS}|合计)$`);

/** The name without such words before or behind it: 实际支出金额, 投入金额合计. */
function withoutMarks(reading: Reading): readonly Reading[] {
  const before = MARKS_BEFORE.exec(reading.key);
  const behind = MARKS_BEHIND.exec(before?.[2] ?? reading.key);
  const key = behind?.[1] ?? before?.[2];
  if (key === undefined) return [];
  const marks = [before?.[1], behind?.[2]].filter((mark) => mark !== undefined);
  return [{ ...reading, key, level: 2, around: [...reading.around, ...marks] }];
}

/** Whose a column is by the words around its name: the period's, another time's or kind's, or nobody says. */
export type Said = 'period' | 'other' | 'nothing';

/** What the words around a name say of a column of the form. */
export function saidOf(around: readonly string[], form: Form, spec: ColumnSpec, year: number | null): Said {
  const said = around.map((text) => saidBy(text, form.planned === true && isQuantity(spec), form, year));
  return said.includes('other') ? 'other' : said.includes('period') ? 'period' : 'nothing';
}

/** Whether words of another time or kind keep a column from its field also where it has no rival. */
export function isQuantity({ kind }: ColumnSpec): boolean {
  return kind === 'measure' || kind === 'date' || kind === 'year';
}

/** In longer texts single words are no marks. */
const LONGEST = 16;
const inPeriod = new RegExp(PERIOD);
const ofOther = new RegExp(OTHER);
/** The other kind in forms whose figures are planned: what has been done, and the plan of a single year. */
const DONE = /完成|累计|年度|本年|今年|当年|实际|到位|上年|去年|同期|大写|其中/;
const PLAN_AND_DEED =
  /(?:计划|预算|目标|任务).{0,4}(?:及|和|与|、|\/).{0,4}(?:完成|执行|实施|使用|实际)|(?:计划|任务|目标)(?:完成|执行|实施)情况/;

function saidBy(text: string, planned: boolean, form: Form, year: number | null): Said {
  const years = yearsIn(text);
  const ours = years.some((y) => y === year || (form.titleMayNameNextYear && y === Number(year) + 1));
  const short = text.length <= LONGEST;
  if (planned) return years.length > 0 || (short && DONE.test(text)) ? 'other' : 'nothing';
  if (year !== null && years.length > 0 && !ours) return 'other';
  if (short && !PLAN_AND_DEED.test(text)) {
    const others = ofOther.exec(text.replace(inPeriodOnly, ''));
    if (others) return 'other';
    if (inPeriod.test(text)) return 'period';
  }
  return ours ? 'period' : 'nothing';
}

/** Whether a text is a mark of this kind and hardly more: 2020年, 计划, 实际完成. */
export function isMark(folded: string): boolean {
  return folded.length <= 8 && (yearsIn(folded).length > 0 || inPeriod.test(folded) || ofOther.test(folded));
}

/** Whether a text is a mark of another kind: 预算, 计划, 上年. */
export function saysOtherKind(folded: string): boolean {
  return folded.length <= 8 && ofOther.test(folded) && !PLAN_AND_DEED.test(folded);
}

/** The words of the period in a name: of two columns the one that is called 实缴金额 holds what was paid. */
export function periodWordsOf(key: string): readonly string[] {
  return inPeriod.exec(key) ?? [];
}

/** Words of the period that hold a word of another kind. */
const inPeriodOnly = /预算执行数?|(?:本月|年初至今|本年|今年)止?累计/g;
