/** Names and numbers under which the pipeline is known on a server, and which servers it works with. */
import { StoreError } from '../store-error.js';
import type { PostgresEngine } from './engine.js';

/** Everything is in a schema of its own, beside whatever else the database holds. */
export const schema = 'township';

/** Whether a database has a schema. */
export function isSchema(engine: Pick<PostgresEngine, 'query'>, name: string): boolean {
  return engine.query('SELECT to_regnamespace($1) IS NOT NULL AS made', [name])[0]?.made === 1;
}

/** Number of the lock that a run holds in the database; any number that no other program takes. */
export const lockNumber = 7_319_205_116;

/** Number of the lock that every worker shares while it is connected. */
export const workerLockNumber = lockNumber + 1;

/** SQL: the sessions that hold a lock of this database; `pg_locks` shows a number of 64 bits in two halves. */
export const holdersOf = (lock: number) =>
  `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = ${lock}`;

const oldestVersion = 15;

/**
 * @param path the server, as it may be shown.
 * @param number its `server_version_num`.
 * @param found its version in words.
 * @throws StoreError where it is too old.
 */
export function refuseOldServer(path: string, number: number, found: () => string): void {
  if (number >= oldestVersion * 10_000) return;
  throw new StoreError('store.old_server', { path, found: found(), oldest: String(oldestVersion) });
}
