/** Rows of a form and period that share their key, or all their values. */
import type { Form } from '../forms/define.js';
import { compareText } from '../text/fold.js';
import type { Store } from './database.js';
import type { Scope } from './period-findings.js';
import { preparedOnce } from './prepared.js';

/** A row that shares its key, or all its content, with another. */
export interface Candidate {
  readonly row_id: number;
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly row: number;
  readonly key: string | null;
  /** The typed content, and the text where there is none: what makes two rows the same. */
  readonly content: string;
}

/** Groups whose rows are held in memory at a time. */
const groupsAtOnce = 2000;

/**
 * Groups of rows with the same key, or without one and with the same content, each in reading order.
 * @param out tables whose rows take no part.
 * @returns the groups from the first, as often as they are asked for; null where there are none. While one is looked
 * at, rows may be changed.
 */
export function rowsAlike(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
): (() => Generator<readonly Candidate[]>) | null {
  const found = [sameKey(store, scope, form, out), sameValues(store, scope, form, out)];
  if (found.every(({ rowIds }) => rowIds.length === 0)) return null;
  return () => groupsOf(store, scope, form, found);
}

/** Rows that stand together, by their ids: what else they hold is read a few groups at a time. */
interface Together {
  /** Group after group. */
  readonly rowIds: number[];
  /** Where each group ends in the list. */
  readonly ends: number[];
  /** What the rows of a group share. */
  readonly by: (row: Candidate) => string;
}

/** Rows whose key stands twice. */
function sameKey(store: Store, scope: Scope, form: Form, out: readonly number[]): Together {
  const by = ({ key }: Candidate) => key ?? '';
  const counted = out.length > 0 ? `AND r.table_id NOT IN (${out.join(', ')})` : '';
  const where = `r.unit = :unit AND r.period = :period AND r.key IS NOT NULL ${counted}`;
  const repeated = `SELECT r.key FROM ${form.id}_row r WHERE ${where} GROUP BY r.key HAVING count(*) > 1`;
  const stands = () => store.engine.prepare<[object]>(`${repeated} LIMIT 1`).get(scope) !== undefined;
  if (keysDiffer(store, scope, form, out) || !stands()) return { rowIds: [], ends: [], by };
  const rows = store.engine
    .prepare<[object], [number, string]>(
      `SELECT r.row_id, r.key FROM ${form.id}_row r WHERE ${where} AND r.key IN (${repeated}) ORDER BY r.key`,
    )
    .raw()
    .iterate(scope);
  return { ...alike(rows), by };
}

/** Whether no key stands twice, as the reading has told: of one table, for those of several were not compared. */
function keysDiffer(store: Store, scope: Scope, form: Form, out: readonly number[]): boolean {
  const tables = store.engine
    .prepare<[object], { table_id: number; keys_differ: 0 | 1 }>(
      `SELECT t.table_id, t.keys_differ FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.rows_data > 0`,
    )
    .all({ ...scope, form: form.id })
    .filter(({ table_id }) => !out.includes(table_id));
  return tables.length === 0 || (tables.length === 1 && tables[0]?.keys_differ === 1);
}

/** Rows without a key that have the same values in every column; what has no value may still differ in its text. */
function sameValues(store: Store, scope: Scope, form: Form, out: readonly number[]): Together {
  const counted = out.length > 0 ? `AND r.table_id NOT IN (${out.join(', ')})` : '';
  const columns = Object.keys(form.columns).map((name) => `r.${name}`);
  const rows = store.engine
    .prepare<[object], [number, ...unknown[]]>(
      `SELECT r.row_id, ${columns.join(', ')} FROM ${form.id}_row r
        WHERE r.unit = :unit AND r.period = :period AND r.key IS NULL AND r.held_by_reading = 0 ${counted}
        ORDER BY ${columns.join(', ')}`,
    )
    .raw()
    .iterate(scope);
  return { ...alike(rows), by: ({ content }) => content };
}

/** @param rows an id and what must be the same, in its order. */
function alike(rows: Iterable<readonly [number, ...unknown[]]>): Pick<Together, 'rowIds' | 'ends'> {
  const [rowIds, ends]: [number[], number[]] = [[], []];
  let last: readonly [number, ...unknown[]] | null = null;
  let together = false;
  for (const row of rows) {
    const same = last !== null && row.every((value, at) => at === 0 || value === last?.[at]);
    if (same && !together && last) rowIds.push(last[0]);
    if (same) rowIds.push(row[0]);
    else if (together) ends.push(rowIds.length);
    together = same;
    last = row;
  }
  if (together) ends.push(rowIds.length);
  return { rowIds, ends };
}

/** Groups of rows with the same key, or the same content, each in reading order. */
function* groupsOf(
  store: Store,
  { unit, period }: Scope,
  form: Form,
  found: readonly Together[],
): Generator<readonly Candidate[]> {
  for (const { rowIds, ends, by } of found) {
    let from = 0;
    for (let at = groupsAtOnce - 1; from < rowIds.length; at += groupsAtOnce) {
      const to = ends[at] ?? rowIds.length;
      yield* grouped(
        candidates(
          store,
          form,
          `r.unit = :unit AND r.period = :period
            AND r.row_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:rows))`,
          { unit, period, rows: JSON.stringify(rowIds.slice(from, to)) },
        ),
        by,
      );
      from = to;
    }
  }
}

function candidates(store: Store, form: Form, where: string, scope: object): Candidate[] {
  const names = Object.keys(form.columns);
  const found = preparedOnce<
    [object],
    Record<string, unknown> & Omit<Candidate, 'content'> & { texts: string }
  >(
    store.engine,
    `SELECT r.row_id, r.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, r.row, r.key, r.texts,
        ${names.map((name) => `r.${name} AS v_${name}`).join(', ')}
        FROM ${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
        JOIN submission s ON s.submission_id = t.submission_id WHERE ${where}`,
  ).all(scope);
  return found
    .map((row) => {
      const texts: unknown[] = JSON.parse(row.texts);
      const content = JSON.stringify(names.map((name, i) => row[`v_${name}`] ?? [texts[i] ?? '']));
      const { row_id, table_id, submission_id, file, sheet, sheet_index, key } = row;
      return { row_id, table_id, submission_id, file, sheet, sheet_index, row: row.row, key, content };
    })
    .sort(byPlace);
}

/** Reading order. */
export function byPlace(a: Candidate, b: Candidate): number {
  return compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.row - b.row;
}

function grouped(rows: readonly Candidate[], by: (row: Candidate) => string): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
