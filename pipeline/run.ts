/** A run: every unit that was asked for, from the files in `inputs/` to what is published in `outputs/`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './findings/finding.js';
import { describe } from './findings/words.js';
import { forms } from './forms/index.js';
import type { Unit } from './inputs/discover.js';
import { findInputs, type Inputs, refuseUnclear } from './inputs/found.js';
import { readSettings, type Settings } from './inputs/settings.js';
import { faultText, isInTheWay } from './operations/faults.js';
import { type Holder, takeLock } from './operations/lock.js';
import { type Progress, silent } from './operations/progress.js';
import {
  forget,
  isDamaged,
  publishedFolders,
  recoverHistory,
  setAside,
  sweep,
} from './operations/rebuild.js';
import type { Options } from './options.js';
import type { Log } from './program/log.js';
import { sqlFolder } from './program/program.js';
import { readRunRecord } from './publication/run-record.js';
import { announce } from './readers/announce.js';
import { StoreError } from './store/store-error.js';
import { type RunContext, type RunTerms, type UnreadFiles, withContext } from './unit/context.js';
import type { UnitReport } from './unit/report.js';
import { runUnit } from './unit/run-unit.js';
import { type RequestedUnit, requestedUnits } from './unit/target.js';

export interface RunReport {
  readonly units: readonly UnitReport[];
  /** About `inputs/` itself: files that belong nowhere, links that leave it, settings that cannot be read. */
  readonly findings: readonly { readonly file: string; readonly finding: Finding }[];
  /** The run before this one that never came to its end. */
  readonly interrupted: Holder | null;
  /** Where a damaged database file was moved to; null: it is sound, or on a server. */
  readonly rebuilt: string | null;
}

export interface RunSettings {
  /** Folder of the definitions. */
  readonly sql?: string;
  readonly progress?: Progress;
  readonly unread?: UnreadFiles;
  /** Names of all townships' folders, where others than those of `inputs/` were there. */
  readonly townships?: readonly string[];
}

/**
 * Publishes every unit that was asked for; one that fails keeps its last publication.
 * @throws LockedError where another run is at work on the outputs.
 */
export async function run(
  options: Options,
  log: Log,
  { sql = sqlFolder, progress = silent, unread = new Map(), townships }: RunSettings = {},
): Promise<RunReport> {
  const found = await findInputs(options.inputs);
  const inputs = townships ? { ...found, units: found.units.map((unit) => ({ ...unit, townships })) } : found;
  const requested = requestedUnits(inputs, options, inputs.tree);
  const lock = takeLock(options.outputs, 'run');
  try {
    if (lock.interrupted) {
      log.warn({ event: 'run.interrupted_before', ...lock.interrupted });
      sweep(join(options.outputs, 'archive'));
    }
    const terms = { options, log, progress, unread };
    const publish = () => withContext(terms, sql, (context) => publishAll(context, inputs, requested));
    const published = await orRebuilt(publish, terms);
    return { ...published, interrupted: lock.interrupted };
  } finally {
    progress.end();
    lock.release();
  }
}

type Published = Pick<RunReport, 'units' | 'findings'>;

/** Where the database turns out to be damaged, it is set aside, and everything is published from the inputs again. */
async function orRebuilt(
  publish: () => Promise<Published>,
  { options, log }: RunTerms,
): Promise<Published & Pick<RunReport, 'rebuilt'>> {
  try {
    return { ...(await publish()), rebuilt: null };
  } catch (error) {
    if (!isDamaged(error)) throw error;
    const rebuilt = await setAside(error, options);
    const altered = error instanceof StoreError ? error.params : {};
    const event = rebuilt ? 'database.moved_aside' : 'database.unit_forgotten';
    log.error({ event, to: rebuilt, ...altered });
    return { ...(await publish()), rebuilt };
  }
}

async function publishAll(
  context: RunContext,
  inputs: Inputs,
  requested: readonly RequestedUnit[],
): Promise<Published> {
  const results: Results = { units: [], findings: [...inputs.findings], settingsOf: new Map() };
  recover(context);
  await publishUnits(context, inputs, requested, results);
  await publishRollUps(context, inputs, requested, results);
  return results;
}

/** What has become of the units so far. */
interface Results {
  readonly units: UnitReport[];
  readonly findings: { readonly file: string; readonly finding: Finding }[];
  readonly settingsOf: Map<string, Settings>;
}

