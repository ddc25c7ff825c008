/** Where the evidence that was selected for a unit and date stands. */
import type { Side } from '../figure.js';
import type { Store } from './database.js';

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

/** The evaluations of a unit as of a date. */
export function evaluationsOf({ engine }: Pick<Store, 'engine'>, unit: string, asOf: string): Evaluations {
  const found = new Map<string, Partial<Record<Side, StoredEvaluation>>>();
  const rows = engine
    .prepare<[string, string], { id: number; indicator: string; side: Side; period: string | null }>(
      'SELECT evaluation_id AS id, indicator, side, period FROM evaluation WHERE unit = ? AND as_of = ?',
    )
    .all(unit, asOf);
  for (const { id, indicator, side, period } of rows) {
    found.set(indicator, { ...found.get(indicator), [side]: { id, period } });
  }
  return (indicator) => {
    const { current, previous } = found.get(indicator) ?? {};
    return current && previous ? { current, previous } : null;
  };
}
