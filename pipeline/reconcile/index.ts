/**
 * What only shows when the files of a period are looked at together: rows that occur twice, keys that
 * contradict each other, files that look like copies, nil returns beside data. Held rows and findings of
 * origin 'period' are made anew where anything that they follow from has changed.
 */

import { finding as makeFinding } from '../findings/finding.js';
import type { WaivablePlace, Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { listForms } from '../forms/lists.js';
import type { Store } from '../store/database.js';
import { rowRange } from '../store/row-id.js';
import { reconcileDuplicates } from './duplicates.js';
import { findingPlaces, type Scope, writeFinding } from './findings.js';
import { keepReconciled, reconciledOn, reconcileKey } from './kept.js';
import { supplyFromLists } from './lists.js';
import { supersedeOlder } from './older-copies.js';
import { markShared } from './shared-things.js';
import { judgeSpans } from './spans.js';
import { formTables, placeOf } from './tables.js';
import { admitWaived, noteWithoutValue } from './waived.js';

/**
 * Reconciles the rows of one form in one period of a unit, with those of the lists that supply it, unless nothing has
 * changed. Call inside a transaction.
 */
export function reconcile(store: Store, unit: string, period: string, form: Form, waivers: Waivers): void {
  const scope = { unit, period };
  const basis = reconcileKey(store, scope, form, waivers);
  if (reconciledOn(store, scope, form)?.fingerprint === basis) return;
  for (const list of listForms(form)) settle(store, scope, list, waivers);
  settle(store, scope, form, waivers);
  supplyFromLists(store, scope, form, waivers);
  keepReconciled(store, scope, form, basis);
}

/** Makes held rows and findings of a form in a period anew. */
function settle(store: Store, scope: Scope, form: Form, waivers: Waivers): void {
  const { engine } = store;
  engine
    .prepare(
      `DELETE FROM finding WHERE origin = 'period' AND table_id IN (SELECT t.table_id FROM source_table t
        JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form)`,
    )
    .run({ ...scope, form: form.id });
  engine
    .prepare(
      `UPDATE ${form.id}_row INDEXED BY ${form.id}_row_held_by_period SET held = held_by_reading
        WHERE unit = :unit AND period = :period AND held <> held_by_reading`,
    )
    .run(scope);
  askHidden(store, scope, form);
  const heldWhole = holdTables(store, scope, form, waivers);
  const out = [...heldWhole, ...setAside(store, form, supersedeOlder(store, scope, form, heldWhole))];
  admitWaived(store, scope, form, waivers, new Set(out));
  noteWithoutValue(store, scope, form, waivers, new Set(out));
  // Lists of one kind are joined: what stands in two of them is on the list.
  if (!form.listOf) {
    reconcileDuplicates(store, scope, form, out, waivers);
    markShared(store, scope, form);
    judgeSpans(store, scope, form, out);
    judgeNilReturns(store, scope, form);
  }
  recount(store, scope, form, out);
}

/** Of a hidden sheet beside a visible one of its form nobody knows whether it is meant (DOMAIN B “Held back whole”). */
function askHidden(store: Store, scope: Scope, form: Form): void {
  store.engine
    .prepare(
      `UPDATE source_table SET superseded_by = NULL WHERE superseded_by IS NOT NULL AND form = :form
        AND submission_id IN (SELECT submission_id FROM submission WHERE unit = :unit AND period = :period)`,
    )
    .run({ ...scope, form: form.id });
  const tables = formTables(store, scope, form, new Set()).filter(({ rows }) => rows > 0);
  const visible = tables.find(({ hidden }) => hidden === 0);
  for (const table of visible ? tables : []) {
    if (table.hidden === 0) continue;
    const params = { other: placeOf(visible ?? table) };
    const found = makeFinding('sheet.hidden_beside', 'error', { sheet: table.sheet }, params);
    writeFinding(store, table.submission_id, table.table_id, found);
  }
}

/** Takes the rows of tables out of the figures; gives the tables. */
function setAside({ engine }: Store, form: Form, tables: readonly number[]): readonly number[] {
  const hold = engine.prepare(
    `UPDATE ${form.id}_row SET held = 1 WHERE row_id >= :first AND row_id < :beyond`,
  );
  for (const table of tables) hold.run(rowRange(table));
  return tables;
}

/** Holds tables back whole, but for those whose findings are all waived; gives those that are held. */
function holdTables(store: Store, scope: Scope, form: Form, waivers: Waivers): number[] {
  const { engine } = store;
  const tables = engine
    .prepare<
      [object],
      {
        table_id: number;
        submission_id: number;
        typed: 0 | 1;
        held_by_reading: 0 | 1;
        superseded_by: string | null;
      }
    >(
      `SELECT t.table_id, t.submission_id, t.typed, t.held_by_reading, s.superseded_by FROM source_table t
        JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form`,
    )
    .all({ ...scope, form: form.id });
  const errors = engine.prepare<[number], WaivablePlace>(
    `${findingPlaces} WHERE f.table_id = ? AND f.rule LIKE 'sheet.%' AND f.severity = 'error'`,
  );
  const fileErrors = engine.prepare<[number], WaivablePlace>(
    `${findingPlaces} WHERE f.submission_id = ? AND f.table_id IS NULL AND f.origin = 'period'
      AND f.severity = 'error'`,
  );
  const hold = engine.prepare('UPDATE source_table SET held = ? WHERE table_id = ?');
  const holdRows = engine.prepare(
    `UPDATE ${form.id}_row SET held = 1 WHERE row_id >= :first AND row_id < :beyond`,
  );
  const out: number[] = [];
  for (const { table_id, submission_id, typed, held_by_reading, superseded_by } of tables) {
    const ofTable = errors.all(table_id);
    const waived = typed === 1 && ofTable.every((place) => waivers(place) !== null);
    const heldWithFile = fileErrors.all(submission_id).some((place) => waivers(place) === null);
    const held = (!waived && (held_by_reading === 1 || ofTable.length > 0)) || heldWithFile;
    hold.run(held ? 1 : 0, table_id);
    if (!held && superseded_by === null) continue;
    holdRows.run(rowRange(table_id));
    out.push(table_id);
  }
  return out;
}

/** A nil return beside rows of data contradicts them. */
function judgeNilReturns(store: Store, scope: Scope, form: Form): void {
  const nils = store.engine
    .prepare<
      [object],
      {
        table_id: number;
        submission_id: number;
        sheet: string;
        header_last: number | null;
        nil_return: string;
      }
    >(
      `SELECT t.table_id, t.submission_id, t.sheet, t.header_last, t.nil_return FROM source_table t
        JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.nil_return IS NOT NULL
          AND t.held = 0 AND s.superseded_by IS NULL AND t.superseded_by IS NULL`,
    )
    .all({ ...scope, form: form.id });
  for (const nil of nils) {
    const part = form.parts !== null && nil.nil_return !== '' ? `AND r.${form.parts} = :part` : '';
    const data = store.engine
      .prepare<[object], { file: string; sheet: string; row: number }>(
        `SELECT s.file, t.sheet, r.row FROM ${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
          WHERE r.unit = :unit AND r.period = :period AND r.held = 0 ${part}
          ORDER BY s.file, t.sheet_index, r.row LIMIT 1`,
      )
      .get(part ? { ...scope, part: nil.nil_return } : scope);
    if (!data) continue;
    writeFinding(
      store,
      nil.submission_id,
      nil.table_id,
      makeFinding(
        'nil_return.contradicted',
        'error',
        { sheet: nil.sheet },
        {
          other_file: data.file,
          other_sheet: data.sheet,
          other_row: data.row,
        },
      ),
    );
  }
}

/** Held-back counts per table, from the reading's and what this settling added. */
function recount(store: Store, scope: Scope, form: Form, out: readonly number[]): void {
  const { engine } = store;
  engine
    .prepare(
      `UPDATE source_table SET rows_held_back = rows_held_by_reading
          + (SELECT coalesce(sum(r.held - r.held_by_reading), 0)
            FROM ${form.id}_row r INDEXED BY ${form.id}_row_held_by_period
          WHERE r.unit = :unit AND r.period = :period AND r.held <> r.held_by_reading
            AND r.table_id = source_table.table_id)
        WHERE form = :form AND submission_id IN (SELECT submission_id FROM submission
          WHERE unit = :unit AND period = :period)`,
    )
    .run({ ...scope, form: form.id });
  const whole = engine.prepare('UPDATE source_table SET rows_held_back = rows_data WHERE table_id = ?');
  for (const id of out) whole.run(id);
}
