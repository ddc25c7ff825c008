/** What a template asks the figures for, and the answers. */
import type { FigureRef, MarkName } from './mark.js';

export interface ResolvedValue {
  /** An exact decimal, or text; null: missing. */
  readonly value: string | null;
  /** The value is a number, which a cell that is only the mark then holds. */
  readonly number: boolean;
  /** The value inside a text; of a missing one its words, 【缺：department，label】. */
  readonly text: string;
}

export interface UnknownMark {
  readonly error: 'unknown';
  /** The nearest mark that there is, without braces; '' where none is near. */
  readonly nearest: string;
}

export interface Resolver {
  /** The group '' asks for a figure that is broken down but has no group yet. */
  figure(ref: FigureRef): ResolvedValue | UnknownMark;
  /** Groups of an indicator that is broken down, in their order; none where there is no row yet. */
  groups(id: string): readonly string[] | UnknownMark;
  /** null where the township's settings do not say it. */
  readonly names: Readonly<Record<MarkName, string | null>>;
}

export function isUnknown(answer: unknown): answer is UnknownMark {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

/** The candidate that takes the fewest changes of a character to become the word; '' where it takes over a third. */
export function nearest(word: string, candidates: Iterable<string>): string {
  let best = '';
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const changes = distance(word, candidate, least);
    if (changes < least) {
      least = changes;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance, or `most` where it is at least that. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most;
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      row.push(Math.min((row[j - 1] ?? 0) + 1, (above[j] ?? 0) + 1, (above[j - 1] ?? 0) + same));
    }
    above = row;
  }
  return Math.min(most, above[b.length] ?? most);
}
