/** The figures that many small townships publish, in one run. */

import { join } from 'node:path';
import { pino } from 'pino';
import { run } from '../../pipeline/run.js';
import { type Line, readCsv } from '../helpers/cli.js';
import { temporary } from '../helpers/temporary.js';
import { writeBook } from './render.js';
import type { Book } from './sheet.js';

export interface Published {
  /** Every figure that has a value, by `id[group]`. */
  readonly figures: ReadonlyMap<string, Line>;
  /** Findings of the files of the period. */
  readonly findings: readonly Line[];
}

/** A township: what it sends for each period. */
export type Sent = Readonly<Record<string, readonly Book[]>>;

/** Publishes every township. @throws Error where one is not published. */
export async function publish(townships: readonly Sent[]): Promise<Published[]> {
  const root = temporary('metamorphic');
  const [inputs, outputs] = [join(root, 'inputs'), join(root, 'outputs')];
  const name = (at: number) => `第${String(at + 1).padStart(4, '0')}镇`;
  for (const [at, sent] of townships.entries()) {
    for (const [period, books] of Object.entries(sent)) {
      for (const book of books) await writeBook(join(inputs, name(at), period), book);
    }
  }
  const report = await run(
    {
      ...{ inputs, outputs, unit: null, period: null, asOf: null, today: '2021-12-05' },
      ...{ lang: 'en', json: false, quiet: true, strict: false },
    },
    pino({ level: 'silent' }),
  );
  return townships.map((_, at) => {
    const own = report.units.find(({ unit }) => unit === name(at));
    if (own?.outcome !== 'published') throw new Error(`${name(at)}: ${JSON.stringify(own)}`);
    const folder = join(outputs, name(at), '2021-11-30');
    const lines = readCsv(join(folder, 'figures.csv')).filter(({ value }) => value !== '');
    return {
      figures: new Map(
        lines.map((line) => [line.group ? `${line.id}[${line.group}]` : (line.id ?? ''), line]),
      ),
      findings: readCsv(join(folder, 'findings.csv')).filter(({ file }) => file?.startsWith('2021-11-30/')),
    };
  });
}

/** What is wrong with a publication beside the one that it is a rendering of; '' where nothing is. */
export function fault(before: Published, after: Published, harmless: boolean): string {
  const faults = [...before.figures].flatMap(([name, line]) => {
    const now = after.figures.get(name);
    const same = now?.value === line.value && now?.previous === line.previous;
    if (same && now?.status === 'A') return [];
    const said = now ? `${now.value} (${now.status}), before ${now.previous}` : 'missing';
    const want = `${line.value}, before ${line.previous}`;
    if (harmless) return [`${name} is ${said}, wanted ${want}`];
    if (now?.status === 'A') return [`${name} is ${said} in good standing, wanted ${want}`];
    return after.findings.length === 0 ? [`${name} is ${said} without a finding`] : [];
  });
  const added = [...after.figures.keys()].filter((name) => !before.figures.has(name));
  const found =
    harmless && faults.length > 0
      ? after.findings.slice(0, 3).map(({ rule, message }) => `${rule} ${message}`)
      : [];
  return [...faults, ...added.map((name) => `${name} is new`), ...found].join('; ');
}
