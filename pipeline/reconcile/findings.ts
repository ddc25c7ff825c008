/** Findings that only show when the files of a period are looked at together. */
import type { Finding } from '../findings/finding.js';
import type { Store } from '../store/database.js';
import type { CoreTables } from '../store/schema.js';
import { columnsFrom, statement } from '../store/statement.js';

export interface Scope {
  readonly unit: string;
  readonly period: string;
}

/** Keeps a finding of looking at a period's files together; without a table it concerns the whole file. */
export function writeFinding(
  store: Store,
  submissionId: number,
  tableId: number | null,
  found: Finding,
): void {
  const { column, params, ...own } = found;
  const of = { submission_id: submissionId, table_id: tableId };
  addFinding.run(store.engine, { ...of, ...own, column_index: column, params: JSON.stringify(params) });
}

const addFinding = statement((db, given: Omit<CoreTables['finding'], 'finding_id' | 'origin'>) =>
  db.insertInto('finding').values({
    origin: 'period',
    ...columnsFrom(given, 'submission_id', 'table_id', 'rule', 'severity', 'sheet', 'row', 'column_index'),
    ...columnsFrom(given, 'header', 'value', 'personal', 'params'),
  }),
);

/** Findings with what a waiver is matched against. */
export const findingPlaces = `SELECT f.rule, s.file, f.sheet, f.row, f.column_index AS "column", f.value, f.personal,
    f.table_id, f.submission_id
  FROM finding f JOIN submission s ON s.submission_id = f.submission_id`;
