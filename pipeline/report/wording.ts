/**
 * What the report says of a figure. Nothing false is ever said: a missing figure reads 【缺：…】 or
 * 【待更正：…】, a provisional
 * one carries 【待核实：…】, an estimated one says so, and that something did not happen is said of a true zero
 * with status A alone (DOMAIN G).
 */

import { comparedUnits, type Figure, isOverBoth } from '../figure.js';
import { formById } from '../forms/index.js';
import { compareDecimal } from '../text/decimal.js';
import { doubtOf } from './doubts.js';
import { absolute, amountText, approximateText, bareNumber, percent } from './numbers.js';
import type { Cite } from './trace.js';

/** How a zero claim is worded: 没有发生一起安全生产事故, 发生安全生产事故2起. */
interface Claim {
  readonly none: string;
  readonly before: string;
  readonly thing: string;
}

const didNot = (verb: string, thing: string, unit: string): Claim => {
  return { none: `没有${verb}一${unit}${thing}`, before: verb, thing };
};

const claims: Readonly<Record<string, Claim>> = {
  'polluting.found.count': didNot('新出现', '散乱污企业', '家'),
  'petitions.escalated.count': didNot('发生', '进京进省上访案件', '起'),
  'villages.without_income.count': { none: '全面消除“空白村”', before: '尚有', thing: '“空白村”' },
};

/** In the place of a value that nobody knows: its form or a column of it was not sent, or all of it is to be corrected. */
export function unknownMark(figure: Figure): string {
  return figure.status === 'O' ? gap('待更正', figure, figure.label) : gap('缺', figure, lackedText(figure));
}

/** Of a form that the township does not owe there is no department. */
const gap = (why: string, { department }: Figure, what: string) =>
  `【${why}：${department === '' ? '' : `${department}，`}${what}】`;

/** 《form》 that was not sent, or 《form》的“header” of the columns that it lacks. */
function lackedText({ missing, label }: Figure): string {
  const [what = ''] = missing.split(' ');
  const columns = what.split('、').map((path) => path.split('.'));
  const form = formById(columns[0]?.[0] ?? '');
  if (!form) return label;
  const headers = columns.flatMap(([, column = '']) => form.columns[column]?.spec.header ?? []);
  return `《${form.title}》${headers.length > 0 ? `的“${headers.join('”“')}”` : ''}`;
}

/**
 * In the place of last year's value, in a sentence that names the figure.
 * @param formTitle of the figure's form; '' not known.
 */
export function unknownBefore(figure: Figure, formTitle: string): string {
  if (figure.previousStatus === 'O') return gap('待更正', figure, `${figure.label}去年同期数`);
  return gap('缺', figure, `${formTitle === '' ? '' : `《${formTitle}》`}去年同期数`);
}

export function isProvisional({ status, rowsHeldBack, value }: Figure): boolean {
  // E and B outrank P; rows that are held back make such a figure no less provisional.
  return status === 'P' || (value !== null && (status === 'E' || status === 'B') && rowsHeldBack > 0);
}

/** Why a provisional figure is to be seen to: of a roll-up, that units are missing in it. */
function doubt({ coverage }: Figure): string {
  const missing = coverage?.missing.length ?? 0;
  return missing > 0 ? `部分合计，缺${missing}个单位` : '待核实';
}

/** 41家, 1200多万元【待核实：…】, 【缺：…】. */
export function valueText(figure: Figure, cite: Cite, also?: Figure): string {
  return stated(figure, cite, (value) => approximateText(figure, value), also);
}

/** The number alone, in the figure's own unit. */
export function reportNumber(figure: Figure, cite: Cite): string {
  return stated(figure, cite, (value) => bareNumber(figure, value));
}

/** A number of the value, with what must be said of it. */
export function stated(figure: Figure, cite: Cite, text: (value: string) => string, also?: Figure): string {
  const { value, status, label } = figure;
  if (value === null) return withoutValue(figure);
  const said = { A: '', P: '', L: '', O: '', M: '', E: '（估算）', B: '（口径调整）' }[status];
  return (
    cite(text(value), figure, 'value', also) +
    said +
    (isProvisional(figure) ? doubtOf(doubt(figure), label) : '')
  );
}

function withoutValue(figure: Figure): string {
  if (figure.status === 'M') return `【不适用：${figure.label}】`;
  return unknownMark(figure);
}

export function previousText(figure: Figure, cite: Cite, formTitle: string, write = amountText): string {
  const { previous, previousStatus, label } = figure;
  if (previous === null) {
    return previousStatus === 'M' ? `【不适用：${label}去年同期数】` : unknownBefore(figure, formTitle);
  }
  const said = previousSaid(figure);
  return cite(write(figure, previous), figure, 'previous') + said;
}

function previousSaid({ previousStatus, label }: Figure): string {
  const words = {
    A: '',
    L: '',
    O: '',
    M: '',
    E: '（估算）',
    B: '（口径调整）',
    P: doubtOf('待核实', `${label}去年同期数`),
  };
  return words[previousStatus];
}

/**
 * 较去年同期增加5家, 与去年同期持平; 【缺：…】 where last year's figure is missing. '' where this year's is,
 * since the value has said so.
 */
