/**
 * Lists of names that supply what a registry lacks (DOMAIN B, Lists): each entry finds its row by credit code or exact name
 * and gives it what the list is of; every other row has it not. What is supplied, and by which entry, stands beside the
 * row, since what was read stays as it was read.
 */
import { finding as makeFinding } from '../findings/finding.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form, FormList } from '../forms/define.js';
import { listedColumns, listForms } from '../forms/lists.js';
import { periodDate } from '../inputs/period.js';
import { neededFinding } from '../recognise/header/table.js';
import type { Store } from '../store/database.js';
import { rowRange } from '../store/row-id.js';
import { fold } from '../text/fold.js';
import { type Scope, writeFinding } from './findings.js';
import {
  columnOf,
  type Entry,
  entriesOf,
  type Listed,
  type Named,
  type NamingTable,
  saysBranch,
  tablesOf,
} from './list-entries.js';
import { placeOf } from './tables.js';

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
    const entries = entriesOf(store, listForm, own, periodDate(scope.period));
    return { list, form: listForm, entries, isOfBranch: own.some((table) => saysBranch(store, table)) };
  });
  if (form.lists.length > 0) forgetSupplied(store, scope, form);
  matchEntries(store, form, tables, lists);
  const used = lists.map((listed) => withoutStrangers(store, form, listed, waivers));
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
    return new Map([...asked].map((name): [string, { row: number; key: string }[]] => [name, []]));
  });
  const rows = engine.prepare<[object], Named>(
    `SELECT row_id, key, ${form.namedBy.join(', ')} FROM ${form.id}_row WHERE row_id >= :first AND row_id < :beyond`,
  );
  for (const table of tables) {
    for (const row of rows.iterate(rowRange(table.table_id))) {
      form.namedBy.forEach((name, at) => {
        const value = row[name];
        if (value !== null && value !== undefined) {
          rowsBy[at]?.get(fold(String(value)))?.push({ row: row.row_id, key: String(row.key) });
        }
      });
    }
  }
  for (const { names, found, possible } of entries) {
    const at = names.findIndex((name, i) => (rowsBy[i]?.get(name)?.length ?? 0) > 0);
    const named = rowsBy[at]?.get(names[at] ?? '') ?? [];
    const isOne = new Set(named.map(({ key }) => key)).size === 1;
    for (const { row } of named) (isOne ? found : possible).add(row);
  }
}

/** Entries without a row are said; a list of which fewer than half have one is not used. */
function withoutStrangers(store: Store, registry: Form, listed: Listed, waivers: Waivers): Listed {
  const { list, form, entries } = listed;
  if (entries === null) return listed;
  const tables = new Set(entries.map(({ table }) => table));
  const kept = [...tables].flatMap((table) => {
    const own = entries.filter((entry) => entry.table === table);
    const found = own.filter((entry) => entry.found.size + entry.possible.size > 0);
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
      const about = { list: list.title, entry: entry.shown };
      const said =
        entry.possible.size === 0
          ? makeFinding('list.no_match', 'warning', entry.place, about)
          : makeFinding('list.several_rows', 'error', entry.place, { ...about, rows: entry.possible.size });
      writeFinding(store, table.submission_id, table.table_id, said);
      if (waivers({ ...said, file: table.file }) !== null) continue;
      for (const row of entry.possible) {
        for (const field of Object.keys(list.sets)) doubt(store, registry, row, field);
      }
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
    for (const [row, { carried, unread }] of ofTable) {
      keep.run({ value: carried[field] ?? null, row });
      if (unread.includes(` ${field} `)) doubt(store, form, row, field);
    }
    const column = columnOf(store, table, field);
    if (column) compareCarried(store, form, table, listed, entryOf, { field, column }, waivers);
  }
}

/** A list and a column that disagree are errors at both cells: figures that need the column cannot rely on the row. */
function compare(
  store: Store,
  form: Form,
  table: NamingTable,
  { list, entries, isOfBranch }: Listed,
  entryOf: ReadonlyMap<number, Entry>,
  { field, column }: FieldColumn,
  waivers: Waivers,
): void {
  const set = list.sets[field];
  const [any] = entries ?? [];
  if (!set || !any) return;
  for (const found of statedRows(store, form, table, field)) {
    const entry = entryOf.get(found.row_id);
    const has = set.means.includes(found[field] ?? '');
    if (has === (entry !== undefined) || entry?.isLater) continue;
    if (!entry && (set.others === null || isOfBranch)) continue;
    disagree(
      store,
      form,
      table,
      list,
      found,
      { field, column },
      entry ?? null,
      (entry ?? any).table,
      waivers,
    );
  }
}

/** The same of what a list carries beside names. */
function compareCarried(
  store: Store,
  form: Form,
  table: NamingTable,
  { list }: Listed,
  entryOf: ReadonlyMap<number, Entry>,
  at: FieldColumn,
  waivers: Waivers,
): void {
  for (const found of statedRows(store, form, table, at.field)) {
    const entry = entryOf.get(found.row_id);
    const carried = entry?.carried[at.field] ?? null;
    if (!entry || carried === null || carried === String(found[at.field])) continue;
    disagree(store, form, table, list, found, at, entry, entry.table, waivers);
  }
}

interface FieldColumn {
  readonly field: string;
  readonly column: { readonly index: number; readonly header: string };
}

/** The rows of a table that say something under a column. */
function statedRows(
  { engine }: Store,
  form: Form,
  { table_id }: NamingTable,
  field: string,
): readonly Named[] {
  return engine
    .prepare<[object], Named>(
      `SELECT row_id, row, texts, ${field} FROM ${form.id}_row
        WHERE row_id >= :first AND row_id < :beyond AND held = 0 AND ${field} IS NOT NULL ORDER BY row_id`,
    )
    .all(rowRange(table_id));
}

/** Says at both cells that they disagree; unless that is waived, no figure that needs the column relies on the row. */
function disagree(
  store: Store,
  form: Form,
  table: NamingTable,
  list: FormList,
  row: Named,
  { field, column }: FieldColumn,
  entry: Entry | null,
  of: NamingTable,
  waivers: Waivers,
): void {
  const [stated] = (JSON.parse(row.texts) as (string | null)[]).slice(
    Object.keys(form.columns).indexOf(field),
  );
  const at = { sheet: table.sheet, row: row.row, column: column.index, header: column.header };
  const says = { list: list.title, other: placeOf(of) };
  const said = makeFinding(
    entry ? 'list.disagrees' : 'list.lacks',
    'error',
    { ...at, value: stated ?? '' },
    says,
  );
  writeFinding(store, table.submission_id, table.table_id, said);
  if (waivers({ ...said, file: table.file }) === null) doubt(store, form, row.row_id, field);
  if (!entry) return;
  const params = { list: list.title, entry: entry.shown, other: placeOf(table), stated: stated ?? '' };
  const alike = makeFinding('list.entry_disagrees', 'error', entry.place, params);
  writeFinding(store, of.submission_id, of.table_id, alike);
}

/** Figures that need a column of a row cannot rely on it. */
function doubt({ engine }: Store, form: Form, row: number, field: string): void {
  engine
    .prepare(`UPDATE ${form.id}_row SET in_doubt = COALESCE(in_doubt, '') || :field WHERE row_id = :row`)
    .run({ field: ` ${field} `, row });
}
