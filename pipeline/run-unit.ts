/** One unit's run: from its files to its publication, all or nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './definitions.js';
import type { Finding } from './findings/finding.js';
import { waiversInForce } from './findings/waivers.js';
import { forms } from './forms/index.js';
import { coverageOf, periodDate } from './indicators/sides.js';
import type { Unit } from './intake/discover.js';
import type { Settings } from './intake/settings.js';
import { flushTree } from './operations/flush.js';
import { computePublication } from './publish/compute.js';
import type { Publication } from './publish/publication.js';
import { type ArchivedFile, type Counts, lastPublication, record, stalePeriods } from './publish/record.js';
import { dropAside, swapIn } from './publish/swap.js';
import { differencesFromSeal, type SealDifference } from './seals/compare.js';
import { definitionHashes, type Seal } from './seals/seal.js';
import { publishedFigures } from './store/figures.js';
import { formHashes } from './store/form-tables.js';
import { settleNames } from './store/near-names.js';
import { settle } from './store/settle.js';
import { supersede } from './store/supersede.js';
import { type Deferred, type TakenIn, takeIn } from './take-in.js';
import { type Ground, groundOf, watchSettings } from './unit-ground.js';
import { type Definitions, type Job, jobOf, type Workshop } from './unit-job.js';
import type { Made } from './unit-publish.js';
import type { UnitReport } from './unit-report.js';

/** Brings the unit's publication up to date. @throws where it cannot; the last publication then stays. */
export async function runUnit(workshop: Workshop, unit: Unit, settings: Settings): Promise<UnitReport> {
  const job = jobOf(workshop, unit, settings);
  const submitted = new Set(unit.periods.flatMap(({ submissions }) => submissions.map(({ file }) => file)));
  const unread = new Map(workshop.options.unread);
  for (;;) {
    const report = await attempt(job, unread);
    if (report.outcome !== 'deferred' || job.keeps) return report;
    // Nothing stands published that could be kept meanwhile: the files that do stand still are published.
    if (!report.files.every(({ file }) => submitted.has(file))) return report;
    for (const { file, finding } of report.files) unread.set(file, finding);
  }
}

/** @param unread files that are not read this time, by their path, and why. */
async function attempt(job: Job, unread: ReadonlyMap<string, Finding>): Promise<UnitReport> {
  const {
    store,
    log,
    options,
    unit: { unit },
    folder,
    period,
    asOf,
  } = job;
  let report: UnitReport;
  store.sqlite.exec('BEGIN IMMEDIATE');
  try {
    report = await bringUpToDate(job, unread);
    if (report.outcome === 'published' || report.outcome === 'unchanged') store.sqlite.exec('COMMIT');
    else abandon(job);
  } catch (error) {
    abandon(job);
    throw error;
  }
  if (report.outcome === 'published') {
    swapIn(options.outputs, unit, folder);
    log.info({ event: 'unit.published', unit, period, as_of: asOf, ...report.counts });
  }
  return report;
}

async function bringUpToDate(job: Job, unread: ReadonlyMap<string, Finding>): Promise<UnitReport> {
  const settingsMoved = await watchSettings(job.unit.path);
  const taken = await takeInFiles(job, unread);
  if (taken.is === 'deferred') return deferred(job, taken.files);

  const ground = groundOf(job);
  if (ground.stands && hasFigures(job)) return unchanged(job);

  const computed = compute(job, ground, taken.changed);
  if (ground.seal && !ground.stands) {
    const differences = differencesFromSeal(computed.figures, ground.seal);
    // A sealed folder that was lost is published again where it comes out as it was sealed.
    if (differences.length > 0 || existsSync(join(job.place, 'run.json'))) {
      return sealed(job, ground.seal, differences);
    }
  }
  // The database was made anew: it has its figures again, and what is published stands as it is.
  if (ground.stands) return unchanged(job);

  // What writes workbooks is loaded where there are any to write: a run with nothing to do is over sooner.
  const { publishAside } = await import('./unit-publish.js');
  const made = await publishAside(job, computed);
  const moved = [...(await settingsMoved()), ...(await taken.movedSince())];
  if (moved.length > 0) return deferred(job, moved);
  return published(job, ground, made, unread);
}

/** The database as it was, and nothing left aside: a full disk has its room back. */
function abandon({ store, options, unit, folder }: Job): void {
  if (store.sqlite.inTransaction) store.sqlite.exec('ROLLBACK');
  dropAside(options.outputs, unit.unit, folder);
}

