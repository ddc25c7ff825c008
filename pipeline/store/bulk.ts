/**
 * Indexes out of the way of many rows. Keys come in no order, so that each row of a large file touches pages of the
 * index all over: beyond the cache that costs ten times the sorting of all keys once.
 */
import type { Form } from '../forms/define.js';
import type { Store } from './database.js';
import { keyIndexes } from './form-tables.js';

export interface BulkLoad {
  /** Called when a table of a file has brought so many rows, once, at `manyRows`. */
  many(form: Form): void;
  /** Makes the indexes again; inside the same transaction, before anything is asked of the rows. */
  finish(): void;
}

/** So many rows of one table are worth sorting its form's keys anew. */
export const manyRows = 50_000;
/** Unless its form's table holds many times more, which would be sorted with them. */
const timesMore = 10;

export function bulkLoad({ engine }: Pick<Store, 'engine'>): BulkLoad {
  const dropped = new Map<string, string[]>();
  return {
    many(form) {
      if (dropped.has(form.id)) return;
      const { rows } = engine
        .prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${form.id}_row`)
        .get() ?? { rows: 0 };
      if (rows > manyRows * timesMore) return;
      const indexes = keyIndexes(form);
      for (const { name } of indexes) engine.exec(`DROP INDEX ${name}`);
      dropped.set(
        form.id,
        indexes.map(({ statement }) => statement),
      );
    },
    finish() {
      for (const statements of dropped.values()) for (const statement of statements) engine.exec(statement);
      dropped.clear();
    },
  };
}
