/** Opening a store on PostgreSQL: connection, lock, core tables, tables of the forms. */
import type { Form } from '../../forms/define.js';
import {
  type Catalogue,
  type CoreTables,
  hasCoreTables,
  makeCoreTables,
  type SchemaObject,
} from '../core-tables.js';
import type { ReadOnlyStore, Store } from '../database.js';
import { definitionOf, makeFormTables } from '../form-tables.js';
import { StoreError } from '../store-error.js';
import { serverOf } from './address.js';
import { openEngine, type PostgresEngine } from './engine.js';
import { functions } from './functions.js';
import { grantReader, makeMaskedViews, maskFunctions } from './masked.js';
import { lockNumber, refuseOldServer, schema } from './names.js';
import { makeReadingTables } from './reading-tables.js';
import { enterShard, shardsOf, spread } from './shards.js';

export type PostgresStore = Store & { readonly engine: PostgresEngine };

/**
 * Opens the database for writing, makes what it lacks and holds its lock until it is closed.
 * @param shards addresses of the servers on which the rows of the forms shall stand; null: where they do.
 * @throws StoreError where the server is too old, the schema newer than this program, or another run holds the lock.
 * @throws EngineError where the server cannot be reached.
 */
export async function openPostgresStore(
  address: string,
  schemaFolder: string,
  forms: readonly Form[],
  shards: readonly string[] | null = null,
): Promise<PostgresStore> {
  const engine = connect(address);
  let core: CoreTables;
  try {
    if (engine.query('SELECT pg_try_advisory_lock($1) AS held', [lockNumber])[0]?.held !== 1) {
      throw new StoreError('store.at_work', { path: serverOf(address) });
    }
    engine.exec('BEGIN');
    engine.exec(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const catalogue = catalogueOf(engine);
    core = makeCoreTables(engine, catalogue, schemaFolder);
    for (const statement of [...functions, ...maskFunctions]) engine.exec(statement);
    if (shards !== null) spread(engine, forms, shards, schema);
    else refuseOutdatedShards(engine, forms, serverOf(address));
    makeFormTables(engine, catalogue.objects(), forms, 'postgres');
    const count = shardsOf(engine);
    if (count > 0) {
      engine.staging = true;
      engine.enter = (unit) => enterShard(engine, forms, unit, count, schema, true);
    }
    makeMaskedViews(engine, forms, schema);
    makeReadingTables(engine);
    engine.exec('COMMIT');
  } catch (error) {
    engine.close();
    throw error;
  }
  return {
    engine,
    core,
    share: () => {},
    async close() {
      // The session ends a moment after it is left: the next one shall not find its lock.
      if (engine.bridge.alive) engine.query('SELECT pg_advisory_unlock_all()');
      engine.close();
    },
  };
}

/** Makes all that is lacking, and lets a role read what is masked; whether the role had to be made. */
export async function initDatabase(
  address: string,
  schemaFolder: string,
  forms: readonly Form[],
  { reader, shards }: { readonly reader: string | null; readonly shards: readonly string[] | null },
): Promise<{ readonly readerMade: boolean }> {
  const store = await openPostgresStore(address, schemaFolder, forms, shards);
  try {
    return { readerMade: reader !== null && grantReader(store.engine, reader) };
  } finally {
    await store.close();
  }
}

/**
 * Opens the database for reading only, as it is at this moment; null where nothing was ever made in it.
 * @throws StoreError where another version of the program made it, or a table is lacking.
 */
export function openPostgresReadOnly(
  address: string,
  schemaFolder: string,
  forms: readonly Form[],
): ReadOnlyStore | null {
  const engine = connect(address);
  try {
    engine.exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (!hasCoreTables(engine, catalogueOf(engine), schemaFolder)) {
      engine.close();
      return null;
    }
  } catch (error) {
    engine.close();
    throw error;
  }
  const count = shardsOf(engine);
  if (count > 0) engine.enter = (unit) => enterShard(engine, forms, unit, count, schema, false);
  return { engine, close: () => engine.close() };
}

/** Which tables are shards' own: `database init --shards` alone makes them anew. */
const ofShards = ['shard', 'unit_mark', 'unit_mark_here'];

function catalogueOf(engine: PostgresEngine): Catalogue {
  return {
    objects: () =>
      engine
        .query(
          `SELECT relname AS name, CASE relkind WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
              ELSE 'table' END AS type
            FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p', 'v', 'i', 'I')
              AND NOT relname = ANY ($2) ORDER BY oid DESC`,
          [schema, ofShards],
        )
        .map(({ name, type }): SchemaObject => ({ name: String(name), type: String(type) })),
    drop: ({ type, name }) => engine.exec(`DROP ${type} IF EXISTS ${name} CASCADE`),
  };
}

/** A form that has changed needs its tables made anew on servers that only `database init` can reach. */
function refuseOutdatedShards(engine: PostgresEngine, forms: readonly Form[], path: string): void {
  if (shardsOf(engine) === 0) return;
  const existing = new Map(
    engine.query('SELECT form, definition FROM form_table').map(({ form, definition }) => [form, definition]),
  );
  if (forms.every((form) => existing.get(form.id) === definitionOf(form, 'postgres'))) return;
  throw new StoreError('store.shards_outdated', { path });
}

function connect(address: string): PostgresEngine {
  const engine = openEngine(address, serverOf(address));
  try {
    const version = Number(engine.query('SHOW server_version_num')[0]?.server_version_num);
    refuseOldServer(serverOf(address), version, () =>
      String(engine.query('SHOW server_version')[0]?.server_version),
    );
    engine.exec(`SET search_path TO ${schema}; SET client_min_messages TO warning; SET timezone TO 'UTC'`);
    // Cursors are read to their end.
    engine.exec('SET cursor_tuple_fraction TO 1');
    return engine;
  } catch (error) {
    engine.close();
    throw error;
  }
}
