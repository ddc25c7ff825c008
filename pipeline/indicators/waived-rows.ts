/** Rows that a person let count although a check finds something in them: a waiver is a person's word (DOMAIN A). */

import type { CheckId } from '../findings/finding.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { rowIdOf } from '../store/row-id.js';
import { storedJson } from '../store/stored-json.js';
import { address } from '../text/address.js';

/** Numbers of the rows of a form in which a finding of the check is waived, whatever its period; in their order. */
export function waivedRows(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  form: Form,
  check: string,
  waivers: Waivers,
): number[] {
  const columns = engine.prepare<[object], { table: number; index: number; field: string }>(
    `SELECT t.table_id AS "table", c.column_index AS "index", c.field FROM submission s
        JOIN source_table t ON t.submission_id = s.submission_id JOIN source_column c ON c.table_id = t.table_id
      WHERE s.unit = :unit AND s.file = :file AND t.sheet = :sheet AND t.form = :form`,
  );
  const textsOf = engine.prepare<[number], { texts: string }>(
    `SELECT texts FROM ${form.id}_row WHERE row_id = ?`,
  );
  const fields = Object.keys(form.columns);
  const found = new Set<number>();
  for (const { rule, file, sheet, cell } of waivers.inForce) {
    const row = Number(/\d+$/.exec(cell)?.[0] ?? Number.NaN);
    if (rule !== check || Number.isNaN(row)) continue;
    for (const { table, index, field } of columns.all({ unit, file, sheet, form: form.id })) {
      const rowId = rowIdOf(table, row);
      const stored = address(row, index) === cell ? textsOf.get(rowId) : undefined;
      if (!stored) continue;
      const texts = storedJson<(string | null)[]>(stored.texts);
      const value = texts[fields.indexOf(field)] ?? null;
      const personal = form.columns[field]?.spec.personal ?? null;
      const place = { rule: check as CheckId, file, sheet, row, column: index, value, personal };
      if (waivers(place)) found.add(rowId);
    }
  }
  return [...found].sort((a, b) => a - b);
}
