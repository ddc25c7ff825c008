/** The whole run on one page: from the files in `inputs/` to what stands in `outputs/`. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadChecks } from './checks/catalogue.js';
import { hashOf, programHash, sqlFolder } from './definitions.js';
import { type DigestPool, openDigestPool } from './digest-pool.js';
import type { Finding } from './findings/finding.js';
import { waiversInForce } from './findings/waivers.js';
import { describe } from './findings/words.js';
import { forms } from './forms/index.js';
import { loadIndicators } from './indicators/catalogue.js';
import type { Question } from './indicators/compute.js';
import { coverageOf, periodDate } from './indicators/sides.js';
import { discover, type PlacedFinding, type Unit } from './intake/discover.js';
import { readSettings, type Settings } from './intake/settings.js';
import type { Log } from './log.js';
import { type Catalogues, computePublication } from './publish/compute.js';
import { publishMetricsWorkbook } from './publish/metrics-workbook/index.js';
import type { Publication, Township } from './publish/publication.js';
import { basisOf, type Counts, countsOf, lastPublication, record, stalePeriods } from './publish/record.js';
import { prepareAside, recoverSwaps, swapIn } from './publish/swap.js';
import { publishTables } from './publish/tables.js';
import { openStore, type Store } from './store/database.js';
import { settle } from './store/settle.js';
import { takeIn } from './take-in.js';
import { target, unitsAskedFor } from './target.js';
import { type Lang, type Options, UsageError } from './usage.js';

/** What became of one unit. */
export type UnitReport = { readonly unit: string } & (
  | (Standing & { readonly outcome: 'published'; readonly publication: Publication })
  | (Standing & { readonly outcome: 'unchanged' })
  | { readonly outcome: 'failed'; readonly error: string }
);

/** A publication that stands in `outputs/`. */
interface Standing {
  readonly township: Township;
  readonly period: string;
  readonly asOf: string;
  /** Folder of the publication. */
  readonly folder: string;
  readonly counts: Counts;
  /** Earlier periods whose inputs changed since they were published. */
  readonly stale: readonly string[];
  /** Publications that an interrupted run had completed and this one put in place. */
  readonly recovered: readonly string[];
}

export interface RunReport {
  readonly units: readonly UnitReport[];
  /** About `inputs/` itself: files that belong nowhere, links that leave it, settings that cannot be read. */
  readonly findings: readonly { readonly file: string; readonly finding: Finding }[];
}

interface Definitions extends Catalogues {
  readonly program: string;
}

/** Publishes every unit that was asked for; one that fails keeps its last publication. */
export async function run(options: Options, log: Log): Promise<RunReport> {
  const definitions = loadDefinitions();
  const inputs = await lookInto(options.inputs);
  const wanted = unitsAskedFor(inputs, options);
  mkdirSync(options.outputs, { recursive: true });
  const pool = openDigestPool();
  const store = await openStore(databasePath(options.outputs), join(sqlFolder, 'schema'), forms);
  try {
    const findings = [...inputs.findings];
    const units: UnitReport[] = [];
    for (const unit of wanted) {
      const settings = await readSettings(unit.path, forms);
      findings.push(
        ...settings.findings.map(({ file, finding }) => ({ file: `${unit.unit}/${file}`, finding })),
      );
      try {
        refuseTwins(unit, inputs.findings);
        units.push(await runUnit(store, pool, unit, settings, definitions, options, log));
      } catch (error) {
        log.error({
          event: 'unit.failed',
          unit: unit.unit,
          ...(error instanceof UsageError ? { reason: error[options.lang] } : { err: error }),
        });
        units.push({ unit: unit.unit, outcome: 'failed', error: reasonOf(error, options.lang) });
      }
    }
    return { units, findings };
  } finally {
    await pool.close();
    await store.close();
  }
}

function reasonOf(error: unknown, lang: Lang): string {
  if (error instanceof UsageError) return error[lang];
  return error instanceof Error ? error.message : String(error);
}

/** Two folders for one date: there is no telling which holds. */
function refuseTwins({ unit }: Unit, findings: readonly PlacedFinding[]): void {
  const twin = findings.find(
    ({ file, finding }) => finding.rule === 'folder.same_date' && file.startsWith(`${unit}/`),
  );
  if (!twin) return;
  const place = twin.file;
  throw new UsageError(
    `${place}：${wordsOf(twin.finding, 'zh')}`,
    `${place}: ${wordsOf(twin.finding, 'en')}`,
  );
}

