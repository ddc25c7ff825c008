/**
 * Files of the publication that stands, for the one that takes its place: what would be made from the same again
 * is copied. A file's `from` in the record says what it was made from.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOf } from '../definitions.js';
import type { Stretch } from './csv.js';
import type { Taker } from './hand-out.js';
import type { PublishedFile } from './tables.js';

export interface Standing {
  /** Hash of what a file is made from, by this version of the program. */
  from(parts: unknown): string;
  /**
   * Puts a file that was made from the same into its place in the new publication.
   * @returns null where none stands, or where it no longer holds the bytes that were recorded.
   */
  takeOver(from: string, folder: string, path: string, mode?: number): PublishedFile | null;
  /**
   * The stretches of a file, by what they were made from.
   * @returns none where none stands, or where it no longer holds the bytes that were recorded.
   */
  stretches(path: string): ReadonlyMap<string, Uint8Array>;
}

/** What is known of the stretches of a file with these bytes. */
export type StretchesOf = (file: Pick<PublishedFile, 'path' | 'sha256'>) => readonly Stretch[];

/** Of a part of a file, the hash of what it is made from (null: nobody knows) and its bytes where they stand. */
export type StandingPart = (parts: unknown) => {
  readonly from: string | null;
  readonly bytes: Uint8Array | null;
};

/**
 * @param program hash of the program and its definitions.
 * @param place where the publication stands.
 * @param runJson its record; null: nothing stands.
 * @param stretchesOf what is known of the stretches of its files.
 */
export function standingFiles(
  program: string,
  place: string,
  runJson: string | null,
  stretchesOf: StretchesOf = () => [],
): Standing {
  const { files = [] }: { files?: readonly PublishedFile[] } = runJson === null ? {} : JSON.parse(runJson);
  const known = new Map(files.flatMap((file) => (file.from === undefined ? [] : [[file.from, file]])));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const honestBytes = (file: PublishedFile | undefined) => {
    const bytes = file ? bytesOf(join(place, file.path)) : null;
    return bytes && createHash('sha256').update(bytes).digest('hex') === file?.sha256 ? bytes : null;
  };
  return {
    from: (parts) => hashOf([program, parts]),
    takeOver(from, folder, path, mode) {
      const file = known.get(from);
      const bytes = honestBytes(file);
      if (!file || bytes === null) return null;
      writeBelow(folder, path, bytes, mode);
      const stretches = stretchesOf(file);
      return { ...file, path, ...(stretches.length > 0 ? { stretches } : {}) };
    },
    stretches(path) {
      const file = byPath.get(path);
      const stretches = file ? stretchesOf(file) : [];
      const bytes = stretches.length > 0 ? honestBytes(file) : null;
      if (bytes === null) return new Map();
      return new Map(stretches.map(({ from, at, bytes: length }) => [from, bytes.subarray(at, at + length)]));
    },
  };
}

/**
 * The file at `path` below `folder`, taken over where one stands that was made from the same, else as `make` writes
 * it from the rows that come, and from what stands of its parts.
 * @param parts what it is made from; null: nobody knows, and it is made.
 */
export function takenOverOr<Row, Line>(
  standing: Standing,
  parts: unknown,
  folder: string,
  path: string,
  written: PublishedFile[],
  make: (
    path: string,
    standingPart: StandingPart,
  ) => Pick<Taker<Row, Line>, 'part' | 'line'> & { readonly end: () => PublishedFile },
): Taker<Row, Line> {
  const from = parts === null ? null : standing.from(parts);
  const taken = from === null ? null : standing.takeOver(from, folder, path);
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
export const nothingStanding: Standing = standingFiles('', '', null);

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    // Taken away by somebody: then it is made anew, which is what would have been done without it.
    return null;
  }
}

function writeBelow(folder: string, path: string, bytes: Uint8Array, mode?: number): void {
  const place = join(folder, path);
  const write = () => writeFileSync(place, bytes, mode === undefined ? {} : { mode });
  try {
    write();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    mkdirSync(dirname(place), { recursive: true, ...(mode === undefined ? {} : { mode: 0o700 }) });
    write();
  }
}
