/** A file whose hash is made as it is written: it is never held as a whole. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type ByteWriter, openBytes } from '../text/bytes.js';

export interface HashedFile {
  readonly out: ByteWriter;
  /** Nothing is written after. */
  close(): { readonly sha256: string; readonly bytes: number };
}

/** Starts a file, in the place of one that may stand there; its folder exists. */
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
