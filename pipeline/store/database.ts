/** Opening the database: connection, core tables, tables of the forms. */

import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import type { Form } from '../forms/define.js';
import { sha256 } from '../text/hash.js';
import {
  type Catalogue,
  type CoreTables,
  hasCoreTables,
  makeCoreTables,
  type SchemaObject,
} from './core-tables.js';
import { type Engine, sqliteEngine } from './engine.js';
import { makeFormTables } from './form-tables.js';
import { anyPublication } from './publications.js';
import { StoreError } from './store-error.js';

export interface Store {
  readonly engine: Engine;
  /** What opening found of the core tables. */
  readonly core: CoreTables;
  /**
   * Lets others read while it is written to. Call once something is in it that they may ask for, outside a
   * transaction: a new database is this process's alone until then. `close` does it at the latest.
   */
  share(): void;
  close(): Promise<void>;
}

/**
 * Opens or makes the database at `path`, with the tables of this program.
 * @throws StoreError where the file is no database, is newer than this program, or its folder cannot keep a WAL.
 */
export async function openStore(path: string, schemaFolder: string, forms: readonly Form[]): Promise<Store> {
  const inFile = path !== ':memory:';
  let alone = inFile && holdsNothingYet(path);
  if (inFile) keepFromOthers(path);
  const sqlite = new SqliteDatabase(path);
  const engine = sqliteEngine(sqlite);
  const keepWal = () => {
    if (sqlite.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new StoreError('store.no_wal', { path });
    }
  };
  const share = () => {
    if (!alone) return;
    sqlite.pragma('locking_mode = NORMAL');
    keepWal();
    alone = false;
  };
  let core: CoreTables;
  try {
    // Of a new database: fewer pages to a million rows.
    sqlite.pragma('page_size = 8192');
    if (inFile) keepWal();
    // A WAL writes every page twice, for the sake of readers who see the state before. Of nothing they see nothing:
    // with a rollback journal, which holds the state before, pages of a new database are written once.
    if (alone) {
      sqlite.pragma('journal_mode = DELETE');
      sqlite.pragma('locking_mode = EXCLUSIVE');
    }
    // What a swap relies on is on the disk before it.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    // KiB: twice as much gained nothing, neither for a million rows nor for 500 files.
    sqlite.pragma('cache_size = -32768');
    // Sorting spills to a nameless file beyond the cache: memory does not grow with the rows.
    sqlite.pragma('temp_store = FILE');
    sqlite.function('sha256_of', { deterministic: true }, (bytes: Uint8Array | null) =>
      bytes === null ? null : sha256(bytes),
    );
    // One transaction: killed in between, the next start finds all of it or nothing.
    sqlite.exec('BEGIN IMMEDIATE');
    const catalogue = sqliteCatalogue(sqlite);
    core = makeCoreTables(engine, catalogue, schemaFolder);
    makeFormTables(engine, catalogue.objects(), forms);
    sqlite.exec('COMMIT');
    if (anyPublication.get(engine)) share();
  } catch (error) {
    sqlite.close();
    if (error instanceof SqliteDatabase.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw new StoreError('store.no_database', { path });
    }
    throw error;
  }
  const close = async () => {
    try {
      share();
    } finally {
      sqlite.close();
    }
  };
  return { engine, core, share, close };
}

function sqliteCatalogue(sqlite: SqliteDatabase.Database): Catalogue {
  return {
    objects: () =>
      sqlite
        .prepare<[], SchemaObject>(
          `SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#' ORDER BY rowid DESC`,
        )
        .all(),
    drop: ({ type, name }) => sqlite.exec(`DROP ${type} ${name}`),
  };
}

/** Files beside a database that is in use, or was when its process was killed. */
export const journals = ['-journal', '-wal', '-shm'] as const;

/**
 * Whether the database at `path` is lacking, or still that of a first run: at work, or killed. A rollback journal
 * says so; it goes when the first publication is in.
 */
export function holdsNothingYet(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0 || existsSync(`${path}-journal`);
}

export type ReadOnlyStore = Pick<Store, 'engine'> & { close(): void };

/**
 * It holds full personal data: its owner alone may read it. By its name, never through a descriptor: closing one
 * would end the locks that this process has on the file.
 */
function keepFromOthers(path: string): void {
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600, flag: 'a' });
  for (const file of ['', ...journals].map((suffix) => path + suffix)) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && (found.mode & 0o077) !== 0 && found.uid === process.getuid?.()) chmodSync(file, 0o600);
  }
}

/**
 * Opens the database for reading only: it sees the last publication, also while a run is at work.
 * @throws StoreError where another version of the program made it, or a table is lacking.
 */
export function openStoreReadOnly(path: string, schemaFolder: string): ReadOnlyStore {
  const sqlite = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
  const engine = sqliteEngine(sqlite);
  try {
    hasCoreTables(engine, sqliteCatalogue(sqlite), schemaFolder);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return { engine, close: () => sqlite.close() };
}
