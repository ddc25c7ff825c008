/** Files put into their place, whose folder is made where it is the first in it. */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who may read a file. */
export interface Mode {
  readonly mode?: number;
}

export const ownerOnly: Mode = { mode: 0o600 };

export function writeFileIn(to: string, bytes: Uint8Array, mode: Mode = {}): void {
  inItsFolder(to, mode, () => writeFileSync(to, bytes, mode));
}

/**
 * Gives a file a second name.
 * @returns false where it cannot have one: on some disks, or with too many already.
 */
export function linkFileIn(from: string, to: string): boolean {
  try {
    inItsFolder(to, {}, () => linkSync(from, to));
    return true;
  } catch {
    // It is written instead, which says what is wrong with the place, if anything is.
    return false;
  }
}

function inItsFolder(to: string, { mode }: Mode, put: () => void): void {
  try {
    put();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    mkdirSync(dirname(to), { recursive: true, ...(mode === undefined ? {} : { mode: 0o700 }) });
    put();
  }
}

/**
 * Puts a file into its place whole or not at all; one that holds the same already is left as it is.
 * @param write makes the file at the path that it is given, beside the place.
 */
export function replaceWhole(path: string, write: (aside: string) => void): void {
  const aside = `${path}.aside`;
  write(aside);
  if (existsSync(path) && readFileSync(path).equals(readFileSync(aside))) rmSync(aside);
  else renameSync(aside, path);
}
