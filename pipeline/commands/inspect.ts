/** `inspect <file>`: how one file would be read, before anything is published. */

import { stat } from 'node:fs/promises';
import { placeFile } from '../inputs/file-context.js';
import { UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import { inspectIsolated } from '../read/inspect-isolated.js';
import { askable } from '../unit/report.js';
import { sayWhatAnswersIt, suggestCommand } from './suggest.js';
import { inspectionText } from './text/inspection.js';
import type { Usage } from './usage.js';

/** @returns 0 whatever the file holds: what is wrong with it is the answer. */
export async function inspectCommand(usage: Usage): Promise<number> {
  const { operands, options, flags } = usage;
  const [path] = operands;
  if (path === undefined) {
    throw new UsageError(
      `请写明文件，例如：${commandLine} inspect 企业名录.xlsx`,
      `Name a file, e.g. ${commandLine} inspect registry.xlsx`,
    );
  }
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new UsageError(
      `没有“${path}”这个文件，请核对路径。`,
      `There is no file "${path}"; check the path.`,
    );
  }
  const place = await placeFile(path, options);
  if (['suggest', 'accept', 'withdraw'].some((flag) => flags[flag] === true))
    return suggestCommand(path, place, usage);
  const inspection = await inspectIsolated(
    path,
    path,
    { context: place.context, inFolder: place.submitted !== null, language: options.lang },
    (error) => process.stderr.write(`${error.stack ?? error.message}\n`),
  );
  process.stdout.write(
    options.json ? `${JSON.stringify(inspection, null, 2)}\n` : inspectionText(inspection, options.lang),
  );
  const asks = inspection.sheets.some(({ findings }) => findings.some(({ rule }) => askable.has(rule)));
  if (asks && !options.json) await sayWhatAnswersIt(path, place, options.lang);
  return 0;
}
