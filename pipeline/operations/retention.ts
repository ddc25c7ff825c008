/** What may go: vintages beyond those that are kept, and archived bytes that none of the kept ones needs. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Vintage, vintagesOf } from '../history/vintages.js';
import { databasePath } from '../run.js';
import { readSeals } from '../seals/seal.js';
import { takeLock } from './lock.js';
import { publishedFolders } from './rebuild.js';

export interface Pruned {
  readonly vintages: number;
  readonly files: number;
}

/**
 * Keeps of every period the publication that stands, the vintages before it up to `keep` in all, and those that
 * were sealed.
 * @throws LockedError while a run is at work.
 */
export function prune(inputs: string, outputs: string, keep: number): Pruned {
  const lock = takeLock(outputs, 'retention');
  try {
    const kept: Vintage[] = [];
    let vintages = 0;
    for (const { unit, folder } of publishedFolders(outputs)) {
      const all = vintagesOf(outputs, unit, folder);
      const sealed = new Set(readSeals(join(inputs, unit)).map(({ run }) => run));
      all.forEach((vintage, i) => {
        const standing = vintage.folder === join(outputs, unit, folder);
        if (standing || i >= all.length - keep || sealed.has(vintage.hash)) kept.push(vintage);
        else {
          rmSync(vintage.folder, { recursive: true, force: true });
          vintages++;
        }
      });
    }
    return { vintages, files: pruneArchive(outputs, kept) };
  } finally {
    lock.release();
  }
}

function pruneArchive(outputs: string, kept: readonly Vintage[]): number {
  const archive = join(outputs, 'archive');
  if (!existsSync(archive) || !existsSync(databasePath(outputs))) return 0;
  const needed = new Set(
    kept.flatMap(({ run }) =>
      [...run.inputs, ...run.settings, ...run.definitions].map(({ sha256 }) => sha256),
    ),
  );
  const database = new SqliteDatabase(databasePath(outputs), { fileMustExist: true });
  try {
    const read = database.prepare<[], { sha256: string }>(
      'SELECT sha256 FROM submission WHERE sha256 IS NOT NULL',
    );
    for (const { sha256 } of read.all()) needed.add(sha256);
    const gone = readdirSync(archive).filter((name) => /^[0-9a-f]{64}$/.test(name) && !needed.has(name));
    const forget = database.prepare('DELETE FROM archived_file WHERE sha256 = ?');
    database.transaction(() => {
      for (const sha256 of gone) forget.run(sha256);
    })();
    for (const sha256 of gone) rmSync(join(archive, sha256), { force: true });
    return gone.length;
  } finally {
    database.close();
  }
}
