/**
 * Runs each indicator's query for both sides and keeps the rows that it selects: the evidence. A figure is the
 * aggregate of exactly those rows (DESIGN idea 3).
 */

import { maskText } from '../findings/mask.js';
import type { Form } from '../forms/define.js';
import type { ReconciledRows } from '../reconcile/kept.js';
import type { Store } from '../store/database.js';
import { undoing, violationOf } from '../store/engine.js';
import { forgetEvaluations, isAsSelected, keepTotals } from '../store/evaluations.js';
import { rowRange } from '../store/row-id.js';
import { hashOf } from '../text/hash.js';
import { DefinitionError } from '../text/sql-file.js';
import type { Indicator } from './catalogue.js';
import { unreadBy } from './held-rows.js';
import type { Basis } from './sides.js';

/** One group of one side of an indicator: the aggregate of its evidence. */
export interface Aggregate {
  readonly group: string;
  readonly rows: number;
  /** In the smallest unit of the indicator's column; of a count, rows. */
  readonly total: bigint;
  /** Unit that travels with the rows; null where there is none or they differ. */
  readonly unit: string | null;
  /** Rows say different things of what is one thing: there is no value. */
  readonly isAtOdds: boolean;
}

/**
 * Selects and stores the evidence of one side, or keeps what was selected by the same query from the same rows: all of
 * it, or, of a query that looks at one row at a time, that of the source tables that are as they were. A side without a
 * submission has none.
 * @param waived rows that a person let count (`Indicator.waives`).
 * @returns the number of the stored evaluation.
 * @throws DefinitionError where a row is doubled, of another form or period, or lacks a value.
 */
export function evaluate(
  store: Store,
  unit: string,
  publishedAsOf: string,
  indicator: Indicator,
  form: Form,
  { side, coverage, from, asOf }: Basis,
  rows: ReconciledRows,
  waived: readonly number[],
): number {
  const { engine } = store;
  const period = coverage?.period ?? null;
  const question = [indicator.hash, period, from, asOf, waived];
  const fingerprint = hashOf(indicator.rowByRow ? question : [...question, indicator.views.map(rows.ofForm)]);
  const place = { unit, as_of: publishedAsOf, indicator: indicator.id, side };
  const kept = engine
    .prepare<[object], { id: number; fingerprint: string; totals: string }>(
      `SELECT evaluation_id AS id, fingerprint, totals FROM evaluation
        WHERE unit = :unit AND as_of = :as_of AND indicator = :indicator AND side = :side`,
    )
    .get(place);
  const isCurrent = kept?.fingerprint === fingerprint && isAsSelected(store, kept.id, kept.totals);
  if (kept && !isCurrent) forgetEvaluations(store, 'evaluation_id = :id', { id: kept.id });
  const id = isCurrent ? kept.id : begin(store, { ...place, period, fingerprint });
  if (isCurrent && (period === null || !indicator.rowByRow)) return id;
  if (period === null) {
    keepTotals(store, id);
    return id;
  }
  const parameters = { unit, period, from, as_of: asOf, waived: `,${waived.join(',')},` };
  const tables = rows.ofTables(indicator.form, period);
  const selected = indicator.rowByRow
    ? selectChanged(store, indicator, form, id, parameters, tables)
    : selectAll(store, indicator, form, id, parameters, tables.keys());
  if (selected || !isCurrent) keepTotals(store, id);
  return id;
}

function begin(store: Store, evaluation: object): number {
  const { lastInsertRowid } = store.engine
    .prepare(
      `INSERT INTO evaluation (unit, as_of, indicator, side, period, fingerprint)
        VALUES (:unit, :as_of, :indicator, :side, :period, :fingerprint)`,
    )
    .run(evaluation);
  return Number(lastInsertRowid);
}

interface Parameters {
  readonly unit: string;
  readonly period: string;
  readonly from: string;
  readonly as_of: string;
  readonly waived: string;
}

