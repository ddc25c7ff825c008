/** What a row looks like at a glance: the hot path of recognising. */
import type { Row } from '../../intake/workbook.js';
import { Kind } from '../../intake/workbook.js';
import type { Decimal } from '../../text/decimal.js';
import { holdsDecimal, readDecimal } from '../totals/cell-decimal.js';
import { isDash, LABELS_ASKED, mayBeExample, mayBeLabel } from '../vocabulary.js';
import type { DataColumns } from './columns.js';

export interface RowShape {
  filled: number;
  /** Position of the first filled column; -1 for none. */
  first: number;
  numbers: number;
  /** Filled columns that mostly hold numbers, but hold a word here. */
  wordsForNumbers: number;
  /** Of these, those that are no years. */
  figures: number;
  /** Of the first texts those that could be a word that makes the row no data. */
  suspects: string[];
  /** The number in each column that adds up, or null. */
  values: (Decimal | null)[];
  /** Positions of numeric columns whose cell is neither a plain number nor a dash. */
  unread: number[];
}

const YEAR = /^\s*(?:19|20)\d\d\s*$/;

/**
 * Looks at rows of a table; the shape that is returned is used again for the next row.
 * @param adds by position: whether the numbers of the column are asked for.
 * @returns what takes a row, and which columns of it only carry on what has been counted in a row above.
 */
export function shaper(
  { positions, numeric, remark }: Pick<DataColumns, 'positions' | 'numeric' | 'remark'>,
  adds: readonly boolean[],
): (row: Row, isCounted?: (column: number) => boolean) => RowShape {
  const width = positions.length;
  const shape: RowShape = {
    filled: 0,
    first: -1,
    numbers: 0,
    wordsForNumbers: 0,
    figures: 0,
    suspects: [],
    values: new Array(width).fill(null),
    unread: [],
  };
  return ({ texts, kinds }, isCounted) => {
    shape.filled = 0;
    shape.first = -1;
    shape.numbers = 0;
    shape.wordsForNumbers = 0;
    shape.figures = 0;
    shape.suspects.length = 0;
    shape.unread.length = 0;
    let labels = 0;
    for (let i = 0; i < width; i++) {
      shape.values[i] = null;
      const column = positions[i] as number;
      const text = texts[column];
      if (text === undefined || text === '') continue;
      const code = text.charCodeAt(0);
      if ((code <= 32 || code === 0x3000 || code === 0xa0) && text.trim() === '') continue;
      shape.filled++;
      if (shape.first < 0) shape.first = i;
      const kind = kinds === null ? Kind.text : kinds[column];
      if (kind === Kind.date || kind === Kind.boolean || kind === Kind.unevaluated) {
        shape.numbers++;
        if (numeric[i]) shape.unread.push(i);
        continue;
      }
      if (kind !== Kind.error && (kind !== Kind.text || code <= 0x2fff || code >= 0xff00)) {
        if (adds[i]) shape.values[i] = readDecimal(text, kind !== Kind.text);
        if (shape.values[i] !== null || (!adds[i] && holdsDecimal(text, kind !== Kind.text))) {
          if (isCounted?.(column)) shape.values[i] = null;
          shape.numbers++;
          if (text.length > 6 || !YEAR.test(text)) shape.figures++;
          continue;
        }
      }
      if (numeric[i] && !isDash(text.trim())) shape.unread.push(i);
      if (numeric[i] && text.length > 2 && (code < 48 || code > 57)) shape.wordsForNumbers++;
      if (labels < LABELS_ASKED && mayBeLabel(text, labels === 0)) shape.suspects.push(text);
      else if (i === remark && mayBeExample(text)) shape.suspects.push(text);
      labels++;
    }
    return shape;
  };
}
