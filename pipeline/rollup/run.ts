/** One roll-up's run: from the publications of its units to its own, all or nothing. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finding } from '../findings/finding.js';
import { forms } from '../forms/index.js';
import type { Unit } from '../inputs/discover.js';
import { readSettings, type Settings } from '../inputs/settings.js';
import { settingsFiles } from '../inputs/settings-files.js';
import { branchOf, type UnitTree } from '../inputs/units.js';
import type { ArchivedFile, RolledUpUnit, RunRecord } from '../publication/run-record.js';
import { readSeals } from '../publication/seal.js';
import { archiveFiles } from '../publish/archive-settings.js';
import { currentState } from '../publish/current.js';
import { lastPublication } from '../publish/record.js';
import { figuresAsOf, keepPublished } from '../store/figures.js';
import { publishedFoldersOf } from '../store/publications.js';
import { storedJson } from '../store/stored-json.js';
import { hashOf, sha256 } from '../text/hash.js';
import type { RunContext } from '../unit/context.js';
import { archiveTownships, type Fingerprint, watchSettings } from '../unit/fingerprint.js';
import { jobAt, type UnitJob } from '../unit/job.js';
import { allOrNothing, isDone, publishOn } from '../unit/outcome.js';
import type { UnitReport } from '../unit/report.js';
import { computeAbsent, fingerprintOfAbsent } from '../unit/run-unit.js';
import type { RequestedUnit } from '../unit/target.js';
import { absentUnit, pathBelow, publishedUnit, type RollUpUnit, unknownUnit } from './members.js';
import { type Plan, targetIn } from './plan.js';
import { computeRollUp } from './whole.js';

export { plansOf } from './plan.js';

/** What the roll-ups of a run are made from. */
export interface RollUpWork {
  readonly context: RunContext;
  readonly tree: UnitTree;
  /** sha256 of units.csv as it was read. */
  readonly treeHash: string | null;
  /** What is in `inputs/`. */
  readonly units: readonly Unit[];
  /** What is published in this run, and the settings and reports of it so far. */
  readonly wanted: readonly RequestedUnit[];
  readonly plans: readonly Plan[];
  readonly reports: readonly UnitReport[];
  readonly settingsOf: ReadonlyMap<string, Settings>;
}

/** What a unit without children contributes: its publication, or none. */
type Leaf =
  | { readonly is: 'published'; readonly unit: string; readonly folder: string; readonly run: string }
  | { readonly is: 'absent'; readonly unit: string; readonly job: UnitJob; readonly fingerprint: Fingerprint }
  | { readonly is: 'unknown'; readonly unit: string };

/** Brings the roll-up's publication up to date. @throws where it cannot; the last publication then stays. */
export async function runRollUp(work: RollUpWork, plan: Plan): Promise<UnitReport> {
  const { context, tree } = work;
  const path = folderOf(work, plan.unit)?.path ?? join(context.options.inputs, plan.unit);
  const settings = await settingsIn(work, plan.unit, path);
  const job = jobAt(
    context,
    { unit: plan.unit, path, periods: [], townships: work.units[0]?.townships ?? [] },
    settings,
    plan,
  );
  const settingsMoved = await watchSettings(path);
  const leaves: Leaf[] = [];
  for (const unit of plan.leaves) leaves.push(await leafOf(work, plan, unit));
  const fingerprint = await fingerprintOfRollUp(work, plan, job, leaves);
  const members = isDone(job, fingerprint) ? [] : leaves.map((one) => memberOf(work, plan, one));
  const report = await allOrNothing(job, () =>
    publishOn(
      job,
      fingerprint,
      () => {
        const publication = computeRollUp(job, tree, plan, work.plans, members);
        keepPublished(job.store, plan, publication.figures);
        return publication;
      },
      async () => [
        ...(await settingsMoved()),
        ...(fingerprint.settings.find(({ file }) => file === 'units.csv')?.sha256 === work.treeHash
          ? []
          : [{ file: 'units.csv', finding: finding('file.in_motion', 'error') }]),
      ],
    ),
  );
  if (report.outcome !== 'published' && report.outcome !== 'unchanged') return report;
  const notRenewed = leaves.filter(({ is, unit }) => is === 'published' && !isRenewed(work, unit));
  return {
    ...report,
    stale: staleFolders(job),
    notRenewed: notRenewed.map(({ unit }) => unit),
  };
}

const folderOf = ({ units }: RollUpWork, unit: string) => units.find((found) => found.unit === unit);
const reportOf = ({ reports }: RollUpWork, unit: string) => reports.find((report) => report.unit === unit);

async function settingsIn(work: RollUpWork, unit: string, path: string): Promise<Settings> {
  return work.settingsOf.get(unit) ?? (await readSettings(path, forms));
}

function isRenewed(work: RollUpWork, unit: string): boolean {
  const report = reportOf(work, unit);
  return report !== undefined && report.outcome !== 'failed' && report.outcome !== 'deferred';
}

