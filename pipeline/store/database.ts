/** Opening the database: connection, migrations of the core tables, tables of the forms. */
import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, type Migration, Migrator, SqliteDialect, sql } from 'kysely';
import type { Form } from '../forms/define.js';
import { type Engine, sqliteEngine } from './engine.js';
import { makeFormTables } from './form-tables.js';
import type { Database } from './schema.js';

export interface Store {
  /** For everything that is not hot. */
  readonly db: Kysely<Database>;
  /** The same connection, for statements that run once per row and for streaming. */
  readonly engine: Engine;
  /**
   * Lets others read while it is written to. Call once something stands in it that they may ask for, outside a
   * transaction: a new database is this process's alone until then. `close` does it at the latest.
   */
  share(): void;
  close(): Promise<void>;
}

/**
 * Opens or makes the database at `path` and brings its schema up to date.
 * @throws StoreError where the file is no database, is newer than this program, or its folder cannot keep a WAL.
 */
export async function openStore(path: string, schemaFolder: string, forms: readonly Form[]): Promise<Store> {
  const inFile = path !== ':memory:';
  let alone = inFile && holdsNothingYet(path);
  if (inFile) keepFromOthers(path);
  const sqlite = new SqliteDatabase(path);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
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
  try {
    // Of a new database: fewer pages to a million rows.
    sqlite.pragma('page_size = 8192');
    if (inFile) keepWal();
    // A WAL writes every page twice, for the sake of readers who see what stood before. Of nothing they see nothing:
    // with a rollback journal, which holds what stood before, pages of a new database are written once.
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
    // One transaction: killed in between, the next start finds all of it or nothing.
    sqlite.exec('BEGIN IMMEDIATE');
    if (!(await isMigrated(sqlite, schemaFolder))) await migrate(db, schemaFolder);
    await makeFormTables(db, forms);
    sqlite.exec('COMMIT');
    if (sqlite.prepare('SELECT 1 FROM publication LIMIT 1').get()) share();
  } catch (error) {
    await db.destroy();
    if (error instanceof SqliteDatabase.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw new StoreError('store.no_database', { path });
    }
    throw error;
  }
  const close = async () => {
    try {
      share();
    } finally {
      await db.destroy();
    }
  };
  return { db, engine: sqliteEngine(sqlite), share, close };
}

/** Files that stand beside a database while it is in use, or was when its process was killed. */
export const journals = ['-journal', '-wal', '-shm'] as const;

/**
 * Whether the database at `path` is lacking, or still that of a first run: at work, or killed. A rollback journal
 * tells; it goes when the first publication is in.
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

/** Opens the database for reading only: it sees the last publication, also while a run is at work. */
export function openStoreReadOnly(path: string): ReadOnlyStore {
  const sqlite = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
  return { engine: sqliteEngine(sqlite), close: () => sqlite.close() };
}

/** The database cannot be used; `rule` names the words. */
export class StoreError extends Error {
  readonly rule:
    | 'store.no_wal'
    | 'store.no_database'
    | 'store.newer'
    | 'store.old_server'
    | 'store.at_work'
    | 'store.shards_outdated';
  readonly params: Readonly<Record<string, string>>;

  constructor(rule: StoreError['rule'], params: StoreError['params']) {
    super(`${rule} ${JSON.stringify(params)}`);
    this.rule = rule;
    this.params = params;
  }
}

/** Whether the core tables are those of the folder: most runs find them so, and Kysely takes 10 ms to say it. */
async function isMigrated(sqlite: SqliteDatabase.Database, folder: string): Promise<boolean> {
  const tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'";
  if (!sqlite.prepare(tables).get()) return false;
  const done = sqlite.prepare<[], string>('SELECT name FROM kysely_migration').pluck().all();
  const known = (await readdir(folder)).filter(isMigration).map(migrationName);
  return done.length === known.length && known.every((name) => done.includes(name));
}

/** Brings the core tables up to date. Call inside a transaction. @throws StoreError where they are newer. */
export async function migrate(db: Kysely<Database>, folder: string): Promise<void> {
  const provider = { getMigrations: () => migrationsOf(folder) };
  const migrator = new Migrator({ db, provider, disableTransactions: true });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    if (error instanceof Error && error.message.includes('corrupted migrations')) {
      throw new StoreError('store.newer', { found: error.message });
    }
    throw error;
  }
}

const isMigration = (file: string) => file.endsWith('.sql');
const migrationName = (file: string) => file.replace(/\.sql$/, '');

async function migrationsOf(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of (await readdir(folder)).filter(isMigration).sort()) {
    const statements = (await readFile(join(folder, file), 'utf8'))
      .split(/;[ \t]*$/m)
      .filter((statement) => statement.replace(/^\s*--.*$/gm, '').trim() !== '');
    migrations[migrationName(file)] = {
      async up(db) {
        for (const statement of statements) await sql.raw(statement).execute(db);
      },
    };
  }
  return migrations;
}
