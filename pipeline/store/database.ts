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
  close(): Promise<void>;
}

/**
 * Opens or makes the database at `path` and brings its schema up to date.
 * @throws StoreError where the file is no database, is newer than this program, or its folder cannot keep a WAL.
 */
export async function openStore(path: string, schemaFolder: string, forms: readonly Form[]): Promise<Store> {
  if (path !== ':memory:') keepFromOthers(path);
  const sqlite = new SqliteDatabase(path);
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) });
  try {
    // Of a new database: large pages cost less to write twice, as a WAL does.
    sqlite.pragma('page_size = 8192');
    const mode = path === ':memory:' ? 'wal' : sqlite.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new StoreError('store.no_wal', { path });
    // What a swap relies on is on the disk before it.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('cache_size = -65536');
    // Sorting spills to a nameless file beyond the cache: memory does not grow with the rows.
    sqlite.pragma('temp_store = FILE');
    // One transaction: killed in between, the next start finds all of it or nothing.
    sqlite.exec('BEGIN IMMEDIATE');
    await migrate(db, schemaFolder);
    await makeFormTables(db, forms);
    sqlite.exec('COMMIT');
  } catch (error) {
    await db.destroy();
    if (error instanceof SqliteDatabase.SqliteError && error.code === 'SQLITE_NOTADB') {
      throw new StoreError('store.no_database', { path });
    }
    throw error;
  }
  return { db, engine: sqliteEngine(sqlite), close: () => db.destroy() };
}

export type ReadOnlyStore = Pick<Store, 'engine'> & { close(): void };

/**
 * It holds full personal data: its owner alone may read it. By its name, never through a descriptor: closing one
 * would end the locks that this process has on the file.
 */
function keepFromOthers(path: string): void {
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600, flag: 'a' });
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
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

async function migrationsOf(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
    const statements = (await readFile(join(folder, file), 'utf8'))
      .split(/;[ \t]*$/m)
      .filter((statement) => statement.replace(/^\s*--.*$/gm, '').trim() !== '');
    migrations[file.replace(/\.sql$/, '')] = {
      async up(db) {
        for (const statement of statements) await sql.raw(statement).execute(db);
      },
    };
  }
  return migrations;
}
