/**
 * Lists of names that supply what a registry lacks (DOMAIN B, Lists): each entry finds its row by credit code or exact name
 * and gives it what the list is of; every other row has it not. What is supplied, and by which entry, stands beside the
 * row, since what was read stays as it was read.
 */
import { finding as makeFinding } from '../findings/finding.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form, FormList } from '../forms/define.js';
import { listedColumns, listForms } from '../forms/lists.js';
import { neededFinding } from '../recognise/header/table.js';
import type { Store } from '../store/database.js';
import { rowRange } from '../store/row-id.js';
import { compareText, fold } from '../text/fold.js';
import { type Scope, writeFinding } from './findings.js';
import { placeOf } from './tables.js';

/** A table of the registry or of a list, in reading order. */
interface NamingTable {
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly header_last: number | null;
  readonly held: 0 | 1;
  readonly lacks: string | null;
}

/** An entry of a list that counts. */
interface Entry {
  readonly row_id: number;
  readonly row: number;
  readonly table: NamingTable;
  readonly names: readonly string[];
  readonly shown: string;
  readonly carried: Readonly<Record<string, string | null>>;
  /** Rows of the registry that it names. */
  readonly found: Set<number>;
}

/** A list with its entries in a period; null where none of its tables counts. */
interface Listed {
  readonly list: FormList;
  readonly form: Form;
  readonly entries: readonly Entry[] | null;
  /** Its title says that it is of one branch alone: what is not on it may be on another. */
  readonly isOfBranch: boolean;
}

/** A row of the registry. */
interface Named {
  readonly row_id: number;
  readonly row: number;
  readonly texts: string;
  readonly [column: string]: string | number | null;
}

/**
 * Supplies the rows of a form from the lists of its period, and says of each table what it lacks all the same. The lists
 * have been reconciled.
 */
export function supplyFromLists(store: Store, scope: Scope, form: Form, waivers: Waivers): void {
  const tables = tablesOf(store, scope, form);
  const lists = listForms(form).map((listForm, i): Listed => {
    const [list] = form.lists.slice(i);
    if (!list) throw new Error(`form ${form.id}: there is no list ${i}`);
    const own = tablesOf(store, scope, listForm).filter(({ held }) => held === 0);
    const entries = entriesOf(store, listForm, own);
    return { list, form: listForm, entries, isOfBranch: own.some((table) => saysBranch(store, table)) };
  });
  if (form.lists.length > 0) forgetSupplied(store, scope, form);
  matchEntries(store, form, tables, lists);
  const used = lists.map((listed) => withoutStrangers(store, listed, waivers));
  const supplied = new Set(
    used.flatMap(({ list, entries }) => (entries === null ? [] : Object.keys(list.sets))),
  );
  for (const table of tables) {
    const lacks = (table.lacks?.split(' ') ?? []).filter((field) => !supplied.has(field));
    const place = { sheet: table.sheet, row: table.header_last };
    for (const said of neededFinding(form, lacks, place)) {
      writeFinding(store, table.submission_id, table.table_id, said);
    }
    for (const listed of used) supply(store, form, table, listed, waivers);
  }
}

function tablesOf({ engine }: Store, scope: Scope, form: Form): readonly NamingTable[] {
  return engine
    .prepare<[object], NamingTable>(
      `SELECT t.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, t.header_last, t.held, t.lacks
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.typed = 1
          AND s.superseded_by IS NULL AND t.superseded_by IS NULL`,
    )
    .all({ ...scope, form: form.id })
    .sort((a, b) => compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.table_id - b.table_id);
}

function saysBranch({ engine }: Store, { table_id }: NamingTable): boolean {
  const said = engine.prepare<[number], { found: number }>(
    "SELECT 1 AS found FROM finding WHERE table_id = ? AND rule = 'list.one_branch'",
  );
  return said.get(table_id) !== undefined;
}

