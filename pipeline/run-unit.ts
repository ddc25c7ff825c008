/** One unit's run: from its files to its publication, all or nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stampOf } from './archive-file.js';
import { hashOf } from './definitions.js';
import type { DigestPool } from './digest-pool.js';
import { finding } from './findings/finding.js';
import { waiversInForce } from './findings/waivers.js';
import { forms } from './forms/index.js';
import type { Question } from './indicators/compute.js';
import { coverageOf, periodDate, yearEarlier } from './indicators/sides.js';
import type { Unit } from './intake/discover.js';
import type { Settings } from './intake/settings.js';
import type { Log } from './log.js';
import { flushTree } from './operations/flush.js';
import type { Progress } from './operations/progress.js';
import { publishHistory } from './publish/audit-page/history-file.js';
import { type Catalogues, computePublication } from './publish/compute.js';
import { publishCorrections } from './publish/corrections/index.js';
import { publishInto, withFindings } from './publish/index.js';
import { archiveFiles, type NamedFile, settingsFiles } from './publish/keep.js';
import type { Publication, Township } from './publish/publication.js';
import {
  type ArchivedFile,
  basisOf,
  type Counts,
  lastPublication,
  record,
  stalePeriods,
} from './publish/record.js';
import { reportFiles, reportTemplate } from './publish/report/index.js';
import { dropAside, prepareAside, type Recovery, recoverSwaps, swapIn } from './publish/swap.js';
import { fillTemplates, templateFacts, workbookTemplates } from './publish/template-files.js';
import { differencesFromSeal, type SealDifference } from './seals/compare.js';
import { definitionHashes, readSeals, sealFile } from './seals/seal.js';
import type { Store } from './store/database.js';
import { publishedFigures } from './store/figures.js';
import { formHashes } from './store/form-tables.js';
import { settleNames } from './store/near-names.js';
import { settle } from './store/settle.js';
import { supersede } from './store/supersede.js';
import { type Deferred, takeIn } from './take-in.js';
import { target } from './target.js';
import type { Options } from './usage.js';

/** What became of one unit. */
export type UnitReport =
  | (Standing & { readonly outcome: 'published'; readonly publication: Publication })
  | (Standing & { readonly outcome: 'unchanged' })
  /** The period is sealed: nothing is published into it, what would be otherwise is told. */
  | {
      readonly unit: string;
      readonly outcome: 'sealed';
      readonly period: string;
      readonly folder: string;
      readonly by: string;
      readonly sealed_at: string;
      readonly differences: readonly SealDifference[];
    }
  /** Some files are in motion: they are left for the next run, and the last publication stays. */
  | { readonly unit: string; readonly outcome: 'deferred'; readonly files: readonly Deferred[] }
  | { readonly unit: string; readonly outcome: 'failed'; readonly error: string };

/** A publication that stands in `outputs/`. */
interface Standing {
  readonly unit: string;
  readonly township: Township;
  readonly period: string;
  readonly asOf: string;
  /** Folder of the publication. */
  readonly folder: string;
  readonly counts: Counts;
  /** Earlier periods whose inputs changed since they were published. */
  readonly stale: readonly string[];
  /** What an interrupted run had left behind. */
  readonly recovered: Recovery;
}

/** The catalogues of `sql/`, and the hash of the program with them. */
export interface Definitions extends Catalogues {
  readonly program: string;
  /** The files of `sql/`, by their path below it. */
  readonly files: readonly NamedFile[];
}

/** What a unit's run works with. */
export interface Workshop {
  readonly store: Store;
  readonly pool: DigestPool;
  readonly definitions: Definitions;
  readonly options: Options;
  readonly log: Log;
  readonly progress: Progress;
}

