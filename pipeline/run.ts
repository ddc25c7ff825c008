/** A run: every unit that was asked for, from the files in `inputs/` to what stands in `outputs/`. */
import { join } from 'node:path';
import { loadChecks } from './checks/catalogue.js';
import { filesBelow } from './files/files-below.js';
import type { Finding } from './findings/finding.js';
import { describeWhole } from './findings/words.js';
import { forms } from './forms/index.js';
import { loadIndicators } from './indicators/catalogue.js';
import { type Discovered, discover, type PlacedFinding, type Unit } from './inputs/discover.js';
import { readSettings, type Settings } from './inputs/settings.js';
import { readUnits, type UnitTree } from './inputs/units.js';
import { faultText, isInTheWay } from './operations/faults.js';
import { type Holder, takeLock } from './operations/lock.js';
import { type Progress, silent } from './operations/progress.js';
import { isDamaged, recoverHistory, setAside, sweep } from './operations/rebuild.js';
import { type Options, UsageError } from './options.js';
import type { Log } from './program/log.js';
import { programHash, sqlFolder } from './program/program.js';
import { openReadPool } from './read/pool.js';
import { announce } from './readers/announce.js';
import { openReaders } from './readers/open.js';
import { openStoreOf } from './store/open.js';
import { StoreError } from './store/store-error.js';
import type { Definitions, RunContext, UnreadFiles } from './unit/job.js';
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
}

/**
 * Publishes every unit that was asked for; one that fails keeps its last publication.
 * @throws LockedError where another run is at work on the outputs.
 */
export async function run(
  options: Options,
  log: Log,
  { sql = sqlFolder, progress = silent, unread = new Map() }: RunSettings = {},
): Promise<RunReport> {
  const inputs = await lookInto(options.inputs);
  const wanted = requestedUnits(inputs, options, inputs.tree);
  const lock = takeLock(options.outputs, 'run');
  try {
    if (lock.interrupted) {
      log.warn({ event: 'run.interrupted_before', ...lock.interrupted });
      sweep(join(options.outputs, 'archive'));
    }
    const work = { options, log, sql, progress, unread, inputs, wanted };
    const { interrupted } = lock;
    try {
      return { ...(await runUnits(work)), interrupted, rebuilt: null };
    } catch (error) {
      if (!isDamaged(error)) throw error;
      const rebuilt = await setAside(error, options);
      const altered = error instanceof StoreError ? error.params : {};
      log.error({
        event: rebuilt ? 'database.moved_aside' : 'database.unit_forgotten',
        to: rebuilt,
        ...altered,
      });
      return { ...(await runUnits(work)), interrupted, rebuilt };
    }
  } finally {
    progress.end();
    lock.release();
  }
}

interface Work {
  readonly options: Options;
  readonly log: Log;
  readonly sql: string;
  readonly progress: Progress;
  readonly unread: UnreadFiles;
  readonly inputs: Inputs;
  readonly wanted: readonly RequestedUnit[];
}

