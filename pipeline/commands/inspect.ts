/** `inspect <file>`: how one file would be read, before anything is published. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { forms } from '../forms/index.js';
import { parsePeriod } from '../inputs/period.js';
import { otherTownships } from '../inputs/reading-key.js';
import { readSettings } from '../inputs/settings.js';
import { type Context, noAliases } from '../normalise/row.js';
import { type Options, UsageError } from '../options.js';
import { inspectIsolated } from '../read/inspect-isolated.js';
import { noAnswers } from '../recognise/answers.js';
import { suggestCommand } from './suggest.js';
import { inspectionText } from './text/inspection.js';
import type { Usage } from './usage.js';

/** @returns 0 whatever the file holds: what is wrong with it is the answer. */
export async function inspectCommand({ operands, options, flags }: Usage): Promise<number> {
  const [path] = operands;
  if (path === undefined) {
    throw new UsageError(
      '请写明文件，例如：npm start -- inspect 企业名录.xlsx',
      'Name a file, e.g. npm start -- inspect registry.xlsx',
    );
  }
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new UsageError(
      `没有“${path}”这个文件，请核对路径。`,
      `There is no file "${path}"; check the path.`,
    );
  }
  const place = await contextOf(path, options);
  if (flags.suggest === true) return suggestCommand(path, place.context, options);
  const inspection = await inspectIsolated(path, path, { ...place, language: options.lang }, (error) =>
    process.stderr.write(`${error.stack ?? error.message}\n`),
  );
  process.stdout.write(
    options.json ? `${JSON.stringify(inspection, null, 2)}\n` : inspectionText(inspection, options.lang),
  );
  return 0;
}

/** What the file's folder says of it; of a file that stands elsewhere, what the options say. */
async function contextOf(path: string, options: Options): Promise<{ context: Context; inFolder: boolean }> {
  const [unit, period, file] = relative(resolve(options.inputs), resolve(path)).split(sep);
  const date = parsePeriod(period ?? '');
  if (unit && unit !== '..' && file !== undefined && date !== null) {
    return { context: await townshipContext(options.inputs, unit, date), inFolder: true };
  }
  const asOf = options.asOf ?? parsePeriod(options.period ?? '') ?? options.today;
  const context =
    options.unit && existsSync(join(options.inputs, options.unit))
      ? await townshipContext(options.inputs, options.unit, asOf)
      : {
          unitNames: options.unit ? [options.unit] : [],
          otherUnits: [],
          asOf,
          aliases: noAliases,
          answers: noAnswers,
        };
  return { context, inFolder: false };
}

async function townshipContext(inputs: string, unit: string, asOf: string): Promise<Context> {
  const { names, aliases, answers } = await readSettings(join(inputs, unit), forms);
  const folders = await readdir(inputs, { withFileTypes: true });
  const others = folders.filter((entry) => entry.isDirectory() && entry.name !== unit);
  const otherUnits = otherTownships(others.map(({ name }) => name.normalize('NFC')));
  return { unitNames: [unit, ...names], otherUnits, asOf, aliases, answers };
}
