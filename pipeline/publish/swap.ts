/**
 * Publishing is all or nothing: a publication is built aside, flushed, and swapped in by renaming once it is
 * complete and the database has taken it. A swap that was interrupted is completed, or undone, by the next run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { flushFolder } from '../files/flush.js';

/** Where a publication is built: beside its later place, so that renaming is enough. */
export function asideFolder(outputs: string, unit: string, folder: string): string {
  return join(outputs, unit, `.next-${folder}`);
}

/** Makes the folder for building aside, empty. */
export function prepareAside(outputs: string, unit: string, folder: string): string {
  const aside = asideFolder(outputs, unit, folder);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  return aside;
}

/** Takes away what was built aside and will not be published: a full disk has its room back. */
export function dropAside(outputs: string, unit: string, folder: string): void {
  rmSync(asideFolder(outputs, unit, folder), { recursive: true, force: true });
}

/**
 * Puts what was built aside into its place; the publication before it goes to `outputs/archive/publications/`.
 * Safe to call again after an interruption: each rename either has happened or has not.
 */
export function swapIn(outputs: string, unit: string, folder: string): void {
  const aside = asideFolder(outputs, unit, folder);
  if (!existsSync(aside)) return;
  const place = join(outputs, unit, folder);
  if (!existsSync(place)) {
    renameSync(aside, place);
    flushFolder(join(outputs, unit));
    return;
  }
  const before = nextKept(outputs, unit, folder);
  const kept = dirname(before);
  mkdirSync(kept, { recursive: true, mode: 0o700 });
  // Nothing between the two renames: only a kill in this instant leaves the next start something to complete.
  renameSync(place, before);
  try {
    renameSync(aside, place);
  } catch (error) {
    renameSync(before, place);
    throw error;
  }
  flushFolder(kept);
  flushFolder(join(outputs, unit));
}

/** Where the publication that is in its place goes when the next one comes. */
export function nextKept(outputs: string, unit: string, folder: string): string {
  const kept = join(outputs, 'archive', 'publications', unit, folder);
  return join(kept, String(nextNumber(kept)).padStart(4, '0'));
}

function nextNumber(folder: string): number {
  if (!existsSync(folder)) return 1;
  return 1 + Math.max(0, ...readdirSync(folder).map(Number).filter(Number.isInteger));
}

/** What an earlier run left behind, by the folders below outputs/<unit>/. */
export interface Recovery {
  /** Complete and taken by the database: put in place. */
  readonly completed: readonly string[];
  /** Not complete: taken away. */
  readonly undone: readonly string[];
}

/**
 * Completes or undoes swaps that an earlier run left behind.
 * @param taken the run.json that the database holds as the last publication of a folder; null: none.
 */
export function recoverSwaps(
  outputs: string,
  unit: string,
  taken: (folder: string) => string | null,
): Recovery {
  const completed: string[] = [];
  const undone: string[] = [];
  const home = join(outputs, unit);
  const left = existsSync(home) ? readdirSync(home).filter((name) => name.startsWith('.next-')) : [];
  for (const name of left.sort()) {
    const folder = name.slice('.next-'.length);
    const record = join(home, name, 'run.json');
    if (existsSync(record) && readFileSync(record, 'utf8') === taken(folder)) {
      swapIn(outputs, unit, folder);
      completed.push(folder);
    } else {
      rmSync(join(home, name), { recursive: true, force: true });
      undone.push(folder);
    }
  }
  return { completed, undone };
}