async function runUnits(work: Work): Promise<Pick<RunReport, 'units' | 'findings'>> {
  return withWorkshop(work, async (workshop) => {
    const { inputs, wanted } = work;
    const { store, readers, definitions, options, log } = workshop;
    if (store.core === 'renewed') log.warn({ event: 'database.renewed' });
    const regained = recoverHistory(store, options.outputs);
    if (regained > 0) {
      store.share();
      log.warn({ event: 'history.recovered', publications: regained });
    }
    const findings = [...inputs.findings];
    const units: UnitReport[] = [];
    const settingsOf = new Map<string, Settings>();
    const attempt = async (unit: string, work: () => Promise<UnitReport>) => {
      try {
        units.push(await work());
      } catch (error) {
        if (isDamaged(error) || isInTheWay(error)) throw error;
        const reason = faultText(error, options.lang, options.outputs);
        log.error({ event: 'unit.failed', unit, ...(reason === null ? { err: error } : { reason }) });
        units.push({ unit, outcome: 'failed', error: reason ?? reasonOf(error) });
      }
    };
    const readOwn = async ({ unit, path }: Unit) => {
      const settings = await readSettings(path, forms);
      settingsOf.set(unit, settings);
      findings.push(...settings.findings.map(({ file, finding }) => ({ file: `${unit}/${file}`, finding })));
      return settings;
    };
    const ahead = announce(
      store,
      readers.others,
      wanted.map(({ unit }) => unit),
      definitions.program,
    );
    for (const [place, { unit, options: own }] of wanted.entries()) {
      const settings = await readOwn(unit);
      await attempt(unit.unit, async () => {
        refuseUnclear(unit, inputs.findings);
        await ahead(place);
        return runUnit({ ...workshop, options: own }, unit, settings);
      });
    }
    if (inputs.tree) {
      const { plansOf, runRollUp } = await import('./rollup/run.js');
      const plans = plansOf(inputs.tree, wanted, options);
      const own = { ...inputs, tree: inputs.tree, workshop, wanted, plans, reports: units, settingsOf };
      for (const plan of plans) {
        const folder = inputs.units.find(({ unit }) => unit === plan.unit);
        if (folder) await readOwn(folder);
        await attempt(plan.unit, () => runRollUp(own, plan));
      }
    }
    return { units, findings };
  });
}

/** Opens what a run works with, for as long as it is used. */
async function withWorkshop<T>(
  { options, log, sql, progress, unread }: Work,
  use: (workshop: RunContext) => Promise<T>,
): Promise<T> {
  const opened: { close(): Promise<void> }[] = [];
  const open = <Opened extends { close(): Promise<void> }>(one: Opened): Opened => {
    opened.unshift(one);
    return one;
  };
  try {
    const onFault = (path: string, err: Error) => log.error({ event: 'file.reader_failed', path, err });
    const pool = open(openReadPool(onFault));
    const definitions = loadDefinitions(sql);
    const store = open(await openStoreOf(options));
    const readers = open(await openReaders(options, pool, definitions.program, log, onFault));
    return await use({ store, readers, definitions, options, log, progress, unread });
  } finally {
    for (const one of opened) await one.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Two folders for one date, or one that cannot be looked into: there is no telling what was submitted. */
function refuseUnclear({ unit }: Unit, findings: readonly PlacedFinding[]): void {
  const unclear = findings.find(
    ({ file, finding: { rule } }) =>
      ['folder.same_date', 'folder.unreadable'].includes(rule) && `${file}/`.startsWith(`${unit}/`),
  );
  if (!unclear) return;
  const { file, finding } = unclear;
  throw new UsageError(
    `${file}：${describeWhole(finding, 'zh')}`,
    `${file}: ${describeWhole(finding, 'en')}`,
  );
}

/** What stands in `inputs/`, and what it adds up to. */
interface Inputs extends Discovered {
  readonly tree: UnitTree | null;
  /** sha256 of units.csv as it was read. */
  readonly treeHash: string | null;
}

/** What stands in `inputs/`. @throws UsageError where there is no such folder. */
async function lookInto(folder: string): Promise<Inputs> {
  try {
    const found = await discover(folder);
    const { tree, hash, findings } = await readUnits(folder, found.units);
    return { ...found, findings: [...found.findings, ...findings], tree, treeHash: hash };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new UsageError(
      `没有“${folder}”这个文件夹。请核对 --inputs，或新建它并按“乡镇名/期/”放入报表。`,
      `There is no folder "${folder}". Check --inputs, or make it and put submissions into <township>/<period>/.`,
    );
  }
}

/** The catalogues of `sql/`. @throws Error naming file and line where a definition is faulty. */
export function loadDefinitions(folder = sqlFolder): Definitions {
  return {
    indicators: loadIndicators(join(folder, 'indicators')),
    checks: loadChecks(join(folder, 'checks')),
    program: programHash(),
    files: ['indicators', 'checks'].flatMap((name) =>
      filesBelow(join(folder, name), name).filter(({ file }) => file.endsWith('.sql')),
    ),
  };
}
