/**
 * Files of the current publication, for the one that takes its place: what would be made from the same again is
 * reused. A file's `from` in the record says what it was made from.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkFileIn, ownerOnly, writeFileIn } from '../files/write-file.js';
import type { RowSink } from '../publication/fan-out.js';
import type { PublishedFile, Segment } from '../publication/published-file.js';
import { hashOf, sha256 } from '../text/hash.js';

/**
 * How a file is reused. One that only the page reads becomes a hard link: no more room on the disk with every
 * publication, and nothing to write. One that people open and may edit is copied, since a hard link would change
 * older publications.
 */
export type Reuse = 'linked' | 'copied' | 'copied for its owner only';

export interface Previous {
  /** Hash of what a file is made from, by this version of the program. */
  from(parts: unknown): string;
  /**
   * Puts a file that was made from the same into its place in the new publication.
   * @returns null where there is none, or where it no longer holds the bytes that were recorded.
   */
  reuse(from: string, folder: string, path: string, taking?: Reuse): PublishedFile | null;
  /**
   * The segments of a file, by what they were made from.
   * @returns none where there is none, or where it no longer holds the bytes that were recorded.
   */
  segments(path: string): ReadonlyMap<string, Uint8Array>;
}

/** What is known of the segments of a file with these bytes. */
export type SegmentsOf = (file: Pick<PublishedFile, 'path' | 'sha256'>) => readonly Segment[];

/** Of a part of a file, the hash of what it is made from (null: unknown) and its bytes where they are known. */
export type PreviousSegment = (parts: unknown) => {
  readonly from: string | null;
  readonly bytes: Uint8Array | null;
};

/** What is known of the published files. */
export interface KnownOfPrevious {
  readonly segmentsOf: SegmentsOf;
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
  { segmentsOf = () => [], linked = () => {} }: Partial<KnownOfPrevious> = {},
): Previous {
  const known = new Map(files.flatMap((file) => (file.from === undefined ? [] : [[file.from, file]])));
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    from: (parts) => hashOf([program, parts]),
    reuse(from, folder, path, taking = 'copied') {
      const file = known.get(from);
      const bytes = file && verifiedBytes(place, file);
      if (!bytes) return null;
      const to = join(folder, path);
      if (taking === 'linked' && linkFileIn(join(place, file.path), to)) linked(path);
      else writeFileIn(to, bytes, taking === 'copied for its owner only' ? ownerOnly : {});
      const segments = segmentsOf(file);
      return { ...file, path, ...(segments.length > 0 ? { segments } : {}) };
    },
    segments(path) {
      const file = byPath.get(path);
      const segments = file ? segmentsOf(file) : [];
      const bytes = file && segments.length > 0 ? verifiedBytes(place, file) : null;
      if (bytes === null) return new Map();
      return new Map(segments.map(({ from, at, bytes: length }) => [from, bytes.subarray(at, at + length)]));
    },
  };
}

/** @returns null where the file no longer holds what was recorded of it, or cannot be read: it is made anew. */
function verifiedBytes(place: string, file: PublishedFile): Buffer | null {
  const bytes = bytesOf(join(place, file.path));
  return bytes !== null && sha256(bytes) === file.sha256 ? bytes : null;
}

/**
 * The file at `path` below `folder`, reused where one was made from the same, else as `make` writes it from the
 * rows that come, and from segments that were made from the same.
 * @param parts what it is made from; null: unknown, and it is made.
 */
export function reuseOr<Row, Line>(
  previous: Previous,
  taking: Reuse,
  parts: unknown,
  folder: string,
  path: string,
  written: PublishedFile[],
  make: (
    path: string,
    previousSegment: PreviousSegment,
  ) => Pick<RowSink<Row, Line>, 'part' | 'line'> & { readonly end: () => PublishedFile },
): RowSink<Row, Line> {
  const from = parts === null ? null : previous.from(parts);
  const taken = from === null ? null : previous.reuse(from, folder, path, taking);
  if (taken) {
    written.push(taken);
    return {};
  }
  let segments: ReadonlyMap<string, Uint8Array> | null = null;
  const { end, ...taker } = make(path, (of) => {
    if (of === null) return { from: null, bytes: null };
    segments ??= previous.segments(path);
    const made = previous.from(of);
    return { from: made, bytes: segments.get(made) ?? null };
  });
  return {
    ...taker,
    end: () => written.push(from === null ? end() : { ...end(), from }),
  };
}

/** There is no publication yet: everything is made. */
export const noPrevious: Previous = previousFiles('', '', []);

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    // Removed by someone: it is made anew.
    return null;
  }
}
