/** Rows of a stream with a bounded window around the place of reading. */
import type { Row } from '../intake/workbook.js';

export interface RowBuffer {
  /** Reads on until so many rows lie ahead, or the stream has ended. */
  fill(count: number): Promise<void>;
  /** Rows that lie ahead so far. */
  left(): number;
  ended(): boolean;
  /** The row so many ahead of the place of reading. */
  peek(ahead: number): Row | undefined;
  /** Moves on, or back over at most 100 rows. */
  skip(count: number): void;
}

const KEPT = 100;

export function rowBuffer(batches: AsyncIterable<readonly Row[]>): RowBuffer {
  const iterator = batches[Symbol.asyncIterator]();
  let rows: Row[] = [];
  let at = 0;
  let done = false;
  return {
    async fill(count) {
      while (!done && rows.length - at < count) {
        const next = await iterator.next();
        if (next.done) {
          done = true;
          return;
        }
        const from = Math.max(0, at - KEPT);
        rows = from > 0 || rows.length > 0 ? rows.slice(from).concat(next.value) : [...next.value];
        at -= from;
      }
    },
    left: () => rows.length - at,
    ended: () => done,
    peek: (ahead) => rows[at + ahead],
    skip(count) {
      at += count;
    },
  };
}
