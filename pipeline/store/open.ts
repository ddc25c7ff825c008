/** Which database a command works with: the file in its outputs folder, or a server that it was pointed to. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { formsAndLists } from '../forms/index.js';
import type { Options } from '../options.js';
import { sqlFolder } from '../program/program.js';
import { holdsNothingYet, openStore, openStoreReadOnly, type ReadOnlyStore, type Store } from './database.js';
import { StoreError } from './store-error.js';

type Place = Pick<Options, 'outputs' | 'database'>;

/** Where the database is below `outputs/`, unless a server is given. */
export function databasePath(outputs: string): string {
  return join(outputs, 'township.sqlite');
}

export const schemaFolder = join(sqlFolder, 'schema');

/**
 * Opens the database for writing; what PostgreSQL needs is loaded only where it is asked for.
 * @param inputs what is published from it; a database on a server belongs to one such folder.
 */
export async function openStoreOf({ outputs, database }: Place, inputs?: string): Promise<Store> {
  if (!database) return openStore(fileAt(databasePath(outputs)), schemaFolder, formsAndLists);
  const { openPostgresStore } = await import('./postgres/open.js');
  const home = inputs === undefined ? null : { inputs, outputs };
  return openPostgresStore(database, schemaFolder, formsAndLists, null, home);
}

/** Opens the database for reading; null where nothing has been published from it yet. */
export async function openReadOnlyOf({ outputs, database }: Place): Promise<ReadOnlyStore | null> {
  if (!database) {
    const path = fileAt(databasePath(outputs));
    return holdsNothingYet(path) ? null : openStoreReadOnly(path, schemaFolder);
  }
  const { openPostgresReadOnly } = await import('./postgres/open.js');
  return openPostgresReadOnly(database, schemaFolder, formsAndLists);
}

/** @throws StoreError where a folder has the name of the database. */
function fileAt(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new StoreError('store.folder', { path });
  return path;
}
