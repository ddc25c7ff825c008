/** Rows of a form and period that share their key, or all their values. */

import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { rowsPerTable } from '../store/row-id.js';
import { storedJson } from '../store/stored-json.js';
import { compareText } from '../text/fold.js';
import type { Scope } from './findings.js';

/** Where a row stands. */
export interface RowPlace {
  readonly row_id: number;
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly row: number;
}

/** A row that shares its key, or all its content, with another. */
export interface DuplicateGroup extends RowPlace {
  /** The typed content, and the text where there is none: what makes two rows the same. */
  readonly content: string;
  /** What else must be the same for rows of one key to be one thing, by column; none of most forms. */
  readonly apart: readonly (string | null)[];
}

/**
 * Groups of rows with the same key, or without one and with the same content, each in reading order. While one is
 * looked at, rows may be changed; from the first, as often as they are asked for.
 */
export interface DuplicateGroups {
  groups(): Iterable<readonly DuplicateGroup[]>;
  /** The groups by the places of their rows only, in less time. */
  places(): Iterable<readonly RowPlace[]>;
}

/** @param out tables whose rows take no part. */
export function duplicateGroups(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
): DuplicateGroups {
  const tables = tablesOf(store, scope, form);
  const byKey = sameKey(store, scope, form, out, tables);
  const byValues = sameValues(store, scope, form, out);
  const contents = contentReader(store, scope, form);
  const ofKey = () => placesOf(byKey, tables);
  const ofValues = () => sameContent(withContent(placesOf(byValues, tables), contents));
  function* groups() {
    for (const group of withContent(ofKey(), contents)) yield* oneThing(form, group);
    yield* ofValues();
  }
  if (apartBy(form).length > 0) return { groups, places: groups };
  return {
    groups,
    *places() {
      yield* ofKey();
      yield* ofValues();
    },
  };
}

/** Columns that tell rows of one key apart: the date and name beside a number that restarts, the parts of a whole. */
function apartBy({ number, partsBy }: Form): readonly string[] {
  return number?.with ?? (partsBy === undefined ? [] : [partsBy]);
}

/**
 * The rows of one key that name one thing, where there are several. A column that is empty distinguishes nothing; of
 * parts that add up, one that does not say which part it is contradicts all others.
 */
function oneThing(form: Form, group: readonly DuplicateGroup[]): readonly (readonly DuplicateGroup[])[] {
  if (apartBy(form).length === 0) return [group];
  if (form.partsBy !== undefined && group.some(({ apart }) => apart.includes(null))) return [group];
  const things: DuplicateGroup[][] = [];
  for (const row of group) {
    const same = things.find(([first]) => first && isSame(first.apart, row.apart));
    if (same) same.push(row);
    else things.push([row]);
  }
  return things.filter((thing) => thing.length > 1);
}

function isSame(one: DuplicateGroup['apart'], other: DuplicateGroup['apart']): boolean {
  return one.every((value, i) => value === null || other[i] === null || value === other[i]);
}

/** Reading order. */
export function byPlace(a: RowPlace, b: RowPlace): number {
  return compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.row - b.row;
}

interface SourceTable extends Omit<RowPlace, 'row_id' | 'row'> {
  readonly keys_alone: 0 | 1;
  readonly rows: number;
}

/** The tables of a form and period. */
function tablesOf(store: Store, scope: Scope, form: Form): ReadonlyMap<number, SourceTable> {
  const found = store.engine
    .prepare<[object], SourceTable>(
      `SELECT t.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, t.keys_alone, t.rows_data AS rows
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form`,
    )
    .all({ ...scope, form: form.id });
  return new Map(found.map((table) => [table.table_id, table]));
}

/** Rows that are together, by their ids alone, which are all that is held of them. */
interface Together {
  /** Group after group. */
  readonly rowIds: number[];
  /** Where each group ends in the list. */
  readonly ends: number[];
}

const noneTogether: Together = { rowIds: [], ends: [] };

/** Rows whose key occurs twice: looked for among the keys of tables that were not compared before. */
function sameKey(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
  tables: ReadonlyMap<number, SourceTable>,
): Together {
  const own = [...tables.values()].filter(({ table_id, rows }) => rows > 0 && !out.includes(table_id));
  const fresh = own.filter(({ keys_alone }) => keys_alone === 0);
  const found = fresh.length === 0 ? noneTogether : keysTogether(store, scope, form, out, own, fresh);
  const alone = new Set(found.rowIds.length === 0 ? own : []);
  const mark = store.engine.prepare('UPDATE source_table SET keys_alone = ? WHERE table_id = ?');
  for (const table of tables.values()) {
    const is = alone.has(table) ? 1 : 0;
    if (is !== table.keys_alone) mark.run(is, table.table_id);
  }
  return found;
}

function keysTogether(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
  own: readonly SourceTable[],
  fresh: readonly SourceTable[],
): Together {
  const counted = out.length > 0 ? `AND r.table_id NOT IN (${out.join(', ')})` : '';
  const where = `r.unit = :unit AND r.period = :period AND r.key IS NOT NULL ${counted}`;
  const asked = isFew(fresh, own) ? `AND r.key IN (${keysOf(form, fresh)})` : '';
  const repeated = `SELECT r.key FROM ${form.id}_row r WHERE ${where} ${asked} GROUP BY r.key HAVING count(*) > 1`;
  if (store.engine.prepare<[object]>(`${repeated} LIMIT 1`).get(scope) === undefined) return noneTogether;
  const rows = store.engine
    .prepare<[object], [number, string]>(
      `SELECT r.row_id, r.key FROM ${form.id}_row r WHERE ${where} AND r.key IN (${repeated}) ORDER BY r.key`,
    )
    .raw()
    .iterate(scope);
  return together(rows);
}

