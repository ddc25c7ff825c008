/** Questions about a publication that a run may be replacing meanwhile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { holderOf, LockedError } from '../operations/lock.js';
import type { Options } from '../options.js';
import { lastPublication } from '../publish/record.js';
import { openReadOnlyOf } from '../store/open.js';
import { hashOf } from '../text/hash.js';

const mostAttempts = 20;
const pause = 500;

/**
 * Asks again where the answer finds fault, or there is none, and a run has changed the publication meanwhile: what is
 * said to be wrong is wrong.
 * @param isFine whether an answer finds no fault.
 * @throws LockedError where runs change it again and again; what `ask` throws of a publication at rest.
 */
export async function askAtRest<T>(
  ask: () => Promise<T>,
  isFine: (answer: T) => boolean,
  options: Options,
  unit: string,
  name: string,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const before = await momentOf(options, unit, name);
    const [asked] = await Promise.allSettled([ask()]);
    if (asked.status === 'fulfilled' && isFine(asked.value)) return asked.value;
    const after = await momentOf(options, unit, name);
    if (!after.isBetween && after.state === before.state) {
      if (asked.status === 'rejected') throw asked.reason;
      return asked.value;
    }
    if (attempt === mostAttempts) throw new LockedError(holderOf(options.outputs)?.holder ?? null);
    await setTimeout(pause);
  }
}

interface Moment {
  /** Hash of what a run changes: the record in the folder and in the database, the files that this knows, the lock. */
  readonly state: string;
  /** A run is at work that has recorded a publication and not put it into its place. */
  readonly isBetween: boolean;
}

async function momentOf(options: Options, unit: string, name: string): Promise<Moment> {
  const inFolder = textOf(join(options.outputs, unit, name, 'run.json'));
  const lock = holderOf(options.outputs);
  const store = await openReadOnlyOf(options);
  if (!store) return { state: hashOf([inFolder, lock]), isBetween: false };
  try {
    const recorded = lastPublication(store, unit, name)?.run_json ?? null;
    const { files, last } = store.engine
      .prepare<[], { files: number | bigint; last: number | bigint | null }>(
        'SELECT count(*) AS files, max(submission_id) AS last FROM submission',
      )
      .get() ?? { files: 0, last: null };
    return {
      state: hashOf([inFolder, recorded, lock, String(files), String(last)]),
      isBetween: lock?.atWork === true && recorded !== inFolder,
    };
  } finally {
    store.close();
  }
}

/** @returns null where there is no such file: a run may be renaming its folder. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
