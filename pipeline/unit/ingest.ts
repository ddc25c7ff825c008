/**
 * Brings the database up to what is in `inputs/`: archives each file's bytes, reads what is new or changed
 * from the archive, forgets what is gone.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { fileVersion } from '../files/stamp.js';
import { type Finding, finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import { type Archived, archiveFile, movedSince } from '../inputs/archive-file.js';
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
  /** Some files are still being written: the database is as it was. */
  | { readonly is: 'deferred'; readonly files: readonly Deferred[] }
  | {
      readonly is: 'ingested';
      /** The periods of which anything changed. */
      readonly changed: ReadonlySet<string>;
      /** The files that were read and loaded. */
      readonly loaded: ReadonlySet<string>;
      /** Files that have been changed since they were read: to be asked before anything is published. */
      readonly changedSince: () => Promise<readonly Deferred[]>;
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
  /** Files that are not to be read, by their path, and why: they count as refused. */
  readonly unread: ReadonlyMap<string, Finding>;
}

const filesSideBySide = 4;
const eventsAhead = 16;

/** Reads the unit's files into the database; call inside a transaction. */
export async function ingest(job: Ingest, files: readonly InputFile[]): Promise<Ingested> {
  const { store, unit, archive, readers, progress } = job;
  const known = new Map(submissionsOf.all(store.engine, { unit }).map((row) => [row.file, row]));
  await mkdir(archive, { recursive: true, mode: 0o700 });
  const found = await archiveChanged(job, files, known);
  const deferred = found.flatMap(({ file, archived }) =>
    archived.is === 'deferred' ? [{ file, finding: archived.finding }] : [],
  );
  if (deferred.length > 0) {
    await readers.others?.announce(unit, []);
    return { is: 'deferred', files: deferred };
  }
  const removed = forgetRemoved(job, files, known);
  const toRead = found.flatMap((file) => fileToRead(job, file) ?? []);
  progress.files(toRead.length);
  await readers.others?.announce(
    unit,
    toRead.flatMap(({ from }) => ('archived' in from ? [from] : [])),
  );
  await readAll(job, toRead);
  return {
    is: 'ingested',
    changed: new Set([...removed, ...toRead.map(({ period }) => period)]),
    loaded: new Set(toRead.map(({ file }) => file)),
    changedSince: () => changedSince(found),
  };
}

type Known = ReadonlyMap<string, Submission>;
type Submission = ReturnType<typeof submissionsOf.all>[number];

/** A file that is new, or whose version or reading is another. */
interface ChangedFile extends InputFile {
  readonly reading: string;
  /** What the database holds of it. */
  readonly earlier: Submission | undefined;
  readonly archived: Archived | { readonly is: 'refused'; readonly finding: Finding };
}

/** Brings the bytes of all that is new or changed into the archive. */
async function archiveChanged(
  { archive, readingOf, unread }: Ingest,
  files: readonly InputFile[],
  known: Known,
): Promise<readonly ChangedFile[]> {
  const limit = pLimit(filesSideBySide);
  const archiveOne = async (file: InputFile): Promise<ChangedFile | null> => {
    const earlier = known.get(file.file);
    const reading = readingOf(file.period);
    const why = unread.get(file.file);
    if (why) return { ...file, reading, earlier, archived: { is: 'refused', finding: why } };
    const version = await fileVersion(file.path);
    const isSame = earlier !== undefined && version !== null && earlier.stamp === version.text;
    if (isSame && earlier.reading === reading) return null;
    const archived: Archived =
      file.locked && !isSame
        ? { is: 'deferred', finding: finding('file.open_elsewhere', 'error') }
        : await archiveFile(file.path, archive, known.size > 0);
    return { ...file, reading, earlier, archived };
  };
  const archived = await Promise.all(files.map((file) => limit(() => archiveOne(file))));
  return archived.filter((file) => file !== null);
}

/** Removes what the database holds of files that are gone. @returns their periods. */
function forgetRemoved({ store, unit, log }: Ingest, files: readonly InputFile[], known: Known): string[] {
  const present = new Set(files.map(({ file }) => file));
  const removed = [...known.values()].filter(({ file }) => !present.has(file));
  for (const { submission_id, file } of removed) {
    forgetSubmission.run(store.engine, { id: submission_id });
    log.info({ event: 'file.removed', unit, file });
  }
  return removed.map(({ period }) => period);
}

interface FileToRead extends SubmissionFile {
  /** Where its bytes are, or why there is nothing to read. */
  readonly from: ArchivedSource | Finding;
}

/** Records what was archived of a file. @returns null: the same bytes were read in the same way before. */
function fileToRead(
  { store, unit, archive, contextOf, now }: Ingest,
  { period, file, path: source, reading, earlier, archived }: ChangedFile,
): FileToRead | null {
  const { engine } = store;
  const submission = { unit, period, file, reading };
  if (archived.is !== 'kept') return { ...submission, sha256: null, stamp: '', from: archived.finding };
  const { sha256, bytes, stamp: version } = archived;
  const stamp = version.text;
  if (earlier?.sha256 === sha256 && earlier.reading === reading) {
    keepStamp.run(engine, { id: earlier.submission_id, stamp });
    return null;
  }
  keepArchivedFile.run(engine, { sha256, bytes, first_file: file, first_read_at: now.toISOString() });
  const context = contextOf(period);
  return {
    ...submission,
    sha256,
    stamp,
    from: { source, sha256, archived: join(archive, sha256), bytes, reading, context },
  };
}

/** Reads files side by side and loads them in their order. */
async function readAll({ store, unit, readers, forms, progress, log }: Ingest, files: readonly FileToRead[]) {
  const bulk = bulkLoad(store);
  const open = (file: FileToRead) => eventsOf(file, readers);
  for (const [submission, events] of prefetch(files, open, readers.size, eventsAhead)) {
    const counter = readCounter(progress);
    await loadSubmission(store, submission, counter.through(events), forms, bulk);
    progress.fileDone();
    const { file, sha256 } = submission;
    log.info({ event: 'file.read', unit, file, sha256, rows: counter.rows() });
    for (const entry of counter.findings()) log.info({ event: 'file.finding', unit, file, sha256, ...entry });
  }
  bulk.finish();
}

async function* eventsOf({ from }: FileToRead, readers: Readers): AsyncGenerator<ReadEvent> {
  if ('archived' in from) yield* readers.read(from);
  else yield { is: 'refused', finding: from };
}

async function changedSince(files: readonly ChangedFile[]): Promise<readonly Deferred[]> {
  const changed: Deferred[] = [];
  for (const { file, path, archived } of files) {
    const why = archived.is === 'kept' ? await movedSince(path, archived.stamp) : null;
    if (why) changed.push({ file, finding: why });
  }
  return changed;
}
