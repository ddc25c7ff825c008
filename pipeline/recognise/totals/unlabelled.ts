/** Totals without the word: the township's name and sums, above or below the rows; a bare number (DOMAIN I.1). */

import { agree, type Decimal, isZero } from '../../text/decimal.js';
import { words } from '../header/text.js';
import { type Line, type LineCell, lineOf } from '../lines.js';
import type { DataColumns } from '../rows/columns.js';
import { namesTheWhole } from '../vocabulary.js';
import type { Snapshot } from './running-sums.js';

type Values = readonly (Decimal | null)[];

/** Whether one of the texts is the township's name, or 全镇. */
export function namesTownship(cells: readonly LineCell[], unitNames: readonly string[]): boolean {
  return cells.some((c) => namesTheWhole(c.words) || unitNames.some((name) => words(name) === c.words));
}

/** Whether the row does not bear the serial number that the others bear. */
function isUnnumbered(line: Line, { serial, positions, mostly }: DataColumns): boolean {
  return mostly[serial] === true && !line.cells.some((c) => c.column === positions[serial]);
}

/** Whether a first row may be the sum of all others: unnumbered, without a label or with hardly one, or the township's. */
export function mayBeTotalAbove(
  line: Line,
  values: Values,
  known: DataColumns,
  unitNames: readonly string[],
  inForm: boolean,
): boolean {
  if (!values.some((v, i) => v && known.sums[i] && !isZero(v))) return false;
  const texts = line.cells.filter((c) => c.holds === 'text').length;
  return (
    isUnnumbered(line, known) ||
    namesTownship(line.cells, unitNames) ||
    texts === 0 ||
    (!inForm && texts === 1)
  );
}

/** How many of the row's numbers are stated, and how many of them are the sums given; columns with other text are left out. */
function compare(values: Values, sums: Snapshot, known: DataColumns): { stated: number; agreeing: number } {
  let stated = 0;
  let agreeing = 0;
  values.forEach((value, i) => {
    const sum = sums.sums[i];
    if (!value || !known.sums[i] || !known.numeric[i] || !sum || (sums.unread[i] ?? 0) > 0) return;
    stated++;
    if (!isZero(value) && agree(value, sum)) agreeing++;
  });
  return { stated, agreeing };
}

/** Whether a first row is the sum of all rows below it. */
export function isTotalAbove(
  line: Line,
  values: Values,
  below: Snapshot,
  known: DataColumns,
  unitNames: readonly string[],
): boolean {
  const { stated, agreeing } = compare(values, below, known);
  const sure = isUnnumbered(line, known) || namesTownship(line.cells, unitNames) || agreeing >= 2;
  return agreeing * 2 > stated && below.rows >= (sure ? 2 : 4);
}

/** Whether a last row is the sum of all rows above it. */
export function isTotalBelow(
  line: Line,
  values: Values,
  above: Snapshot,
  known: DataColumns,
  unitNames: readonly string[],
): boolean {
  const { stated, agreeing } = compare(values, above, known);
  const bare = known.labelled && line.cells.every((c) => c.holds !== 'text');
  const whole = namesTownship(line.cells, unitNames);
  if (!whole && line.over(known.positions[known.serial] ?? -1)) return false;
  const sure = isUnnumbered(line, known) || whole || bare;
  return agreeing * 2 > stated && (sure ? above.rows >= 2 : above.rows >= 3 && agreeing >= 2);
}

/** Whether every number of a row without a label is the sum of the block. */
export function areSums(values: Values, block: Snapshot, known: DataColumns): boolean {
  const { stated, agreeing } = compare(values, block, known);
  return stated > 0 && agreeing === stated && block.rows > 1;
}

/**
 * Whether rows that are numbered 一, 二 and hold figures are the sums of the rows under each: at least half of them
 * must be, for the layout is the same in all.
 */
export function areGroupTotals(
  groups: readonly { readonly values: Values; readonly block: Snapshot }[],
  known: DataColumns,
): boolean {
  const agreeing = groups.filter(({ values, block }) => {
    const compared = compare(values, block, known);
    return block.rows > 0 && compared.agreeing * 2 > compared.stated;
  });
  return agreeing.length * 2 > groups.length;
}

/** The line of a row as it stands, whatever is merged. */
export const plainLine = (row: Line['row']): Line => lineOf(row, []);