export function changeText(figure: Figure, cite: Cite, formTitle: string): string {
  const { value, previous, change, previousStatus } = figure;
  if (value === null) return '';
  if (previous === null) {
    return previousStatus === 'M' ? '去年同期无此项' : unknownBefore(figure, formTitle);
  }
  if (change === null) return '与去年同期计量单位不同，不作比较';
  const sign = compareDecimal(change, '0');
  if (sign === 0) return `与去年同期${cite('持平', figure, 'change')}${changeSaid(figure)}`;
  const amount = absolute(change);
  const text = figure.kind === 'ratio' ? `${percent(amount)}个百分点` : amountText(figure, amount);
  return `较去年同期${sign > 0 ? '增加' : '减少'}${cite(text, figure, 'change')}${changeSaid(figure)}`;
}

/** 增加, 减少 or 持平 alone; 较去年同期 and the number are the writer's. */
export function directionText(figure: Figure, formTitle: string): string {
  const { change } = figure;
  if (change === null) return changeText(figure, (text) => text, formTitle);
  return ['减少', '持平', '增加'][compareDecimal(change, '0') + 1] ?? '';
}

/** The change's number alone, without its sign. */
export function changeSizeText(figure: Figure, cite: Cite, formTitle: string): string {
  const { change } = figure;
  if (change === null) return changeText(figure, cite, formTitle) || unknownMark(figure);
  return cite(bareNumber(figure, absolute(change)), figure, 'change') + changeSaid(figure);
}

/** How the report says the status of a project. */
const statusPhrases: Readonly<Record<string, string>> = {
  签约: '已签约',
  在建: '正在建设',
  投产: '已投产',
};

/** Words of a form as the report says them. */
export function particularText(column: string, words: string): string {
  return column === 'status' ? (statusPhrases[words] ?? words) : words;
}

const mostNamed = 5;

/** A和B; 甲、乙、丙、丁、戊等12家. */
export function namesText(names: readonly string[], unit: string): string {
  if (names.length > mostNamed) return `${names.slice(0, mostNamed).join('、')}等${names.length}${unit}`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join('、')}和${names.at(-1)}`;
}

/** 增长13.9%, 下降2.0%; '' where there is none. */
export function growthText(figure: Figure, cite: Cite): string {
  const { changePct } = figure;
  if (changePct === null) return '';
  const sign = compareDecimal(changePct, '0');
  if (sign === 0) return '';
  const text = cite(`${percent(absolute(changePct))}%`, figure, 'change_pct');
  return `${sign > 0 ? '增长' : '下降'}${text}${changeSaid(figure)}`;
}

/** What must be said of a change, beside its number. */
export function changeSaid(figure: Figure): string {
  const { status, previousStatus, changeStatus, label } = figure;
  if (changeStatus === 'B') return '（口径有调整，增减不可直接引用）';
  if (isOverBoth(figure) && figure.coverage) {
    return doubtOf(`只按两期都有数的${comparedUnits(figure.coverage)}个单位计算`, label);
  }
  const estimated = status === 'E' ? '（估算）' : previousStatus === 'E' ? '（去年同期数为估算）' : '';
  if (isProvisional(figure)) return estimated + doubtOf(doubt(figure), label);
  return previousStatus === 'P' ? estimated + doubtOf('待核实', `${label}去年同期数`) : estimated;
}

/** 没有发生一起安全生产事故; 发生安全生产事故2起【待核实：安全生产事故】. */
export function claimText(figure: Figure, cite: Cite): string {
  const { none, before, thing } = claims[figure.id] ?? didNot('发生', figure.label, figure.unit);
  const true0 = figure.value !== null && compareDecimal(figure.value, '0') === 0 && figure.status === 'A';
  return true0 && !isProvisional(figure)
    ? cite(none, figure, 'value')
    : // Without a number it is unknown whether it happened.
      `${figure.value === null ? '' : before}${thing}${valueText(figure, cite)}`;
}

/**
 * 48个行政村中41个; 全部48个行政村; 48个行政村基本全部（45个）: the whole at 100%, nearly the whole from 90%,
 * and neither unless all three figures are normal.
 */
export function coverageText(
  share: Figure,
  { part, whole }: { readonly part: Figure; readonly whole: Figure },
  cite: Cite,
): string {
  const of = whole.value === null ? '' : whole.label;
  const all = `${valueText(whole, cite)}${of}`;
  const normal = [share, part, whole].every((f) => f.status === 'A' && f.value !== null && !isProvisional(f));
  if (normal && compareDecimal(share.value ?? '0', '100') === 0)
    return `${cite('全部', part, 'value')}${all}`;
  const some = valueText(part, cite);
  return normal && compareDecimal(share.value ?? '0', '90') >= 0
    ? `${all}基本全部（${some}）`
    : `${all}中${some}`;
}

/** 3—5年; 5年 where both ends are the same, or one is not there. */
export function rangeText(least: Figure | null, most: Figure | null, cite: Cite): string {
  const known = [least, most].filter((figure) => figure !== null);
  const [first, second] = known;
  if (!first) return '';
  if (!second || first.value === null || second.value === null) {
    return known.map((figure) => valueText(figure, cite)).join('—');
  }
  if (compareDecimal(first.value, second.value) === 0 && first.status === second.status)
    return valueText(second, cite, first);
  // The unit is written after the second number only.
  return `${reportNumber(first, cite)}—${valueText(second, cite)}`;
}
