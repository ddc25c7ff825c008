/** What waivers do to rows: they let them count, or it is said that they cannot. */
import { finding as makeFinding } from '../findings/finding.js';
import type { WaivablePlace, Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { attempt } from '../store/engine.js';
import { rowIdOf, rowRange } from '../store/row-id.js';
import { findingPlaces, type Scope, writeFinding } from './findings.js';

/** Lets rows count whose errors are all waived; one that lacks what a row must have stays held back. */
export function admitWaived(
  store: Store,
  scope: Scope,
  form: Form,
  waivers: Waivers,
  out: ReadonlySet<number>,
): void {
  if (waivers.inForce.length === 0) return;
  type RowError = WaivablePlace & { table_id: number; submission_id: number };
  const statement = store.engine.prepare<[object], RowError>(
    `${findingPlaces} JOIN source_table t ON t.table_id = f.table_id
      WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND f.row IS NOT NULL
        AND f.severity = 'error' AND f.origin = 'read'`,
  );
  const errors = () => statement.iterate({ ...scope, form: form.id });
  const rowOf = ({ table_id, row }: RowError) => rowIdOf(table_id, row ?? 0);
  // Few are waived, of errors that may be as many as the rows.
  const rows = new Map<number, RowError>();
  for (const error of errors()) {
    if (!out.has(error.table_id) && waivers(error) && !rows.has(rowOf(error))) rows.set(rowOf(error), error);
  }
  for (const error of rows.size > 0 ? errors() : []) {
    if (!waivers(error)) rows.delete(rowOf(error));
  }
  const admit = store.engine.prepare(`UPDATE ${form.id}_row SET held = 0 WHERE row_id = ?`);
  for (const [rowId, { submission_id, table_id, sheet, row, column }] of rows) {
    if (!attempt(store.engine, () => admit.run(rowId))) {
      const stays = makeFinding('waiver.row_incomplete', 'warning', { sheet, row, column });
      writeFinding(store, submission_id, table_id, stays);
    }
  }
}

/** Says of each waived finding whose cells have no value all the same that the figures which need it stay without. */
export function noteWithoutValue(
  store: Store,
  scope: Scope,
  form: Form,
  waivers: Waivers,
  out: ReadonlySet<number>,
): void {
  if (waivers.inForce.length === 0) return;
  const { engine } = store;
  const errors = engine
    .prepare<[object], WaivablePlace & { table_id: number; submission_id: number; field: string }>(
      `SELECT f.rule, s.file, f.sheet, f.row, f.column_index AS "column", f.value, f.personal, f.table_id,
          f.submission_id, c.field
        FROM finding f JOIN submission s ON s.submission_id = f.submission_id
          JOIN source_table t ON t.table_id = f.table_id
          JOIN source_column c ON c.table_id = f.table_id AND c.column_index = f.column_index
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND f.severity = 'error'
          AND f.origin = 'read' AND c.field IS NOT NULL`,
    )
    .all({ ...scope, form: form.id });
  const doubtful = engine.prepare<[object], { row_id: number }>(
    `SELECT row_id FROM ${form.id}_row WHERE row_id >= :first AND row_id < :beyond AND held = 0
      AND unread LIKE '% ' || :field || ' %' LIMIT 1`,
  );
  for (const { table_id, submission_id, field, ...place } of errors) {
    if (out.has(table_id) || !waivers(place)) continue;
    const { sheet, row, column } = place;
    const first = row === null ? null : rowIdOf(table_id, row);
    const rows = first === null ? rowRange(table_id) : { first, beyond: first + 1 };
    if (!doubtful.get({ ...rows, field })) continue;
    const stays = makeFinding('waiver.no_value', 'warning', { sheet, row, column });
    writeFinding(store, submission_id, table_id, stays);
  }
}
