/** The rows of a worksheet's part, in batches. */

import { finding } from '../../findings/finding.js';
import type { CellContext } from '../cells/row-builder.js';
import type { Limits } from '../limits.js';
import { Kind, type Row } from '../workbook.js';
import { RowScanner } from './row-scanner.js';

/**
 * The rows of a sheet's part in batches, in the part's order; throws Unreadable where the part is damaged, over
 * a limit, or where a row is not behind the one before it.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  context: CellContext,
  limits: Limits,
): AsyncGenerator<readonly Row[], void, undefined> {
  const scanner = new RowScanner(context, limits, true);
  for await (const chunk of chunks) {
    scanner.append(chunk);
    for (let goesOn = true; goesOn; ) {
      goesOn = scanner.run();
      const batch = scanner.take();
      if (batch.length > 0) yield batch;
    }
    if (scanner.done) return;
  }
  scanner.finish();
}

/** Cells that are held in memory to put their rows into order. */
const CELLS_AT_ONCE = 10_000_000;

/** The rows of a part whose rows are in no order, by number; of one that is there twice nobody knows what counts. */
export function readDisordered(part: Uint8Array, context: CellContext, limits: Limits): readonly Row[] {
  const cells = Math.min(limits.cells, CELLS_AT_ONCE);
  const scanner = new RowScanner(context, { ...limits, cells }, false);
  const rows = new Map<number, Row>();
  scanner.append(part);
  for (let goesOn = true; goesOn; ) {
    goesOn = scanner.run();
    for (const row of scanner.take()) {
      const earlier = rows.get(row.number);
      rows.set(row.number, earlier === undefined ? row : twice(earlier, row, context.sheet));
    }
  }
  scanner.finish();
  return [...rows.values()].sort((a, b) => a.number - b.number);
}

/** A row's tag that is longer than this is left to the slow way. */
const LONGEST_TAG = 1024;

/** Whether the rows of a whole part are in ascending order for certain. */
export function isAscending(part: Buffer): boolean {
  let last = 0;
  for (let at = part.indexOf('<row'); at >= 0; at = part.indexOf('<row', at + 4)) {
    const tag = part.toString('latin1', at, at + LONGEST_TAG).split('>', 1)[0] ?? '';
    if (tag.length === LONGEST_TAG) return false;
    const number = /\sr\s*=\s*["'](\d+)/.exec(tag)?.[1];
    const row = number === undefined ? last + 1 : Number(number);
    if (row <= last) return false;
    last = row;
  }
  return last > 0;
}

/** Both rows in one, which is held back: the texts of the later one over those of the earlier. */
function twice(earlier: Row, later: Row, sheet: string): Row {
  const texts = [...earlier.texts];
  const kinds = [...(earlier.kinds ?? [])];
  for (const [column, text] of later.texts.entries()) {
    if (text === '' && column < texts.length) continue;
    texts[column] = text;
    kinds[column] = later.kinds?.[column] ?? Kind.text;
  }
  const { number } = later;
  const column = texts.findIndex((text) => text !== '');
  const found = finding('row.twice', 'error', { sheet, row: number, column }, { row: number });
  return { number, texts, kinds, hidden: earlier.hidden && later.hidden, findings: [found] };
}