/** Of fewer rows the keys are looked for one by one; of more, it takes less to bring all keys into their order. */
function isFew(some: readonly SourceTable[], all: readonly SourceTable[]): boolean {
  const rowsOf = (tables: readonly SourceTable[]) => tables.reduce((sum, { rows }) => sum + rows, 0);
  return rowsOf(some) * 4 < rowsOf(all);
}

function keysOf(form: Form, tables: readonly SourceTable[]): string {
  const ids = tables.map(({ table_id }) => table_id);
  // By their numbers, which those that were read last have at the end.
  const first = Math.min(...ids) * rowsPerTable;
  const beyond = (Math.max(...ids) + 1) * rowsPerTable;
  return `SELECT f.key FROM ${form.id}_row f WHERE f.row_id >= ${first} AND f.row_id < ${beyond}
    AND f.table_id IN (${ids.join(', ')}) AND f.key IS NOT NULL`;
}

/** Rows without a key that have the same values in every column; they may still differ in their texts and remarks. */
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
  return together(rows);
}

/** @param rows an id and what must be the same, in its order. */
function together(rows: Iterable<readonly [number, ...unknown[]]>): Together {
  const [rowIds, ends]: [number[], number[]] = [[], []];
  let last: readonly [number, ...unknown[]] | null = null;
  let open = false;
  for (const row of rows) {
    const same = last !== null && row.every((value, at) => at === 0 || value === last?.[at]);
    if (same && !open && last) rowIds.push(last[0]);
    if (same) rowIds.push(row[0]);
    else if (open) ends.push(rowIds.length);
    open = same;
    last = row;
  }
  if (open) ends.push(rowIds.length);
  return { rowIds, ends };
}

function* placesOf(
  { rowIds, ends }: Together,
  tables: ReadonlyMap<number, SourceTable>,
): Generator<RowPlace[]> {
  let from = 0;
  for (const to of ends) {
    const group: RowPlace[] = [];
    for (let at = from; at < to; at++) {
      const row_id = rowIds[at] ?? 0;
      const table = tables.get(Math.floor(row_id / rowsPerTable));
      if (!table) throw new Error(`row ${row_id} is of no table of the period`);
      const { table_id, submission_id, file, sheet, sheet_index } = table;
      const row = row_id % rowsPerTable;
      group.push({ row_id, table_id, submission_id, file, sheet, sheet_index, row });
    }
    yield group.sort(byPlace);
    from = to;
  }
}

/** Rows whose content is held in memory at a time, unless one group has more. */
const rowsAtOnce = 4000;

type ContentReader = (
  rowIds: readonly number[],
) => ReadonlyMap<number, Pick<DuplicateGroup, 'content' | 'apart'>>;

const noContent = { content: '', apart: [] };

function* withContent(
  groups: Iterable<readonly RowPlace[]>,
  contents: ContentReader,
): Generator<DuplicateGroup[]> {
  let waiting: (readonly RowPlace[])[] = [];
  let rows = 0;
  function* read(): Generator<DuplicateGroup[]> {
    const found = contents(waiting.flatMap((group) => group.map(({ row_id }) => row_id)));
    for (const group of waiting) {
      yield group.map((place) => ({ ...place, ...(found.get(place.row_id) ?? noContent) }));
    }
    waiting = [];
    rows = 0;
  }
  for (const group of groups) {
    waiting.push(group);
    rows += group.length;
    if (rows >= rowsAtOnce) yield* read();
  }
  yield* read();
}

/** Reads what rows say, by their ids. */
function contentReader(store: Store, { unit, period }: Scope, form: Form): ContentReader {
  const names = Object.keys(form.columns);
  const apartAt = apartBy(form).map((name) => names.indexOf(name));
  // By the rows that are asked for: the index of the period would be gone through for each of them.
  const asked = store.engine
    .prepare<[object], [number, string, number | null, ...unknown[]]>(
      `SELECT r.row_id, r.texts, r.others, ${names.map((name) => `r.${name}`).join(', ')}
        FROM json_each(:rows) j CROSS JOIN ${form.id}_row r ON r.row_id = CAST(j.value AS INTEGER)
        WHERE r.unit = :unit AND r.period = :period`,
    )
    .raw();
  return (rowIds) =>
    new Map(
      asked.all({ unit, period, rows: JSON.stringify(rowIds) }).map(([rowId, texts, others, ...values]) => {
        const apart = apartAt.map((i) => (values[i] == null ? null : String(values[i])));
        return [rowId, { content: contentOf(texts, others, values), apart }];
      }),
    );
}

function contentOf(texts: string, others: number | null, values: readonly unknown[]): string {
  if (!values.includes(null)) return JSON.stringify([others, ...values]);
  const submitted = storedJson<unknown[]>(texts);
  return JSON.stringify([others, ...values.map((value, i) => value ?? [submitted[i] ?? ''])]);
}

/** The groups parted by content. */
function* sameContent(groups: Iterable<readonly DuplicateGroup[]>): Generator<DuplicateGroup[]> {
  for (const group of groups) {
    const parts = new Map<string, DuplicateGroup[]>();
    for (const row of group) {
      const part = parts.get(row.content);
      if (part) part.push(row);
      else parts.set(row.content, [row]);
    }
    for (const part of parts.values()) if (part.length > 1) yield part;
  }
}
