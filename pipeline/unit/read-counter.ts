/** What came out of a file while it passes on its way to the database: for the log and the progress. */

import type { Finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Progress } from '../operations/progress.js';
import type { ReadEvent } from '../read/read-file.js';
import { address, columnName } from '../text/address.js';

/** The findings of one rule in one sheet; values stay out of the log. */
export interface CountedFindings {
  readonly rule: RuleId;
  readonly severity: Finding['severity'];
  readonly sheet: string | null;
  /** Where the first of them is. */
  readonly cell: string | null;
  readonly times: number;
}

export interface ReadCounter {
  through(pieces: AsyncIterable<ReadEvent>): AsyncGenerator<ReadEvent>;
  rows(): number;
  findings(): Iterable<CountedFindings>;
}

export function readCounter(progress: Progress): ReadCounter {
  let rows = 0;
  const findings = new Map<string, CountedFindings>();
  const note = (found: Finding) => {
    const key = JSON.stringify([found.rule, found.sheet]);
    const known = findings.get(key);
    const { rule, severity, sheet } = found;
    const first = known ?? { rule, severity, sheet, cell: cellOf(found), times: 0 };
    findings.set(key, { ...first, times: first.times + 1 });
  };
  return {
    async *through(pieces) {
      for await (const piece of pieces) {
        if (piece.is === 'rows') {
          rows += piece.batch.rows;
          progress.rows(piece.batch.rows);
          piece.batch.findings.forEach(note);
        } else if (piece.is === 'findings') piece.findings.forEach(note);
        else if (piece.is === 'refused') note(piece.finding);
        yield piece;
      }
    },
    rows: () => rows,
    findings: () => findings.values(),
  };
}

function cellOf({ row, column }: Finding): string | null {
  if (row === null) return column === null ? null : columnName(column);
  return column === null ? String(row) : address(row, column);
}
