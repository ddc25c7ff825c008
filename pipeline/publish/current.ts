/** The current publication of a folder, compared with its record. */

import { readFileSync, statSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { hashOfFile } from '../files/hashed-file.js';
import type { PublishedFile } from '../publication/published-file.js';
import type { RunRecord } from '../publication/run-record.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import { lastPublication } from './record.js';

const day = 24 * 60 * 60 * 1000;
const hashedSideBySide = 4;

/** The state of the last publication of a folder. */
export interface CurrentState {
  /** Its files that are gone or no longer hold what was published; none where nothing is published. */
  readonly altered: readonly string[];
  /** Whether it is in its place as it was written. */
  readonly isIntact: boolean;
  /** Whether it is, and rests on the same as what would be published now. */
  readonly isCurrent: boolean;
}

/** @param basis hash of everything that a publication would be a function of now. */
export async function currentState(
  store: Store,
  unit: string,
  folder: string,
  place: string,
  basis: string,
): Promise<CurrentState> {
  const last = lastPublication(store, unit, folder);
  const altered = last ? await alteredSinceChecked(place, last.run_json) : [];
  const isIntact = last !== undefined && altered.length === 0;
  return { altered, isIntact, isCurrent: isIntact && last.basis === basis };
}

/** Published files that are gone or hold other bytes than were recorded: every one is read. */
export async function alteredFiles(folder: string, { files }: Pick<RunRecord, 'files'>): Promise<string[]> {
  return (await checkFiles(folder, files, () => true)).altered;
}

/**
 * As `alteredFiles`, reading only files that were touched since they were last known to be whole, which is the time
 * of `run.json`; once a day it reads all of them, since a program can set a file's times back.
 */
async function alteredSinceChecked(place: string, recorded: string): Promise<string[]> {
  const path = join(place, 'run.json');
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || readFileSync(path, 'utf8') !== recorded) return ['run.json'];
  const now = Date.now();
  const isDue = now - found.mtimeMs > day;
  const { files } = storedJson<RunRecord>(recorded);
  const checked = await checkFiles(place, files, (touched) => isDue || touched >= found.mtimeMs);
  if (checked.altered.length === 0 && (isDue || checked.read > 0)) await keepChecked(path, now);
  return checked.altered;
}

async function checkFiles(
  folder: string,
  files: readonly PublishedFile[],
  isToRead: (touched: number) => boolean,
): Promise<{ readonly altered: string[]; readonly read: number }> {
  const limit = pLimit(hashedSideBySide);
  let read = 0;
  const isAltered = async ({ path, bytes, sha256 }: PublishedFile) => {
    const place = join(folder, path);
    const found = statSync(place, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size !== bytes) return true;
    if (!isToRead(Math.max(found.mtimeMs, found.ctimeMs))) return false;
    read++;
    return (await limit(() => hashIfReadable(place))) !== sha256;
  };
  const outcomes = await Promise.all(files.map(isAltered));
  return { altered: files.filter((_, i) => outcomes[i]).map(({ path }) => path), read };
}

/** @returns null where the file cannot be read: publishing it anew is the remedy, as for one that is gone. */
async function hashIfReadable(path: string): Promise<string | null> {
  return hashOfFile(path).catch(() => null);
}

/** Clocks of files lag behind that of the program by some milliseconds. */
const lag = 1000;

/** Keeps when everything was known to be whole; where another user owns the file, it is read again next time. */
async function keepChecked(path: string, now: number): Promise<void> {
  const at = new Date(now - lag);
  await utimes(path, at, at).catch(() => undefined);
}
