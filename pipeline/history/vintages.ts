/** What was published when: the standing publication of a folder, and those that it replaced. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Options, UsageError } from '../options.js';
import type { RunRecord } from '../publication/run-record.js';
import { sha256 } from '../text/hash.js';

export interface Vintage {
  /** From 1, in the order of publishing; of those that were pruned numbers are left out. */
  readonly number: number;
  readonly unit: string;
  /** Its folder's name below outputs/<unit>/. */
  readonly name: string;
  /** Where its files stand. */
  readonly folder: string;
  readonly run: RunRecord;
  /** Its run.json as it stands. */
  readonly text: string;
  /** sha256 of its run.json. */
  readonly hash: string;
}

/** The vintages of a publication, the oldest first; the last one stands in outputs/<unit>/<name>/. */
export function vintagesOf(outputs: string, unit: string, name: string): Vintage[] {
  const kept = join(outputs, 'archive', 'publications', unit, name);
  const numbers = existsSync(kept) ? readdirSync(kept).filter((entry) => /^\d+$/.test(entry)) : [];
  const folders = [
    ...numbers.sort((a, b) => Number(a) - Number(b)).map((number) => join(kept, number)),
    join(outputs, unit, name),
  ];
  return folders
    .filter((folder) => existsSync(join(folder, 'run.json')))
    .map((folder, i) => {
      const text = readFileSync(join(folder, 'run.json'), 'utf8');
      const run: RunRecord = JSON.parse(text);
      return { number: run.number ?? i + 1, unit, name, folder, run, text, hash: sha256(text) };
    });
}

/**
 * The publication that the options ask for: the one named, else the latest of the only unit.
 * @throws UsageError where nothing is published, or several units are.
 */
export function publicationAskedFor(options: Options): { readonly unit: string; readonly name: string } {
  const { outputs } = options;
  const folders = (path: string) =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
          .map((entry) => entry.name)
      : [];
  const units = folders(outputs)
    .filter((unit) => unit !== 'archive' && (options.unit === null || unit === options.unit))
    .map((unit) => ({
      unit,
      names: folders(join(outputs, unit)).filter((name) => existsSync(join(outputs, unit, name, 'run.json'))),
    }))
    .filter(({ names }) => names.length > 0);
  const [only] = units;
  if (!only) {
    throw new UsageError(
      `${outputs} 里还没有相应的成果，请先运行 npm start。`,
      `Nothing of this is published in ${outputs} yet; run npm start first.`,
    );
  }
  if (units.length > 1) {
    const list = units.map(({ unit }) => unit);
    throw new UsageError(
      `已发布的乡镇有 ${list.join('、')}，请用 --unit 指明一个。`,
      `Published units: ${list.join(', ')}. Name one with --unit.`,
    );
  }
  const wanted = options.asOf ?? options.period;
  const dated = only.names
    .filter((name) => wanted === null || name === wanted)
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1));
  const name = dated.at(-1);
  if (name === undefined) {
    throw new UsageError(
      `${only.unit} 没有发布过“${wanted}”。已发布的有：${only.names.join('、')}。`,
      `${only.unit} has published no "${wanted}". Published: ${only.names.join(', ')}.`,
    );
  }
  return { unit: only.unit, name };
}

const dateOf = (name: string) => (name.length === 4 ? `${name}-12-31` : name);
