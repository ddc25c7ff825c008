/** A published file as the record of a publication names it. */
import { sha256 } from '../text/hash.js';

/** A file that was written, for the record of the run. */
export interface PublishedFile {
  /** Below the publication's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Hash of all that it was made from, by which the next publication knows whether to make it anew. */
  readonly from?: string;
  /** The same of its parts; kept in the database, not in the record. */
  readonly segments?: readonly Segment[];
}

/** A file that was written with these bytes. */
export function publishedFile(path: string, bytes: Uint8Array): PublishedFile {
  return { path, sha256: sha256(bytes), bytes: bytes.length };
}

/** A part of a published file, in bytes from its beginning. */
export interface Segment {
  /** Hash of all that it was made from. */
  readonly from: string;
  readonly at: number;
  readonly bytes: number;
}