/** Selects all evidence anew, whatever table its rows are in. */
function selectAll(
  store: Store,
  indicator: Indicator,
  form: Form,
  evaluation: number,
  parameters: Parameters,
  tables: Iterable<number>,
): true {
  const writer = evidenceWriter(store, indicator, form, evaluation, parameters);
  const selected = writer.select(null);
  let added = 0;
  for (const table of tables) added += writer.addUp(table);
  if (added < selected) refuseForeignRow(store, indicator, parameters);
  return true;
}

/**
 * Takes out the evidence of tables that are gone or no longer what they were, and selects that of all that are lacking.
 * @returns whether there were any.
 */
function selectChanged(
  store: Store,
  indicator: Indicator,
  form: Form,
  evaluation: number,
  parameters: Parameters,
  tables: ReadonlyMap<number, string>,
): boolean {
  let changed = false;
  const kept = new Map(
    store.engine
      .prepare<[number], { table_id: number; content: string }>(
        'SELECT table_id, content FROM evidence_source WHERE evaluation_id = ?',
      )
      .all(evaluation)
      .map(({ table_id, content }) => [table_id, content]),
  );
  const writer = evidenceWriter(store, indicator, form, evaluation, parameters);
  for (const [table, content] of kept) {
    if (tables.get(table) === content) continue;
    kept.delete(table);
    writer.forget(table);
    changed = true;
  }
  const keep = store.engine.prepare(
    'INSERT INTO evidence_source (evaluation_id, table_id, content) VALUES (?, ?, ?)',
  );
  for (const [table, content] of tables) {
    if (kept.has(table)) continue;
    writer.select(table);
    writer.addUp(table);
    keep.run(evaluation, table, content);
    changed = true;
  }
  return changed;
}

function evidenceWriter(
  store: Store,
  indicator: Indicator,
  form: Form,
  evaluation: number,
  parameters: Parameters,
) {
  const { engine } = store;
  const columns = new Set(
    engine
      .prepare(indicator.sql)
      .columns()
      .map(({ name }) => name),
  );
  const column = (name: string, otherwise: string) => (columns.has(name) ? `q.${name}` : otherwise);
  // A row of no source joins to nothing, and evidence without a row is refused; one that a view gives as it isCurrent has one.
  const [row, source] = indicator.rowByRow
    ? ['q.row_id', '']
    : ['r.row_id', `LEFT JOIN ${indicator.form}_row r ON r.row_id = q.row_id AND r.held = 0`];
  const insertWhere = (condition: string) =>
    engine.prepare(
      `INSERT INTO evidence (evaluation_id, row_id, grp, value, value_unit)
        SELECT :evaluation, ${row}, ${column('grp', "''")}, ${column('value', '1')}, ${column('value_unit', 'NULL')}
        FROM (${indicator.sql}) AS q ${source} WHERE ${condition}
          AND q.row_id NOT IN (SELECT u.row_id FROM ${indicator.form}_row u
            WHERE u.unit = :unit AND u.period = :period AND ${unreadBy(indicator, form, 'u')})`,
    );
  const insertAll = insertWhere('true');
  const insertOf = insertWhere('q.row_id >= :first AND q.row_id < :beyond');
  const total = engine.prepare(
    `INSERT INTO evidence_total (evaluation_id, table_id, grp, rows, value, least, most, first_unit, last_unit)
      SELECT :evaluation, :table, ${columns.has('grp') ? 'grp' : "''"}, count(*), sum(value), min(value), max(value),
        min(value_unit), max(value_unit)
      FROM evidence WHERE evaluation_id = :evaluation AND row_id >= :first AND row_id < :beyond
      ${columns.has('grp') ? 'GROUP BY grp' : 'HAVING count(*) > 0'}`,
  );
  const added = engine.prepare<[object], { rows: number | null }>(
    'SELECT sum(rows) AS rows FROM evidence_total WHERE evaluation_id = :evaluation AND table_id = :table',
  );
  const forgetting = [
    'DELETE FROM evidence WHERE evaluation_id = :evaluation AND row_id >= :first AND row_id < :beyond',
    'DELETE FROM evidence_total WHERE evaluation_id = :evaluation AND table_id = :table',
    'DELETE FROM evidence_source WHERE evaluation_id = :evaluation AND table_id = :table',
  ].map((statement) => engine.prepare(statement));
  return {
    /** @param table the one whose rows are asked of; null: all. @returns how many rows were selected. */
    select(table: number | null): number {
      try {
        return undoing(engine, () => {
          const { changes } =
            table === null
              ? insertAll.run({ ...parameters, evaluation })
              : insertOf.run({ ...parameters, ...rowRange(table), evaluation });
          for (const name of ['grp', 'value_unit'])
            if (columns.has(name)) maskColumn(engine, evaluation, name);
          return changes;
        });
      } catch (error) {
        if (violationOf(error) === 'not_null') refuseForeignRow(store, indicator, parameters);
        throw new DefinitionError(explain(indicator, error), { cause: error });
      }
    },
    /** Adds up the evidence of a table. @returns how many rows it has. */
    addUp(table: number): number {
      total.run({ evaluation, table, ...rowRange(table) });
      return added.get({ evaluation, table })?.rows ?? 0;
    },
    forget(table: number): void {
      for (const statement of forgetting) statement.run({ evaluation, table, ...rowRange(table) });
    },
  };
}