/** The entries of a list's tables that count; null: there is none. */
function entriesOf({ engine }: Store, form: Form, tables: readonly NamingTable[]): readonly Entry[] | null {
  const columns = Object.keys(form.columns);
  const rows = engine.prepare<[object], Named>(
    `SELECT row_id, row, texts, ${columns.join(', ')} FROM ${form.id}_row
      WHERE row_id >= :first AND row_id < :beyond AND held = 0 ORDER BY row_id`,
  );
  const entries = tables.flatMap((table) =>
    rows.all(rowRange(table.table_id)).map((row): Entry => {
      const names = form.namedBy.map((name) => String(row[name] ?? ''));
      return {
        row_id: row.row_id,
        row: row.row,
        table,
        names: names.map(fold),
        shown: names.filter((name) => name !== '').join(' '),
        carried: Object.fromEntries(
          (form.listOf?.list.carries ?? []).map((name) => [
            name,
            row[name] === null ? null : String(row[name]),
          ]),
        ),
        found: new Set(),
      };
    }),
  );
  return entries.length > 0 ? entries : null;
}

/** Takes away what lists supplied before. */
function forgetSupplied({ engine }: Store, scope: Scope, form: Form): void {
  const columns = [
    'in_doubt',
    ...form.lists.map(({ id }) => `${id}_entry`),
    ...[...listedColumns(form).keys()].map((name) => `${name}_listed`),
  ];
  engine
    .prepare(
      `UPDATE ${form.id}_row SET ${columns.map((column) => `${column} = NULL`).join(', ')}
        WHERE unit = :unit AND period = :period AND (${columns.map((c) => `${c} IS NOT NULL`).join(' OR ')})`,
    )
    .run(scope);
}

/** Finds the rows that entries name: by the first of their names that any row has. */
function matchEntries(
  { engine }: Store,
  form: Form,
  tables: readonly NamingTable[],
  lists: readonly Listed[],
): void {
  const entries = lists.flatMap(({ entries }) => entries ?? []);
  if (entries.length === 0) return;
  const rowsBy = form.namedBy.map((_, at) => {
    const asked = new Set(entries.flatMap(({ names }) => names[at] || []));
    return new Map([...asked].map((name): [string, number[]] => [name, []]));
  });
  const rows = engine.prepare<[object], Named>(
    `SELECT row_id, ${form.namedBy.join(', ')} FROM ${form.id}_row WHERE row_id >= :first AND row_id < :beyond`,
  );
  for (const table of tables) {
    for (const row of rows.iterate(rowRange(table.table_id))) {
      form.namedBy.forEach((name, at) => {
        const value = row[name];
        if (value !== null && value !== undefined) rowsBy[at]?.get(fold(String(value)))?.push(row.row_id);
      });
    }
  }
  for (const { names, found } of entries) {
    const at = names.findIndex((name, i) => (rowsBy[i]?.get(name)?.length ?? 0) > 0);
    for (const row of rowsBy[at]?.get(names[at] ?? '') ?? []) found.add(row);
  }
}

/** Entries without a row are said; a list of which fewer than half have one is not used. */
function withoutStrangers(store: Store, listed: Listed, waivers: Waivers): Listed {
  const { list, form, entries } = listed;
  if (entries === null) return listed;
  const tables = new Set(entries.map(({ table }) => table));
  const kept = [...tables].flatMap((table) => {
    const own = entries.filter((entry) => entry.table === table);
    const found = own.filter((entry) => entry.found.size > 0);
    const params = { list: list.title, entries: own.length, found: found.length };
    const little = makeFinding('sheet.list_matches_little', 'error', { sheet: table.sheet }, params);
    if (found.length * 2 < own.length) {
      writeFinding(store, table.submission_id, table.table_id, little);
      if (waivers({ ...little, file: table.file }) === null) {
        holdList(store, form, table);
        return [];
      }
    }
    for (const entry of own) {
      if (entry.found.size > 0) continue;
      const place = { sheet: table.sheet, row: entry.row, value: entry.shown };
      const said = makeFinding('list.no_match', 'warning', place, { list: list.title });
      writeFinding(store, table.submission_id, table.table_id, said);
    }
    return own;
  });
  return { ...listed, entries: kept.length > 0 ? kept : null };
}

function holdList({ engine }: Store, form: Form, { table_id }: NamingTable): void {
  engine
    .prepare(`UPDATE ${form.id}_row SET held = 1 WHERE row_id >= :first AND row_id < :beyond`)
    .run(rowRange(table_id));
  engine
    .prepare('UPDATE source_table SET held = 1, rows_held_back = rows_data WHERE table_id = ?')
    .run(table_id);
}