function takeInFiles(job: Job, unread: ReadonlyMap<string, Finding>): Promise<TakenIn> {
  const { store, pool, definitions, log, progress, unit, settings, archive } = job;
  return takeIn(
    {
      store,
      unit: unit.unit,
      archive,
      pool,
      forms,
      contextOf: (of) => ({
        unitNames: [unit.unit, ...settings.names],
        asOf: periodDate(of),
        aliases: settings.aliases,
      }),
      readingOf: (of) => hashOf([definitions.program, settings.names, [...settings.aliasLines], of]),
      now: new Date(),
      progress,
      log,
      unread,
    },
    unit.periods.flatMap((found) => found.submissions.map((file) => ({ ...file, period: found.period }))),
  );
}

const hasFigures = ({ store, unit, asOf }: Job) => publishedFigures(store, unit.unit, asOf) !== null;

/** Settles the rows of the periods in play and computes everything that is published. */
function compute(job: Job, { compared, ...ground }: Ground, changed: ReadonlySet<string>): Publication {
  const { store, options, definitions, unit, settings, period, asOf } = job;
  const periods = unit.periods.map((found) => found.period);
  const waivers = waiversInForce(settings.waivers, options.today);
  const inPlay = new Set([...changed, ...periods.filter((of) => isInPlay(of, period))]);
  supersede(store, unit.unit);
  for (const of of inPlay) for (const form of forms) settle(store, unit.unit, of, form, waivers);
  for (const of of inPlay) settleNames(store, unit.unit, of, forms);
  return computePublication(
    store,
    { unit: unit.unit, period, asOf, periods, coverage: coverageOf(store, unit.unit) },
    { unit: unit.unit, ...settings.township },
    settings,
    waivers,
    definitions,
    options.today,
    compared ? { seal: compared, definitions: currentDefinitions(definitions, ground.definitions) } : null,
  );
}

async function published(
  job: Job,
  ground: Ground,
  made: Made,
  unread: ReadonlyMap<string, Finding>,
): Promise<UnitReport> {
  const { store, options, settings, folder } = job;
  const { aside, publication, files } = made;
  const counts = record(
    store,
    publication,
    folder,
    {
      basis: ground.basis,
      final_copy: options.finalCopy === true,
      settings: ground.settings,
      definitions: ground.definitions,
      forms: formHashes(forms),
      waivers: settings.waivers.filter(({ until }) => until >= options.today),
      files,
    },
    aside,
  );
  await flushTree(aside);
  const deferred = [...unread].map(([file, finding]) => ({ file, finding }));
  return { ...standing(job, counts), outcome: 'published', publication, deferred };
}

function unchanged(job: Job): UnitReport {
  const { store, log, unit, period, asOf, folder } = job;
  log.info({ event: 'unit.unchanged', unit: unit.unit, period, as_of: asOf });
  const last = lastPublication(store, unit.unit, folder);
  const { counts } = JSON.parse(last?.run_json ?? '') as { counts: Counts };
  return { ...standing(job, counts), outcome: 'unchanged' };
}

function standing({ store, unit, settings, period, asOf, folder, place, recovered }: Job, counts: Counts) {
  return {
    unit: unit.unit,
    township: { unit: unit.unit, ...settings.township },
    period,
    asOf,
    folder: place,
    counts,
    stale: stalePeriods(store, unit, folder),
    recovered,
  };
}

function deferred({ log, unit: { unit } }: Job, files: readonly Deferred[]): UnitReport {
  for (const { file, finding } of files) log.warn({ event: 'file.deferred', unit, file, rule: finding.rule });
  return { unit, outcome: 'deferred', files };
}

function sealed(
  { log, unit: { unit }, period, asOf, place }: Job,
  { by, sealed_at }: Seal,
  differences: readonly SealDifference[],
): UnitReport {
  log.warn({ event: 'unit.sealed', unit, period, as_of: asOf, differences: differences.length });
  return { unit, outcome: 'sealed', period, folder: place, by, sealed_at, differences };
}

/** Hash of each indicator's definition as it is now. */
function currentDefinitions({ indicators }: Definitions, files: readonly ArchivedFile[]) {
  const hashes = new Map(files.map(({ file, sha256 }) => [file, sha256]));
  return definitionHashes(indicators, (file) => hashes.get(file) ?? '', formHashes(forms));
}

/** Whether figures of a period may read another: its own, or one of the year before. */
function isInPlay(other: string, period: string): boolean {
  return other === period || Number(other.slice(0, 4)) === Number(period.slice(0, 4)) - 1;
}
