/**
 * Brings the database up to what stands in `inputs/`: archives each file's bytes, reads what is new or changed
 * from the archive, forgets what is gone.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { fileVersion } from '../files/stamp.js';
import { type Finding, finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import { archiveFile, movedSince } from '../inputs/archive-file.js';
import type { Context } from '../normalise/row.js';
import type { Progress } from '../operations/progress.js';
import type { Log } from '../program/log.js';
import { prefetch } from '../read/prefetch.js';
import type { ReadEvent } from '../read/read-file.js';
import type { ArchivedSource, Readers } from '../readers/readers.js';
import { bulkLoad } from '../store/bulk.js';
import type { Store } from '../store/database.js';
import { loadSubmission, type SubmissionFile } from '../store/load.js';
import { forgetSubmission, keepArchivedFile, keepStamp, submissionsOf } from '../store/submissions.js';
import { readCounter } from './read-counter.js';

/** A file below `inputs/<unit>/<period>/`. */
export interface InputFile {
  readonly period: string;
  /** Path below inputs/<unit>/, in NFC, with /. */
  readonly file: string;
  /** Where it can be opened. */
  readonly path: string;
  /** Some program has it open. */
  readonly locked: boolean;
}

/** A file that is left for the next run, and why. */
export interface Deferred {
  readonly file: string;
  readonly finding: Finding;
}

export type Ingested =
  /** The database stands as it did: some files are in motion. */
  | { readonly is: 'deferred'; readonly files: readonly Deferred[] }
  | {
      readonly is: 'taken_in';
      /** The periods of which anything changed. */
      readonly changed: ReadonlySet<string>;
      /** The files that were read and loaded. */
      readonly loaded: ReadonlySet<string>;
      /** What of the files that were read has been changed since: to be asked before anything is published. */
      readonly movedSince: () => Promise<readonly Deferred[]>;
    };

export interface Ingest {
  readonly store: Store;
  readonly unit: string;
  readonly archive: string;
  readonly readers: Readers;
  readonly forms: readonly Form[];
  /** What values of a period depend on beside their cells. */
  readonly contextOf: (period: string) => Context;
  /** Hash of everything that a reading of the period depends on beside the file. */
  readonly readingOf: (period: string) => string;
  readonly now: Date;
  readonly progress: Progress;
  readonly log: Log;
  /** Files that are not to be read, by their path, and why: they are taken in as refused. */
  readonly unread: ReadonlyMap<string, Finding>;
}

const filesSideBySide = 4;
const piecesAhead = 16;

/** Takes in the unit's files; call inside a transaction. */
export async function ingest(
  { store, unit, archive, readers, forms, contextOf, readingOf, now, progress, log, unread }: Ingest,
  files: readonly InputFile[],
): Promise<Ingested> {
  const { engine } = store;
  const known = new Map(submissionsOf.all(engine, { unit }).map((row) => [row.file, row]));
  await mkdir(archive, { recursive: true, mode: 0o700 });
  const limit = pLimit(filesSideBySide);
  const looked = await Promise.all(
    files.map((file) =>
      limit(async () => {
        const earlier = known.get(file.file);
        const reading = readingOf(file.period);
        const stamp = await fileVersion(file.path);
        const unmoved = earlier !== undefined && stamp !== null && earlier.stamp === stamp.text;
        const why = unread.get(file.file);
        if (why)
          return { ...file, unit, reading, earlier, archived: { is: 'refused' as const, finding: why } };
        if (unmoved && earlier.reading === reading) return null;
        const isOpen = file.locked && !unmoved;
        const archived = isOpen
          ? { is: 'deferred' as const, finding: finding('file.open_elsewhere', 'error') }
          : await archiveFile(file.path, archive, known.size > 0);
        return { ...file, unit, reading, earlier, archived };
      }),
    ),
  );
  const found = looked.filter((file) => file !== null);
  const deferred = found.flatMap(({ file, archived }) =>
    archived.is === 'deferred' ? [{ file, finding: archived.finding }] : [],
  );
  if (deferred.length > 0) {
    await readers.others?.announce(unit, []);
    return { is: 'deferred', files: deferred };
  }

  const changed = new Set<string>();
  const present = new Set(files.map(({ file }) => file));
  for (const [file, { submission_id, period }] of known) {
    if (present.has(file)) continue;
    forgetSubmission.run(engine, { id: submission_id });
    changed.add(period);
    log.info({ event: 'file.removed', unit, file });
  }
  const toRead: ToRead[] = [];
  for (const { unit, period, file, path: source, reading, earlier, archived } of found) {
    const [sha256, stamp] = archived.is === 'kept' ? [archived.sha256, archived.stamp.text] : [null, ''];
    if (sha256 !== null && earlier?.sha256 === sha256 && earlier.reading === reading) {
      // Touched or copied anew, the same bytes.
      keepStamp.run(engine, { id: earlier.submission_id, stamp });
      continue;
    }
    if (archived.is === 'kept') {
      keepArchivedFile.run(engine, {
        sha256: archived.sha256,
        bytes: archived.bytes,
        first_file: file,
        first_read_at: now.toISOString(),
      });
    }
    const from =
      archived.is === 'kept'
        ? {
            source,
            sha256: archived.sha256,
            archived: join(archive, archived.sha256),
            bytes: archived.bytes,
            reading,
            context: contextOf(period),
          }
        : archived.finding;
    toRead.push({ unit, period, file, reading, sha256, stamp, from });
  }
  progress.files(toRead.length);
  await readers.others?.announce(
    unit,
    toRead.flatMap(({ from }) => ('archived' in from ? [from] : [])),
  );
  const streams = prefetch(
    toRead.map((file) => () => piecesOf(file, readers)),
    readers.size,
    piecesAhead,
  );
  const bulk = bulkLoad(store);
  for (const file of toRead) {
    const { value: pieces } = streams.next();
    if (!pieces) throw new Error(`no reading of ${file.file}`);
    const tally = readCounter(progress);
    await loadSubmission(store, file, tally.through(pieces), forms, bulk);
    changed.add(file.period);
    progress.fileDone();
    const { sha256 } = file;
    log.info({ event: 'file.read', unit, file: file.file, sha256, rows: tally.rows() });
    for (const entry of tally.findings()) {
      log.info({ event: 'file.finding', unit, file: file.file, sha256, ...entry });
    }
  }
  bulk.finish();
  return {
    is: 'taken_in',
    changed,
    loaded: new Set(toRead.map(({ file }) => file)),
    async movedSince() {
      const moved: Deferred[] = [];
      for (const { file, path, archived } of found) {
        const why = archived.is === 'kept' ? await movedSince(path, archived.stamp) : null;
        if (why) moved.push({ file, finding: why });
      }
      return moved;
    },
  };
}

interface ToRead extends SubmissionFile {
  /** Where its bytes are, or why there is nothing to read. */
  readonly from: ArchivedSource | Finding;
}

async function* piecesOf({ from }: ToRead, readers: Readers): AsyncGenerator<ReadEvent> {
  if ('archived' in from) yield* readers.read(from);
  else yield { is: 'refused', finding: from };
}
