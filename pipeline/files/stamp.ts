/** The version of a file at a moment: while it is the same, so are its bytes. */
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface FileVersion {
  /** Size and times: unchanged, the file is not read again. */
  readonly text: string;
  /** Another number under the same name: the file was replaced as a whole. */
  readonly inode: bigint;
  /** In bytes. */
  readonly size: bigint;
}

/** The file's version now; null where it is not there or cannot be looked at. */
export async function fileVersion(path: string): Promise<FileVersion | null> {
  try {
    return versionFrom(await stat(path, { bigint: true }));
  } catch {
    // Opening it gives the reason.
    return null;
  }
}

export function versionFrom({ size, mtimeNs, ctimeNs, ino }: BigIntStats): FileVersion {
  return { text: `${size}:${mtimeNs}:${ctimeNs}`, inode: ino, size };
}

export function isSameVersion(
  one: FileVersion | null | undefined,
  other: FileVersion | null | undefined,
): boolean {
  return Boolean(one && other && one.text === other.text && one.inode === other.inode);
}
