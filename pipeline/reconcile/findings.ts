/** Findings that only show when the files of a period are looked at together. */
import type { Finding } from '../findings/finding.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';

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
  preparedOnce(
    store.engine,
    `INSERT INTO finding (submission_id, table_id, origin, rule, severity, sheet, row, column_index, header, value,
      personal, params) VALUES (?, ?, 'period', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    submissionId,
    tableId,
    found.rule,
    found.severity,
    found.sheet,
    found.row,
    found.column,
    found.header,
    found.value,
    found.personal,
    JSON.stringify(found.params),
  );
}
