/** What was published when: the current publication of a folder, and those that it replaced. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Options, UsageError } from '../options.js';
import { runLine } from '../program/program.js';
import { type RunRecord, readRunRecord } from '../publication/run-record.js';
import { compareText } from '../text/fold.js';
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
  /** The text of its run.json. */
  readonly text: string;
  /** sha256 of its run.json. */
  readonly hash: string;
}

/** The vintages of a publication whose records can be read, the oldest first; the last is in outputs/<unit>/<name>/. */
export function vintagesOf(outputs: string, unit: string, name: string): Vintage[] {
  return recordedFolders(outputs, unit, name).flatMap((folder, i) => {
    const text = readFileSync(join(folder, 'run.json'), 'utf8');
    const run = readRunRecord(text);
    return run ? [{ number: run.number ?? i + 1, unit, name, folder, run, text, hash: sha256(text) }] : [];
  });
}

/** The records of a publication that are damaged, by their paths, the oldest first. */
export function damagedRecords(outputs: string, unit: string, name: string): string[] {
  return recordedFolders(outputs, unit, name)
    .map((folder) => join(folder, 'run.json'))
    .filter((path) => readRunRecord(readFileSync(path, 'utf8')) === null);
}

function recordedFolders(outputs: string, unit: string, name: string): string[] {
  const kept = join(outputs, 'archive', 'publications', unit, name);
  const numbers = existsSync(kept) ? readdirSync(kept).filter((entry) => /^\d+$/.test(entry)) : [];
  const folders = [
    ...numbers.sort((a, b) => Number(a) - Number(b)).map((number) => join(kept, number)),
    join(outputs, unit, name),
  ];
  return folders.filter((folder) => existsSync(join(folder, 'run.json')));
}

/**
 * The publication of a folder itself; null where it was never published.
 * @throws UsageError where its record is damaged.
 */
export function currentVintage(outputs: string, unit: string, name: string): Vintage | null {
  const last = vintagesOf(outputs, unit, name).at(-1);
  const folder = join(outputs, unit, name);
  if (last?.folder === folder) return last;
  const path = join(folder, 'run.json');
  if (!existsSync(path)) return null;
  throw new UsageError(
    `${path} 已损坏，读不出来。请再运行一次 ${runLine} 重新发布，或从备份恢复它。`,
    `${path} is damaged and cannot be read. Run ${runLine} again to publish anew, or bring it back from a backup.`,
  );
}

/** A folder in which something is published. */
export interface PublishedFolder {
  readonly unit: string;
  /** Its name below outputs/<unit>/. */
  readonly name: string;
}

/**
 * The publication that the options ask for: the one named, else the latest of the only unit.
 * @throws UsageError where nothing is published, or several units are.
 */
export function publicationAskedFor(options: Options): PublishedFolder {
  const [only, ...others] = publicationsAskedFor(options);
  if (!only) throw nothingPublished(options);
  if (others.length === 0) return only;
  const list = [only, ...others].map(({ unit }) => unit);
  throw new UsageError(
    `已发布的乡镇有 ${list.join('、')}，请用 --unit 指明一个。`,
    `Published units: ${list.join(', ')}. Name one with --unit.`,
  );
}

/**
 * The publications that the options ask for: of each unit, or of the one named, the one named, else the latest; by
 * unit.
 * @throws UsageError where there is none.
 */
export function publicationsAskedFor(options: Options): PublishedFolder[] {
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
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => compareText(a.unit, b.unit));
  if (units.length === 0) throw nothingPublished(options);
  const wanted = options.asOf ?? options.period;
  const found = units.flatMap(({ unit, names }) => {
    const name = names
      .filter((one) => wanted === null || one === wanted)
      .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
      .at(-1);
    return name === undefined ? [] : [{ unit, name }];
  });
  if (found.length > 0) return found;
  const published = units.map(({ unit, names }) => ({ unit, names: names.join('、') }));
  throw new UsageError(
    published.map(({ unit, names }) => `${unit} 没有发布过“${wanted}”。已发布的有：${names}。`).join('\n'),
    published
      .map(({ unit, names }) => `${unit} has published no "${wanted}". Published: ${names}.`)
      .join('\n'),
  );
}

function nothingPublished({ outputs }: Options): UsageError {
  return new UsageError(
    `${outputs} 里还没有相应的成果，请先运行 ${runLine}。`,
    `Nothing of this is published in ${outputs} yet; run ${runLine} first.`,
  );
}

const dateOf = (name: string) => (name.length === 4 ? `${name}-12-31` : name);