/** Supplies the rows of a table from a list, or compares them with it where the table has the column itself. */
function supply(store: Store, form: Form, table: NamingTable, listed: Listed, waivers: Waivers): void {
  const { list, entries } = listed;
  if (entries === null) return;
  const { engine } = store;
  const { first, beyond } = rowRange(table.table_id);
  const entryOf = new Map(
    entries.flatMap((entry) => [...entry.found].map((row): [number, Entry] => [row, entry])),
  );
  const ofTable = [...entryOf].filter(([row]) => row >= first && row < beyond);
  const keepEntry = engine.prepare(`UPDATE ${form.id}_row SET ${list.id}_entry = :entry WHERE row_id = :row`);
  for (const [row, { row_id }] of ofTable) keepEntry.run({ entry: row_id, row });
  for (const [field, set] of Object.entries(list.sets)) {
    const column = columnOf(store, table, field);
    if (column !== undefined) {
      compare(store, form, table, listed, entryOf, { field, column }, waivers);
      continue;
    }
    const own = engine.prepare(`UPDATE ${form.id}_row SET ${field}_listed = :value WHERE row_id = :row`);
    for (const [row] of ofTable) own.run({ value: set.entry, row });
    if (set.others === null) continue;
    engine
      .prepare(
        `UPDATE ${form.id}_row SET ${field}_listed = :value
          WHERE row_id >= :first AND row_id < :beyond AND ${field}_listed IS NULL`,
      )
      .run({ value: set.others, first, beyond });
  }
  for (const field of list.carries ?? []) {
    const keep = engine.prepare(
      `UPDATE ${form.id}_row SET ${field}_listed = :value WHERE row_id = :row AND ${field} IS NULL`,
    );
    for (const [row, { carried }] of ofTable) keep.run({ value: carried[field] ?? null, row });
  }
}

function columnOf({ engine }: Store, { table_id }: NamingTable, field: string) {
  return engine
    .prepare<[number, string], { index: number; header: string }>(
      'SELECT column_index AS "index", header FROM source_column WHERE table_id = ? AND field = ?',
    )
    .get(table_id, field);
}

/** A list and a column that disagree are errors at both cells: figures that need the column cannot rely on the row. */
function compare(
  store: Store,
  form: Form,
  table: NamingTable,
  { list, entries, isOfBranch }: Listed,
  entryOf: ReadonlyMap<number, Entry>,
  { field, column }: { readonly field: string; readonly column: { index: number; header: string } },
  waivers: Waivers,
): void {
  const set = list.sets[field];
  const [any] = entries ?? [];
  if (!set || !any) return;
  const doubt = store.engine.prepare(
    `UPDATE ${form.id}_row SET in_doubt = COALESCE(in_doubt, '') || :field WHERE row_id = :row`,
  );
  const place = Object.keys(form.columns).indexOf(field);
  const rows = store.engine
    .prepare<[object], Named>(
      `SELECT row_id, row, texts, ${field} FROM ${form.id}_row
        WHERE row_id >= :first AND row_id < :beyond AND held = 0 AND ${field} IS NOT NULL ORDER BY row_id`,
    )
    .all(rowRange(table.table_id));
  for (const found of rows) {
    const entry = entryOf.get(found.row_id);
    const has = set.means.includes(found[field] ?? '');
    if (has === (entry !== undefined)) continue;
    if (!entry && (set.others === null || isOfBranch)) continue;
    const [stated] = (JSON.parse(found.texts) as (string | null)[]).slice(place);
    const at = { sheet: table.sheet, row: found.row, column: column.index, header: column.header };
    const other = placeOf((entry ?? any).table);
    const says = { list: list.title, other, ...(entry ? listedWords : notListedWords) };
    const said = makeFinding('list.disagrees', 'error', { ...at, value: stated ?? '' }, says);
    writeFinding(store, table.submission_id, table.table_id, said);
    if (waivers({ ...said, file: table.file }) === null)
      doubt.run({ field: ` ${field} `, row: found.row_id });
    if (entry) {
      const params = { list: list.title, other: placeOf(table), stated: stated ?? '' };
      const where = { sheet: entry.table.sheet, row: entry.row, value: entry.shown };
      const alike = makeFinding('list.entry_disagrees', 'error', where, params);
      writeFinding(store, entry.table.submission_id, entry.table.table_id, alike);
    }
  }
}

const listedWords = { listed: '列有', listed_en: 'names' };
const notListedWords = { listed: '没有列', listed_en: 'does not name' };
