/**
 * Proof that a publication is what its archived files give: everything is recomputed in a fresh database, with
 * the settings, waivers, templates and definitions that were archived with it, and compared byte by byte.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { figureName } from '../figure.js';
import { hashOfFile } from '../files/hashed-file.js';
import { type Finding, finding } from '../findings/finding.js';
import { forms } from '../forms/index.js';
import { outdatedUnits } from '../history/outdated-units.js';
import { readPublished } from '../history/read.js';
import { currentVintage, damagedRecords, type Vintage, vintagesOf } from '../history/vintages.js';
import type { Options } from '../options.js';
import type { Log } from '../program/log.js';
import { archivedFilesOf } from '../publication/run-record.js';
import { run } from '../run.js';
import { formHashes } from '../store/form-tables.js';
import { askAtRest } from './at-rest.js';
import type { Discrepancy } from './discrepancy.js';
import { comparedRows } from './stored-rows.js';

export interface Verification {
  readonly vintage: Vintage;
  readonly discrepancies: readonly Discrepancy[];
  /** What this program can no longer recompute: changed forms, or why nothing could be. */
  readonly notEvaluable: readonly string[];
  /** Of a roll-up, the units that were published anew since: it is out of date, not tampered with. */
  readonly outdated: readonly string[];
  readonly files: number;
  readonly figures: number;
}

/**
 * Verifies the publication of a folder, also beside a run.
 * @throws UsageError where its record is damaged; LockedError where runs replace it again and again.
 */
export function verify(unit: string, name: string, options: Options, log: Log): Promise<Verification> {
  const isFine = ({ discrepancies }: Verification) => discrepancies.length === 0;
  return askAtRest(() => verifyNow(unit, name, options, log), isFine, options, unit, name);
}

async function verifyNow(unit: string, name: string, options: Options, log: Log): Promise<Verification> {
  const vintage = currentVintage(options.outputs, unit, name);
  if (!vintage) throw new Error(`${unit} ${name} is not published`);
  const archive = join(options.outputs, 'archive');
  const discrepancies: Discrepancy[] = [
    ...brokenHistory(vintagesOf(options.outputs, unit, name)),
    ...damagedRecords(options.outputs, unit, name).map((file) => ({ what: 'record_damaged' as const, file })),
    ...(await alteredArchive(archive, vintage)),
    ...(await alteredOutputs(vintage)),
  ];
  const notEvaluable = Object.entries(vintage.run.forms)
    .filter(([id, hash]) => formHashes(forms)[id] !== hash)
    .map(([id]) => `form:${id}`);
  const work = await mkdtemp(join(tmpdir(), 'verify-'));
  try {
    const broken = discrepancies.some(({ what }) => what === 'archive_missing');
    if (broken) {
      notEvaluable.push('archive');
    } else {
      const fresh = await recompute(vintage, archive, work, options, log);
      discrepancies.push(...(await comparedOutputs(vintage, join(fresh, unit, name))));
      discrepancies.push(...(await comparedRows(options, fresh, unit, vintage)));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return {
    vintage,
    discrepancies,
    notEvaluable,
    outdated: outdatedUnits(options.outputs, vintage.run),
    files: vintage.run.files.length,
    figures: vintage.run.counts.figures,
  };
}

/** Each run.json holds the hash of the one before it; of one that was pruned nothing is left to hold it against. */
function brokenHistory(vintages: readonly Vintage[]): Discrepancy[] {
  return vintages.flatMap(({ number, run: { previous_run } }, i) => {
    const before = vintages[i - 1];
    const follows = before !== undefined && number === before.number + 1;
    return follows && before.hash !== previous_run ? [{ what: 'history_broken' as const, number }] : [];
  });
}

async function alteredArchive(archive: string, { run }: Vintage) {
  const found: Discrepancy[] = [];
  for (const { file, sha256 } of archivedFilesOf(run)) {
    if (sha256 === '') continue;
    const path = join(archive, sha256);
    if (!existsSync(path)) found.push({ what: 'archive_missing', file, sha256 });
    else if ((await hashOfFile(path)) !== sha256) found.push({ what: 'archive_altered', file, sha256 });
  }
  return found;
}

/** Published files that are no longer the bytes that run.json names, or that it does not name. */
async function alteredOutputs({ folder, run }: Vintage): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  const named = new Set(['run.json', 'history.js', 'revisions.csv']);
  for (const { path, sha256 } of run.files) {
    named.add(path);
    const place = join(folder, path);
    if (!existsSync(place)) found.push({ what: 'output_missing', file: path });
    else if ((await hashOfFile(place)) !== sha256) found.push({ what: 'output_altered', file: path });
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/');
    if (entry.isFile() && !named.has(path)) found.push({ what: 'output_unknown', file: path });
  }
  return found;
}

/** Runs the archived files anew. @returns the outputs folder. @throws Error where the program fails on them. */
async function recompute(
  { run: record, unit }: Vintage,
  archive: string,
  work: string,
  options: Options,
  log: Log,
): Promise<string> {
  const inputs = join(work, 'inputs');
  // A roll-up names the files of its units by their paths below inputs/.
  const below = record.units ? '' : unit;
  const sql = join(work, 'sql');
  const bring = async (sha256: string, to: string) => {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(archive, sha256), to);
  };
  const unread = new Map<string, Finding>();
  for (const { file, sha256, unread: why } of record.inputs) {
    const place = join(inputs, below, file);
    if (sha256 !== '') await bring(sha256, place);
    if (!why) continue;
    // Its bytes could not be had then, and are not needed now: only that it was there, and why not.
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, '');
    unread.set(record.units ? file : `${unit}/${file}`, finding(why.rule, 'error', {}, why.params));
  }
  for (const { file, sha256 } of record.settings) await bring(sha256, join(inputs, below, file));
  for (const { file, sha256 } of record.definitions) await bring(sha256, join(sql, file));
  const outputs = join(work, 'outputs');
  const { period, as_of, today } = record;
  const asked = {
    ...options,
    inputs,
    outputs,
    database: null,
    unit,
    period,
    asOf: as_of,
    today,
    finalCopy: record.final_copy,
  };
  const townships = record.townships
    ? (await readFile(join(archive, record.townships.sha256), 'utf8')).split('\n').filter(Boolean)
    : [];
  const report = await run(asked, log, { sql, unread, townships });
  const own = report.units.find((of) => of.unit === unit);
  if (own?.outcome !== 'published')
    throw new Error(own?.outcome === 'failed' ? own.error : 'nothing was published');
  return outputs;
}

async function comparedOutputs({ folder, run }: Vintage, fresh: string): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  for (const { path, sha256 } of run.files) {
    const place = join(fresh, path);
    if (existsSync(place) && (await hashOfFile(place)) === sha256) continue;
    const figures = path === 'figures.csv' ? await changedFigures(join(folder, path), place) : [];
    found.push({ what: 'recomputed_differently', file: path, figures });
  }
  return found;
}

async function changedFigures(published: string, fresh: string): Promise<string[]> {
  const now = new Map(readPublished(fresh).map((line) => [figureName(line), JSON.stringify(line)]));
  return readPublished(published)
    .filter((line) => now.get(figureName(line)) !== JSON.stringify(line))
    .map(figureName);
}
