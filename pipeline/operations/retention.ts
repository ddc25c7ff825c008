/** What may go: vintages beyond those that are kept, and archived bytes that none of the kept ones needs. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Vintage, vintagesOf } from '../history/vintages.js';
import type { Options } from '../options.js';
import { readSeals } from '../publication/seal.js';
import { transaction } from '../store/engine.js';
import { databasePath, openStoreOf } from '../store/open.js';
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
export async function prune(
  options: Pick<Options, 'inputs' | 'outputs' | 'database'>,
  keep: number,
): Promise<Pruned> {
  const { inputs, outputs } = options;
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
    return { vintages, files: await pruneArchive(options, kept) };
  } finally {
    lock.release();
  }
}

async function pruneArchive(
  place: Pick<Options, 'outputs' | 'database'>,
  kept: readonly Vintage[],
): Promise<number> {
  const { outputs, database } = place;
  const archive = join(outputs, 'archive');
  if (!existsSync(archive) || !(database || existsSync(databasePath(outputs)))) return 0;
  const needed = new Set(
    kept.flatMap(({ run }) =>
      [...run.inputs, ...run.settings, ...run.definitions].map(({ sha256 }) => sha256),
    ),
  );
  const store = await openStoreOf(place);
  try {
    const read = store.engine.prepare<[], { sha256: string }>(
      'SELECT sha256 FROM submission WHERE sha256 IS NOT NULL',
    );
    for (const { sha256 } of read.all()) needed.add(sha256);
    const gone = readdirSync(archive).filter((name) => /^[0-9a-f]{64}$/.test(name) && !needed.has(name));
    const forget = store.engine.prepare('DELETE FROM archived_file WHERE sha256 = ?');
    transaction(store.engine, () => {
      for (const sha256 of gone) forget.run(sha256);
    });
    for (const sha256 of gone) rmSync(join(archive, sha256), { force: true });
    return gone.length;
  } finally {
    await store.close();
  }
}
