/**
 * Why a figure changed: the evidence of both sides matched on the form's natural key, split into what entered,
 * left and moved. The contributions add up to the change.
 */

import type { Side } from '../figure.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';

/** A row on one or both sides; values in the smallest unit of the indicator's column. */
export interface Contribution {
  readonly what: 'entered' | 'left' | 'moved';
  readonly group: string;
  readonly key: string | null;
  readonly rowId: number | null;
  readonly value: bigint | null;
  readonly file: string | null;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly previousRowId: number | null;
  readonly previousValue: bigint | null;
  readonly previousFile: string | null;
  readonly previousSheet: string | null;
  readonly previousRow: number | null;
}

/**
 * The contributions of an indicator, ordered by group, then entered, left, moved, then file, sheet and row.
 * Rows whose key occurs several times on a side are matched in their order; an incomplete key matches nothing.
 * @param omitted rows that are left out on either side, as if they were not there.
 */
export function contributions(
  store: Pick<Store, 'engine'>,
  form: Form,
  evaluations: Readonly<Record<Side, number>>,
  omitted: ReadonlySet<number> = new Set(),
): IterableIterator<Contribution> {
  return store.engine
    .prepare<[object], Contribution>(contributionQuery(form, omitted))
    .safeIntegers(true)
    .iterate(evaluations);
}

function contributionQuery(form: Form, omitted: ReadonlySet<number>): string {
  const without = omitted.size === 0 ? '' : `AND e.row_id NOT IN (${[...omitted].join(', ')})`;
  const side = (evaluation: string) => `
    SELECT e.row_id, e.grp, e.value, e.value_unit, r.key, s.file, t.sheet, t.sheet_index, r.row,
      CASE WHEN r.key IS NULL THEN NULL ELSE
        row_number() OVER (PARTITION BY e.grp, r.key ORDER BY s.file, t.sheet_index, r.row) END AS place
    FROM evidence e JOIN ${form.id}_row r ON r.row_id = e.row_id
      JOIN source_table t ON t.table_id = r.table_id
      JOIN submission s ON s.submission_id = t.submission_id
    WHERE e.evaluation_id = ${evaluation} ${without}`;
  return `WITH now AS (${side(':current')}), earlier AS (${side(':previous')}), matched AS (
    SELECT CASE WHEN earlier.row_id IS NULL THEN 'entered' ELSE 'moved' END AS what,
      now.grp AS "group", now.key AS key, now.row_id AS rowId, now.value AS value, now.file AS file,
      now.sheet AS sheet, now.row AS row, now.sheet_index AS place,
      earlier.row_id AS previousRowId, earlier.value AS previousValue, earlier.file AS previousFile,
      earlier.sheet AS previousSheet, earlier.row AS previousRow, earlier.sheet_index AS previousPlace
    FROM now LEFT JOIN earlier ON earlier.key = now.key AND earlier.grp = now.grp AND earlier.place = now.place
    WHERE earlier.row_id IS NULL OR earlier.value <> now.value
    UNION ALL
    SELECT 'left', earlier.grp, earlier.key, NULL, NULL, NULL, NULL, NULL, NULL,
      earlier.row_id, earlier.value, earlier.file, earlier.sheet, earlier.row, earlier.sheet_index
    FROM earlier LEFT JOIN now ON now.key = earlier.key AND now.grp = earlier.grp AND now.place = earlier.place
    WHERE now.row_id IS NULL)
    SELECT what, "group", key, rowId, value, file, sheet, row,
      previousRowId, previousValue, previousFile, previousSheet, previousRow
    FROM matched ORDER BY "group", what, file, place, row, previousFile, previousPlace, previousRow`;
}
