/** Evaluations: which evidence was selected for a unit and date. */
import type { Side } from '../figure.js';
import { sha256 } from '../text/hash.js';
import type { Store } from './database.js';
import { type Engine, preparedOnce } from './engine.js';
import { statement } from './statement.js';

export interface StoredEvaluation {
  readonly id: number;
  /** The folder whose submissions were read; null: there is none, and no evidence. */
  readonly period: string | null;
}

/** The evaluations of both sides of an indicator; null where it was never evaluated for the unit and date. */
export type Evaluations = (indicator: string) => Readonly<Record<Side, StoredEvaluation>> | null;

/**
 * Takes evaluations out, with their evidence.
 * @param which a condition on `evaluation`, with parameters by name.
 */
export function forgetEvaluations(
  { engine }: Pick<Store, 'engine'>,
  which: string,
  parameters: Readonly<Record<string, string | number>>,
): void {
  engine
    .prepare(
      `DELETE FROM evidence WHERE evaluation_id IN (SELECT evaluation_id FROM evaluation WHERE ${which})`,
    )
    .run(parameters);
  engine.prepare(`DELETE FROM evaluation WHERE ${which}`).run(parameters);
}

/** Keeps by what the evidence of an evaluation is known to be as it was selected. */
export function keepTotals({ engine }: Pick<Store, 'engine'>, evaluation: number): void {
  setTotals.run(engine, { evaluation, totals: totalsDigest(engine, evaluation) });
}

const setTotals = statement((db, given: { evaluation: number; totals: string }) =>
  db.updateTable('evaluation').set({ totals: given.totals }).where('evaluation_id', '=', given.evaluation),
);

/** Whether the evidence of an evaluation is still what was selected: its totals, and the rows that they add up. */
export function isAsSelected({ engine }: Pick<Store, 'engine'>, evaluation: number, totals: string): boolean {
  const [added, rows] = [
    'SELECT coalesce(sum(rows), 0), coalesce(sum(value), 0) FROM evidence_total WHERE evaluation_id = ?',
    'SELECT count(*), coalesce(sum(value), 0) FROM evidence WHERE evaluation_id = ?',
  ].map((sql) => listed(engine, sql, evaluation));
  return added === rows && totals === totalsDigest(engine, evaluation);
}

function totalsDigest(engine: Engine, evaluation: number): string {
  const lists = [
    'SELECT * FROM evidence_total WHERE evaluation_id = ? ORDER BY table_id, grp',
    'SELECT * FROM evidence_source WHERE evaluation_id = ? ORDER BY table_id',
  ].map((sql) => listed(engine, sql, evaluation));
  return sha256(lists.join('\n'));
}

/** Rows as one text. */
function listed(engine: Engine, sql: string, evaluation: number): string {
  const rows = preparedOnce<[number], unknown[]>(engine, sql).raw().safeIntegers(true).all(evaluation);
  return JSON.stringify(rows.map((row) => row.map((value) => (value === null ? null : String(value)))));
}

const evaluationsAsOf = statement((db, given: { unit: string; asOf: string }) =>
  db
    .selectFrom('evaluation')
    .select(['evaluation_id as id', 'indicator', 'side', 'period'])
    .where('unit', '=', given.unit)
    .where('as_of', '=', given.asOf),
);

/** The evaluations of a unit as of a date. */
export function evaluationsOf({ engine }: Pick<Store, 'engine'>, unit: string, asOf: string): Evaluations {
  const found = new Map<string, Partial<Record<Side, StoredEvaluation>>>();
  for (const { id, indicator, side, period } of evaluationsAsOf.all(engine, { unit, asOf })) {
    found.set(indicator, { ...found.get(indicator), [side]: { id, period } });
  }
  return (indicator) => {
    const { current, previous } = found.get(indicator) ?? {};
    return current && previous ? { current, previous } : null;
  };
}
