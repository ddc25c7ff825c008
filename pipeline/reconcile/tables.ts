/** The tables of a form in a period, as reconciling looks at them. */
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { compareText } from '../text/fold.js';
import type { Scope } from './findings.js';

export interface FormTable {
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly ordinal: number;
  readonly rows: number;
  readonly nil_return: string | null;
  readonly reported_on: string | null;
  readonly span_from: string | null;
  readonly span_to: string | null;
  readonly hidden: 0 | 1;
}

/** The tables in reading order, those aside that do not count. */
export function formTables(
  { engine }: Pick<Store, 'engine'>,
  scope: Scope,
  form: Form,
  out: ReadonlySet<number>,
): readonly FormTable[] {
  return engine
    .prepare<[object], FormTable>(
      `SELECT t.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, t.ordinal, t.rows_data AS rows,
        t.nil_return, t.reported_on, t.span_from, t.span_to, t.hidden
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.typed = 1`,
    )
    .all({ ...scope, form: form.id })
    .filter(({ table_id }) => !out.has(table_id))
    .sort((a, b) => compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.ordinal - b.ordinal);
}

/** A table as it is named to people. */
export function placeOf({ file, sheet }: Pick<FormTable, 'file' | 'sheet'>): string {
  return sheet === '' ? file : `${file} › ${sheet}`;
}
