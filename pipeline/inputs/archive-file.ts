/**
 * Copies a submission to the archive under the hash of its bytes, in one pass, and notices where somebody is
 * still at work on it: what is not whole is never kept.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileVersion, fileVersion, versionFrom } from '../files/stamp.js';
import { type Finding, finding } from '../findings/finding.js';

export type Archived =
  | { readonly is: 'kept'; readonly sha256: string; readonly bytes: number; readonly stamp: FileVersion }
  /** The system does not let it be read. */
  | { readonly is: 'refused'; readonly finding: Finding }
  /** To be read by the next run. */
  | { readonly is: 'deferred'; readonly finding: Finding };

const chunkBytes = 1 << 20;
/** A package without its end is still being copied if it was written this lately. */
const settlingMilliseconds = 2 * 60_000;

/**
 * Copies the file at `path`.
 * @param patient whether a package without its end may be left for the next run: where nothing stands yet that could
 *   be kept until then, it is taken as it is, and whoever sent it hears at once that it cannot be read.
 * @throws Error of the file system where the archive cannot be written.
 */
export async function archiveFile(path: string, archive: string, patient: boolean): Promise<Archived> {
  let source: FileHandle;
  try {
    source = await open(path, 'r');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { is: 'deferred', finding: finding('file.vanished', 'error') }
      : { is: 'refused', finding: finding('file.unreadable', 'error', {}, { reason: code }) };
  }
  const aside = join(archive, `.${process.pid}-${createHash('sha1').update(path).digest('hex')}`);
  try {
    const target = await open(aside, 'w', 0o600);
    try {
      return await copy(source, target, aside, archive, patient);
    } finally {
      await target.close();
      await rm(aside, { force: true });
    }
  } finally {
    await source.close();
  }
}

async function copy(
  source: FileHandle,
  target: FileHandle,
  aside: string,
  archive: string,
  patient: boolean,
): Promise<Archived> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let bytes = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  const before = await source.stat({ bigint: true });
  for (;;) {
    let chunk: Buffer;
    try {
      const { bytesRead } = await source.read(buffer, 0, chunkBytes, bytes);
      chunk = buffer.subarray(0, bytesRead);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { is: 'deferred', finding: finding('file.failed_midway', 'error', {}, { reason: code }) };
    }
    if (chunk.length === 0) break;
    if (bytes === 0) head = Buffer.from(chunk.subarray(0, 4));
    tail = Buffer.concat([tail, chunk]).subarray(-longestEnd);
    hash.update(chunk);
    await target.writeFile(chunk);
    bytes += chunk.length;
  }
  const after = await source.stat({ bigint: true });
  const stamp = versionFrom(before);
  if (stamp.text !== versionFrom(after).text || BigInt(bytes) !== after.size) {
    return { is: 'deferred', finding: finding('file.in_motion', 'error') };
  }
  const age = Date.now() - Number(before.mtimeMs);
  if (patient && Math.abs(age) < settlingMilliseconds && lacksItsEnd(head, tail)) {
    return { is: 'deferred', finding: finding('file.partial', 'error') };
  }
  await target.sync();
  const sha256 = hash.digest('hex');
  await rename(aside, join(archive, sha256));
  return { is: 'kept', sha256, bytes, stamp };
}

/** The end record of a package with the longest comment (APPNOTE.TXT 4.3.16). */
const longestEnd = 22 + 0xffff;

/** A package that begins and does not end. */
function lacksItsEnd(head: Buffer, tail: Buffer): boolean {
  return head.toString('latin1') === 'PK\x03\x04' && !tail.includes('PK\x05\x06', 0, 'latin1');
}

/** What became of a file since it was copied; null: it stands as it did, or was replaced as a whole. */
export async function movedSince(path: string, stamp: FileVersion): Promise<Finding | null> {
  const now = await fileVersion(path);
  if (now === null) return finding('file.vanished', 'error');
  return now.inode === stamp.inode && now.text !== stamp.text ? finding('file.in_motion', 'error') : null;
}
