/** Codes of a list, and 是/否, each in all the ways in which departments write them (DOMAIN B). */
import { type Alias, type ColumnSpec, noWords, yesWords } from '../forms/define.js';
import { fold } from '../text/fold.js';
import { type Reader, remember, saysEmpty } from './reader.js';

const yesNoWords: ReadonlyMap<string, boolean> = new Map([
  ...[...yesWords, '✔', '✅', 'YES'].map((word) => [word, true] as const),
  ...[...noWords, '✘', '✕', 'NO'].map((word) => [word, false] as const),
]);

/** Words compare folded, in capitals and without punctuation. */
export function wordOf(text: string): string {
  const folded = fold(text).toUpperCase();
  return folded.replace(/\p{P}/gu, '') || folded;
}

/** The text before a bracket: 是（含外地援助人员） → 是; null where there is none. */
export function beforeBracket(text: string): string | null {
  return /^([^([【]+)[([【].*[)\]】]$/.exec(fold(text))?.[1] ?? null;
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
    const folded = fold(text);
    const other = spec.apart.find(({ pattern }) => pattern.test(folded));
    if (other) {
      report('choice.not_of_this_form', 'warning', { read: other.value });
      return other.value;
    }
    const whole = lookUp(wordOf(text));
    if (whole !== null) {
      known.set(text, whole);
      return whole;
    }
    if (saysEmpty(text)) return null;
    const start = beforeBracket(text);
    const part = start === null ? null : lookUp(wordOf(start));
    if (part !== null) {
      if (isYesNo) known.set(text, part);
      else report('choice.remark_ignored', 'warning', { read: part });
      return part;
    }
    report(isYesNo ? 'yes_no.not_understood' : 'choice.not_allowed', 'error', { expected });
    return undefined;
  };
}

type LookUp = (word: string) => string | number | null;

/** Words of the header that was found first, then those of the form; no word stands for any other. */
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
  for (const [word, value] of Object.entries({ ...spec.words, ...alias?.words })) {
    values.set(wordOf(word), stored(value));
  }
  const { patterns } = spec;
  return (word) => values.get(word) ?? patterns.find(({ pattern }) => pattern.test(word))?.value ?? null;
}
