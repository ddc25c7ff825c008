/** From a piece of evidence back to its cell. */
import type { Form } from '../forms/define.js';
import type { Store } from './database.js';

/** One source row behind a figure, as stored: nothing masked. */
export interface SourceRow {
  readonly rowId: number;
  readonly group: string;
  /** In the smallest unit of the indicator's column. */
  readonly value: bigint;
  readonly valueUnit: string | null;
  readonly key: string | null;
  readonly file: string;
  readonly sha256: string;
  /** When these bytes were first read, ISO. */
  readonly firstReadAt: string;
  readonly sheet: string;
  readonly row: number;
  /** Column from 0 of the cell shown; null where the sheet has no such column. */
  readonly column: number | null;
  /** Unit that the header or unit line gives to that column. */
  readonly columnUnit: string | null;
  /** The cell as submitted. */
  readonly text: string;
}

type Found = Omit<SourceRow, 'text' | 'row' | 'rowId' | 'column'> & {
  rowId: bigint;
  row: bigint;
  column: bigint | null;
  texts: string;
};

/**
 * The rows behind an evaluation, by file, sheet and row.
 * @param field the form's column whose cell is shown.
 * @param most how many rows at the most.
 */
export function* sourceRows(
  store: Pick<Store, 'sqlite'>,
  form: Form,
  evaluationId: number,
  field: string,
  most = Number.MAX_SAFE_INTEGER,
): Generator<SourceRow> {
  const place = Object.keys(form.columns).indexOf(field);
  const rows = store.sqlite
    .prepare<[object], Found>(
      `SELECT e.row_id AS rowId, e.grp AS "group", e.value, e.value_unit AS valueUnit, r.key, s.file, s.sha256,
        t.sheet, r.row, c.column_index AS "column", c.unit AS columnUnit, r.texts, a.first_read_at AS firstReadAt
        FROM evidence e JOIN ${form.id}_row r ON r.row_id = e.row_id
          JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
          JOIN archived_file a ON a.sha256 = s.sha256
          LEFT JOIN source_column c ON c.table_id = r.table_id AND c.field = :field
        WHERE e.evaluation_id = :evaluation
        ORDER BY s.file, t.sheet_index, r.row, t.ordinal LIMIT :most`,
    )
    .safeIntegers(true)
    .iterate({ evaluation: evaluationId, field, most });
  for (const found of rows) {
    const { texts, ...row } = found;
    const list: (string | null)[] = JSON.parse(texts);
    yield {
      ...row,
      rowId: Number(row.rowId),
      row: Number(row.row),
      column: row.column === null ? null : Number(row.column),
      text: list[place] ?? '',
    };
  }
}

/** Totals of an evaluation's rows per group, file and sheet. */
export function sourceTotals(
  store: Pick<Store, 'sqlite'>,
  form: Form,
  evaluationId: number,
): { group: string; file: string; sha256: string; sheet: string; rows: bigint; value: bigint }[] {
  return store.sqlite
    .prepare<
      [number],
      { group: string; file: string; sha256: string; sheet: string; rows: bigint; value: bigint }
    >(
      `SELECT e.grp AS "group", s.file, s.sha256, t.sheet, count(*) AS rows, sum(e.value) AS value
        FROM evidence e JOIN ${form.id}_row r ON r.row_id = e.row_id
          JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE e.evaluation_id = ?
        GROUP BY e.grp, s.file, s.sha256, t.sheet, t.sheet_index ORDER BY s.file, t.sheet_index, e.grp`,
    )
    .safeIntegers(true)
    .all(evaluationId);
}

/** Rows of a form that were accepted but that an evaluation left out, by file, sheet and row. */
export function* rowsLeftOut(
  store: Pick<Store, 'sqlite'>,
  form: Form,
  unit: string,
  period: string,
  evaluationId: number,
): Generator<{ file: string; sha256: string; sheet: string; row: number; key: string | null }> {
  yield* store.sqlite
    .prepare<[object], { file: string; sha256: string; sheet: string; row: number; key: string | null }>(
      `SELECT s.file, s.sha256, t.sheet, r.row, r.key FROM ${form.id}_row r
          JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE r.unit = :unit AND r.period = :period AND r.held = 0
          AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.evaluation_id = :evaluation AND e.row_id = r.row_id)
        ORDER BY s.file, t.sheet_index, r.row`,
    )
    .iterate({ unit, period, evaluation: evaluationId });
}
