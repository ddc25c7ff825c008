/** sha256 of files, which are never held as a whole. */
import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { type ByteWriter, openBytes } from '../text/bytes.js';

/** sha256 of a file's bytes. Rejects with the system's error where it cannot be read. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A file whose hash is made as it is written. */
export interface HashedFile {
  readonly out: ByteWriter;
  /** Nothing is written after. */
  close(): { readonly sha256: string; readonly bytes: number };
}

/** Starts a file, or replaces one of this path; its folder exists. */
export function openHashedFile(path: string): HashedFile {
  const hash = createHash('sha256');
  let flag = 'w';
  const write = (piece: Uint8Array) => {
    writeFileSync(path, piece, { flag });
    hash.update(piece);
    flag = 'a';
  };
  const out = openBytes(write);
  return {
    out,
    close() {
      out.flush();
      if (out.length === 0) write(new Uint8Array());
      return { sha256: hash.digest('hex'), bytes: out.length };
    },
  };
}
