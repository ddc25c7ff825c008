/** How a file stands at a moment: while its stamp is the same, so are its bytes. */
import { type BigIntStats, fstatSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface Stamp {
  /** Size and times: unchanged, the file is not read again. */
  readonly text: string;
  /** Another number under the same name: the file was replaced as a whole. */
  readonly inode: bigint;
  /** In bytes. */
  readonly size: bigint;
}

/** How the file stands now; null where it is not there or cannot be looked at. */
export async function stampOf(path: string): Promise<Stamp | null> {
  try {
    return stampFrom(await stat(path, { bigint: true }));
  } catch {
    // Opening it gives the reason.
    return null;
  }
}

/** The same, at once. */
export function stampNow(path: string): Stamp | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? stampFrom(found) : null;
}

/** @param file the descriptor of an open one. */
export function stampOfOpen(file: number): Stamp {
  return stampFrom(fstatSync(file, { bigint: true }));
}

export function stampFrom({ size, mtimeNs, ctimeNs, ino }: BigIntStats): Stamp {
  return { text: `${size}:${mtimeNs}:${ctimeNs}`, inode: ino, size };
}

export function isSameStamp(one: Stamp | null | undefined, other: Stamp | null | undefined): boolean {
  return Boolean(one && other && one.text === other.text && one.inode === other.inode);
}
