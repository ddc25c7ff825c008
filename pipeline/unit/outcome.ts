import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { forms } from '../forms/index.js';
import { vintagesOf } from '../history/vintages.js';
import { definitionHashes } from '../indicators/definition.js';
import type { Publication } from '../publication/publication.js';
import type { Counts } from '../publication/run-record.js';
import type { Seal } from '../publication/seal.js';
import { differencesFromSeal, type SealDifference } from '../publication/seal-comparison.js';
import { signatures } from '../publication/signatures.js';
import { lastPublication, record, stalePeriods } from '../publish/record.js';
import { dropAside, nextKept, swapIn } from '../publish/swap.js';
import { figuresAsOf } from '../store/figures.js';
import { formHashes } from '../store/form-tables.js';
import { storedJson } from '../store/stored-json.js';
import type { Fingerprint } from './fingerprint.js';
import type { Deferred } from './ingest.js';
import type { UnitJob } from './job.js';
import { reportedFindings, type UnitReport } from './report.js';
import { updateRevisions, updateSealedRevisions } from './revisions.js';
import type { Written } from './write.js';

/** Does a job in one transaction, and puts what it published into its place. @throws what the job throws. */
export async function allOrNothing(
  job: UnitJob,
  bringUpToDate: () => Promise<UnitReport>,
): Promise<UnitReport> {
  const { store, log, options, unit, folder, period, asOf } = job;
  let report: UnitReport;
  store.engine.exec('BEGIN IMMEDIATE');
  try {
    report = await bringUpToDate();
    if (report.outcome === 'published' || report.outcome === 'unchanged') store.engine.exec('COMMIT');
    else abandon(job);
  } catch (error) {
    abandon(job);
    throw error;
  }
  store.share();
  if (report.outcome === 'published') {
    swapIn(options.outputs, unit.unit, folder);
    log.info({ event: 'unit.published', unit: unit.unit, period, as_of: asOf, ...report.counts });
  }
  return report;
}

/**
 * Publishes what the job comes to, unless that is current already or the period is sealed.
 * @param compute what there is to publish; the figures are in the database afterwards.
 * @param movedSince what has changed while it was computed: then nothing is published.
 * @param unread files that are not read this time, by their path, and why.
 */
export async function publishOn(
  job: UnitJob,
  fingerprint: Fingerprint,
  compute: () => Publication,
  movedSince: () => Promise<readonly Deferred[]>,
  unread: ReadonlyMap<string, Finding> = new Map(),
): Promise<UnitReport> {
  const { log, unit, period, asOf, folder } = job;
  const { altered } = fingerprint;
  if (altered.length > 0) log.warn({ event: 'publication.altered', unit: unit.unit, folder, files: altered });
  if (isDone(job, fingerprint)) return unchanged(job, fingerprint);
  const computed = compute();
  log.info({ event: 'unit.computed', unit: unit.unit, period, as_of: asOf });
  if (fingerprint.seal && !fingerprint.isCurrent) {
    const differences = differencesFromSeal(computed.figures, fingerprint.seal);
    // A sealed publication that was lost or damaged is made again where it comes out as it was sealed.
    if (differences.length > 0 || fingerprint.isIntact) {
      const revisions = fingerprint.isIntact
        ? updateSealedRevisions(job, fingerprint, computed.figures, differences)
        : [];
      return { ...sealed(job, fingerprint.seal, differences), revisions };
    }
  }
  // The database was made anew: it has its figures again, and what is published is current.
  if (fingerprint.isCurrent) return unchanged(job, fingerprint);

  // What writes workbooks is loaded where there are any to write: a run with nothing to do is over sooner.
  const { writeAside } = await import('./write.js');
  const made = await writeAside(job, computed);
  const moved = await movedSince();
  if (moved.length > 0) return deferred(job, moved);
  return published(job, fingerprint, made, unread);
}

