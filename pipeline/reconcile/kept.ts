/**
 * What was reconciled, and from what: the held rows and findings of a form in a period are a function of its files'
 * bytes, of how they were read, of the corrections among them and of the waivers in force. While these stay, nothing
 * is reconciled anew, nor selected or checked anew from rows that nothing has changed.
 */
import { createHash } from 'node:crypto';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { formById } from '../forms/index.js';
import { listForms } from '../forms/lists.js';
import type { Store } from '../store/database.js';
import { columnsFrom, statement } from '../store/statement.js';
import { hashOf } from '../text/hash.js';
import type { Scope } from './findings.js';

/** Hash of everything that the rows of a form in a period are reconciled from. */
export function reconcileKey(store: Store, scope: Scope, form: Form, waivers: Waivers): string {
  const ofForm = store.engine.prepare<[object], { file: string }>(
    `SELECT t.table_id, s.file, s.sha256, s.reading, s.superseded_by, d.definition,
          (SELECT count(*) FROM finding f WHERE f.submission_id = s.submission_id AND f.table_id IS NULL
            AND f.origin = 'period' AND f.severity = 'error') AS file_errors
        FROM submission s JOIN source_table t ON t.submission_id = s.submission_id
          JOIN form_table d ON d.form = t.form
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form ORDER BY t.table_id`,
  );
  const tables = [form, ...listForms(form)].flatMap(({ id }) => ofForm.all({ ...scope, form: id }));
  const files = new Set(tables.map(({ file }) => file));
  return hashOf([tables, waivers.inForce.filter(({ file }) => files.has(file.normalize('NFC')))]);
}

interface ReconciledForm extends Scope {
  readonly form: string;
}

const lastReconciled = statement((db, given: ReconciledForm) =>
  db
    .selectFrom('reconciled')
    .select(['fingerprint', 'names_fingerprint'])
    .where('unit', '=', given.unit)
    .where('period', '=', given.period)
    .where('form', '=', given.form),
);

const keepFingerprint = statement((db, given: ReconciledForm & { fingerprint: string }) =>
  db
    .insertInto('reconciled')
    .values(columnsFrom(given, 'unit', 'period', 'form', 'fingerprint'))
    .onConflict((known) =>
      known
        .columns(['unit', 'period', 'form'])
        .doUpdateSet({ fingerprint: given.fingerprint, names_fingerprint: null }),
    ),
);

const keepNamesFingerprint = statement((db, given: ReconciledForm & { fingerprint: string }) =>
  db
    .updateTable('reconciled')
    .set({ names_fingerprint: given.fingerprint })
    .where('unit', '=', given.unit)
    .where('period', '=', given.period)
    .where('form', '=', given.form),
);

const reconciledForms = statement((db, given: { unit: string }) =>
  db
    .selectFrom('reconciled')
    .select(['form', 'period', 'fingerprint'])
    .where('unit', '=', given.unit)
    .orderBy('form')
    .orderBy('period'),
);

/** What the rows of a form in a period were last reconciled from, and what its names were compared with. */
export function reconciledOn({ engine }: Store, { unit, period }: Scope, form: Form) {
  return lastReconciled.get(engine, { unit, period, form: form.id });
}

export function keepReconciled(
  { engine }: Store,
  { unit, period }: Scope,
  form: Form,
  fingerprint: string,
): void {
  keepFingerprint.run(engine, { unit, period, form: form.id, fingerprint });
}

export function keepNamesCompared(
  { engine }: Store,
  { unit, period }: Scope,
  form: Form,
  fingerprint: string,
): void {
  keepNamesFingerprint.run(engine, { unit, period, form: form.id, fingerprint });
}

/** The accepted rows of a unit as they were reconciled: a hash says whether they are still what they were. */
export interface ReconciledRows {
  /** Of a form, whatever the period. */
  ofForm(form: string): string;
  /** Of each source table of a form in a period, by its number. */
  ofTables(form: string, period: string): ReadonlyMap<number, string>;
}

export function reconciledRows(store: Pick<Store, 'engine'>, unit: string): ReconciledRows {
  const forms = new Map<string, string[]>();
  for (const { form, period, fingerprint } of reconciledForms.all(store.engine, { unit })) {
    forms.set(form, [...(forms.get(form) ?? []), period, fingerprint]);
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
  // What lists supply to rows follows from all that the form was reconciled from.
  const supplied = formById(form)?.lists.length ? lastReconciled.get(engine, { ...scope, form }) : undefined;
  if (supplied) for (const hash of hashes.values()) hash.update(supplied.fingerprint);
  const moved = engine
    .prepare<[object], { table_id: number; row_id: number }>(
      `SELECT table_id, row_id FROM ${form}_row
        WHERE unit = :unit AND period = :period AND (held <> held_by_reading OR same_as IS NOT NULL)
        ORDER BY table_id, row_id`,
    )
    .iterate(scope);
  for (const { table_id, row_id } of moved) hashes.get(table_id)?.update(`,${row_id}`);
  return new Map([...hashes].map(([table, hash]) => [table, hash.digest('hex')]));
}
