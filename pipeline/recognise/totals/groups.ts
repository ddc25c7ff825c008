/** Rows that are the sums of the rows below them without saying so: each town over its villages (DOMAIN I.1). */

import { add, agree, type Decimal, isZero, zero } from '../../text/decimal.js';
import type { DataColumns } from '../rows/columns.js';

type Values = readonly (Decimal | null)[];

export interface Summed {
  readonly values: Values;
  /** Positions of numeric columns that hold text here. */
  readonly unread: readonly number[];
}

/** Sums that must agree: fewer may agree by chance. */
const ENOUGH = 4;

/**
 * The positions of the rows that head a group, where all rows fall into groups of a head and the rows that add up to
 * it; the first row may be the sum of the heads. Of rows in reverse order: those that close a group. Empty: they do
 * not.
 */
export function groupHeads(rows: readonly Summed[], known: DataColumns): readonly number[] {
  const unread = new Set(rows.flatMap((row) => row.unread));
  const compared = known.positions.flatMap((_, i) =>
    known.sums[i] && known.numeric[i] && !unread.has(i) ? [i] : [],
  );
  const values = rows.map((row) => compared.map((i) => row.values[i] ?? null));
  const heads = chainFrom(0, values);
  if (heads.length > 0) return heads;
  const below = chainFrom(1, values);
  const [first = [], ...others] = [0, ...below].map((i) => values[i] ?? []);
  return below.length > 0 && isSum(first, sumOf(others)) ? [0, ...below] : [];
}

function chainFrom(start: number, rows: readonly Values[]): readonly number[] {
  const heads: number[] = [];
  let agreeing = 0;
  let single = 0;
  let at = start;
  while (at < rows.length) {
    const stated = (rows[at] ?? []).filter(isStated).length;
    const after = stated === 0 ? null : endOfGroup(rows, at);
    if (after === null) return [];
    // A row that is the same as the next one says nothing.
    if (rows.slice(at + 1, after).filter((row) => row.some(isStated)).length > 1) agreeing += stated;
    else single++;
    heads.push(at);
    at = after;
  }
  const isChain = heads.length > 1 && single * 2 <= heads.length && agreeing >= ENOUGH;
  return isChain && rows.length - start > heads.length * 2 ? heads : [];
}

const isStated = (value: Decimal | null): boolean => value !== null && !isZero(value);

/** The row behind those that add up to the head; rows of nothing but zeros belong to the group above them. */
function endOfGroup(rows: readonly Values[], head: number): number | null {
  let sums: Values = [];
  for (let i = head + 1; i < rows.length; i++) {
    sums = sumOf([sums, rows[i] ?? []]);
    if (!isSum(rows[head] ?? [], sums)) continue;
    let after = i + 1;
    while (rows[after] && !rows[after]?.some(isStated)) after++;
    return after;
  }
  return null;
}

const sumOf = (rows: readonly Values[]): Values =>
  rows.reduce((sums, row) => row.map((value, i) => add(sums[i] ?? zero, value ?? zero)), []);

const isSum = (head: Values, sums: Values): boolean =>
  head.every((value, i) => agree(value ?? zero, sums[i] ?? zero));
