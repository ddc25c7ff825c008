/** Stated totals against the sums of the rows that they cover (DOMAIN D, totals.subtotal_mismatch). */

import { agree, type Decimal, decimalText, isZero } from '../../text/decimal.js';
import type { StatedTotal } from '../table.js';
import { type RunningSums, type Snapshot, withRow } from './running-sums.js';

/** A total row, or a boundary of a block: a section row. */
export interface TotalEvent {
  readonly row: number;
  readonly kind: 'subtotal' | 'total' | 'section';
  /** Its number in each column; null where there is none, and where it is compared with nothing. */
  readonly values: readonly (Decimal | null)[];
  readonly texts: readonly string[];
  /** The sums when it was met. */
  readonly at: Snapshot;
}

interface ComparedColumn {
  /** Position in the table's columns. */
  readonly position: number;
  readonly column: number;
  readonly header: string;
}

/**
 * Each stated total beside the sum of its block. Where the layout leaves open which block is meant (above or below,
 * group or whole), the block is taken that agrees in most columns; where none agrees, the one its word suggests.
 * @param earlier by position: the sums of the tables of the same form above in the sheet, which a total may include
 */
export function compareTotals(
  events: readonly TotalEvent[],
  book: RunningSums,
  columns: readonly ComparedColumn[],
  earlier: readonly (Decimal | null)[] | null,
): readonly StatedTotal[] {
  const end = book.now();
  return events.flatMap((event, i) => {
    if (event.kind === 'section') return [];
    const stated = columns.filter((c) => event.values[c.position]);
    if (stated.length === 0) return [];
    let best: { block: Snapshot; agreeing: number } | null = null;
    const blocks = blocksOf(events, i, book, end);
    const [soFar] = blocks;
    const all = event.kind === 'total' && earlier && soFar ? [...blocks, withRow(soFar, earlier)] : blocks;
    for (const block of all) {
      const agreeing = stated.filter((c) => agrees(event, block, c) === true).length;
      if (!best || agreeing > best.agreeing) best = { block, agreeing };
    }
    return best ? report(event, best.block, stated) : [];
  });
}

function agrees(event: TotalEvent, block: Snapshot, { position }: ComparedColumn): boolean | null {
  const stated = event.values[position];
  const sum = block.sums[position];
  if (!stated || (block.unread[position] ?? 0) > 0) return null;
  if (!sum) return isZero(stated) ? true : null;
  return agree(stated, sum);
}

function report(
  event: TotalEvent,
  block: Snapshot,
  columns: readonly ComparedColumn[],
): readonly StatedTotal[] {
  return columns.flatMap((c) => {
    const same = agrees(event, block, c);
    const sum = block.sums[c.position];
    if (same === null || !sum) return [];
    const value = event.values[c.position];
    // A sentence states it elsewhere in its row.
    const stated = event.texts[c.column] || (value ? decimalText(value) : '');
    return [
      { row: event.row, column: c.column, header: c.header, stated, sum: decimalText(sum), agrees: same },
    ];
  });
}

/** The blocks that a total may mean, the likeliest first; blocks without rows are left out. */
function blocksOf(
  events: readonly TotalEvent[],
  i: number,
  book: RunningSums,
  end: Snapshot,
): readonly Snapshot[] {
  const event = events[i];
  if (!event) return [];
  const { at } = event;
  const before = events.slice(0, i);
  const after = events.slice(i + 1);
  const lastOf = (kinds: readonly string[]) =>
    before.findLast((e) => kinds.includes(e.kind))?.at ?? book.start;
  const nextOf = (kinds: readonly string[]) => after.find((e) => kinds.includes(e.kind))?.at ?? end;
  const sinceAny = book.between(lastOf(['subtotal', 'total', 'section']), at);
  const sinceTotal = book.between(lastOf(['subtotal', 'total']), at);
  const sinceGrand = book.between(lastOf(['total']), at);
  const soFar = book.between(book.start, at);
  const whole = book.between(book.start, end);
  const untilAny = book.between(at, nextOf(['subtotal', 'total', 'section']));
  const untilTotal = book.between(at, nextOf(['subtotal', 'total']));
  const untilGrand = book.between(at, nextOf(['total']));
  const rest = book.between(at, end);
  const blocks =
    event.kind === 'subtotal'
      ? [sinceAny, sinceTotal, untilAny, untilTotal, sinceGrand, soFar]
      : [soFar, sinceGrand, sinceTotal, sinceAny, whole, rest, untilGrand, untilTotal, untilAny];
  return blocks.filter((block) => block.rows > 0);
}
