/** What a figure rests on without being sure of it: units that nobody stated, dates in world time, numbers that say 约. */
import type { RuleId } from '../findings/rules/index.js';
import type { Waivers } from '../findings/waivers.js';
import { medianOf } from '../normalise/column-unit.js';
import type { Store } from '../store/database.js';
import { rowsPerTable } from '../store/row-id.js';

interface AssumedColumn {
  readonly table_id: number;
  readonly period: string;
  readonly form: string;
  readonly field: string;
  readonly rule: RuleId;
  readonly file: string;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: number | null;
  readonly value: string | null;
}

/** Readings of a whole column that nobody has confirmed (DOMAIN A, Status P). */
const assumptions = `SELECT f.table_id, s.period, t.form, c.field, f.rule, s.file, f.sheet, f.row,
    f.column_index AS "column", f.value
  FROM finding f JOIN source_table t ON t.table_id = f.table_id JOIN submission s ON s.submission_id = f.submission_id
    JOIN source_column c ON c.table_id = f.table_id AND c.column_index = f.column_index
  WHERE s.unit = ? AND f.rule IN ('unit.assumed', 'date.column_utc', 'date.none') AND s.superseded_by IS NULL
    AND t.superseded_by IS NULL AND t.held = 0
    AND t.form IS NOT NULL`;

/** The fields of each form in each period whose reading rests on an assumption, by `of`. */
export function assumedFields(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  waivers: Waivers | null,
  of: (form: string, period: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  for (const column of engine.prepare<[string], AssumedColumn>(assumptions).all(unit)) {
    const isWaived = waivers?.({ ...column, personal: null }) != null;
    if (isWaived || (column.rule === 'unit.assumed' && isConfirmed({ engine }, unit, column))) continue;
    const key = of(column.form, column.period);
    fields.set(key, new Set([...(fields.get(key) ?? []), column.field]));
  }
  return fields;
}

/** How far last year's median may lie from this year's. */
const confirmingFactor = 30;
const stated = "('cell', 'format', 'column', 'header', 'line', 'title', 'sheet', 'note', 'setting')";

/** Whether last year's numbers, read with a stated unit, are of this size. */
function isConfirmed(store: Pick<Store, 'engine'>, unit: string, column: AssumedColumn): boolean {
  const { form, field, period } = column;
  const year = `${Number(period.slice(0, 4)) - 1}%`;
  const own = medianIn(store, form, field, 'r.table_id = :table', { table: column.table_id });
  const earlier = medianIn(
    store,
    form,
    field,
    `r.unit = :unit AND r.period LIKE :year AND r.table_id IN (SELECT table_id FROM source_column
      WHERE field = :field AND unit_from IN ${stated})`,
    { unit, year, field },
  );
  if (own === null || earlier === null) return false;
  return own <= earlier * confirmingFactor && earlier <= own * confirmingFactor;
}

function medianIn(
  { engine }: Pick<Store, 'engine'>,
  form: string,
  field: string,
  condition: string,
  parameters: object,
): number | null {
  const values = engine
    .prepare<[object], { value: number }>(
      `SELECT CAST(r.${field} AS REAL) AS value FROM ${form}_row r WHERE r.${field} IS NOT NULL AND ${condition}`,
    )
    .all(parameters);
  return medianOf(Float64Array.from(values, ({ value }) => value));
}

/** The groups of an evaluation in whose evidence a number says 约. */
export function approximateGroups(
  { engine }: Pick<Store, 'engine'>,
  evaluationId: number,
  field: string,
): ReadonlySet<string> {
  const groups = engine
    .prepare<[object], { grp: string }>(
      `SELECT DISTINCT e.grp FROM finding f JOIN source_column c ON c.table_id = f.table_id
          AND c.column_index = f.column_index AND c.field = :field
        JOIN evidence e ON e.evaluation_id = :evaluation AND e.row_id = f.table_id * ${rowsPerTable} + f.row
      WHERE f.rule = 'number.approximate'`,
    )
    .all({ evaluation: evaluationId, field });
  return new Set(groups.map(({ grp }) => grp));
}
