/** What a file holds, as far as it is compared with others: its rows by their keys, and what it says of itself. */
import type { Finding } from '../../findings/finding.js';
import type { Context } from '../../normalise/row.js';
import { openReadPool } from '../../read/pool.js';
import { cellsOf } from '../../read/row-batch.js';

export interface FileReading {
  /** Why it cannot be read; null: it can. */
  readonly refused: Finding | null;
  /** Keys of its rows by form; a row whose key is incomplete has none. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly rows: number;
  /** Of each table by its number among those of the file. */
  readonly held: number;
  /** sha256 of the files that it is a correction of. */
  readonly corrects: readonly string[];
  /** About whole sheets: another township, another year. */
  readonly contradictions: readonly Finding[];
}

const contradicting: ReadonlySet<string> = new Set(['sheet.other_unit', 'sheet.other_year']);
const rowsAtOnce = 500;
/** Number and key stand first in a batch. */
const keyColumns = 2;

/** @param onFault gets an internal error of the readers; the file is then refused. */
export async function readForComparison(
  path: string,
  context: Context,
  onFault: (error: Error) => void,
): Promise<FileReading> {
  const pool = openReadPool((_, error) => onFault(error));
  const formOf = new Map<number, string>();
  const keys = new Map<string, string[]>();
  const contradictions: Finding[] = [];
  let [refused, rows, held]: [Finding | null, number, number] = [null, 0, 0];
  let corrects: readonly string[] = [];
  try {
    for await (const event of pool.read(path, context)) {
      if (event.is === 'refused') refused = event.finding;
      else if (event.is === 'corrects') corrects = event.sha256;
      else if (event.is === 'table' && event.table.form) formOf.set(event.table.number, event.table.form);
      else if (event.is === 'findings')
        contradictions.push(...event.findings.filter(({ rule }) => contradicting.has(rule)));
      else if (event.is === 'untyped') rows += event.rows;
      else if (event.is === 'rows') {
        rows += event.batch.rows;
        held += event.batch.held;
        const form = formOf.get(event.number) ?? '';
        const own = keys.get(form) ?? [];
        keys.set(form, own);
        const first = { ...event.batch, columns: event.batch.columns.slice(0, keyColumns) };
        for (const cells of cellsOf(first, rowsAtOnce))
          for (let at = 1; at < cells.length; at += keyColumns)
            if (typeof cells[at] === 'string') own.push(String(cells[at]));
      }
    }
  } finally {
    await pool.close();
  }
  return { refused, keys, rows, held, corrects, contradictions };
}

/** How many keys two files share, in the form in which they share most. */
export function sharedKeys(one: FileReading, other: FileReading): number {
  let most = 0;
  for (const [form, keys] of one.keys) {
    const others = new Set(other.keys.get(form));
    most = Math.max(most, keys.filter((key) => others.has(key)).length);
  }
  return most;
}
