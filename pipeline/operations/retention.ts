/** What may go: vintages beyond those that are kept, and archived bytes that none of the kept ones needs. */

import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { linkFileIn } from '../files/write-file.js';
import { type Vintage, vintagesOf } from '../history/vintages.js';
import type { Options } from '../options.js';
import { archivedFilesOf } from '../publication/run-record.js';
import { readSeals } from '../publication/seal.js';
import { transaction } from '../store/engine.js';
import { databasePath, openStoreOf } from '../store/open.js';
import { forgetArchivedFile, submittedBytes } from '../store/submissions.js';
import { takeLock } from './lock.js';
import { publishedFolders } from './rebuild.js';

export interface Pruned {
  readonly vintages: number;
  readonly files: number;
}

/** How many of the latest vintages of a period are kept; by default also the last one of each month. */
export type Retention = 'default' | number;

const latestByDefault = 10;

/**
 * Keeps of every period the current publication, the latest vintages, those that were sealed, and those of other
 * periods that were the comparison of one that is kept.
 * @throws LockedError while a run is at work.
 */
export async function prune(
  options: Pick<Options, 'inputs' | 'outputs' | 'database'>,
  keep: Retention,
): Promise<Pruned> {
  const { inputs, outputs } = options;
  const lock = takeLock(outputs, 'retention');
  try {
    const kept: Vintage[] = [];
    let vintages = 0;
    for (const [unit, folders] of foldersByUnit(outputs)) {
      const sealed = new Set(readSeals(join(inputs, unit)).map(({ run }) => run));
      const all = folders.map((folder) => vintagesOf(outputs, unit, folder));
      const wanted = new Set(
        all.flatMap((own) => own.filter((vintage, at) => isKept(own, at, keep) || sealed.has(vintage.hash))),
      );
      for (const compared of [...wanted].flatMap((vintage) => comparisonOf(vintage, all.flat()))) {
        wanted.add(compared);
      }
      kept.push(...wanted);
      for (const vintage of all.flat()) {
        if (wanted.has(vintage)) continue;
        rmSync(vintage.folder, { recursive: true, force: true });
        vintages++;
      }
      for (const own of all) linkEqualFiles(own.filter((vintage) => wanted.has(vintage)).slice(0, -1));
    }
    return { vintages, files: await pruneArchive(options, kept) };
  } finally {
    lock.release();
  }
}

/**
 * Gives files that two older publications have in common one place on the disk. Nobody edits them there; the current
 * publication, which people open, is none of them.
 */
function linkEqualFiles(older: readonly Vintage[]): void {
  for (const [at, { folder, run }] of older.entries()) {
    const before = older[at - 1];
    if (!before) continue;
    const hashes = new Map(before.run.files.map(({ path, sha256 }) => [path, sha256]));
    for (const { path, sha256 } of run.files) {
      if (hashes.get(path) === sha256) linkIfEqual(join(before.folder, path), join(folder, path));
    }
  }
}

function linkIfEqual(from: string, to: string): void {
  const [one, other] = [from, to].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (!one || !other || one.ino === other.ino || one.size !== other.size) return;
  // One of the two may have been altered since it was published.
  if (!readFileSync(from).equals(readFileSync(to))) return;
  if (linkFileIn(from, `${to}.aside`)) renameSync(`${to}.aside`, to);
}

function foldersByUnit(outputs: string): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { unit, folder } of publishedFolders(outputs)) {
    folders.set(unit, [...(folders.get(unit) ?? []), folder]);
  }
  return folders;
}

/** @param vintages those of one period, in the order of publishing: the last one is current. */
function isKept(vintages: readonly Vintage[], at: number, keep: Retention): boolean {
  const latest = keep === 'default' ? latestByDefault : keep;
  if (at >= vintages.length - latest) return true;
  return keep === 'default' && monthOf(vintages[at]) !== monthOf(vintages[at + 1]);
}

const monthOf = (vintage: Vintage | undefined) => vintage?.run.published_at.slice(0, 7);

/** The vintage that was current as of the comparison's date when a vintage was published. */
function comparisonOf({ run }: Vintage, all: readonly Vintage[]): Vintage[] {
  return all
    .filter(({ run: other }) => other.as_of === run.previous_as_of && other.published_at <= run.published_at)
    .slice(-1);
}

async function pruneArchive(
  place: Pick<Options, 'outputs' | 'database'>,
  kept: readonly Vintage[],
): Promise<number> {
  const { outputs, database } = place;
  const archive = join(outputs, 'archive');
  if (!existsSync(archive) || !(database || existsSync(databasePath(outputs)))) return 0;
  const needed = new Set(kept.flatMap(({ run }) => archivedFilesOf(run).map(({ sha256 }) => sha256)));
  const store = await openStoreOf(place);
  try {
    for (const { sha256 } of submittedBytes.all(store.engine)) if (sha256) needed.add(sha256);
    const gone = readdirSync(archive).filter((name) => /^[0-9a-f]{64}$/.test(name) && !needed.has(name));
    transaction(store.engine, () => {
      for (const sha256 of gone) forgetArchivedFile.run(store.engine, { sha256 });
    });
    for (const sha256 of gone) rmSync(join(archive, sha256), { force: true });
    return gone.length;
  } finally {
    await store.close();
  }
}
