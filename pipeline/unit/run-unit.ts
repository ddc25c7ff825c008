/** One unit's run: from its files to its publication, all or nothing. */

import type { Finding } from '../findings/finding.js';
import { waiversInForce } from '../findings/waivers.js';
import { forms, formsAndLists } from '../forms/index.js';
import { coverageOf } from '../indicators/sides.js';
import type { Unit } from '../inputs/discover.js';
import { periodDate } from '../inputs/period.js';
import { readingTerms } from '../inputs/reading-key.js';
import type { Settings } from '../inputs/settings.js';
import { computePublication } from '../publication/compute.js';
import type { Publication } from '../publication/publication.js';
import { reconcile } from '../reconcile/index.js';
import { reconcileNames } from '../reconcile/near-names.js';
import { supersede } from '../reconcile/superseded.js';
import { keepAliases } from '../store/aliases.js';
import { transaction } from '../store/engine.js';
import { forgetFigures } from '../store/figures.js';
import { refuseAltered } from '../store/stored-tables.js';
import type { RunContext } from './context.js';
import { type Fingerprint, fingerprintOf, watchSettings } from './fingerprint.js';
import { type Ingested, ingest } from './ingest.js';
import { jobOf, type UnitJob } from './job.js';
import { allOrNothing, deferred, publishOn } from './outcome.js';
import type { UnitReport } from './report.js';

/** Brings the unit's publication up to date. @throws where it cannot; the last publication then stays. */
export async function runUnit(context: RunContext, unit: Unit, settings: Settings): Promise<UnitReport> {
  const job = jobOf(context, unit, settings);
  const submitted = new Set(unit.periods.flatMap(({ submissions }) => submissions.map(({ file }) => file)));
  const unread = unreadOf(job);
  for (;;) {
    const report = await attempt(job, unread);
    if (report.outcome !== 'deferred' || job.keeps) return report;
    // Nothing is published that could be kept meanwhile: the files that are complete are published.
    if (!report.files.every(({ file }) => submitted.has(file))) return report;
    for (const { file, finding } of report.files) unread.set(file, finding);
  }
}

/** @param unread files that are not read this time, by their path, and why. */
function attempt(job: UnitJob, unread: ReadonlyMap<string, Finding>): Promise<UnitReport> {
  return allOrNothing(job, async () => {
    job.store.engine.enter?.(job.unit.unit);
    const changedSettings = await watchSettings(job.unit.path);
    const ingested = await ingestFiles(job, unread);
    if (ingested.is === 'deferred') return deferred(job, ingested.files);
    const fingerprint = await fingerprintOf(job);
    return publishOn(
      job,
      fingerprint,
      () => compute(job, fingerprint, ingested.changed, ingested.loaded),
      async () => [...(await changedSettings()), ...(await ingested.changedSince())],
      unread,
    );
  });
}

/**
 * What a unit without submissions for a date rests on: those of other dates are ingested.
 * @param takesIn false where this run has ingested them already, or must not.
 */
export async function fingerprintOfAbsent(job: UnitJob, takesIn: boolean): Promise<Fingerprint> {
  const { engine } = job.store;
  engine.exec('BEGIN IMMEDIATE');
  try {
    engine.enter?.(job.unit.unit);
    const ingested = takesIn ? await ingestFiles(job, unreadOf(job)) : null;
    if (ingested?.is === 'ingested' && ingested.changed.size > 0) reconcileRows(job, ingested.changed);
    const fingerprint = await fingerprintOf(job);
    engine.exec('COMMIT');
    return fingerprint;
  } catch (error) {
    if (engine.inTransaction) engine.exec('ROLLBACK');
    throw error;
  }
}

/**
 * The figures of a unit without submissions for a date: nothing on the current side, and the year before. The
 * evidence stays in the database; nothing is published.
 */
export function computeAbsent(job: UnitJob, fingerprint: Fingerprint): Publication {
  const { store, unit, asOf } = job;
  return transaction(store.engine, () => {
    store.engine.enter?.(unit.unit);
    const publication = compute(job, fingerprint, new Set(), new Set());
    forgetFigures.run(store.engine, { unit: unit.unit, asOf });
    return publication;
  });
}

/** The unit's files that the options say are not to be read, by their path below its folder. */
function unreadOf({ unread, unit }: UnitJob): Map<string, Finding> {
  const below = `${unit.unit}/`;
  return new Map(
    [...unread].flatMap(([file, why]) =>
      file.startsWith(below) ? [[file.slice(below.length), why] as const] : [],
    ),
  );
}

function ingestFiles(job: UnitJob, unread: ReadonlyMap<string, Finding>): Promise<Ingested> {
  const { store, readers, definitions, log, progress, unit, settings, archive } = job;
  return ingest(
    {
      store,
      unit: unit.unit,
      archive,
      readers,
      forms: formsAndLists,
      ...readingTerms(unit, settings, definitions.program),
      now: new Date(),
      progress,
      log,
      unread,
    },
    unit.periods.flatMap((found) => found.submissions.map((file) => ({ ...file, period: found.period }))),
  );
}

/** Settles the rows of the periods in play and computes everything that is published. */
function compute(
  job: UnitJob,
  fingerprint: Fingerprint,
  changed: ReadonlySet<string>,
  loaded: ReadonlySet<string>,
): Publication {
  const { store, unit, period } = job;
  const upTo = periodDate(period);
  const inPlay = unit.periods.filter(({ date }) => date <= upTo).map((found) => found.period);
  const used = new Set([...changed, ...inPlay]);
  refuseAltered(store.engine, unit.unit, formsAndLists, used, loaded);
  reconcileRows(job, used);
  return computeOn(job, fingerprint);
}

/** Settles which rows of the periods count. */
function reconcileRows({ store, options, unit, settings }: UnitJob, periods: ReadonlySet<string>): void {
  const waivers = waiversInForce(settings.waivers, options.today);
  keepAliases(store.engine, unit.unit, settings.aliases);
  supersede(store, unit.unit);
  for (const of of periods) for (const form of forms) reconcile(store, unit.unit, of, form, waivers);
  for (const of of periods) reconcileNames(store, unit.unit, of, forms);
}

/** Everything that the reconciled rows come to. */
function computeOn(job: UnitJob, { seals }: Fingerprint): Publication {
  const { store, options, definitions, unit, settings, period, asOf } = job;
  const waivers = waiversInForce(settings.waivers, options.today);
  const township = { unit: unit.unit, ...settings.township };
  return computePublication(
    { store, township, settings, waivers, catalogues: definitions, today: options.today, seals },
    {
      unit: unit.unit,
      period,
      asOf,
      periods: unit.periods.filter(({ submissions }) => submissions.length > 0).map((found) => found.period),
      coverage: coverageOf(store, unit.unit, waivers),
    },
  );
}
