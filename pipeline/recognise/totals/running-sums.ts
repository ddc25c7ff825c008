/** Running sums of a table's columns, with marks at which they can be looked up again: sums of blocks of rows. */

import { add, type Decimal, subtract, zero } from '../../text/decimal.js';
export interface RunningSums {
  /** Adds a row: its number in each column, or null; `unread` columns hold text that is no plain number. */
  add(values: readonly (Decimal | null)[], unread: readonly number[]): void;
  /** Takes a row out again, wherever it was added. */
  remove(values: readonly (Decimal | null)[]): void;
  /** Adds a row that was there when the snapshot was made. */
  insert(at: Snapshot, values: readonly (Decimal | null)[], unread: readonly number[]): void;
  /** Remembers the sums so far. */
  mark(): Snapshot;
  /** The rows between two marks. */
  between(from: Snapshot, to: Snapshot): Snapshot;
  now(): Snapshot;
  readonly start: Snapshot;
}

/** Sums at a place of the table: of the rows above it. */
export interface Snapshot {
  readonly sums: readonly (Decimal | null)[];
  readonly unread: readonly number[];
  readonly rows: number;
}

export function runningSums(width: number): RunningSums {
  const sums: (Decimal | null)[] = new Array(width).fill(null);
  const unreadCounts: number[] = new Array(width).fill(0);
  let rows = 0;
  const marks: { sums: (Decimal | null)[]; unread: number[]; rows: number }[] = [];
  const start: Snapshot = { sums: new Array(width).fill(null), unread: new Array(width).fill(0), rows: 0 };
  const snapshot = () => ({ sums: [...sums], unread: [...unreadCounts], rows });
  return {
    start,
    add(values, unread) {
      rows++;
      for (let i = 0; i < width; i++) {
        const value = values[i];
        if (value) {
          const sum = sums[i];
          sums[i] = sum ? add(sum, value) : value;
        }
      }
      for (const i of unread) unreadCounts[i] = (unreadCounts[i] ?? 0) + 1;
    },
    remove(values) {
      rows--;
      values.forEach((value, i) => {
        if (value) sums[i] = subtract(sums[i] ?? zero, value);
      });
    },
    insert(at, values, unread) {
      const later = marks.slice((marks as readonly Snapshot[]).indexOf(at) + 1);
      for (const place of [{ sums, unread: unreadCounts }, ...later]) {
        values.forEach((value, i) => {
          if (value) place.sums[i] = add(place.sums[i] ?? zero, value);
        });
        for (const i of unread) place.unread[i] = (place.unread[i] ?? 0) + 1;
      }
      rows++;
      for (const mark of later) mark.rows++;
    },
    mark() {
      const mark = snapshot();
      marks.push(mark);
      return mark;
    },
    now: snapshot,
    between(from, to) {
      return {
        sums: to.sums.map((sum, i) => (sum ? subtract(sum, from.sums[i] ?? zero) : null)),
        unread: to.unread.map((n, i) => n - (from.unread[i] ?? 0)),
        rows: to.rows - from.rows,
      };
    },
  };
}

/** The sums with those of one more row. */
export function withRow({ sums, unread, rows }: Snapshot, values: readonly (Decimal | null)[]): Snapshot {
  const more = sums.map((sum, i) => {
    const value = values[i];
    return value ? add(sum ?? zero, value) : sum;
  });
  return { sums: more, unread, rows: rows + 1 };
}
