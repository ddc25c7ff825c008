/**
 * What was settled, and from what: the held rows and findings of a form in a period are a function of its files'
 * bytes, of how they were read, of the corrections among them and of the waivers in force. While these stay, nothing
 * is settled anew, nor selected or checked anew from rows that nothing has changed.
 */
import { createHash } from 'node:crypto';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { hashOf } from '../text/hash.js';
import type { Scope } from './findings.js';

/** Hash of everything that the rows of a form in a period are settled from. */
export function reconcileKey(store: Store, scope: Scope, form: Form, waivers: Waivers): string {
  const tables = store.engine
    .prepare<[object], { file: string }>(
      `SELECT t.table_id, s.file, s.sha256, s.reading, s.superseded_by, d.definition,
          (SELECT count(*) FROM finding f WHERE f.submission_id = s.submission_id AND f.table_id IS NULL
            AND f.origin = 'period' AND f.severity = 'error') AS file_errors
        FROM submission s JOIN source_table t ON t.submission_id = s.submission_id
          JOIN form_table d ON d.form = t.form
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form ORDER BY t.table_id`,
    )
    .all({ ...scope, form: form.id });
  const files = new Set(tables.map(({ file }) => file));
  return hashOf([tables, waivers.inForce.filter(({ file }) => files.has(file.normalize('NFC')))]);
}

/** The basis on which the rows of a form in a period stand settled, and on which its names were compared. */
export function reconciledOn(store: Store, { unit, period }: Scope, form: Form) {
  return store.engine
    .prepare<[object], { fingerprint: string; names_fingerprint: string | null }>(
      'SELECT fingerprint, names_fingerprint FROM reconciled WHERE unit = :unit AND period = :period AND form = :form',
    )
    .get({ unit, period, form: form.id });
}

export function keepReconciled(store: Store, { unit, period }: Scope, form: Form, basis: string): void {
  store.engine
    .prepare(
      `INSERT INTO reconciled (unit, period, form, fingerprint) VALUES (:unit, :period, :form, :basis)
        ON CONFLICT (unit, period, form) DO UPDATE SET fingerprint = :basis, names_fingerprint = NULL`,
    )
    .run({ unit, period, form: form.id, basis });
}

export function keepNamesCompared(store: Store, { unit, period }: Scope, form: Form, basis: string): void {
  store.engine
    .prepare(
      'UPDATE reconciled SET names_fingerprint = :basis WHERE unit = :unit AND period = :period AND form = :form',
    )
    .run({ unit, period, form: form.id, basis });
}

/** The accepted rows of a unit as they stand settled: a hash says whether they are still what they were. */
export interface ReconciledRows {
  /** Of a form, whatever the period. */
  ofForm(form: string): string;
  /** Of each source table of a form in a period, by its number. */
  ofTables(form: string, period: string): ReadonlyMap<number, string>;
}

export function reconciledRows(store: Pick<Store, 'engine'>, unit: string): ReconciledRows {
  const forms = new Map<string, string[]>();
  const settled = store.engine
    .prepare<[string], { form: string; period: string; basis: string }>(
      'SELECT form, period, fingerprint AS basis FROM reconciled WHERE unit = ? ORDER BY form, period',
    )
    .all(unit);
  for (const { form, period, basis } of settled) {
    forms.set(form, [...(forms.get(form) ?? []), period, basis]);
  }
  const tables = new Map<string, ReadonlyMap<number, string>>();
  return {
    ofForm: (form) => hashOf(forms.get(form) ?? []),
    ofTables(form, period) {
      const key = JSON.stringify([form, period]);
      const found = tables.get(key) ?? tableContents(store, { unit, period }, form);
      tables.set(key, found);
      return found;
    },
  };
}

/** What a table was read from, and which of its rows the files of the period together hold back or let count. */
function tableContents({ engine }: Pick<Store, 'engine'>, scope: Scope, form: string): Map<number, string> {
  const hashes = new Map(
    engine
      .prepare<[object], { table_id: number; read: string }>(
        `SELECT t.table_id, s.sha256 || s.reading || d.definition AS read FROM submission s
            JOIN source_table t ON t.submission_id = s.submission_id JOIN form_table d ON d.form = t.form
          WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND s.sha256 IS NOT NULL
          ORDER BY t.table_id`,
      )
      .all({ ...scope, form })
      .map(({ table_id, read }) => [table_id, createHash('sha256').update(read)]),
  );
  const moved = engine
    .prepare<[object], { table_id: number; row_id: number }>(
      `SELECT table_id, row_id FROM ${form}_row
        WHERE unit = :unit AND period = :period AND held <> held_by_reading ORDER BY table_id, row_id`,
    )
    .iterate(scope);
  for (const { table_id, row_id } of moved) hashes.get(table_id)?.update(`,${row_id}`);
  return new Map([...hashes].map(([table, hash]) => [table, hash.digest('hex')]));
}
