/**
 * A township from its spreadsheets to its publication as data, in this process: read, recognised, normalised, loaded,
 * reconciled and computed by the program's own sources, but nothing is written to `outputs/`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { loadChecks } from '../../pipeline/checks/catalogue.js';
import { waiversInForce } from '../../pipeline/findings/waivers.js';
import { forms, formsAndLists } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { coverageOf } from '../../pipeline/indicators/sides.js';
import { discover } from '../../pipeline/inputs/discover.js';
import { periodDate } from '../../pipeline/inputs/period.js';
import { readingTerms } from '../../pipeline/inputs/reading-key.js';
import { readSettings } from '../../pipeline/inputs/settings.js';
import { silent } from '../../pipeline/operations/progress.js';
import { computePublication } from '../../pipeline/publication/compute.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import type { Seal } from '../../pipeline/publication/seal.js';
import { readFile } from '../../pipeline/read/read-file.js';
import type { Readers } from '../../pipeline/readers/readers.js';
import { reconcile } from '../../pipeline/reconcile/index.js';
import { reconcileNames } from '../../pipeline/reconcile/near-names.js';
import { supersede } from '../../pipeline/reconcile/superseded.js';
import { openStore, type Store } from '../../pipeline/store/database.js';
import { ingest } from '../../pipeline/unit/ingest.js';
import { type Cells, writeFiles } from './submissions.js';
import { temporary } from './temporary.js';

export const indicators = loadIndicators('sql/indicators');
export const checks = loadChecks('sql/checks');

const readers: Readers = {
  size: 1,
  others: null,
  read: ({ archived, context }) => readFile(archived, formsAndLists, context),
  close: async () => {},
};
const log = pino({ level: 'silent' });

/** Shared by all townships of a process: making its tables takes longer than computing one. */
let shared: Promise<Store> | null = null;
let townships = 0;

/** What is asked of a township, beside its files. */
export interface Asked {
  readonly period?: string;
  readonly asOf?: string;
  readonly today?: string;
  /** The seal that the comparison is compared with. */
  readonly seal?: Seal;
  readonly unit?: string;
  /** The checks that are evaluated, by their ids, and then no figure; else all of both. */
  readonly checks?: readonly string[];
}

/** @param files by their path below the township's folder: submissions in their periods, settings beside them. */
export async function computed(
  files: Readonly<Record<string, Cells | string>>,
  asked: Asked = {},
): Promise<Publication> {
  const { period = '2021-11-30', asOf = periodDate(period), today = '2021-12-10', seal } = asked;
  shared ??= openStore(':memory:', 'sql/schema', formsAndLists);
  const store = await shared;
  const root = temporary('computed');
  const home = join(root, 'inputs', asked.unit ?? `第${++townships}镇`);
  mkdirSync(join(home, period), { recursive: true });
  writeFiles(home, files);
  const [unit] = (await discover(join(root, 'inputs'))).units;
  if (!unit) throw new Error('there is no township');
  const settings = await readSettings(unit.path, forms);
  const waivers = waiversInForce(settings.waivers, today);
  store.engine.exec('BEGIN IMMEDIATE');
  try {
    await ingest(
      {
        ...{ store, unit: unit.unit, archive: join(root, 'archive'), readers, log, progress: silent },
        ...{ forms: formsAndLists },
        ...readingTerms(unit, settings, 'test'),
        ...{ now: new Date(0), unread: new Map() },
      },
      unit.periods.flatMap((one) => one.submissions.map((file) => ({ ...file, period: one.period }))),
    );
    supersede(store, unit.unit);
    const periods = unit.periods.map((one) => one.period);
    for (const of of periods) for (const form of forms) reconcile(store, unit.unit, of, form, waivers);
    for (const of of periods) reconcileNames(store, unit.unit, of, forms);
    const coverage = coverageOf(store, unit.unit, waivers);
    const publication = computePublication(
      {
        store,
        township: { unit: unit.unit, ...settings.township },
        settings,
        waivers,
        catalogues: asked.checks
          ? { indicators: [], checks: checks.filter(({ id }) => asked.checks?.includes(id)) }
          : { indicators, checks },
        today,
        seals: seal ? [seal] : [],
      },
      { unit: unit.unit, period, asOf, periods, coverage },
    );
    store.engine.exec('COMMIT');
    return publication;
  } catch (error) {
    if (store.engine.inTransaction) store.engine.exec('ROLLBACK');
    throw error;
  }
}