async function leafOf(work: RollUpWork, plan: Plan, unit: string): Promise<Leaf> {
  const { context, wanted } = work;
  const { store, options } = context;
  const target = targetIn(
    plan,
    wanted.find((asked) => asked.unit.unit === unit),
  );
  if (target) {
    const last = lastPublication(store, unit, target.folder);
    const isThere = existsSync(join(options.outputs, unit, target.folder, 'run.json'));
    if (last && isThere) return { is: 'published', unit, folder: target.folder, run: last.run_json };
    return { is: 'unknown', unit };
  }
  const found = folderOf(work, unit);
  if (!found) return { is: 'unknown', unit };
  const settings = await settingsIn(work, unit, found.path);
  const { date: period, asOf } = plan;
  const job = jobAt(context, found, settings, { period, asOf, folder: asOf });
  const fingerprint = await fingerprintOfAbsent(job, reportOf(work, unit) === undefined);
  return { is: 'absent', unit, job, fingerprint };
}

function memberOf(work: RollUpWork, plan: Plan, leaf: Leaf): RollUpUnit {
  const { store, options, definitions } = work.context;
  const { unit } = leaf;
  const name = work.settingsOf.get(unit)?.township.name ?? unit;
  switch (leaf.is) {
    case 'published': {
      const figures = figuresAsOf(store, unit, plan.asOf);
      // Sealed, and its inputs give other figures by now: a database made anew does not hold what was sealed.
      if (!figures) throw new Error(`${unit} ${leaf.folder}: its published figures are not in the database`);
      const { settings } = storedJson<RunRecord>(leaf.run);
      const sealed = settings.some(({ file }) => file.startsWith('seals/'));
      return publishedUnit(
        options.outputs,
        { unit, name },
        leaf.folder,
        figures,
        definitions.indicators,
        sealed,
      );
    }
    case 'absent':
      return absentUnit(computeAbsent(leaf.job, leaf.fingerprint));
    default:
      return unknownUnit(unit, name, plan.date);
  }
}

async function fingerprintOfRollUp(
  work: RollUpWork,
  plan: Plan,
  job: UnitJob,
  leaves: readonly Leaf[],
): Promise<Fingerprint> {
  const { store, options, definitions, unit, settings, folder, place, archive } = job;
  const own = await archiveFiles(archive, [
    { file: 'units.csv', path: join(options.inputs, 'units.csv') },
    ...settingsFiles(unit.path)
      .filter(({ file }) => !file.startsWith('seals/'))
      .map(({ file, path }) => ({ file: pathBelow(unit.unit, file), path })),
  ]);
  const below = (of: string, files: readonly ArchivedFile[]) =>
    files.map(({ file, sha256 }) => ({ file: pathBelow(of, file), sha256 }));
  const runs = leaves.map((one) =>
    one.is === 'published' ? { ...one, record: storedJson<RunRecord>(one.run) } : one,
  );
  const basis = hashOf([
    definitions.program,
    plan.period,
    plan.asOf,
    branchOf(work.tree, plan.unit),
    settings.township,
    own.filter(({ file }) => file !== 'units.csv'),
    runs.map((one) => [
      one.unit,
      one.is === 'published' ? one.record.basis : one.is === 'absent' ? one.fingerprint.basis : null,
    ]),
    options.finalCopy === true,
  ]);
  return {
    definitions: await archiveFiles(archive, definitions.files),
    settings: [
      ...own,
      ...runs.flatMap((one) => {
        if (one.is === 'published') return below(one.unit, one.record.settings);
        return one.is === 'absent' ? below(one.unit, one.fingerprint.settings) : [];
      }),
    ],
    ...(await archiveTownships(archive, unit)),
    seal: readSeals(unit.path).find((sealed) => sealed.folder === folder),
    seals: [],
    basis,
    ...(await currentState(store, unit.unit, folder, place, basis)),
    units: runs.map(
      (one): RolledUpUnit =>
        one.is === 'published'
          ? { unit: one.unit, folder: `${one.unit}/${one.folder}`, run: sha256(one.run) }
          : { unit: one.unit, folder: null, run: null },
    ),
  };
}

/** Other folders of the roll-up of which a unit has been published anew since. */
function staleFolders({ store, unit, folder }: UnitJob): string[] {
  return publishedFoldersOf
    .all(store.engine, { unit: unit.unit })
    .map((found) => found.folder)
    .filter((name) => {
      if (name === folder) return false;
      const last = lastPublication(store, unit.unit, name);
      const { units = [] } = storedJson<Partial<RunRecord>>(last?.run_json ?? '{}');
      return units.some(({ unit: of, folder: from, run }) => {
        const now = from === null ? undefined : lastPublication(store, of, from.slice(of.length + 1));
        return now !== undefined && sha256(now.run_json) !== run;
      });
    });
}
