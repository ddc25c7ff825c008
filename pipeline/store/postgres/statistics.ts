/**
 * The planner's statistics, kept up with what the same transaction writes: autovacuum sees rows once they are
 * committed, and without statistics a join of millions is planned as one of a few.
 */

/** Fewer new rows in a table than this mislead nobody. */
const fewRows = 2_000;
/** A table is looked at again once it has grown by this part of what is known of it. */
const growth = 0.5;

export interface Statistics {
  wrote(table: string, rows: number): void;
  /** The tables that have outgrown what is known of them; they count as looked at. */
  due(): string[];
}

export function statistics(): Statistics {
  const tables = new Map<string, { known: number; fresh: number }>();
  let outgrown = false;
  return {
    wrote(table, rows) {
      const own = tables.get(table) ?? { known: 0, fresh: 0 };
      own.fresh += rows;
      tables.set(table, own);
      outgrown ||= isDue(own);
    },
    due() {
      if (!outgrown) return [];
      outgrown = false;
      const due = [...tables].filter(([, own]) => isDue(own));
      for (const [, own] of due) {
        own.known += own.fresh;
        own.fresh = 0;
      }
      return due.map(([table]) => table);
    },
  };
}

function isDue({ known, fresh }: { readonly known: number; readonly fresh: number }): boolean {
  return fresh >= fewRows && fresh >= known * growth;
}
