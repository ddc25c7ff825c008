/** Codes of a list, and 是/否, each in all the ways in which departments write them (DOMAIN B). */
import { type Alias, type ColumnSpec, noWords, yesWords } from '../forms/define.js';
import { fold } from '../text/fold.js';
import { type Reader, remember, saysEmpty } from './reader.js';

const yesNoWords: ReadonlyMap<string, boolean> = new Map([
  ...[...yesWords, '✔', '✅', 'YES'].map((word) => [word, true] as const),
  ...[...noWords, '✘', '✕', 'NO'].map((word) => [word, false] as const),
]);

/** Words compare folded and in capitals. */
function wordOf(text: string): string {
  return fold(text).toUpperCase();
}

/** The text before a bracket: 是（含外地援助人员） → 是; null where there is none. */
function beforeBracket(word: string): string | null {
  const match = /^([^([【]+)[([【].*[)\]】]$/.exec(word);
  return match?.[1] ?? null;
}

/** What yes and no stand for in a column of yes and no; its empty cells follow a rule of their own. */
export interface YesAndNo {
  readonly yes: string | number;
  readonly no: string | number;
}

/**
 * The values that yes and no stand for in a column, also where its header asks for another list
 * (是否一般纳税人: 是 → 一般纳税人); null where the column is no yes/no column.
 */
export function yesAndNo(spec: ColumnSpec, alias: Alias | null): YesAndNo | null {
  if (spec.kind === 'yes_no') return { yes: 1, no: 0 };
  const { 是: yes, 否: no } = alias?.words ?? {};
  return spec.kind === 'choice' && yes !== undefined && no !== undefined ? { yes, no } : null;
}

/** Reads the columns of kind yes_no and choice. */
export function choiceReader(spec: ColumnSpec, alias: Alias | null): Reader {
  const lookUp = lookUpIn(spec, alias);
  const isYesNo = yesAndNo(spec, alias) !== null;
  const known = remember<string | number>();
  const expected = isYesNo ? '是、否' : Object.keys(spec.choices ?? {}).join('、');
  return (text, _kind, report) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const word = wordOf(text);
    const whole = lookUp(word, false);
    if (whole !== null) {
      known.set(text, whole);
      return whole;
    }
    if (saysEmpty(text)) return null;
    const start = beforeBracket(word);
    const part = start === null ? null : lookUp(start, false);
    if (part !== null) {
      if (isYesNo) known.set(text, part);
      else report('choice.remark_ignored', 'warning', { read: part });
      return part;
    }
    const other = lookUp(word, true);
    if (other !== null) {
      known.set(text, other);
      return other;
    }
    report(isYesNo ? 'yes_no.not_understood' : 'choice.not_allowed', 'error', { expected });
    return undefined;
  };
}

type LookUp = (word: string, anyOther: boolean) => string | number | null;

/** Words of the header that was found first, then those of the form, then any other word where the header takes it. */
function lookUpIn(spec: ColumnSpec, alias: Alias | null): LookUp {
  const values = new Map<string, string | number>();
  const stored = (value: string): string | number => {
    if (spec.kind !== 'yes_no') return value;
    return yesNoWords.get(wordOf(value)) === true ? 1 : 0;
  };
  const meaning = yesAndNo(spec, alias);
  if (meaning) for (const [word, yes] of yesNoWords) values.set(word, yes ? meaning.yes : meaning.no);
  for (const [value, words] of Object.entries(spec.choices ?? {})) {
    for (const word of [value, ...words]) values.set(wordOf(word), value);
  }
  let rest: string | number | null = null;
  for (const [word, value] of Object.entries(alias?.words ?? {})) {
    if (word === '*') rest = stored(value);
    else values.set(wordOf(word), stored(value));
  }
  const { patterns } = spec;
  return (word, anyOther) =>
    values.get(word) ?? patterns.find(({ pattern }) => pattern.test(word))?.value ?? (anyOther ? rest : null);
}
