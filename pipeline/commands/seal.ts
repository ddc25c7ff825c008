/** `seal` and `unseal`: closes a period that was signed off (定稿), and opens it again. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../figure.js';
import { forms } from '../forms/index.js';
import { readPublished } from '../history/read.js';
import { currentVintage, type Vintage } from '../history/vintages.js';
import { loadIndicators } from '../indicators/catalogue.js';
import { definitionHashes } from '../indicators/definition.js';
import { takeLock } from '../operations/lock.js';
import { UsageError } from '../options.js';
import { sqlFolder } from '../program/program.js';
import { openSeal, readSeals, type Seal, writeSeal } from '../publication/seal.js';
import { sha256 } from '../text/hash.js';
import { when } from '../text/when.js';
import type { Usage } from './usage.js';

/** @returns 0; the figures that stand published are sealed. */
export async function sealCommand(usage: Usage): Promise<number> {
  const { unit, folder, by, why } = asked(usage, 'seal');
  const { options } = usage;
  const lock = takeLock(options.outputs, 'seal');
  try {
    const home = join(options.inputs, unit);
    const known = readSeals(home).find((seal) => seal.folder === folder);
    if (known) {
      throw new UsageError(
        `${unit} ${folder} 已由${known.by}于 ${when(known.sealed_at)} 定稿。要改动请先解除：npm start -- unseal ${unit} ${folder} --by 姓名 --why 理由`,
        `${unit} ${folder} was sealed by ${known.by} on ${when(known.sealed_at)}. Open it first: npm start -- unseal ${unit} ${folder} --by NAME --why TEXT`,
      );
    }
    const vintage = currentVintage(options.outputs, unit, folder);
    const isKnown = existsSync(home) || vintage?.run.units !== undefined;
    if (!vintage || !isKnown) {
      throw new UsageError(
        `${unit} ${folder} 还没有发布，不能定稿。请核对乡镇和期，先运行 npm start。`,
        `${unit} ${folder} is not published and cannot be sealed. Check the names, and run npm start first.`,
      );
    }
    const seal = sealOf(vintage, by, why, new Date());
    const path = writeSeal(home, seal);
    say(
      usage,
      `已定稿：${unit} ${folder}，${seal.figures.length} 个数字，记在 ${path}。`,
      `Sealed: ${unit} ${folder}, ${seal.figures.length} figures, kept in ${path}.`,
    );
    return 0;
  } finally {
    lock.release();
  }
}

/** @returns 0; the next run publishes into the period again. */
export async function unsealCommand(usage: Usage): Promise<number> {
  const { unit, folder, by, why } = asked(usage, 'unseal');
  const { options } = usage;
  const lock = takeLock(options.outputs, 'unseal');
  try {
    const home = join(options.inputs, unit);
    const seal = readSeals(home).find((known) => known.folder === folder);
    if (!seal) {
      throw new UsageError(`${unit} ${folder} 没有定稿。`, `${unit} ${folder} is not sealed.`);
    }
    openSeal(home, seal, { at: new Date().toISOString(), by, why });
    say(
      usage,
      `已解除定稿：${unit} ${folder}。下次运行会重新发布它。`,
      `Unsealed: ${unit} ${folder}. The next run publishes it again.`,
    );
    return 0;
  } finally {
    lock.release();
  }
}

function asked({ operands, options, flags }: Usage, command: string) {
  const [unit = options.unit, folder = options.period] = operands;
  const { by, why } = flags;
  const given = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '';
  if (!unit || !folder || !given(by) || !given(why)) {
    throw new UsageError(
      `请写明乡镇、期、谁和为什么，例如：npm start -- ${command} 示例镇 2021-11-30 --by 张主任 --why "镇长办公会审定"`,
      `Name the township, the period, who and why, e.g. npm start -- ${command} 示例镇 2021-11-30 --by "Zhang" --why "signed off"`,
    );
  }
  return { unit, folder, by: by.trim(), why: why.trim() };
}

function sealOf({ unit, name, folder, run, hash }: Vintage, by: string, why: string, now: Date): Seal {
  const path = join(folder, 'figures.csv');
  const published = run.files.find((file) => file.path === 'figures.csv');
  if (published?.sha256 !== sha256(readFileSync(path))) {
    throw new UsageError(
      `${path} 在发布之后被改动，不能定稿。请先重新发布。`,
      `${path} was altered after it was published and cannot be sealed. Publish it anew first.`,
    );
  }
  return {
    unit,
    folder: name,
    as_of: run.as_of,
    sealed_at: now.toISOString(),
    by,
    why,
    run: hash,
    figures: readPublished(path).map((line) => ({
      id: line.id ?? '',
      group: line.group ?? '',
      label: line.label ?? '',
      unit: line.unit ?? '',
      value: line.value || null,
      status: (line.status ?? 'A') as Status,
    })),
    definitions: run.computes ?? definitionHashes(loadIndicators(join(sqlFolder, 'indicators')), forms),
  };
}

function say({ options }: Usage, zh: string, en: string): void {
  if (!options.quiet) process.stdout.write(`${options.lang === 'zh' ? zh : en}\n`);
}
