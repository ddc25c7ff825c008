/**
 * Runs each indicator's query for both sides and keeps the rows that it selects: the evidence. A figure is the
 * aggregate of exactly those rows (DESIGN idea 3).
 */
import SqliteDatabase from 'better-sqlite3';
import type { Store } from '../store/database.js';
import { DefinitionError } from '../text/sql-file.js';
import type { Indicator } from './catalogue.js';
import type { Basis } from './sides.js';

/** One group of one side of an indicator: the aggregate of its evidence. */
export interface Aggregate {
  readonly group: string;
  readonly rows: number;
  /** In the smallest unit of the indicator's column; of a count, rows. */
  readonly total: bigint;
  /** Unit that travels with the rows; null where there is none or they differ. */
  readonly unit: string | null;
}

/**
 * Selects and stores the evidence of one side. A side without a submission has none.
 * @returns the number of the stored evaluation.
 * @throws DefinitionError where a row is doubled, of another form or period, or lacks a value.
 */
export function evaluate(
  store: Store,
  unit: string,
  publishedAsOf: string,
  indicator: Indicator,
  basis: Basis,
): number {
  const { sqlite } = store;
  const period = basis.coverage?.period ?? null;
  const evaluationId = Number(
    sqlite
      .prepare('INSERT INTO evaluation (unit, as_of, indicator, side, period) VALUES (?, ?, ?, ?, ?)')
      .run(unit, publishedAsOf, indicator.id, basis.side, period).lastInsertRowid,
  );
  if (period === null) return evaluationId;

  const columns = new Set(
    sqlite
      .prepare(indicator.sql)
      .columns()
      .map(({ name }) => name),
  );
  const column = (name: string, otherwise: string) => (columns.has(name) ? `q.${name}` : otherwise);
  const insert = sqlite.prepare(
    `INSERT INTO evidence (evaluation_id, row_id, grp, value, value_unit)
      SELECT :evaluation, q.row_id, ${column('grp', "''")}, ${column('value', '1')}, ${column('value_unit', 'NULL')}
      FROM (${indicator.sql}) AS q WHERE true`,
  );
  try {
    insert.run({ evaluation: evaluationId, unit, period, from: basis.from, as_of: basis.asOf });
  } catch (error) {
    throw new DefinitionError(explain(indicator, error), { cause: error });
  }
  refuseForeignRows(store, unit, period, indicator, evaluationId);
  return evaluationId;
}

function explain(indicator: Indicator, error: unknown): string {
  const code = error instanceof SqliteDatabase.SqliteError ? error.code : '';
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE') {
    return `indicator ${indicator.id}: a source row comes more than once; a join in its query fans out`;
  }
  if (code === 'SQLITE_CONSTRAINT_NOTNULL') {
    return `indicator ${indicator.id}: its query returns a row without row_id, value or grp; leave such rows out`;
  }
  return `indicator ${indicator.id}: ${error instanceof Error ? error.message : String(error)}`;
}

function refuseForeignRows(
  store: Store,
  unit: string,
  period: string,
  indicator: Indicator,
  evaluationId: number,
): void {
  const stray = store.sqlite
    .prepare<[object], { row_id: number }>(
      `SELECT e.row_id FROM evidence e LEFT JOIN ${indicator.form}_row r ON r.row_id = e.row_id
        AND r.held = 0 AND r.unit = :unit AND r.period = :period
        WHERE e.evaluation_id = :evaluation AND r.row_id IS NULL LIMIT 1`,
    )
    .get({ evaluation: evaluationId, unit, period });
  if (stray) {
    throw new DefinitionError(
      `indicator ${indicator.id}: row ${stray.row_id} is no accepted row of ${indicator.form} in ${unit} ${period}`,
    );
  }
}

/** The aggregates of an evaluation by group. @throws DefinitionError where `single` has several values. */
export function aggregate(store: Store, evaluationId: number, indicator: Indicator): Aggregate[] {
  const groups = store.sqlite
    .prepare<
      [number],
      {
        grp: string;
        rows: bigint;
        total: bigint;
        least: bigint;
        most: bigint;
        low: string | null;
        high: string | null;
      }
    >(
      `SELECT grp, count(*) AS rows, sum(value) AS total, min(value) AS least, max(value) AS most,
        min(value_unit) AS low, max(value_unit) AS high
        FROM evidence WHERE evaluation_id = ? GROUP BY grp`,
    )
    .safeIntegers(true)
    .all(evaluationId);
  return groups.map(({ grp, rows, total, least, most, low, high }) => {
    const single = indicator.aggregate === 'single';
    if (single && least !== most) {
      throw new DefinitionError(
        `indicator ${indicator.id}: ${rows} rows with different values for ${grp || 'one figure'}, one is expected`,
      );
    }
    return { group: grp, rows: Number(rows), total: single ? least : total, unit: low === high ? low : null };
  });
}

/** How many different source rows stand behind several evaluations together. */
export function distinctRows(store: Store, evaluationIds: readonly number[]): number {
  const found = store.sqlite
    .prepare<number[], { rows: number }>(
      `SELECT count(DISTINCT row_id) AS rows FROM evidence
        WHERE evaluation_id IN (${evaluationIds.map(() => '?').join(', ')})`,
    )
    .get(...evaluationIds);
  return found?.rows ?? 0;
}
