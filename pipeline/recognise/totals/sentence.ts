/** Totals in words: 共3笔，合计900.00元 (DOMAIN B “Totals”). */
import type { Decimal } from '../../text/decimal.js';
import type { LineCell } from '../lines.js';
import type { DataColumns } from '../rows/columns.js';
import { readDecimal } from './cell-decimal.js';

const AMOUNT =
  /(?:合计|总计|共计|小计|金额|支出|收入|里程|长度|共)[:：]?[￥¥]?(\d[\d,.]*)(元|万元|亿元|公里|千米|米|亩|平方米)/g;

/**
 * The amounts that a sentence states, in the columns whose unit they have; null where it states none, or where it is
 * not plain in which column they would be.
 */
export function sentenceTotals(
  cells: readonly LineCell[],
  { columns, sums, numeric }: DataColumns,
): readonly (Decimal | null)[] | null {
  const stated = cells.flatMap(({ words }) => [...words.matchAll(AMOUNT)]);
  const [amount] = stated;
  if (!amount || stated.length > 1) return null;
  const [, number = '', unit = ''] = amount;
  const places = columns.flatMap((column, i) => (sums[i] && numeric[i] && column.unit === unit ? [i] : []));
  const [place] = places;
  if (place === undefined || places.length > 1) return null;
  const value = readDecimal(number.replace(/[.,]$/, ''));
  return columns.map((_, i) => (i === place ? value : null));
}
