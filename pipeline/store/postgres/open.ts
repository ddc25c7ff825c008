/** Opening a store on PostgreSQL: connection, lock, core tables, tables of the forms. */
import type { Form } from '../../forms/define.js';
import { hashOf } from '../../text/hash.js';
import {
  type Catalogue,
  type CoreTables,
  hasCoreTables,
  makeCoreTables,
  type SchemaObject,
} from '../core-tables.js';
import type { ReadOnlyStore, Store } from '../database.js';
import { EngineError } from '../engine.js';
import { definitionOf, makeFormTables } from '../form-tables.js';
import { StoreError } from '../store-error.js';
import { serverOf } from './address.js';
import { openEngine, type PostgresEngine } from './engine.js';
import { functions } from './functions.js';
import { type Home, keepHome, releaseHome } from './home.js';
import { grantReader, makeMaskedViews, maskFunctions } from './masked.js';
import { isSchema, lockNumber, refuseOldServer, schema } from './names.js';
import { makeReadingTables } from './reading-tables.js';
import { clearShard, noLongerAmong } from './shard-servers.js';
import { enterShard, shardNames, shardsOf, spread } from './shards.js';

export type PostgresStore = Store & {
  readonly engine: PostgresEngine;
  /** Addresses of the shards before, where others were given. */
  readonly formerShards: readonly string[];
};

/**
 * Opens the database for writing, makes what it lacks and holds its lock until it is closed.
 * @param shards addresses of the servers on which the rows of the forms shall be; null: where they are.
 * @param home the folders that it must belong to; null: any.
 * @throws StoreError where the server is too old, the schema newer than this program, or another run holds the lock.
 * @throws EngineError where the server cannot be reached.
 */
export async function openPostgresStore(
  address: string,
  schemaFolder: string,
  forms: readonly Form[],
  shards: readonly string[] | null = null,
  home: Home | null = null,
): Promise<PostgresStore> {
  const engine = connect(address);
  let core: CoreTables;
  let formerShards: readonly string[] = [];
  try {
    if (engine.query('SELECT pg_try_advisory_lock($1) AS held', [lockNumber])[0]?.held !== 1) {
      throw new StoreError('store.at_work', { path: serverOf(address) });
    }
    engine.exec('BEGIN');
    if (!isSchema(engine, schema)) engine.exec(`CREATE SCHEMA ${schema}`);
    const catalogue = catalogueOf(engine);
    refuseForeign(catalogue.objects(), serverOf(address));
    if (home !== null) keepHome(engine, home, serverOf(address));
    core = makeCoreTables(engine, catalogue, schemaFolder);
    makeFunctions(engine, core);
    if (shards !== null) formerShards = spread(engine, forms, shards, schema);
    else refuseOutdatedShards(engine, forms, serverOf(address));
    makeFormTables(engine, catalogue.objects(), forms, 'postgres');
    const count = shardsOf(engine);
    if (count > 0) {
      engine.staging = true;
      engine.bridge.names = shardNames(engine);
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
    formerShards,
    share: () => {},
    async close() {
      try {
        if (engine.bridge.inTransaction) engine.exec('ROLLBACK');
        // The session ends a moment after it is left: the next one shall not find its lock.
        if (engine.bridge.alive) engine.query('SELECT pg_advisory_unlock_all()');
      } catch (error) {
        // With the session its lock goes, and what was not committed; the error before this one is the one to report.
        if (!(error instanceof EngineError)) throw error;
      } finally {
        engine.close();
      }
    },
  };
}

/** Definitions are changed only where they differ: a run then starts also while a server that must agree is down. */
function makeFunctions(engine: PostgresEngine, core: CoreTables): void {
  const statements = [...functions, ...maskFunctions];
  const definition = hashOf(statements);
  const [known] = engine.query(`SELECT obj_description(to_regnamespace($1), 'pg_namespace') AS definition`, [
    schema,
  ]);
  // A core table that was made anew lacks its trigger.
  if (core === 'present' && known?.definition === definition) return;
  for (const statement of statements) engine.exec(statement);
  engine.exec(`COMMENT ON SCHEMA ${schema} IS '${definition}'`);
}

/** What `database init` did. */
export interface Initialised {
  readonly readerMade: boolean;
  /** Former shards, without user and password: emptied, or not reached and still holding rows. */
  readonly cleared: readonly string[];
  readonly left: readonly string[];
}

/** Makes all that is lacking, lets a role read what is masked, and empties servers that are shards no longer. */
export async function initDatabase(
  address: string,
  schemaFolder: string,
  forms: readonly Form[],
  {
    reader,
    shards,
    takesOver,
  }: {
    readonly reader: string | null;
    readonly shards: readonly string[] | null;
    /** The next run may be of other folders than those before. */
    readonly takesOver: boolean;
  },
): Promise<Initialised> {
  const store = await openPostgresStore(address, schemaFolder, forms, shards);
  try {
    if (takesOver) releaseHome(store.engine);
    const readerMade = reader !== null && grantReader(store.engine, reader);
    // Once the main database has let go of them.
    const former = noLongerAmong(store.formerShards, shards ?? []);
    const cleared = former.filter((shard) => clearShard(shard, schema));
    const left = former.filter((shard) => !cleared.includes(shard));
    return { readerMade, cleared: cleared.map(serverOf), left: left.map(serverOf) };
  } finally {
    await store.close();
  }
}

/** @throws StoreError where the schema holds tables, none of which says that this program made them. */
function refuseForeign(objects: readonly SchemaObject[], path: string): void {
  const [first] = objects;
  if (first && !objects.some(({ name }) => name === 'core_schema')) {
    throw new StoreError('store.foreign_schema', { path, found: first.name });
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
  if (count > 0) {
    engine.bridge.names = shardNames(engine);
    engine.enter = (unit) => enterShard(engine, forms, unit, count, schema, false);
  }
  return { engine, close: () => engine.close() };
}

/** Tables that are not of the core: those of shards, which `database init --shards` alone makes anew, and `home`. */
const beside = ['shard', 'unit_mark', 'unit_mark_here', 'home'];

function catalogueOf(engine: PostgresEngine): Catalogue {
  return {
    objects: () =>
      engine
        .query(
          `SELECT relname AS name, CASE relkind WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
              ELSE 'table' END AS type
            FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p', 'v', 'i', 'I')
              AND NOT relname = ANY ($2) ORDER BY oid DESC`,
          [schema, beside],
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
