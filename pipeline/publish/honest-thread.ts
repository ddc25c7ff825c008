/** Runs in a thread of its own: looks whether files are still what was recorded of them. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { stampOfOpen } from '../stamp.js';
import type { Asked, Honest, RecordedFile } from './honest.js';

/** Bytes that are handed over at the most, all files together. */
const mostHandedOver = 64_000_000;

const piece = Buffer.allocUnsafeSlow(1 << 20);

const { folder, files } = workerData as Asked;
const honest = new Map<string, Honest>();
let left = mostHandedOver;
for (const file of files) {
  const isHandedOver = file.wanted && file.bytes <= left;
  if (isHandedOver) left -= file.bytes;
  const own = honestFile(join(folder, file.path), file, isHandedOver);
  if (own) honest.set(file.path, own);
}
const buffers = [...honest.values()].flatMap(({ bytes }) => (bytes ? [bytes.buffer as ArrayBuffer] : []));
// Bytes change hands; they are not copied.
parentPort?.postMessage(honest, buffers);

/** @returns null where it is not what was recorded: it is gone, cannot be read, or holds something else. */
function honestFile(path: string, { sha256, bytes }: RecordedFile, isHandedOver: boolean): Honest | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const stamp = stampOfOpen(file);
    if (stamp.size !== BigInt(bytes)) return null;
    const hash = createHash('sha256');
    const whole = isHandedOver ? Buffer.allocUnsafeSlow(bytes) : null;
    for (let at = 0; at < bytes; ) {
      const room = whole?.subarray(at, at + piece.length) ?? piece;
      const read = readSync(file, room);
      if (read === 0) return null;
      hash.update(room.subarray(0, read));
      at += read;
    }
    return hash.digest('hex') === sha256 ? { stamp, bytes: whole } : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}
