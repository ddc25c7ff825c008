/** What all requests share: where the files are, what is at work, and who did what. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Unit } from '../inputs/discover.js';
import { findInputs, type Inputs } from '../inputs/found.js';
import { periodDate } from '../inputs/period.js';
import { childrenOf, leavesBelow, rollUps } from '../inputs/units.js';
import { publishedFolders } from '../operations/rebuild.js';
import type { Options } from '../options.js';
import { localDate } from '../text/when.js';
import type { Place } from './api/place.js';
import { recoverDeeds } from './files/deeds.js';
import { openUploads, type Uploads } from './files/uploads.js';
import { type DeskLog, openDeskLog } from './log.js';
import { Refused } from './refused.js';
import { openRuns, type Runs } from './runs.js';

export interface Desk {
  readonly log: DeskLog;
  readonly runs: Runs;
  readonly uploads: Uploads;
  /** As the program was started, folders as absolute paths, with today's date as it is now. */
  options(): Options;
  /** What lies in `inputs/` now. */
  inputs(): Promise<Inputs>;
  /** Ends what is at work and takes away what was uploaded and not put. */
  close(): Promise<void>;
}

/** @param today null: the system's, also after midnight. */
export function openDesk(given: Options, today: string | null): Desk {
  const folders = { inputs: resolve(given.inputs), outputs: resolve(given.outputs) };
  const options = (): Options => ({
    ...given,
    ...folders,
    today: today ?? localDate(new Date()),
    json: true,
    // The page speaks Chinese, and so does what its children say.
    lang: 'zh',
    unit: null,
  });
  mkdirSync(folders.outputs, { recursive: true });
  mkdirSync(folders.inputs, { recursive: true });
  recoverDeeds(folders.inputs);
  const uploadFolder = join(folders.outputs, '.desk');
  const uploads = openUploads(uploadFolder);
  const runs = openRuns(options);
  return {
    log: openDeskLog(folders.outputs),
    runs,
    uploads,
    options,
    inputs: async () => withRollUps(await findInputs(folders.inputs), folders),
    async close() {
      await runs.close();
      rmSync(uploadFolder, { recursive: true, force: true });
    },
  };
}

/** With the counties of units.csv, whose periods are those that are published of them or lie in a township below. */
function withRollUps(found: Inputs, { inputs, outputs }: Pick<Options, 'inputs' | 'outputs'>): Inputs {
  const { tree, units } = found;
  if (tree === null) return found;
  const published = publishedFolders(outputs);
  const counties = rollUps(tree).map((unit): Unit => {
    const below = new Set(leavesBelow(tree, unit));
    const dates = new Set([
      ...published.filter((own) => own.unit === unit).map(({ folder }) => folder),
      ...units.filter((own) => below.has(own.unit)).flatMap(({ periods }) => periods.map(({ date }) => date)),
    ]);
    const periods = [...dates]
      .sort()
      .map((period) => ({ period, date: periodDate(period), submissions: [] }));
    return { unit, path: join(inputs, unit), periods, townships: units[0]?.townships ?? [] };
  });
  const names = new Set(counties.map(({ unit }) => unit));
  return { ...found, units: [...counties, ...units.filter(({ unit }) => !names.has(unit))] };
}

/** @throws Refused where a unit is made of others: files go to its townships. */
export async function refuseRollUp(desk: Desk, { unit }: Unit): Promise<void> {
  const { tree } = await desk.inputs();
  if (tree && childrenOf(tree, unit).length > 0)
    throw new Refused('wrong', `${unit} 由各乡镇汇总，没有自己的报表。请放到乡镇里。`);
}

/** A township's folder, by its name. @throws Refused where there is none: no name is ever made into a path. */
export async function unitOf(desk: Desk, unit: unknown): Promise<Unit> {
  const found = (await desk.inputs()).units.find((one) => one.unit === unit);
  if (!found) throw new Refused('wrong', '没有这个乡镇，可能已在别处移走。请回到总表。');
  return found;
}

/** A period of a township. @throws Refused where there is no such folder. */
export async function placeOf(
  desk: Desk,
  { unit, period }: Place,
): Promise<{ readonly unit: Unit; readonly period: Unit['periods'][number] }> {
  const found = await unitOf(desk, unit);
  const own = found.periods.find((one) => one.period === period);
  if (!own) throw new Refused('wrong', `${found.unit} 没有这一期，可能已在别处移走。`);
  return { unit: found, period: own };
}
