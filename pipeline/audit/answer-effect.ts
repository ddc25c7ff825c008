/**
 * What a change of a township's settings would do to its figures: the township is published twice into a folder that is
 * thrown away, as it is and as it would be.
 */
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Figure, figureName } from '../figure.js';
import type { Options } from '../options.js';
import type { Log } from '../program/log.js';
import { sealFile } from '../publication/seal.js';
import { run } from '../run.js';
import type { ReportedPublication } from '../unit/report.js';

export interface AnswerEffect {
  /** Sheets of which more or fewer rows would count. */
  readonly sheets: readonly {
    readonly file: string;
    readonly sheet: string;
    readonly was: number;
    readonly rows: number;
  }[];
  /** Figures that would be others, on either side; null: there is none. */
  readonly figures: readonly { readonly was: Figure | null; readonly now: Figure | null }[];
}

/** A township and period, and a file that is looked at as though it had been submitted; null: none. */
export interface AskedTownship {
  readonly unit: string;
  readonly period: string;
  readonly beside: string | null;
}

/**
 * @param change makes the change in a copy of the township's folder.
 * @throws UsageError where the township has no submissions of the period; Error where it cannot be published.
 */
export async function answerEffect(
  options: Options,
  { unit, period, beside }: AskedTownship,
  change: (folder: string) => Promise<void>,
  log: Log,
): Promise<AnswerEffect> {
  const work = await mkdtemp(join(tmpdir(), 'answers-'));
  try {
    const inputs = join(work, 'inputs');
    await copyTownship(options.inputs, inputs, unit, period);
    if (beside !== null) await cp(beside, join(inputs, unit, period, basename(beside)));
    const asked = {
      ...options,
      inputs,
      outputs: join(work, 'outputs'),
      database: null,
      unit,
      period,
      asOf: null,
    };
    const was = await published(asked, log);
    await change(join(inputs, unit));
    return compared(was, await published(asked, log));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The township's settings and what was submitted for the period and the year before; of its neighbours the names. */
async function copyTownship(from: string, to: string, unit: string, period: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await mkdir(join(to, entry.name), { recursive: true });
  }
  const year = Number(period.slice(0, 4));
  for (const { name } of await readdir(join(from, unit), { withFileTypes: true })) {
    const isOther =
      /^\d{4}(?:-\d\d-\d\d)?$/.test(name) && ![year, year - 1].includes(Number(name.slice(0, 4)));
    if (!isOther) await cp(join(from, unit, name), join(to, unit, name), { recursive: true });
  }
  // A sealed period is not published: what it would say is asked all the same.
  await rm(join(to, unit, sealFile(period)), { force: true });
}

type Stated = Pick<ReportedPublication, 'figures' | 'submissions'>;

async function published(options: Options, log: Log): Promise<Stated> {
  const { units } = await run(options, log);
  const own = units.find((of) => of.unit === options.unit);
  if (own?.outcome === 'published') return own.publication;
  throw new Error(own?.outcome === 'failed' ? own.error : `${options.unit} could not be computed`);
}

function compared(was: Stated, now: Stated): AnswerEffect {
  const names = [...new Set([...was.figures, ...now.figures].map(figureName))];
  const figureOf = ({ figures }: Stated, name: string) =>
    figures.find((one) => figureName(one) === name) ?? null;
  const pairs = names.map((name) => ({ was: figureOf(was, name), now: figureOf(now, name) }));
  return {
    sheets: changedSheets(was, now),
    figures: pairs.filter((pair) => statedOf(pair.was) !== statedOf(pair.now)),
  };
}

const statedOf = (figure: Figure | null): string =>
  JSON.stringify([figure?.value, figure?.status, figure?.previous, figure?.previousStatus]);

function changedSheets(was: Stated, now: Stated): AnswerEffect['sheets'] {
  const rowsBySheet = ({ submissions }: Stated) => {
    const rows = new Map<string, number>();
    for (const { file, sheet, rowsAccepted } of submissions) {
      const place = JSON.stringify([file, sheet]);
      if (file !== '') rows.set(place, (rows.get(place) ?? 0) + rowsAccepted);
    }
    return rows;
  };
  const [before, after] = [rowsBySheet(was), rowsBySheet(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((place) => {
    const [file, sheet] = JSON.parse(place) as [string, string];
    const change = { file, sheet, was: before.get(place) ?? 0, rows: after.get(place) ?? 0 };
    return change.was === change.rows ? [] : [change];
  });
}
