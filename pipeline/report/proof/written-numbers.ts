/** The numbers of a running text: which of them measure something, and how precisely they are written. */
import { readNumeral } from '../../normalise/numeral.js';
import { multiplyText } from '../../text/decimal.js';
import { halfWidth } from '../../text/fold.js';

/** A number with a unit of measure. */
export interface WrittenNumber {
  /** Places in the text: of its first character, and behind its unit. */
  readonly at: number;
  readonly end: number;
  /** As written, with its unit: 1200多万元. */
  readonly text: string;
  /** Plain decimal, before its unit. */
  readonly decimal: string;
  readonly unit: string;
  /** 多 or 余: rounded down. */
  readonly roundedDown: boolean;
  /** 2021 of 2021年: a year rather than how many. */
  readonly isYear: boolean;
}

export interface NumbersInText {
  readonly numbers: readonly WrittenNumber[];
  /** Dates, ordinals, numbers of documents and chapters, and what else measures nothing. */
  readonly skipped: number;
}

/** Units that a text may write although no figure has them, since they are others of the same quantity. */
const otherUnits = ['元', '万元', '亿元', '人', '平方米', '公顷', '米', '千米', '%', '个百分点', '百分点'];

const chinese = '[零〇一二两三四五六七八九十百千万亿]';
const arabic = '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?';
/** 没有发生一起, 没有新出现一家: a zero in words. */
const noneOf = '没有[^，。；、\\d]{0,6}?一';
/** 全面消除“空白村”: a zero of what is counted in 个. */
const cleared = '全面消除(?=[“"「]?空白村)';

/** @param units of the figures. */
export function numberReader(units: readonly string[]): (text: string) => NumbersInText {
  const known = [...new Set([...units, ...otherUnits])].filter((unit) => unit !== '');
  const unit = known
    .sort((a, b) => b.length - a.length)
    .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  const behind = `\\s*(?<down>[多余])?\\s*(?<many>[百千万亿]*)(?<later>[多余])?\\s*(?<unit>${unit})`;
  // The unit of a range is written behind its end: 3—5年.
  const ranged = `(?=\\s*[-—–~至到]+\\s*(?:${arabic})\\s*(?<rangeMany>[百千万亿]*)(?<rangeUnit>${unit}))`;
  const pattern = new RegExp(
    [
      `(?<none>${noneOf})(?<noneUnit>${unit})`,
      `(?<cleared>${cleared})`,
      // 五大产业、四大平台.
      `(?<big>${chinese}+|\\d+)大(?=产业|平台)`,
      `(?<date>\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|(?:\\d{4}年)?\\d{1,2}月(?:份|\\d{1,2}[日号])?|\\d{1,2}日)`,
      `(?<year>(?:19|20|21)\\d\\d)年`,
      `(?<ordinal>第\\s*(?:\\d+|${chinese}+))`,
      `(?<document>[〔［\\[(（]\\s*\\d{4}\\s*[〕］\\])）]\\s*\\d*号?)`,
      `(?<![\\d.A-Za-z])(?:百分之(?<percent>${chinese}+(?:点${chinese}+)?|${arabic}))`,
      `(?<![\\d.A-Za-z])(?<digits>${arabic})(?:${behind}|${ranged})`,
      `(?<numeral>${chinese}+)(?:${behind.replaceAll('?<', '?<n_')})`,
      `(?<other>${arabic})`,
    ].join('|'),
    'gu',
  );
  return (text) => {
    const read = halfWidth(text);
    // Without the same places in both, what is written is taken as it is.
    return numbersIn(read.length === text.length ? read : text, text, pattern);
  };
}

function numbersIn(read: string, text: string, pattern: RegExp): NumbersInText {
  const numbers: WrittenNumber[] = [];
  let skipped = 0;
  for (const match of read.matchAll(pattern)) {
    const found = numberOf(match.groups ?? {});
    if (found === null) {
      skipped++;
      continue;
    }
    const end = match.index + match[0].length;
    numbers.push({ at: match.index, end, text: text.slice(match.index, end).trim(), ...found });
  }
  return { numbers, skipped };
}

type Found = Pick<WrittenNumber, 'decimal' | 'unit' | 'roundedDown' | 'isYear'>;

/** null: it measures nothing. */
function numberOf(groups: Readonly<Record<string, string | undefined>>): Found | null {
  const { none, noneUnit, cleared: all, big, year, percent, digits, numeral } = groups;
  const plain = { roundedDown: false, isYear: false };
  if (none !== undefined) return { ...plain, decimal: '0', unit: noneUnit ?? '' };
  if (all !== undefined) return { ...plain, decimal: '0', unit: '个' };
  if (big !== undefined) {
    const decimal = /\d/.test(big) ? big : chineseDecimal(big);
    return decimal === null ? null : { ...plain, decimal, unit: '个' };
  }
  if (year !== undefined) return { ...plain, decimal: year, unit: '年', isYear: true };
  if (percent !== undefined) {
    const decimal = /\d/.test(percent) ? percent.replaceAll(',', '') : chineseDecimal(percent);
    return decimal === null ? null : { ...plain, decimal, unit: '%' };
  }
  if (digits !== undefined) {
    const unit = groups.unit ?? groups.rangeUnit ?? '';
    const many = groups.many ?? groups.rangeMany ?? '';
    const roundedDown = (groups.down ?? groups.later) !== undefined;
    return { ...plain, decimal: digits.replaceAll(',', ''), unit: many + unit, roundedDown };
  }
  if (numeral !== undefined) {
    // 八百八十七万元 is written to the 万元.
    const [, bare = '', many = ''] = /^(.+?)([万亿]*)$/u.exec(numeral) ?? [];
    const decimal = chineseDecimal(bare);
    const roundedDown = (groups.n_down ?? groups.n_later) !== undefined;
    return decimal === null
      ? null
      : { ...plain, decimal, unit: many + (groups.n_many ?? '') + (groups.n_unit ?? ''), roundedDown };
  }
  return null;
}

/** 八百八十六 → 886, 一亿二千万 → 120000000, 八十五点四 → 85.4; null where the characters make no number. */
function chineseDecimal(text: string): string | null {
  const [whole = '', fraction] = text.split('点');
  const amount = bigNumeral(whole);
  if (amount === null) return null;
  if (fraction === undefined) return amount;
  const digits = [...fraction].map((digit) => readNumeral(digit));
  return digits.some((digit) => digit === null || digit > 9) ? null : `${amount}.${digits.join('')}`;
}

function bigNumeral(text: string): string | null {
  for (const [character, factor] of [
    ['亿', '100000000'],
    ['万', '10000'],
  ] as const) {
    const at = text.lastIndexOf(character);
    if (at < 0) continue;
    const above = at === 0 ? null : bigNumeral(text.slice(0, at));
    const rest = text.slice(at + 1).replace(/^零/, '');
    const below = rest === '' ? '0' : bigNumeral(rest);
    if (above === null || below === null) return null;
    return String(BigInt(multiplyText(above, factor)) + BigInt(below));
  }
  const value = readNumeral(text);
  return value === null ? null : String(value);
}
