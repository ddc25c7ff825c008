/** A run: every unit that was asked for, from the files in `inputs/` to what stands in `outputs/`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadChecks } from './checks/catalogue.js';
import { programHash, sqlFolder } from './definitions.js';
import { openDigestPool } from './digest-pool.js';
import type { Finding } from './findings/finding.js';
import { describe } from './findings/words.js';
import { forms } from './forms/index.js';
import { loadIndicators } from './indicators/catalogue.js';
import { discover, type PlacedFinding, type Unit } from './intake/discover.js';
import { readSettings } from './intake/settings.js';
import type { Log } from './log.js';
import { filesBelow } from './publish/keep.js';
import { type Definitions, runUnit, type UnitReport } from './run-unit.js';
import { openStore } from './store/database.js';
import { unitsAskedFor } from './target.js';
import { type Lang, type Options, UsageError } from './usage.js';

export interface RunReport {
  readonly units: readonly UnitReport[];
  /** About `inputs/` itself: files that belong nowhere, links that leave it, settings that cannot be read. */
  readonly findings: readonly { readonly file: string; readonly finding: Finding }[];
}

/** Publishes every unit that was asked for; one that fails keeps its last publication. */
export async function run(options: Options, log: Log, definitions = loadDefinitions()): Promise<RunReport> {
  const inputs = await lookInto(options.inputs);
  const wanted = unitsAskedFor(inputs, options);
  mkdirSync(options.outputs, { recursive: true });
  const pool = openDigestPool();
  const store = await openStore(databasePath(options.outputs), join(sqlFolder, 'schema'), forms);
  try {
    const workshop = { store, pool, definitions, options, log };
    const findings = [...inputs.findings];
    const units: UnitReport[] = [];
    for (const unit of wanted) {
      const settings = await readSettings(unit.path, forms);
      findings.push(
        ...settings.findings.map(({ file, finding }) => ({ file: `${unit.unit}/${file}`, finding })),
      );
      try {
        refuseTwins(unit, inputs.findings);
        units.push(await runUnit(workshop, unit, settings));
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
