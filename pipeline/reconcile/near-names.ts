/**
 * Villages, projects and communities whose name is nearly that of another: a warning that proposes the line of
 * `aliases.csv` under which the two would meet.
 *
 * Names of a roster (villages, projects, communities) are compared with last year's and with those of the period's
 * other files, all other names with the roster.
 */

import { finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import { compareText } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
import { type Scope, writeFinding } from './findings.js';
import { keepNamesCompared, reconciledOn, reconciledRows } from './kept.js';
import { editDistance, type NameKind } from './name-distance.js';

const nearlyAnother = 'name.nearly_another';

/** A column of a form that holds names. */
interface NameColumn {
  readonly form: Form;
  readonly field: string;
  readonly kind: NameKind;
  /** Whether the form is the roster of what is named here. */
  readonly home: boolean;
}

/** A name where it is first in a table. */
interface Occurrence {
  readonly name: string;
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly row: number;
  /** Rows of the table that hold it. */
  readonly rows: number;
  readonly column: number | null;
  readonly header: string | null;
  /** JSON list of the first row's cells as submitted. */
  readonly texts: string;
}

/**
 * Writes the findings on one period of a unit, unless nothing has changed. Call inside a transaction, once all its
 * forms are reconciled.
 */
export function reconcileNames(store: Store, unit: string, period: string, forms: readonly Form[]): void {
  const scope = { unit, period };
  const { ofForm } = reconciledRows(store, unit);
  const columns = forms.flatMap(nameColumns);
  for (const form of forms) {
    const own = columns.filter((column) => column.form === form);
    if (own.length === 0) continue;
    const homesOf = (kind: NameKind) => columns.filter((other) => other.home && other.kind === kind);
    const compared = own.flatMap(({ kind }) => homesOf(kind).map((home) => ofForm(home.form.id)));
    const basis = hashOf([ofForm(form.id), compared]);
    if (reconciledOn(store, scope, form)?.names_fingerprint === basis) continue;
    forgetCompared(store, scope, form);
    for (const column of own) compareNames(store, scope, column, homesOf(column.kind));
    keepNamesCompared(store, scope, form, basis);
  }
}

function forgetCompared(store: Store, scope: Scope, form: Form): void {
  store.engine
    .prepare(
      `DELETE FROM finding WHERE origin = 'period' AND rule = '${nearlyAnother}' AND table_id IN (
        SELECT t.table_id FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form)`,
    )
    .run({ ...scope, form: form.id });
}

function compareNames(store: Store, scope: Scope, column: NameColumn, homes: readonly NameColumn[]): void {
  const last = namesOf(store, scope, homes, 'last year');
  if (column.home) {
    compareRoster(store, column, occurrences(store, scope, column, new Set()), last);
    return;
  }
  const roster = namesOf(store, scope, homes, 'this period');
  const known = roster.size > 0 ? roster : last;
  if (known.size === 0) return;
  for (const found of occurrences(store, scope, column, known)) propose(store, column, found, known);
}

function nameColumns(form: Form): NameColumn[] {
  return Object.entries(form.columns).flatMap(([field, { spec }]) =>
    spec.names === null || spec.names === 'enterprise'
      ? []
      : [{ form, field, kind: spec.names, home: form.shape.kind === 'roster' && form.key.includes(field) }],
  );
}

/** Names that count, of the period or of the year before. */
function namesOf(
  store: Store,
  { unit, period }: Scope,
  columns: readonly NameColumn[],
  when: 'this period' | 'last year',
): Set<string> {
  const [condition, value] =
    when === 'this period'
      ? ['period = ?', period]
      : ['substr(period, 1, 4) = ?', String(Number(period.slice(0, 4)) - 1)];
  const names = columns.flatMap(({ form, field }) =>
    store.engine
      .prepare<[string, string], { name: string }>(
        `SELECT DISTINCT ${field} AS name FROM ${form.id} WHERE unit = ? AND ${condition} AND ${field} IS NOT NULL`,
      )
      .all(unit, value),
  );
  return new Set(names.map(({ name }) => name).sort(compareText));
}

/** Where the column's names stand, those aside that are known; what is held back with its whole sheet has no part. */
function occurrences(
  store: Store,
  scope: Scope,
  column: NameColumn,
  known: ReadonlySet<string>,
): Occurrence[] {
  const { form, field } = column;
  return store.engine
    .prepare<[object], Occurrence>(
      `WITH named AS (SELECT table_id, ${field} AS name, min(row_id) AS row_id, count(*) AS rows FROM ${form.id}_row
          WHERE unit = :unit AND period = :period AND ${field} IS NOT NULL
            AND ${field} NOT IN (SELECT value FROM json_each(:known))
          GROUP BY table_id, ${field})
        SELECT n.name, n.table_id, t.submission_id, s.file, t.sheet, r.row, n.rows, c.column_index AS "column", c.header,
          r.texts
        FROM named n JOIN ${form.id}_row r ON r.row_id = n.row_id
          JOIN source_table t ON t.table_id = n.table_id
          JOIN submission s ON s.submission_id = t.submission_id
          LEFT JOIN source_column c ON c.table_id = n.table_id AND c.field = :field
        WHERE t.held = 0 AND s.superseded_by IS NULL AND t.superseded_by IS NULL`,
    )
    .all({ ...scope, field, known: JSON.stringify([...known]) })
    .sort((a, b) => compareText(a.file, b.file) || a.table_id - b.table_id || a.row - b.row);
}

/** A name that is new this year is compared with those that are gone, and with those of other files. */
function compareRoster(
  store: Store,
  column: NameColumn,
  names: readonly Occurrence[],
  last: ReadonlySet<string>,
): void {
  const here = new Set(names.map(({ name }) => name));
  const gone = new Set([...last].filter((name) => !here.has(name)));
  for (const [at, one] of names.entries()) {
    if (last.has(one.name)) continue;
    if (propose(store, column, one, gone)) continue;
    const files = new Set(names.filter(({ name }) => name === one.name).map(({ file }) => file));
    const elsewhere = new Set(
      names
        .filter(({ name, file }, i) => !files.has(file) && (last.has(name) || i < at))
        .map(({ name }) => name),
    );
    for (const { name, file } of names) if (files.has(file)) elsewhere.delete(name);
    propose(store, column, one, elsewhere);
  }
}

/** Says which of the known names a name is nearly; nothing where it is none, or as near to two. */
function propose(
  store: Store,
  { form, field, kind }: NameColumn,
  found: Occurrence,
  known: ReadonlySet<string>,
): boolean {
  const near = [...known]
    .flatMap((name) => {
      const distance = name === found.name ? null : editDistance(kind, found.name, name);
      return distance === null ? [] : [{ name, distance }];
    })
    .sort((a, b) => a.distance - b.distance);
  const [nearest, second] = near;
  if (!nearest || second?.distance === nearest.distance) return false;
  const texts = storedJson<(string | null)[]>(found.texts);
  const written = texts[Object.keys(form.columns).indexOf(field)]?.trim() || found.name;
  const { sheet, row, column, header } = found;
  writeFinding(
    store,
    found.submission_id,
    found.table_id,
    finding(
      nearlyAnother,
      'warning',
      { sheet, row, column, header, value: written },
      {
        other: nearest.name,
        rows: found.rows,
        line: [kind, written, nearest.name].map(quoted).join(','),
      },
    ),
  );
  return true;
}

/** As a cell of a CSV. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