/**
 * Masks the names of groups, and units that travel with rows, before anything is made of them: they are published
 * wherever their figure is, and identify it. Two names that would become one are distinguished by a number.
 */
function maskColumn(engine: Store['engine'], evaluation: number, column: string): void {
  const names = engine
    .prepare<[number], { name: string | null }>(
      `SELECT DISTINCT ${column} AS name FROM evidence WHERE evaluation_id = ? ORDER BY ${column}`,
    )
    .all(evaluation)
    .flatMap(({ name }) => name ?? []);
  const taken = new Set(names);
  const rename = engine.prepare(
    `UPDATE evidence SET ${column} = :shown WHERE evaluation_id = :evaluation AND ${column} = :name`,
  );
  for (const name of names) {
    const masked = maskText(name);
    if (masked === name) continue;
    let shown = masked;
    for (let number = 2; taken.has(shown); number++) shown = `${masked}（${number}）`;
    taken.add(shown);
    rename.run({ evaluation, name, shown });
  }
}

function explain(indicator: Indicator, error: unknown): string {
  const broken = violationOf(error);
  if (broken === 'unique') {
    return `indicator ${indicator.id}: a source row comes more than once; a join in its query fans out`;
  }
  if (broken === 'not_null') {
    return `indicator ${indicator.id}: its query returns a row without row_id, value or grp; leave such rows out`;
  }
  return `indicator ${indicator.id}: ${error instanceof Error ? error.message : String(error)}`;
}

/** @throws DefinitionError that names a row which is none of the indicator's form and period, if there is one. */
function refuseForeignRow(store: Store, indicator: Indicator, parameters: Parameters): void {
  const { unit, period } = parameters;
  const stray = store.engine
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

/** The aggregates of an evaluation by group. */
export function aggregate(store: Store, evaluationId: number, indicator: Indicator): Aggregate[] {
  const groups = store.engine
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
    const unit = low === high ? low : null;
    const isAtOdds = single && (least !== most || low !== high);
    return { group: grp, rows: Number(rows), total: single ? least : total, unit, isAtOdds };
  });
}

/** How many different source rows are behind two evaluations together. */
export function distinctRows(store: Store, one: number, other: number): number {
  const found = store.engine
    .prepare<[object], { rows: number }>(
      `SELECT (SELECT coalesce(sum(rows), 0) FROM evidence_total WHERE evaluation_id = :one)
          + (SELECT coalesce(sum(rows), 0) FROM evidence_total WHERE evaluation_id = :other)
          - (SELECT count(*) FROM evidence a JOIN evidence b ON b.evaluation_id = :other AND b.row_id = a.row_id
            WHERE a.evaluation_id = :one) AS rows`,
    )
    .get({ one, other });
  return found?.rows ?? 0;
}
