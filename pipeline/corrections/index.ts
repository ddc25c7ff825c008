/**
 * The correction workbooks, `corrections/` of a publication: what is wrong with a file goes back to its sender in
 * the file's own sheets. Fixed and put back, one takes the place of the file whose sha256 it carries.
 */

import { join } from 'node:path';
import { ownerOnly, writeFileIn } from '../files/write-file.js';
import type { Log } from '../program/log.js';
import type { Publication, PublishedFinding } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { publishedFile } from '../publication/published-file.js';
import type { Previous } from '../reuse/reuse.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';
import { storedJson } from '../store/stored-json.js';
import { compareText } from '../text/fold.js';
import { allSettled } from '../workers/all-settled.js';
import { type Correction, isOwnSheet, listedCorrection, type SheetHeader } from './correction.js';
import { correctionNames, correctionsFolder } from './names.js';
import { mostNotes } from './place-findings.js';
import type { CorrectionPool } from './pool.js';

/**
 * A file of more rows gets the list of its findings alone: people do not fix it by hand, and the run that reads it
 * quickly should not wait for its copy.
 */
const mostRows = 50_000;

interface Submitted {
  readonly submission_id: number;
  readonly file: string;
  readonly sha256: string;
  /** JSON list of sha256; null where it is no correction. */
  readonly corrects: string | null;
  /** Of data and others, of all its tables. */
  readonly rows: number;
}

/** What corrections are made with. */
export interface CorrectionTools {
  readonly store: Pick<Store, 'engine'>;
  readonly correctors: CorrectionPool;
  /** Where the bytes of submitted files are kept, by sha256. */
  readonly archive: string;
  readonly log: Log;
}

/**
 * Writes the corrections of the publication's own period to `corrections/` in its folder. They hold full personal
 * data: their owner alone may read them.
 * @param previous the current publication: a file's correction is reused while its findings stay the same
 * @returns what was written, for the record of the run
 */
export async function publishCorrections(
  folder: string,
  publication: Publication,
  previous: Previous,
  { store, correctors, archive, log }: CorrectionTools,
): Promise<PublishedFile[]> {
  const { township, period } = publication;
  const below = (file: string) => file.slice(period.length + 1);
  const submitted = submittedFiles(store, township.unit, period);
  const names = correctionNames(submitted.map(({ file }) => below(file)));
  const findings = openFindings(publication, new Map(submitted.map(({ file, rows }) => [file, rows])));
  const wanted = submitted
    .filter(({ counts }) => counts)
    .flatMap((file) => {
      const own = findings.get(file.file);
      const task = own ? taskOf(file, own, publication, store, archive) : null;
      if (task === null) return [];
      const path = `${correctionsFolder}/${names.get(below(file.file))}`;
      const { path: _, ...madeFrom } = task.correction;
      const from = previous.from(['correction', madeFrom, task.isLarge]);
      const taken = previous.reuse(from, folder, path, 'copied for its owner only');
      return { task, path, from, taken };
    });
  const made = wanted.map(async ({ task, path, from, taken }): Promise<PublishedFile> => {
    if (taken) return taken;
    const { bytes, isBest } = await make(task, correctors, log);
    // What came out otherwise for want of time or memory may come out better the next time.
    return { ...write(folder, path, bytes), ...(isBest ? { from } : {}) };
  });
  return allSettled(made);
}

function write(folder: string, path: string, bytes: Uint8Array): PublishedFile {
  writeFileIn(join(folder, path), bytes, ownerOnly);
  return publishedFile(path, bytes);
}

function submittedFiles(store: Pick<Store, 'engine'>, unit: string, period: string) {
  return store.engine
    .prepare<[string, string], Submitted & { readable: 0 | 1; superseded_by: string | null }>(
      `SELECT s.submission_id, s.file, s.sha256, s.corrects, s.readable, s.superseded_by,
          (SELECT coalesce(sum(t.rows_data + t.rows_not_data), 0) FROM source_table t
            WHERE t.submission_id = s.submission_id) AS rows
        FROM submission s WHERE s.unit = ? AND s.period = ?`,
    )
    .all(unit, period)
    .map((row) => ({ ...row, counts: row.readable === 1 && row.superseded_by === null }))
    .sort((a, b) => compareText(a.file, b.file));
}

interface OpenFindings {
  /** Of a file of many rows as many as are listed. */
  readonly findings: readonly PublishedFinding[];
  /** How many more there are. */
  readonly further: number;
}

/** Findings that no one has accepted, by file. */
function openFindings(
  publication: Publication,
  rows: ReadonlyMap<string, number>,
): ReadonlyMap<string, OpenFindings> {
  const open = new Map<string, { findings: PublishedFinding[]; further: number }>();
  for (const found of publication.findings()) {
    if (found.waivedBy !== '') continue;
    const own = open.get(found.file) ?? { findings: [], further: 0 };
    open.set(found.file, own);
    const isLarge = (rows.get(found.file) ?? 0) > mostRows;
    if (isLarge && own.findings.length === mostNotes) own.further++;
    else own.findings.push(found);
  }
  return open;
}

interface Task {
  readonly correction: Correction;
  /** Too large to be fixed by hand. */
  readonly isLarge: boolean;
}

/** What is to be made of a file; null where no finding is about its sheets. */
function taskOf(
  { submission_id, file, sha256, rows, ...submitted }: Submitted,
  { findings, further }: OpenFindings,
  publication: Publication,
  store: Pick<Store, 'engine'>,
  archive: string,
): Task | null {
  const tables = tablesOf(store, submission_id);
  const correction: Correction = {
    path: join(archive, sha256),
    file,
    sha256,
    corrects: storedJson(submitted.corrects ?? '[]'),
    findings,
    further,
    headers: tables.flatMap(({ sheetIndex, first, last }): SheetHeader[] =>
      first === null || last === null ? [] : [{ sheetIndex, first, last }],
    ),
    unit: publication.township.unit,
    period: publication.period,
    asOf: publication.asOf,
  };
  const sheets = new Set(tables.map(({ sheet }) => sheet).filter((sheet) => !isOwnSheet(sheet, correction)));
  if (!findings.some(({ sheet }) => sheets.has(sheet))) return null;
  return { correction, isLarge: rows > mostRows };
}

/** Makes a correction, in the way that keeps most of how the file looked. */
async function make(
  { correction, isLarge }: Task,
  correctors: CorrectionPool,
  log: Log,
): Promise<{ readonly bytes: Uint8Array; readonly isBest: boolean }> {
  let isBest = true;
  for (const way of isLarge ? [] : (['patched', 'rewritten'] as const)) {
    const made = await correctors.make(way, correction);
    if (made.is === 'made') return { bytes: made.bytes, isBest };
    if (made.is === 'failed') {
      isBest = false;
      log.warn({ event: 'correction.failed', file: correction.file, way, reason: made.reason });
    }
  }
  return { bytes: await listedCorrection(correction), isBest };
}

interface FoundTable {
  readonly sheet: string;
  readonly sheetIndex: number;
  readonly first: number | null;
  readonly last: number | null;
}

function tablesOf(store: Pick<Store, 'engine'>, submissionId: number): FoundTable[] {
  return preparedOnce<[number], FoundTable>(
    store.engine,
    `SELECT sheet, sheet_index AS sheetIndex, header_first AS first, header_last AS last
        FROM source_table WHERE submission_id = ? ORDER BY sheet_index, header_first`,
  ).all(submissionId);
}
