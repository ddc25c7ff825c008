/** Runs in a thread of its own: looks whether files are still what was recorded of them. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { versionOfOpen } from '../files/stamp.js';
import { ownerOnly, writeFileIn } from '../files/write-file.js';
import type { FileToVerify, RecordedFile, VerifiedFile } from './checksums.js';

/** Bytes that are handed over at the most, all files together. */
const mostHandedOver = 64_000_000;

const piece = Buffer.allocUnsafeSlow(1 << 20);

const { folder, next, files } = workerData as FileToVerify;
const honest = new Map<string, VerifiedFile>();
let left = mostHandedOver;
for (const file of files) {
  const isHandedOver = file.use === 'bytes' && file.bytes <= left;
  if (isHandedOver) left -= file.bytes;
  const own = honestFile(file, isHandedOver);
  if (own) honest.set(file.path, own);
}
const buffers = [...honest.values()].flatMap(({ bytes }) => (bytes ? [bytes.buffer as ArrayBuffer] : []));
// Bytes change hands; they are not copied.
parentPort?.postMessage(honest, buffers);

/** @returns null where it is not what was recorded: it is gone, cannot be read, or holds something else. */
function honestFile({ path, sha256, bytes, use }: RecordedFile, isHandedOver: boolean): VerifiedFile | null {
  try {
    const file = openSync(join(folder, path), 'r');
    try {
      const stamp = versionOfOpen(file);
      if (stamp.size !== BigInt(bytes)) return null;
      const whole = isHandedOver || use === 'copy' ? Buffer.allocUnsafeSlow(bytes) : null;
      if (hashOf(file, bytes, whole) !== sha256) return null;
      const copied = use === 'copy' && whole !== null && copy(whole, join(next, path));
      return { stamp, bytes: isHandedOver ? whole : null, copied };
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever needs it finds out why.
    return null;
  }
}

/** @param whole takes the bytes as well. @returns null where there are fewer. */
function hashOf(file: number, bytes: number, whole: Buffer | null): string | null {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; ) {
    const room = whole?.subarray(at, at + piece.length) ?? piece;
    const read = readSync(file, room);
    if (read === 0) return null;
    hash.update(room.subarray(0, read));
    at += read;
  }
  return hash.digest('hex');
}

function copy(bytes: Buffer, to: string): boolean {
  try {
    writeFileIn(to, bytes, ownerOnly);
    return true;
  } catch {
    // Written again by the thread that publishes, which tells what is wrong; a part of it must not stay.
    if (existsSync(to)) rmSync(to);
    return false;
  }
}
