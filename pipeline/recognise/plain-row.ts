/**
 * The rows that nearly all of a long table are: words that could be no label, and plain numbers where numbers stand.
 * Told without a look at what only an unusual row is asked for; every other row is left to its shape.
 */
import { Kind, type Row } from '../intake/workbook.js';
import type { DataColumns } from './data-columns.js';
import { isDecimal } from './decimal.js';
import { endsLikeLabel, isSuspect } from './words.js';

/** The numbers of a plain row by position, each `ints` × 10^-`scales`, a safe integer. */
export interface PlainNumbers {
  readonly ints: Float64Array;
  /** Below zero: `noNumber` that is asked for, or `unreadNumber`. */
  readonly scales: Int8Array;
}

export const noNumber = -1;
/** A text that is no plain number (a date) where numbers stand. */
export const unreadNumber = -2;

export interface PlainRow extends PlainNumbers {
  /** Whether the row is certainly plain; the numbers are its own until the next one is read. */
  read(row: Row): boolean;
  /** Position of its first filled column. */
  readonly first: number;
}

/** Digits of a number that is safe as it stands. */
const SAFE_DIGITS = 15;
/** Texts of a row that are looked at for labels. */
const LABELS = 3;

/** @param adds by position: whether the numbers of the column are asked for. */
export function plainRow({ positions, numeric, few }: DataColumns, adds: readonly boolean[]): PlainRow {
  const width = positions.length;
  const least = Math.max(2, few);
  const ints = new Float64Array(width);
  const scales = new Int8Array(width);
  let first = -1;

  function readNumber(text: string, at: number): boolean {
    const start = text.charCodeAt(0) === 45 ? 1 : 0;
    const { length } = text;
    let int = 0;
    let point = length;
    for (let i = start; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 48 && code <= 57) int = int * 10 + (code - 48);
      else if (code === 46 && point === length) point = i;
      else return false;
    }
    const scale = Math.max(0, length - point - 1);
    const digits = point === length ? length - start : length - start - 1;
    if (digits === 0 || digits > SAFE_DIGITS) return false;
    ints[at] = start === 1 ? -int : int;
    scales[at] = scale;
    return true;
  }

  function read({ texts, kinds }: Row): boolean {
    let filled = 0;
    let labels = 0;
    first = -1;
    for (let i = 0; i < width; i++) {
      scales[i] = noNumber;
      const column = positions[i] as number;
      const text = texts[column];
      if (text === undefined || text === '') continue;
      const code = text.charCodeAt(0);
      // It may be blank.
      if (code <= 32 || code === 0x3000 || code === 0xa0) return false;
      filled++;
      if (first < 0) first = i;
      const kind = kinds === null ? Kind.text : kinds[column];
      const isWord = kind === Kind.text && code > 0x2fff && code < 0xff00;
      if (kind === Kind.date || kind === Kind.boolean || kind === Kind.unevaluated) {
        if (numeric[i]) scales[i] = unreadNumber;
      } else if (adds[i] && !isWord) {
        if (kind === Kind.error || !readNumber(text, i)) return false;
      } else if (numeric[i]) {
        if (kind === Kind.error || code < 48 || code > 57 || endsLikeLabel(text)) return false;
        if (!isDecimal(text, kind !== Kind.text)) scales[i] = unreadNumber;
      } else if (labels < LABELS) {
        if (isSuspect(text) || endsLikeLabel(text)) return false;
        if (isWord) labels++;
      }
    }
    return filled >= least;
  }

  return {
    read,
    ints,
    scales,
    get first() {
      return first;
    },
  };
}