function wordsOf(found: Finding, lang: Lang): string {
  const { message, fix } = describe(found, lang);
  return message + fix;
}

/** What stands in `inputs/`. @throws UsageError where there is no such folder. */
async function lookInto(folder: string) {
  try {
    return await discover(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new UsageError(
      `没有“${folder}”这个文件夹。请核对 --inputs，或新建它并按“乡镇名/期/”放入报表。`,
      `There is no folder "${folder}". Check --inputs, or make it and put submissions into <township>/<period>/.`,
    );
  }
}

/** Where the database stands below `outputs/`. */
export function databasePath(outputs: string): string {
  return join(outputs, 'township.sqlite');
}

/** The catalogues of `sql/`. @throws Error naming file and line where a definition is faulty. */
export function loadDefinitions(): Definitions {
  return {
    indicators: loadIndicators(join(sqlFolder, 'indicators')),
    checks: loadChecks(join(sqlFolder, 'checks')),
    program: programHash(),
  };
}

async function runUnit(
  store: Store,
  pool: DigestPool,
  unit: Unit,
  settings: Settings,
  definitions: Definitions,
  options: Options,
  log: Log,
): Promise<UnitReport> {
  const { period, asOf, folder } = target(unit, options);
  const periods = unit.periods.map((found) => found.period);
  const recovery = recoverSwaps(
    options.outputs,
    unit.unit,
    (name) => lastPublication(store, unit.unit, name)?.basis ?? null,
  );

  store.sqlite.exec('BEGIN IMMEDIATE');
  try {
    const changed = await takeIn(
      {
        store,
        unit: unit.unit,
        archive: join(options.outputs, 'archive'),
        pool,
        forms,
        contextOf: (of) => ({
          unitNames: [unit.unit, ...settings.names],
          asOf: periodDate(of),
          aliases: settings.aliases,
        }),
        readingOf: (of) => hashOf([definitions.program, settings.names, [...settings.aliasLines], of]),
        now: new Date(),
      },
      unit.periods.flatMap((found) => found.submissions.map((file) => ({ ...file, period: found.period }))),
    );
    const township: Township = { unit: unit.unit, ...settings.township };
    const place = join(options.outputs, unit.unit, folder);
    const standing = {
      unit: unit.unit,
      township,
      period,
      asOf,
      folder: place,
      recovered: recovery.completed,
    };
    const basis = basisOf(store, unit.unit, period, asOf, settings, definitions.program, options.today);
    const last = lastPublication(store, unit.unit, folder);
    if (last?.basis === basis && existsSync(join(place, 'run.json'))) {
      store.sqlite.exec('COMMIT');
      log.info({ event: 'unit.unchanged', unit: unit.unit, period, as_of: asOf });
      const { counts } = JSON.parse(last.run_json) as { counts: Counts };
      return { ...standing, outcome: 'unchanged', counts, stale: stalePeriods(store, unit, folder) };
    }
    const waivers = waiversInForce(settings.waivers, options.today);
    const inPlay = new Set([...changed, ...periods.filter((of) => isInPlay(of, period))]);
    for (const of of inPlay) for (const form of forms) settle(store, unit.unit, of, form, waivers);
    const question: Question = {
      unit: unit.unit,
      period,
      asOf,
      periods,
      coverage: coverageOf(store, unit.unit),
    };
    const publication = computePublication(
      store,
      question,
      township,
      settings,
      waivers,
      definitions,
      options.today,
    );
    const aside = prepareAside(options.outputs, unit.unit, folder);
    const files = [
      ...publishTables(publication, aside),
      await publishMetricsWorkbook(publication, join(aside, 'metrics.xlsx')),
    ];
    const counts = countsOf(publication);
    record(store, publication, folder, basis, files, counts, aside);
    store.sqlite.exec('COMMIT');
    swapIn(options.outputs, unit.unit, folder);
    log.info({ event: 'unit.published', unit: unit.unit, period, as_of: asOf, ...counts });
    return {
      ...standing,
      outcome: 'published',
      publication,
      counts,
      stale: stalePeriods(store, unit, folder),
    };
  } catch (error) {
    if (store.sqlite.inTransaction) store.sqlite.exec('ROLLBACK');
    throw error;
  }
}

/** Whether figures of a period may read another: its own, or one of the year before. */
function isInPlay(other: string, period: string): boolean {
  return other === period || Number(other.slice(0, 4)) === Number(period.slice(0, 4)) - 1;
}
