/** Violations as they are kept in the database: a check whose rows nothing has changed is not run again. */
import type { Side } from '../indicators/figure.js';
import type { Store } from '../store/database.js';
import type { Violation } from './evaluate.js';

/** What a violation says that its check does not say already. */
export type Found = Omit<Violation, 'check' | 'side' | 'waiver'>;

/** One check of a unit's publication, on one of its sides. */
export interface CheckPlace {
  readonly unit: string;
  readonly asOf: string;
  readonly check: string;
  readonly side: Side;
}

/** What the check found when it was last run on this basis; null: it was not. */
export function keptViolations({ engine }: Store, place: CheckPlace, basis: string): Found[] | null {
  const run = engine
    .prepare<[object], { id: number }>(
      `SELECT check_run_id AS id FROM check_run WHERE unit = :unit AND as_of = :asOf AND check_id = :check
        AND side = :side AND basis = :basis`,
    )
    .get({ ...place, basis });
  if (!run) return null;
  return engine
    .prepare<[number], { found: string }>('SELECT found FROM violation WHERE check_run_id = ? ORDER BY place')
    .all(run.id)
    .map(({ found }): Found => JSON.parse(found));
}

/** Keeps what a check found, in the place of what it found before. */
export function keepViolations(
  { engine }: Store,
  place: CheckPlace,
  basis: string,
  violations: readonly Found[],
): void {
  engine
    .prepare(
      'DELETE FROM check_run WHERE unit = :unit AND as_of = :asOf AND check_id = :check AND side = :side',
    )
    .run(place);
  const { lastInsertRowid } = engine
    .prepare(
      'INSERT INTO check_run (unit, as_of, check_id, side, basis) VALUES (:unit, :asOf, :check, :side, :basis)',
    )
    .run({ ...place, basis });
  const insert = engine.prepare('INSERT INTO violation (check_run_id, place, found) VALUES (?, ?, ?)');
  for (const [index, found] of violations.entries()) {
    insert.run(lastInsertRowid, index, JSON.stringify(found));
  }
}
