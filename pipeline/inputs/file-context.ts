/** What values of a file depend on beside its cells, by where the file lies. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { forms } from '../forms/index.js';
import { type Context, noAliases } from '../normalise/row.js';
import type { Options } from '../options.js';
import { noAnswers } from '../recognise/answers.js';
import { townshipsAmong } from './discover.js';
import { parsePeriod } from './period.js';
import { readSettings, type Settings } from './settings.js';

export interface PlacedFile {
  readonly context: Context;
  /** The folder of a period that it lies in, and its path below the township’s; null: it lies elsewhere. */
  readonly submitted: { readonly period: string; readonly file: string } | null;
  /** The township whose settings it is read with; null: none. */
  readonly township: { readonly unit: string; readonly folder: string; readonly settings: Settings } | null;
}

type Asked = Pick<Options, 'inputs' | 'unit' | 'period' | 'asOf' | 'today'>;

/** The township’s folder that the file lies in; of a file that lies elsewhere, what the options say. */
export async function placeFile(path: string, options: Asked): Promise<PlacedFile> {
  const [unit = '', period = '', ...below] = relative(resolve(options.inputs), resolve(path)).split(sep);
  const date = parsePeriod(period);
  if (unit !== '..' && below.length > 0 && date !== null) {
    const file = [period, ...below].join('/').normalize('NFC');
    return { ...(await inTownship(options.inputs, unit, date)), submitted: { period, file } };
  }
  const asOf = options.asOf ?? parsePeriod(options.period ?? '') ?? options.today;
  if (options.unit !== null && existsSync(join(options.inputs, options.unit))) {
    return { ...(await inTownship(options.inputs, options.unit, asOf)), submitted: null };
  }
  const unitNames = options.unit === null ? [] : [options.unit];
  const context = { unitNames, otherUnits: [], asOf, aliases: noAliases, answers: noAnswers };
  return { context, submitted: null, township: null };
}

async function inTownship(
  inputs: string,
  unit: string,
  asOf: string,
): Promise<Pick<PlacedFile, 'context' | 'township'>> {
  const folder = join(inputs, unit);
  const settings = await readSettings(folder, forms);
  const folders = await readdir(inputs, { withFileTypes: true });
  const others = folders.filter((entry) => entry.isDirectory() && entry.name !== unit);
  const { names, aliases, answers } = settings;
  return {
    context: {
      unitNames: [unit, ...names],
      otherUnits: townshipsAmong(others.map(({ name }) => name.normalize('NFC'))),
      asOf,
      aliases,
      answers,
    },
    township: { unit, folder, settings },
  };
}
