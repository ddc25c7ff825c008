/** `seal` and `unseal`: closes a period that was signed off (定稿), and opens it again. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishSeal } from '../audit-page/history-file.js';
import type { Status } from '../figure.js';
import { forms } from '../forms/index.js';
import { readPublished } from '../history/read.js';
import { currentVintage, type Vintage } from '../history/vintages.js';
import { loadIndicators } from '../indicators/catalogue.js';
import { definitionHashes } from '../indicators/definition.js';
import { takeLock } from '../operations/lock.js';
import { UsageError } from '../options.js';
import { commandLine, runLine, sqlFolder } from '../program/program.js';
import { openSeal, type Seal, sealedReportFile, sealOf, writeSeal } from '../publication/seal.js';
import { signedOff } from '../publication/signatures.js';
import { fillReport } from '../report/fill.js';
import { reportTemplate } from '../report/index.js';
import { fold } from '../text/fold.js';
import { sha256 } from '../text/hash.js';
import { openPublishedFacts } from './published-facts.js';
import type { Usage } from './usage.js';

/** @returns 0; the figures that stand published are sealed. */
export async function sealCommand(usage: Usage): Promise<number> {
  const { unit, folder, why } = asked(usage, sealExample);
  const names = signatories(usage);
  const { options } = usage;
  const lock = takeLock(options.outputs, 'seal');
  try {
    const home = join(options.inputs, unit);
    const known = sealOf(options.inputs, unit, folder);
    if (known) {
      throw new UsageError(
        `${unit} ${folder} 已经定稿（${signedOff(known, true)}）。要改动请先解除：${commandLine} unseal ${unit} ${folder} --by 姓名 --why 理由`,
        `${unit} ${folder} is sealed (${signedOff(known, false)}). Open it first: ${commandLine} unseal ${unit} ${folder} --by NAME --why TEXT`,
      );
    }
    const vintage = currentVintage(options.outputs, unit, folder);
    const isKnown = existsSync(home) || vintage?.run.units !== undefined;
    if (!vintage || !isKnown) {
      throw new UsageError(
        `${unit} ${folder} 还没有发布，不能定稿。请核对乡镇和期，先运行 ${runLine}。`,
        `${unit} ${folder} is not published and cannot be sealed. Check the names, and run ${runLine} first.`,
      );
    }
    const report = reportGiven(usage.flags.report) ?? (await finalCopy(usage, unit, folder));
    const kept = report && { name: report.name, sha256: sha256(report.bytes) };
    const signed = { ...names, why, sealed_at: new Date().toISOString(), report: kept };
    const seal: Seal = { ...sealed(vintage), ...signed };
    const path = writeSeal(home, seal, report?.bytes ?? null);
    publishSeal(join(options.outputs, unit, folder), signedOff(seal, true));
    say(
      usage,
      `已定稿：${unit} ${folder}，${seal.figures.length} 个数字（${signedOff(seal, true)}），记在 ${path}。${kept ? `签发的报告一并保存为 ${sealedReportFile(kept)}。` : ''}`,
      `Sealed: ${unit} ${folder}, ${seal.figures.length} figures (${signedOff(seal, false)}), kept in ${path}.${kept ? ` The report that was signed is kept as ${sealedReportFile(kept)}.` : ''}`,
    );
    return 0;
  } finally {
    lock.release();
  }
}

/** @returns 0; the next run publishes into the period again. */
export async function unsealCommand(usage: Usage): Promise<number> {
  const { unit, folder, why } = asked(usage, unsealExample);
  const by = given(usage.flags.by);
  if (by === null) throw incomplete(unsealExample);
  const { options } = usage;
  const lock = takeLock(options.outputs, 'unseal');
  try {
    const home = join(options.inputs, unit);
    const seal = sealOf(options.inputs, unit, folder);
    if (!seal) {
      throw new UsageError(`${unit} ${folder} 没有定稿。`, `${unit} ${folder} is not sealed.`);
    }
    openSeal(home, seal, { at: new Date().toISOString(), by, why });
    publishSeal(join(options.outputs, unit, folder), '');
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

const sealExample =
  'seal 示例镇 2021-11-30 --prepared-by 张某 --reviewed-by 李某 --approved-by 赵某 --why "镇长办公会审定"';
const unsealExample = 'unseal 示例镇 2021-11-30 --by 赵某 --why "补报更正"';

function asked({ operands, options, flags }: Usage, example: string) {
  const [unit = options.unit, folder = options.period] = operands;
  const why = given(flags.why);
  if (!unit || !folder || why === null) throw incomplete(example);
  return { unit, folder, why };
}

function given(text: string | boolean | undefined): string | null {
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

function incomplete(example: string): UsageError {
  return new UsageError(
    `请写明乡镇、期、谁和为什么，例如：${commandLine} ${example}`,
    `Name the township, the period, who and why, e.g. ${commandLine} ${example}`,
  );
}

/** Who signs: 填报, 审核 and 签发. @throws UsageError where one is not named, or who prepared approves. */
function signatories({ flags }: Usage): Pick<Seal, 'prepared_by' | 'reviewed_by' | 'approved_by'> {
  const [prepared_by, reviewed_by, approved_by] = ['prepared-by', 'reviewed-by', 'approved-by'].map((flag) =>
    given(flags[flag]),
  );
  if (!prepared_by || !reviewed_by || !approved_by) throw incomplete(sealExample);
  if (fold(prepared_by) === fold(approved_by)) {
    throw new UsageError(
      `填报人和签发人不能是同一个人（${prepared_by}），请改一位。`,
      `Who prepared the figures (${prepared_by}) cannot approve them: name another.`,
    );
  }
  return { prepared_by, reviewed_by, approved_by };
}

function reportGiven(path: string | boolean | undefined): { name: string; bytes: Uint8Array } | null {
  if (path === undefined) return null;
  const file = given(path);
  const bytes = file !== null && existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null;
  if (file === null || !bytes?.subarray(0, 4).equals(zipStart)) {
    throw new UsageError(
      `--report 需要一个 .docx 文件，“${path}”不是。`,
      `--report takes a .docx file, which "${path}" is not.`,
    );
  }
  return { name: basename(file), bytes };
}

/** The report of the publication as it is signed; null: its template cannot be filled. */
async function finalCopy({ options }: Usage, unit: string, folder: string) {
  const { facts, close } = await openPublishedFacts(options, unit, folder);
  try {
    const { document } = fillReport(facts, reportTemplate(join(options.inputs, unit)), 'signed');
    return document && { name: 'report.docx', bytes: document };
  } finally {
    close();
  }
}

const zipStart = Buffer.from('PK\x03\x04', 'latin1');

type Sealed = Pick<Seal, 'unit' | 'folder' | 'as_of' | 'run' | 'figures' | 'definitions'>;

/** What is sealed of a publication. @throws UsageError where its figures are not those that were published. */
function sealed({ unit, name, folder, run, hash }: Vintage): Sealed {
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
