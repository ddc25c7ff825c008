/**
 * A database that cannot be used is moved aside and made anew from `inputs/`; what the files there cannot give
 * back, the history of what was published, is in the run.json of every vintage.
 */

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { formsAndLists } from '../forms/index.js';
import { vintagesOf } from '../history/vintages.js';
import type { Options } from '../options.js';
import { journals, type Store } from '../store/database.js';
import { transaction } from '../store/engine.js';
import { databasePath, openStoreOf } from '../store/open.js';
import { anyPublication, keepPublication } from '../store/publications.js';
import { StoreError } from '../store/store-error.js';
import { forgetUnit } from '../store/stored-tables.js';

/** What SQLite says where a name in the schema has been altered, or a text that it reads itself. */
const alteredSchema = /^(?:no such (?:table|column|index|view)|table \S+ has no column|malformed JSON)/;

/** Whether an error says that the database itself is broken. */
export function isDamaged(error: unknown): boolean {
  if (error instanceof StoreError) {
    return ['store.no_database', 'store.altered', 'store.damaged_text'].includes(error.rule);
  }
  if (!(error instanceof SqliteDatabase.SqliteError)) return false;
  const { code, message } = error;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return true;
  // Of statements of our own; those of indicators and checks fail as definitions.
  return code === 'SQLITE_ERROR' && alteredSchema.test(message);
}

/**
 * Takes what is damaged out of the way of a run: the database's file, or on a server the rows of the unit.
 * @returns the file's new name; null: a server has none.
 */
export async function setAside(
  error: unknown,
  options: Pick<Options, 'outputs' | 'database'>,
): Promise<string | null> {
  if (!options.database) return moveAside(databasePath(options.outputs), new Date());
  const unit = error instanceof StoreError ? (error.params.unit ?? '') : '';
  const store = await openStoreOf(options);
  try {
    forget(store, unit);
  } finally {
    await store.close();
  }
  return null;
}

/** Takes all rows of a unit out of the database: the next run reads its files anew. */
export function forget({ engine }: Pick<Store, 'engine'>, unit: string): void {
  transaction(engine, () => {
    engine.enter?.(unit);
    forgetUnit(engine, unit, formsAndLists);
  });
}

/** Moves a database with its journals out of the way; gives its new name. */
function moveAside(path: string, now: Date): string {
  const name = `${path}.damaged-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  for (const suffix of ['', ...journals]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
  }
  return name;
}

/** Records the publications of the outputs in a database that knows of none. @returns how many there were. */
export function recoverHistory({ engine }: Pick<Store, 'engine'>, outputs: string): number {
  if (anyPublication.get(engine)) return 0;
  const vintages = publishedFolders(outputs)
    .flatMap(({ unit, folder }) => vintagesOf(outputs, unit, folder))
    .sort((a, b) => (a.run.published_at < b.run.published_at ? -1 : 1));
  transaction(engine, () => {
    for (const { unit, name, run, text } of vintages) {
      const { period, as_of, published_at, basis } = run;
      keepPublication.run(engine, {
        ...{ unit, folder: name, period, as_of, published_at, basis, run_json: text },
      });
    }
  });
  return vintages.length;
}

/** The folders below outputs/ in which something is published, or once was. */
export function publishedFolders(outputs: string): { readonly unit: string; readonly folder: string }[] {
  const found = new Map<string, { unit: string; folder: string }>();
  for (const root of [outputs, join(outputs, 'archive', 'publications')]) {
    for (const unit of foldersIn(root)) {
      if (root === outputs && unit === 'archive') continue;
      for (const folder of foldersIn(join(root, unit))) {
        if (/^\d{4}(-\d\d-\d\d)?$/.test(folder)) found.set(JSON.stringify([unit, folder]), { unit, folder });
      }
    }
  }
  return [...found.values()];
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Takes away the copies that a run which broke off had begun. */
export function sweep(archive: string): void {
  if (!existsSync(archive)) return;
  for (const entry of readdirSync(archive, { withFileTypes: true })) {
    if (entry.isFile() && (entry.name.startsWith('.') || entry.name.endsWith('.aside'))) {
      rmSync(join(archive, entry.name), { force: true });
    }
  }
}