/** What is published rests on the same, and the database holds its figures. */
export function isDone({ store, unit, asOf }: UnitJob, { isCurrent }: Fingerprint): boolean {
  return isCurrent && figuresAsOf(store, unit.unit, asOf) !== null;
}

/** The database as it was, and nothing left aside: a full disk has its room back. */
function abandon({ store, options, unit, folder }: UnitJob): void {
  if (store.engine.inTransaction) store.engine.exec('ROLLBACK');
  dropAside(options.outputs, unit.unit, folder);
}

async function published(
  job: UnitJob,
  fingerprint: Fingerprint,
  made: Written,
  unread: ReadonlyMap<string, Finding>,
): Promise<UnitReport> {
  const { store, options, settings, folder, place } = job;
  const { aside, publication, files, flushing } = made;
  const counts = record(
    store,
    publication,
    folder,
    {
      basis: fingerprint.basis,
      final_copy: options.finalCopy === true,
      settings: fingerprint.settings,
      ...(fingerprint.townships ? { townships: fingerprint.townships } : {}),
      definitions: fingerprint.definitions,
      forms: formHashes(forms),
      computes: definitionHashes(job.definitions.indicators, forms),
      waivers: settings.waivers.filter(({ until }) => until >= options.today),
      files,
      ...(fingerprint.units ? { units: fingerprint.units } : {}),
    },
    aside,
  );
  const revisited = updateRevisions(job, fingerprint, publication.figures, aside);
  await flushing.finish();
  const deferred = [...unread].map(([file, finding]) => ({ file, finding }));
  const lastOf = (name: string) => {
    const earlier = vintagesOf(options.outputs, job.unit.unit, folder);
    const good = earlier.findLast((vintage) => existsSync(join(vintage.folder, name)));
    if (!good) return '';
    // What is in its place now goes to the archive before the report is read.
    const isCurrent = good.folder === place;
    return join(isCurrent ? nextKept(options.outputs, job.unit.unit, folder) : good.folder, name);
  };
  const reported = reportedFindings(publication, new Set(unread.keys()), options.json, options.lang, lastOf);
  return {
    ...currentFacts(job, fingerprint, counts),
    outcome: 'published',
    publication: reported,
    deferred,
    ...revisited,
  };
}

function unchanged(job: UnitJob, fingerprint: Fingerprint): UnitReport {
  const { store, log, unit, period, asOf, folder, place } = job;
  log.info({ event: 'unit.unchanged', unit: unit.unit, period, as_of: asOf });
  const last = lastPublication(store, unit.unit, folder);
  const { counts } = storedJson<{ counts: Counts }>(last?.run_json ?? '');
  const figures = figuresAsOf(store, unit.unit, asOf) ?? [];
  const { revisions } = updateRevisions(job, fingerprint, figures, place);
  return { ...currentFacts(job, fingerprint, counts), outcome: 'unchanged', revisions };
}

function currentFacts(
  { store, unit, settings, period, asOf, folder, place, recovered }: UnitJob,
  { altered }: Fingerprint,
  counts: Counts,
) {
  return {
    unit: unit.unit,
    township: { unit: unit.unit, ...settings.township },
    period,
    asOf,
    folder: place,
    counts,
    stale: stalePeriods(store, unit, folder),
    recovered,
    altered,
  };
}

export function deferred({ log, unit: { unit } }: UnitJob, files: readonly Deferred[]): UnitReport {
  for (const { file, finding } of files) log.warn({ event: 'file.deferred', unit, file, rule: finding.rule });
  return { unit, outcome: 'deferred', files };
}

function sealed(
  { log, unit: { unit }, period, asOf, place }: UnitJob,
  seal: Seal,
  differences: readonly SealDifference[],
): Omit<Extract<UnitReport, { outcome: 'sealed' }>, 'revisions'> {
  log.warn({ event: 'unit.sealed', unit, period, as_of: asOf, differences: differences.length });
  return { unit, outcome: 'sealed', period, folder: place, ...signatures(seal), differences };
}
