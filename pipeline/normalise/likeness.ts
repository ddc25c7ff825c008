/** How alike names and words are, for what is proposed to be confirmed; nothing is read by it. */
import type { ColumnSpec } from '../forms/define.js';
import { fold } from '../text/fold.js';

/** From 0 to 1; a name that holds the other is likelier than one that shares as many characters. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length === 0) return 0;
  if (short.length >= 2 && long.includes(short)) return 0.6 + (0.4 * short.length) / long.length;
  return (2 * commonLength(one, other)) / (one.length + other.length);
}

/** Length of the longest sequence of characters that both have in this order. */
function commonLength(one: string, other: string): number {
  let before = new Array<number>(other.length + 1).fill(0);
  for (const character of one) {
    const row = [0];
    for (let at = 1; at <= other.length; at++) {
      const longest = Math.max(before[at] ?? 0, row[at - 1] ?? 0);
      row.push(other[at - 1] === character ? (before[at - 1] ?? 0) + 1 : longest);
    }
    before = row;
  }
  return before.at(-1) ?? 0;
}

/** What many headers end in: 设施名称 is no more like 学校名称 than 设施 is like 学校. */
const ENDING = /(?:名称|日期|编号|金额|类型|类别|情况|单位|性质|数量|号码)$/;

/** How alike two headers are, by what they do not both end in. */
export function headerLikeness(one: string, other: string): number {
  const [ending] = ENDING.exec(one) ?? [];
  if (ending !== undefined && one !== ending && other !== ending && other.endsWith(ending)) {
    const stems = [one, other].map((header) => header.slice(0, -ending.length));
    if (commonLength(stems[0] ?? '', stems[1] ?? '') === 0) return 0;
  }
  return likeness(one, other);
}

/** Two words of offices for one thing. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/时间/g, '日期'],
  [/款/g, '费'],
];

/** A header's key with such words made one. */
export const comparableHeader = (key: string): string =>
  SAME.reduce((text, [word, as]) => text.replace(word, as), key);

/** Words that are nothing like a closed list's value are not proposed. */
const LEAST = 0.5;
/** A word that holds one that the form hints at, be it a single character. */
const HINTED = 0.55;

/** The values that words of a column were found to mean. */
interface Guesses {
  /** Each value with its words, as they are compared. */
  readonly options: readonly (readonly [value: string, words: readonly string[], hints: readonly string[]])[];
  readonly known: Map<string, string | null>;
}

const guesses = new WeakMap<ColumnSpec, Guesses>();

/** A column of free text has as many words as rows: they are not kept for ever. */
const MOST_KNOWN = 5000;

/** The value of a closed list, or 是 or 否, that a word most likely means; null: none. */
export function likelyValue(spec: ColumnSpec, word: string): string | null {
  const { options, known } = guessesOf(spec);
  const before = known.get(word);
  if (before !== undefined) return before;
  const folded = fold(word);
  const likely = options.map(([value, words, hints]) => {
    const hinted = hints.some((hint) => folded.includes(hint));
    return { value, likely: Math.max(hinted ? HINTED : 0, ...words.map((one) => likeness(one, folded))) };
  });
  const [best] = likely.sort((a, b) => b.likely - a.likely);
  const found = best && best.likely >= LEAST ? best.value : null;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(word, found);
  return found;
}

function guessesOf(spec: ColumnSpec): Guesses {
  const kept = guesses.get(spec);
  if (kept) return kept;
  const options = Object.entries(optionsOf(spec)).map(
    ([value, words]) => [value, words.map(fold), spec.hints.words[value] ?? []] as const,
  );
  const made = { options, known: new Map<string, string | null>() };
  guesses.set(spec, made);
  return made;
}

/** The one value of a closed list that a text names; null: none, or several. */
export function namedValue(spec: ColumnSpec, text: string): string | null {
  const named = Object.entries(optionsOf(spec)).filter(([, words]) =>
    words.some((word) => word.length >= 2 && text.includes(word)),
  );
  const [only] = named;
  return only && named.length === 1 ? only[0] : null;
}

const yesAndNoWords = { 否: ['否', '不', '非', '未', '无'], 是: ['是', '属', '有'] };

function optionsOf(spec: ColumnSpec): Readonly<Record<string, readonly string[]>> {
  if (spec.kind === 'yes_no') return yesAndNoWords;
  return Object.fromEntries(
    Object.entries(spec.choices ?? {}).map(([value, words]) => [
      value,
      [value, ...words, ...(spec.hints.words[value] ?? [])],
    ]),
  );
}
