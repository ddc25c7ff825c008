/**
 * Publishing is all or nothing: a publication is built aside, and swapped in by renaming once it is complete
 * and the database has taken it. A swap that was interrupted is completed, or undone, by the next run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a publication is built: beside the place where it will stand, so that renaming is enough. */
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

/**
 * Puts what was built aside into its place; what stood there goes to `outputs/archive/publications/`.
 * Safe to call again after an interruption: each rename either has happened or has not.
 */
export function swapIn(outputs: string, unit: string, folder: string): void {
  const aside = asideFolder(outputs, unit, folder);
  if (!existsSync(aside)) return;
  const place = join(outputs, unit, folder);
  if (existsSync(place)) {
    const kept = join(outputs, 'archive', 'publications', unit, folder);
    mkdirSync(kept, { recursive: true, mode: 0o700 });
    renameSync(place, join(kept, String(nextNumber(kept)).padStart(4, '0')));
  }
  renameSync(aside, place);
}

function nextNumber(folder: string): number {
  return 1 + Math.max(0, ...readdirSync(folder).map(Number).filter(Number.isInteger));
}

/**
 * Completes or undoes swaps that an earlier run left behind.
 * @param taken the hash of the basis that the database holds as the last publication of a folder; null: none.
 * @returns the folders that were completed and undone.
 */
export function recoverSwaps(
  outputs: string,
  unit: string,
  taken: (folder: string) => string | null,
): { readonly completed: readonly string[]; readonly undone: readonly string[] } {
  const completed: string[] = [];
  const undone: string[] = [];
  const home = join(outputs, unit);
  const left = existsSync(home) ? readdirSync(home).filter((name) => name.startsWith('.next-')) : [];
  for (const name of left.sort()) {
    const folder = name.slice('.next-'.length);
    const record = join(home, name, 'run.json');
    const basis: unknown = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).basis : null;
    if (basis !== null && basis === taken(folder)) {
      swapIn(outputs, unit, folder);
      completed.push(folder);
    } else {
      rmSync(join(home, name), { recursive: true, force: true });
      undone.push(folder);
    }
  }
  return { completed, undone };
}