/** A database that was made anew gets the history of what is published again. */
function recover({ store, options, log }: RunContext): void {
  if (store.core === 'renewed') log.warn({ event: 'database.renewed' });
  const recovered = recoverHistory(store, options.outputs);
  if (recovered === 0) return;
  store.share();
  log.warn({ event: 'history.recovered', publications: recovered });
}

async function publishUnits(
  context: RunContext,
  inputs: Inputs,
  requested: readonly RequestedUnit[],
  results: Results,
): Promise<void> {
  const { store, readers, definitions } = context;
  const units = requested.map(({ unit }) => unit);
  const announceFrom = announce(store, readers.others, units, definitions.program);
  for (const [at, { unit, options }] of requested.entries()) {
    const settings = await settingsIn(unit, results);
    await attempt(context, unit.unit, results, async () => {
      refuseUnclear(unit, inputs.findings);
      await announceFrom(at);
      return orReadAnew({ ...context, options }, unit.unit, () =>
        runUnit({ ...context, options }, unit, settings),
      );
    });
  }
}

/** Adds the units' publications up, from the lowest level to the highest. */
async function publishRollUps(
  context: RunContext,
  inputs: Inputs,
  requested: readonly RequestedUnit[],
  results: Results,
): Promise<void> {
  const { tree } = inputs;
  if (tree === null) {
    results.units.push(...keptRollUps(context, inputs));
    return;
  }
  const { plansOf, runRollUp } = await import('./rollup/run.js');
  const plans = plansOf(tree, requested, context.options);
  const { units: reports, settingsOf } = results;
  const work = { ...inputs, tree, context, wanted: requested, plans, reports, settingsOf };
  for (const plan of plans) {
    const folder = inputs.units.find(({ unit }) => unit === plan.unit);
    if (folder) await settingsIn(folder, results);
    await attempt(context, plan.unit, results, () => runRollUp(work, plan));
  }
}

/** Without a tree that can be read, what it adds up to keeps its publication, and the run fails for it. */
function keptRollUps({ options }: RunContext, { findings }: Inputs): UnitReport[] {
  const [fault] = findings.filter(({ file }) => file === 'units.csv');
  if (!fault || options.unit !== null) return [];
  const { message } = describe(fault.finding, options.lang);
  const error =
    options.lang === 'zh'
      ? `units.csv 不能使用（${message}），仍是上一次的成果。请改正 units.csv 后重新运行`
      : `units.csv cannot be used (${message}); its last publication stays. Correct units.csv and run again`;
  const rolledUp = publishedFolders(options.outputs).filter(({ unit, folder }) => {
    const path = join(options.outputs, unit, folder, 'run.json');
    return existsSync(path) && readRunRecord(readFileSync(path, 'utf8'))?.units !== undefined;
  });
  const units = new Set(rolledUp.map(({ unit }) => unit));
  return [...units].map((unit): UnitReport => ({ unit, outcome: 'failed', error }));
}

async function settingsIn({ unit, path }: Unit, results: Results): Promise<Settings> {
  const settings = await readSettings(path, forms);
  results.settingsOf.set(unit, settings);
  for (const { file, finding } of settings.findings) {
    results.findings.push({ file: `${unit}/${file}`, finding });
  }
  return settings;
}

/**
 * A failure that nobody foresaw may come of what the database holds, a bit of which may have flipped: the unit's files
 * are read anew, once.
 */
async function orReadAnew(
  { store, options, log }: RunContext,
  unit: string,
  publish: () => Promise<UnitReport>,
): Promise<UnitReport> {
  try {
    return await publish();
  } catch (error) {
    if (isDamaged(error) || faultText(error, options.lang, options.outputs) !== null) throw error;
    log.error({ event: 'database.unit_forgotten', unit, err: error });
    forget(store, unit);
    return publish();
  }
}

/** One unit that fails costs no other, unless the database or the lock is the reason. */
async function attempt(
  { options, log }: RunContext,
  unit: string,
  { units }: Results,
  publish: () => Promise<UnitReport>,
): Promise<void> {
  try {
    units.push(await publish());
  } catch (error) {
    if (isDamaged(error) || isInTheWay(error)) throw error;
    const reason = faultText(error, options.lang, options.outputs);
    log.error({ event: 'unit.failed', unit, ...(reason === null ? { err: error } : { reason }) });
    units.push({ unit, outcome: 'failed', error: reason ?? reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
