/**
 * The rows that nearly all of a long table are: words that could be no label, and plain numbers where numbers stand.
 * Decided without a look at what matters for unusual rows only; those are left to their shape.
 */
import { Kind, type Row } from '../../intake/workbook.js';
import { holdsDecimal } from '../totals/cell-decimal.js';
import { LABELS_ASKED, mayBeExample, mayBeLabel } from '../vocabulary.js';
import type { DataColumns } from './columns.js';

/** The numbers of a plain row, each `ints` × 10^-`scales`, a safe integer. */
export interface PlainNumbers {
  /** Positions of the columns whose numbers are asked for. */
  readonly adding: readonly number[];
  /** In their order. */
  readonly ints: Float64Array;
  /** -1: the cell is empty. */
  readonly scales: Int8Array;
}

export interface FastRow extends PlainNumbers {
  /** Whether the row is certainly plain; the numbers are its own until the next one is read. */
  read(row: Row): boolean;
  /** Position of its first filled column. */
  readonly first: number;
}

/** Digits of a number that is safe as it stands. */
const SAFE_DIGITS = 15;
/** What a column holds in a plain row. */
const WORDS = 0;
/** Something that begins with a digit, or a date: a number that nobody asks for. */
const NUMERIC = 1;
const ADDS = 2;

/** @param adds by position: whether the numbers of the column are asked for. */
export function fastRow({ positions, numeric, few, remark }: DataColumns, adds: readonly boolean[]): FastRow {
  const width = positions.length;
  const least = Math.max(2, few);
  const holds = Uint8Array.from(positions, (_, i) => (adds[i] ? ADDS : numeric[i] ? NUMERIC : WORDS));
  const adding = positions.flatMap((_, i) => (adds[i] ? [i] : []));
  const ints = new Float64Array(adding.length);
  const scales = new Int8Array(adding.length);
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
    const digits = length - start - (point === length ? 0 : 1);
    if (digits === 0 || digits > SAFE_DIGITS) return false;
    ints[at] = start === 1 ? -int : int;
    scales[at] = Math.max(0, length - point - 1);
    return true;
  }

  function read({ texts, kinds }: Row): boolean {
    let filled = 0;
    let labels = 0;
    let number = 0;
    first = -1;
    for (let i = 0; i < width; i++) {
      const held = holds[i];
      // Enough is known of its words.
      if (held === WORDS && labels === LABELS_ASKED && filled >= least && i !== remark) continue;
      if (held === ADDS) scales[number++] = -1;
      const column = positions[i] as number;
      const text = texts[column];
      if (text === undefined || text === '') continue;
      const code = text.charCodeAt(0);
      // It may be blank.
      if (code <= 32 || code === 0x3000 || code === 0xa0) return false;
      filled++;
      if (first < 0) first = i;
      const kind = kinds === null ? Kind.text : (kinds[column] as Kind);
      const mayBeNumber = kind === Kind.text || kind === Kind.number || kind === Kind.percent;
      const isWord = kind === Kind.text && code > 0x2fff && code < 0xff00;
      if (held === ADDS && !(isWord && !numeric[i])) {
        if (!mayBeNumber || !readNumber(text, number - 1)) return false;
      } else if (held === NUMERIC && (code < 48 || code > 57)) {
        if (kind === Kind.error || (mayBeNumber && !holdsDecimal(text, kind !== Kind.text))) return false;
      } else if (labels < LABELS_ASKED) {
        if (mayBeLabel(text, labels === 0)) return false;
        if (isWord) labels++;
      }
      if (i === remark && mayBeExample(text)) return false;
    }
    return filled >= least;
  }

  return {
    read,
    adding,
    ints,
    scales,
    get first() {
      return first;
    },
  };
}
