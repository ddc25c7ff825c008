/** The servers that hold rows of the forms, each asked by a connection of its own. */
import type { Form } from '../../forms/define.js';
import { EngineError } from '../engine.js';
import { formTableStatements } from '../form-tables.js';
import { StoreError } from '../store-error.js';
import { serverOf } from './address.js';
import { openEngine, type PostgresEngine } from './engine.js';

function onServer<T>(address: string, ask: (engine: PostgresEngine) => T): T {
  const engine = openEngine(address, serverOf(address));
  try {
    return ask(engine);
  } finally {
    engine.close();
  }
}

/** Which database a connection is to, whatever name its server goes by: servers differ in when they were started. */
function identityOf(engine: PostgresEngine): string {
  const [found] = engine.query(
    `SELECT concat_ws(' ', pg_postmaster_start_time(), oid) AS identity
      FROM pg_database WHERE datname = current_database()`,
  );
  return String(found?.identity);
}

/** The tables of a schema. */
function tablesIn(engine: PostgresEngine, schema: string): string[] {
  return engine
    .query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY relname`,
      [schema],
    )
    .map(({ name }) => String(name));
}

/**
 * @throws StoreError where a database is named twice, is the main one, or has a schema of that name that is not a
 *   shard's.
 */
export function refuseShards(main: PostgresEngine, addresses: readonly string[], schema: string): void {
  const known = new Map([[identityOf(main), '']]);
  for (const address of addresses) {
    const path = serverOf(address);
    const { identity, tables } = onServer(address, (engine) => ({
      identity: identityOf(engine),
      tables: tablesIn(engine, schema),
    }));
    const other = known.get(identity);
    if (other === '') throw new StoreError('store.shard_is_main', { path });
    if (other !== undefined) throw new StoreError('store.shard_twice', { path, other });
    known.set(identity, path);
    const isShard = tables.includes('unit_mark') && !tables.includes('core_schema');
    if (tables[0] !== undefined && !isShard) {
      throw new StoreError('store.foreign_schema', { path, found: tables[0] });
    }
  }
}

/** The tables on a shard; their rows are dropped. */
export function prepareShard(address: string, forms: readonly Form[], schema: string): void {
  onServer(address, (engine) => {
    engine.exec('BEGIN');
    engine.exec(`SET LOCAL client_min_messages TO warning; CREATE SCHEMA IF NOT EXISTS ${schema}`);
    engine.exec(`SET LOCAL search_path TO ${schema}`);
    engine.exec('DROP TABLE IF EXISTS unit_mark');
    engine.exec('CREATE TABLE unit_mark (unit TEXT PRIMARY KEY, mark TEXT NOT NULL)');
    for (const form of forms) {
      engine.exec(`DROP TABLE IF EXISTS ${form.id}_row`);
      for (const statement of formTableStatements(form, 'postgres')) {
        if (!statement.startsWith('CREATE VIEW')) engine.exec(statement);
      }
    }
    engine.exec('COMMIT');
  });
}

/**
 * Removes what a former shard holds: rows with full personal data.
 * @returns false: the server cannot be reached or refuses, and they are still there.
 */
export function clearShard(address: string, schema: string): boolean {
  try {
    onServer(address, (engine) => engine.exec(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Which of some databases are none of others, by where they are. */
export function noLongerAmong(former: readonly string[], addresses: readonly string[]): string[] {
  const identities = new Set(addresses.map((address) => onServer(address, identityOf)));
  return former.filter((address) => {
    try {
      return !identities.has(onServer(address, identityOf));
    } catch (error) {
      if (error instanceof EngineError) return true;
      throw error;
    }
  });
}
