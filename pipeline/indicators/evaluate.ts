/**
 * Runs each indicator's query for both sides and keeps the rows that it selects: the evidence. A figure is the
 * aggregate of exactly those rows (DESIGN idea 3).
 */
import SqliteDatabase from 'better-sqlite3';
import { hashOf } from '../definitions.js';
import type { Store } from '../store/database.js';
import { rowsPerTable } from '../store/load.js';
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
 * Selects and stores the evidence of one side, or keeps what is stored where it was selected by the same query from the
 * same rows. A side without a submission has none.
 * @param content gives a hash of all accepted rows of a form.
 * @returns the number of the stored evaluation.
 * @throws DefinitionError where a row is doubled, of another form or period, or lacks a value.
 */
export function evaluate(
  store: Store,
  unit: string,
  publishedAsOf: string,
  indicator: Indicator,
  { side, coverage, from, asOf }: Basis,
  content: (form: string) => string,
): number {
  const { sqlite } = store;
  const period = coverage?.period ?? null;
  const basis = hashOf([indicator.hash, period, from, asOf, indicator.reads.map(content)]);
  const place = { unit, as_of: publishedAsOf, indicator: indicator.id, side };
  const standing = sqlite
    .prepare<[object], { evaluation_id: number; basis: string }>(
      `SELECT evaluation_id, basis FROM evaluation
        WHERE unit = :unit AND as_of = :as_of AND indicator = :indicator AND side = :side`,
    )
    .get(place);
  if (standing?.basis === basis) return standing.evaluation_id;
  if (standing) {
    sqlite.prepare('DELETE FROM evaluation WHERE evaluation_id = ?').run(standing.evaluation_id);
  }
  const evaluationId = Number(
    sqlite
      .prepare(
        `INSERT INTO evaluation (unit, as_of, indicator, side, period, basis)
          VALUES (:unit, :as_of, :indicator, :side, :period, :basis)`,
      )
      .run({ ...place, period, basis }).lastInsertRowid,
  );
  if (period !== null) select(store, indicator, evaluationId, { unit, period, from, as_of: asOf });
  return evaluationId;
}

interface Parameters {
  readonly unit: string;
  readonly period: string;
  readonly from: string;
  readonly as_of: string;
}

function select(store: Store, indicator: Indicator, evaluation: number, parameters: Parameters): void {
  const { sqlite } = store;
  const columns = new Set(
    sqlite
      .prepare(indicator.sql)
      .columns()
      .map(({ name }) => name),
  );
  const column = (name: string, otherwise: string) => (columns.has(name) ? `q.${name}` : otherwise);
  // A row of no source joins to nothing, and evidence without a row is refused.
  const insert = sqlite.prepare(
    `INSERT INTO evidence (evaluation_id, row_id, grp, value, value_unit)
      SELECT :evaluation, r.row_id, ${column('grp', "''")}, ${column('value', '1')}, ${column('value_unit', 'NULL')}
      FROM (${indicator.sql}) AS q LEFT JOIN ${indicator.form}_row r ON r.row_id = q.row_id AND r.held = 0
      WHERE true`,
  );
  let rows: number;
  try {
    rows = insert.run({ ...parameters, evaluation }).changes;
  } catch (error) {
    const code = error instanceof SqliteDatabase.SqliteError ? error.code : '';
    if (code === 'SQLITE_CONSTRAINT_NOTNULL') refuseForeignRow(store, indicator, parameters);
    throw new DefinitionError(explain(indicator, error), { cause: error });
  }
  if (addUp(store, indicator, evaluation, parameters, columns.has('grp')) < rows) {
    refuseForeignRow(store, indicator, parameters);
  }
}

/** Adds the evidence up by the tables of its form and period. @returns how many rows these are. */
function addUp(
  store: Store,
  indicator: Indicator,
  evaluation: number,
  { unit, period }: Parameters,
  grouped: boolean,
): number {
  const group = grouped ? 'e.grp' : "''";
  store.sqlite
    .prepare(
      `INSERT INTO evidence_total (evaluation_id, table_id, grp, rows, value, least, most, first_unit, last_unit)
        SELECT :evaluation, t.table_id, ${group}, count(*), sum(e.value), min(e.value), max(e.value),
          min(e.value_unit), max(e.value_unit)
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
          JOIN evidence e ON e.evaluation_id = :evaluation
            AND e.row_id >= t.table_id * ${rowsPerTable} AND e.row_id < (t.table_id + 1) * ${rowsPerTable}
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form
        GROUP BY t.table_id${grouped ? ', e.grp' : ''}`,
    )
    .run({ evaluation, unit, period, form: indicator.form });
  const added = store.sqlite
    .prepare<[number], { rows: number }>(
      'SELECT coalesce(sum(rows), 0) AS rows FROM evidence_total WHERE evaluation_id = ?',
    )
    .get(evaluation);
  return added?.rows ?? 0;
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

/** @throws DefinitionError that names a row which is none of the indicator's form and period, if there is one. */
function refuseForeignRow(store: Store, indicator: Indicator, parameters: Parameters): void {
  const { unit, period } = parameters;
  const stray = store.sqlite
    .prepare<[object], { row_id: number }>(
      `SELECT q.row_id FROM (${indicator.sql}) AS q
        WHERE q.row_id NOT IN (SELECT row_id FROM ${indicator.form} WHERE unit = :unit AND period = :period) LIMIT 1`,
    )
    .get(parameters);
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
      `SELECT grp, sum(rows) AS rows, sum(value) AS total, min(least) AS least, max(most) AS most,
        min(first_unit) AS low, max(last_unit) AS high
        FROM evidence_total WHERE evaluation_id = ? GROUP BY grp`,
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

/** How many different source rows stand behind two evaluations together. */
export function distinctRows(store: Store, one: number, other: number): number {
  const found = store.sqlite
    .prepare<[object], { rows: number }>(
      `SELECT (SELECT coalesce(sum(rows), 0) FROM evidence_total WHERE evaluation_id = :one)
          + (SELECT coalesce(sum(rows), 0) FROM evidence_total WHERE evaluation_id = :other)
          - (SELECT count(*) FROM evidence a JOIN evidence b ON b.evaluation_id = :other AND b.row_id = a.row_id
            WHERE a.evaluation_id = :one) AS rows`,
    )
    .get({ one, other });
  return found?.rows ?? 0;
}
