/**
 * Files of the publication that stands, for the one that takes its place: what would be made from the same again
 * is copied. A file's `from` in the record says what it was made from.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkFileIn, ownerOnly, writeFileIn } from '../files/write-file.js';
import type { RowSink } from '../publication/fan-out.js';
import type { PublishedFile, Segment } from '../publication/published-file.js';
import { hashOf, sha256 } from '../text/hash.js';

/**
 * How a file is taken over. One that only the page reads gets a second name: no more room on the disk with every
 * publication, and nothing to write. One that people open, and may write to, is copied, so that what they do to it
 * stays out of the publications before it.
 */
export type Reuse = 'linked' | 'copied' | 'copied for its owner only';

export interface Previous {
  /** Hash of what a file is made from, by this version of the program. */
  from(parts: unknown): string;
  /**
   * Puts a file that was made from the same into its place in the new publication.
   * @returns null where none stands, or where it no longer holds the bytes that were recorded.
   */
  takeOver(from: string, folder: string, path: string, taking?: Reuse): PublishedFile | null;
  /**
   * The stretches of a file, by what they were made from.
   * @returns none where none stands, or where it no longer holds the bytes that were recorded.
   */
  stretches(path: string): ReadonlyMap<string, Uint8Array>;
}

/** What is known of the stretches of a file with these bytes. */
export type SegmentsOf = (file: Pick<PublishedFile, 'path' | 'sha256'>) => readonly Segment[];

/** Of a part of a file, the hash of what it is made from (null: nobody knows) and its bytes where they stand. */
export type PreviousSegment = (parts: unknown) => {
  readonly from: string | null;
  readonly bytes: Uint8Array | null;
};

/** What is known of the published files. */
export interface KnownOfPrevious {
  readonly stretchesOf: SegmentsOf;
  /** Called for each file that is a hard link: its bytes are on the disk already. */
  linked(path: string): void;
}

/**
 * @param program hash of the program and its definitions.
 * @param place folder of the publication.
 * @param files what was recorded of its files.
 */
export function previousFiles(
  program: string,
  place: string,
  files: readonly PublishedFile[],
  { stretchesOf = () => [], linked = () => {} }: Partial<KnownOfPrevious> = {},
): Previous {
  const known = new Map(files.flatMap((file) => (file.from === undefined ? [] : [[file.from, file]])));
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    from: (parts) => hashOf([program, parts]),
    takeOver(from, folder, path, taking = 'copied') {
      const file = known.get(from);
      const bytes = file && verifiedBytes(place, file);
      if (!bytes) return null;
      const to = join(folder, path);
      if (taking === 'linked' && linkFileIn(join(place, file.path), to)) linked(path);
      else writeFileIn(to, bytes, taking === 'copied for its owner only' ? ownerOnly : {});
      const stretches = stretchesOf(file);
      return { ...file, path, ...(stretches.length > 0 ? { stretches } : {}) };
    },
    stretches(path) {
      const file = byPath.get(path);
      const stretches = file ? stretchesOf(file) : [];
      const bytes = file && stretches.length > 0 ? verifiedBytes(place, file) : null;
      if (bytes === null) return new Map();
      return new Map(stretches.map(({ from, at, bytes: length }) => [from, bytes.subarray(at, at + length)]));
    },
  };
}

/** @returns null where the file no longer holds what was recorded of it, or cannot be read: it is made anew. */
function verifiedBytes(place: string, file: PublishedFile): Buffer | null {
  const bytes = bytesOf(join(place, file.path));
  return bytes !== null && sha256(bytes) === file.sha256 ? bytes : null;
}

/**
 * The file at `path` below `folder`, taken over where one stands that was made from the same, else as `make` writes
 * it from the rows that come, and from what stands of its parts.
 * @param parts what it is made from; null: nobody knows, and it is made.
 */
export function reuseOr<Row, Line>(
  standing: Previous,
  taking: Reuse,
  parts: unknown,
  folder: string,
  path: string,
  written: PublishedFile[],
  make: (
    path: string,
    standingPart: PreviousSegment,
  ) => Pick<RowSink<Row, Line>, 'part' | 'line'> & { readonly end: () => PublishedFile },
): RowSink<Row, Line> {
  const from = parts === null ? null : standing.from(parts);
  const taken = from === null ? null : standing.takeOver(from, folder, path, taking);
  if (taken) {
    written.push(taken);
    return {};
  }
  let stretches: ReadonlyMap<string, Uint8Array> | null = null;
  const { end, ...taker } = make(path, (of) => {
    if (of === null) return { from: null, bytes: null };
    stretches ??= standing.stretches(path);
    const made = standing.from(of);
    return { from: made, bytes: stretches.get(made) ?? null };
  });
  return {
    ...taker,
    end: () => written.push(from === null ? end() : { ...end(), from }),
  };
}

/** Nothing stands: everything is made. */
export const noPrevious: Previous = previousFiles('', '', []);

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    // Taken away by somebody: then it is made anew, which is what would have been done without it.
    return null;
  }
}