/** Brings the unit's publication up to date. @throws where it cannot; the last publication then stays. */
export async function runUnit(
  { store, pool, definitions, options, log, progress }: Workshop,
  unit: Unit,
  settings: Settings,
): Promise<UnitReport> {
  const { period, asOf, folder } = target(unit, options);
  const periods = unit.periods.map((found) => found.period);
  const recovery = recoverSwaps(
    options.outputs,
    unit.unit,
    (name) => lastPublication(store, unit.unit, name)?.run_json ?? null,
  );

  const settingsMoved = await watchSettings(unit.path);
  let committed = false;
  const abandon = () => {
    if (store.sqlite.inTransaction) store.sqlite.exec('ROLLBACK');
    if (!committed) dropAside(options.outputs, unit.unit, folder);
  };
  const deferred = (files: readonly Deferred[]): UnitReport => {
    abandon();
    for (const { file, finding } of files) {
      log.warn({ event: 'file.deferred', unit: unit.unit, file, rule: finding.rule });
    }
    return { unit: unit.unit, outcome: 'deferred', files };
  };
  store.sqlite.exec('BEGIN IMMEDIATE');
  try {
    const taken = await takeIn(
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
        progress,
        log,
      },
      unit.periods.flatMap((found) => found.submissions.map((file) => ({ ...file, period: found.period }))),
    );
    if (taken.is === 'deferred') return deferred(taken.files);
    const township: Township = { unit: unit.unit, ...settings.township };
    const place = join(options.outputs, unit.unit, folder);
    const standing = {
      unit: unit.unit,
      township,
      period,
      asOf,
      folder: place,
      recovered: recovery,
    };
    const archive = join(options.outputs, 'archive');
    const hashes = archiveFiles(archive, definitions.files);
    const seals = readSeals(unit.path);
    const seal = seals.find((own) => own.folder === folder);
    const compared = seals.find((other) => other.as_of === yearEarlier(asOf));
    const kept = archiveFiles(
      archive,
      settingsFiles(unit.path).filter(
        ({ file }) => !file.startsWith('seals/') || (compared && file === sealFile(compared.folder)),
      ),
    );
    const basis = basisOf(store, unit.unit, period, asOf, settings, kept, definitions.program, options);
    const last = lastPublication(store, unit.unit, folder);
    const stands = last?.basis === basis && existsSync(join(place, 'run.json'));
    const unchanged = (): UnitReport => {
      store.sqlite.exec('COMMIT');
      log.info({ event: 'unit.unchanged', unit: unit.unit, period, as_of: asOf });
      const { counts } = JSON.parse(last?.run_json ?? '') as { counts: Counts };
      return { ...standing, outcome: 'unchanged', counts, stale: stalePeriods(store, unit, folder) };
    };
    if (stands && publishedFigures(store, unit.unit, asOf)) return unchanged();
    const waivers = waiversInForce(settings.waivers, options.today);
    const inPlay = new Set([...taken.changed, ...periods.filter((of) => isInPlay(of, period))]);
    supersede(store, unit.unit);
    for (const of of inPlay) for (const form of forms) settle(store, unit.unit, of, form, waivers);
    for (const of of inPlay) settleNames(store, unit.unit, of, forms);
    const question: Question = {
      unit: unit.unit,
      period,
      asOf,
      periods,
      coverage: coverageOf(store, unit.unit),
    };
    const computed = computePublication(
      store,
      question,
      township,
      settings,
      waivers,
      definitions,
      options.today,
      compared ? { seal: compared, definitions: currentDefinitions(definitions, hashes) } : null,
    );
    const differences = seal ? differencesFromSeal(computed.figures, seal) : [];
    if (seal && (differences.length > 0 || existsSync(join(place, 'run.json'))) && !stands) {
      abandon();
      log.warn({
        event: 'unit.sealed',
        unit: unit.unit,
        period,
        as_of: asOf,
        differences: differences.length,
      });
      const { by, sealed_at } = seal;
      return { unit: unit.unit, outcome: 'sealed', period, folder: place, by, sealed_at, differences };
    }
    // The database was made anew: it has its figures again, and what is published stands as it is.
    if (stands) return unchanged();
    const templates = join(unit.path, 'templates');
    const facts = templateFacts(computed, (of) => publishedFigures(store, unit.unit, of));
    const filled = fillTemplates(workbookTemplates(templates), facts);
    const report = reportFiles(reportTemplate(templates), facts, { traces: options.finalCopy !== true });
    const publication = withFindings(computed, [...filled.findings, ...report.findings]);
    const aside = prepareAside(options.outputs, unit.unit, folder);
    const files = [
      ...(await publishInto(aside, publication, new Map([...filled.files, ...report.files]))),
      ...(await publishCorrections(aside, publication, store, archive, log)),
    ];
    publishHistory(store, unit.unit, aside);
    const moved = [...(await settingsMoved()), ...(await taken.movedSince())];
    if (moved.length > 0) return deferred(moved);
    const counts = record(
      store,
      publication,
      folder,
      {
        basis,
        final_copy: options.finalCopy === true,
        settings: kept,
        definitions: hashes,
        forms: formHashes(forms),
        waivers: settings.waivers.filter(({ until }) => until >= options.today),
        files,
      },
      aside,
    );
    await flushTree(aside);
    store.sqlite.exec('COMMIT');
    committed = true;
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
    abandon();
    throw error;
  }
}

/** Asked later, tells which settings are no longer what they were: what was understood and what is kept must agree. */
async function watchSettings(unitFolder: string): Promise<() => Promise<Deferred[]>> {
  const textOf = async (path: string) => (await stampOf(path))?.text;
  const before = await Promise.all(
    settingsFiles(unitFolder).map(async (own) => ({ ...own, stamp: await textOf(own.path) })),
  );
  return async () => {
    const moved: Deferred[] = [];
    for (const { file, path, stamp } of before) {
      if ((await textOf(path)) !== stamp) moved.push({ file, finding: finding('file.in_motion', 'error') });
    }
    return moved;
  };
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
