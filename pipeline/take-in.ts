/**
 * Brings the database up to what stands in `inputs/`: archives each file's bytes, reads what is new or changed
 * from the archive, forgets what is gone.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { Digested } from './digest.js';
import type { DigestPool } from './digest-pool.js';
import { finding } from './findings/finding.js';
import type { Form } from './forms/define.js';
import type { Context } from './normalise/row.js';
import { readAhead } from './read-ahead.js';
import type { Store } from './store/database.js';
import { loadSubmission, type SubmissionFile } from './store/load.js';

/** A file below `inputs/<unit>/<period>/`. */
export interface InputFile {
  readonly period: string;
  /** Path below inputs/<unit>/, in NFC, with /. */
  readonly file: string;
  /** Where it can be opened. */
  readonly path: string;
}

export interface TakeIn {
  readonly store: Store;
  readonly unit: string;
  readonly archive: string;
  readonly pool: DigestPool;
  readonly forms: readonly Form[];
  /** What values of a period depend on beside their cells. */
  readonly contextOf: (period: string) => Context;
  /** Hash of everything that a reading of the period depends on beside the file. */
  readonly readingOf: (period: string) => string;
  readonly now: Date;
}

const filesSideBySide = 4;
const piecesAhead = 16;

/**
 * Takes in the unit's files; call inside a transaction.
 * @returns the periods of which anything changed.
 */
export async function takeIn(
  { store, unit, archive, pool, forms, contextOf, readingOf, now }: TakeIn,
  files: readonly InputFile[],
): Promise<ReadonlySet<string>> {
  const known = new Map(
    (await store.db.selectFrom('submission').selectAll().where('unit', '=', unit).execute()).map((row) => [
      row.file,
      row,
    ]),
  );
  const changed = new Set<string>();
  const present = new Set(files.map(({ file }) => file));
  for (const [file, { submission_id, period }] of known) {
    if (present.has(file)) continue;
    await store.db.deleteFrom('submission').where('submission_id', '=', submission_id).execute();
    changed.add(period);
  }

  await mkdir(archive, { recursive: true, mode: 0o700 });
  const limit = pLimit(filesSideBySide);
  const archived = await Promise.all(
    files.map((file) =>
      limit(async () => {
        const earlier = known.get(file.file);
        const reading = readingOf(file.period);
        const stamp = await stampOf(file.path);
        if (earlier && stamp !== null && earlier.stamp === stamp && earlier.reading === reading) return null;
        return { ...file, unit, reading, stamp: stamp ?? '', ...(await archiveFile(file.path, archive)) };
      }),
    ),
  );

  const toRead = archived.filter((file) => file !== null);
  for (const { file, sha256, bytes } of toRead) {
    if (sha256 === null) continue;
    await store.db
      .insertInto('archived_file')
      .values({ sha256, bytes, first_file: file, first_read_at: now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const streams = readAhead(
    toRead.map(
      (file) => () => readArchived(file, join(archive, file.sha256 ?? ''), pool, contextOf(file.period)),
    ),
    pool.size,
    piecesAhead,
  );
  for (const file of toRead) {
    const { value: pieces } = streams.next();
    if (!pieces) throw new Error(`no reading of ${file.file}`);
    await loadSubmission(store, file, pieces, forms);
    changed.add(file.period);
  }
  return changed;
}

type Archived =
  | { readonly sha256: string; readonly bytes: number; readonly code: null }
  | { readonly sha256: null; readonly bytes: 0; readonly code: string };

/** Copies the file's bytes to the archive under their hash, in one pass. */
async function archiveFile(path: string, archive: string): Promise<Archived> {
  const hash = createHash('sha256');
  let bytes = 0;
  const aside = join(archive, `.${process.pid}-${createHash('sha1').update(path).digest('hex')}`);
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(aside, { mode: 0o600, flush: true }),
    );
  } catch (error) {
    await rm(aside, { force: true });
    const failure = error as NodeJS.ErrnoException;
    if (failure.path === path && failure.code) return { sha256: null, bytes: 0, code: failure.code };
    throw error;
  }
  const sha256 = hash.digest('hex');
  await rename(aside, join(archive, sha256));
  return { sha256, bytes, code: null };
}

/** Size and time of a file; null where it cannot be looked at. */
async function stampOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeNs } = await stat(path, { bigint: true });
    return `${size}:${mtimeNs}`;
  } catch {
    // Reading it next gives the reason.
    return null;
  }
}

async function* readArchived(
  file: SubmissionFile & { readonly code: string | null },
  path: string,
  pool: DigestPool,
  context: Context,
): AsyncGenerator<Digested> {
  if (file.sha256 === null) {
    yield { is: 'refused', finding: finding('file.unreadable', 'error', {}, { reason: file.code ?? '' }) };
  } else {
    yield* pool.digest(path, context);
  }
}
