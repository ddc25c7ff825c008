/** `diff [A [B]]`: what changed between two published runs, figure by figure, and which rows made it. */

import { figureName } from '../figure.js';
import {
  type Difference,
  difference,
  type FigureDifference,
  type RowDifference,
} from '../history/difference.js';
import type { PublishedLine } from '../history/read.js';
import {
  currentVintage,
  damagedRecords,
  type PublishedFolder,
  publicationAskedFor,
  publicationsAskedFor,
  type Vintage,
  vintagesOf,
} from '../history/vintages.js';
import { type Options, UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import { readRevisions } from '../tables/revisions.js';
import { when } from '../text/when.js';
import { unalteredOf } from './text/damage.js';
import { say, sayJson } from './text/say.js';
import { sealLines } from './text/seal-line.js';
import type { Usage } from './usage.js';

const mostRows = 20;

/** @returns 0; with --exit-code 1 where something differs. */
export async function diffCommand({ operands, options, flags }: Usage): Promise<number> {
  const compared = pairsAskedFor(operands, options);
  const differences: Difference[] = [];
  for (const [from, to] of compared) {
    await unalteredOf([from, to], isCompared, options.lang);
    const found = difference(from, to);
    differences.push(found);
    if (!options.json) say(text(found, sealLines(options, to.unit, to.name), options.lang === 'zh'));
  }
  const [only] = differences;
  if (options.json) sayJson(only && differences.length === 1 ? asJson(only) : differences.map(asJson));
  return flags['exit-code'] === true && differences.some(({ figures }) => figures.length > 0) ? 1 : 0;
}

/** Of each unit the vintages to compare; of several units those that have been published more than once. */
function pairsAskedFor(operands: readonly string[], options: Options): [Vintage, Vintage][] {
  if (operands.length > 0) return [vintagesAskedFor(operands, options, publicationAskedFor(options))];
  const publications = publicationsAskedFor(options);
  if (publications.length === 1) return publications.map((one) => vintagesAskedFor([], options, one));
  const again = publications.filter(({ unit, name }) => {
    currentVintage(options.outputs, unit, name);
    return vintagesOf(options.outputs, unit, name).length > 1;
  });
  if (again.length === 0) {
    throw new UsageError(
      '各乡镇都只发布过一次，没有可以比较的。',
      'Every unit has been published only once; there is nothing to compare.',
    );
  }
  return again.map((one) => vintagesAskedFor([], options, one));
}

const isCompared = (path: string) => /^(figures|findings)\.csv$|^evidence\//.test(path);

/** Two vintages by their numbers; one is compared with the last, none means the last two. */
function vintagesAskedFor(
  operands: readonly string[],
  { outputs }: Options,
  { unit, name }: PublishedFolder,
): [Vintage, Vintage] {
  currentVintage(outputs, unit, name);
  const vintages = vintagesOf(outputs, unit, name);
  const damaged = damagedRecords(outputs, unit, name);
  const list = [...vintages.map(({ number, run }) => `${number} ${when(run.published_at)}`), ...damaged].join(
    '\n  ',
  );
  const named = (operand: string | undefined, otherwise: Vintage | undefined): Vintage => {
    const found =
      operand === undefined
        ? otherwise
        : vintages.find(({ number, hash }) => String(number) === operand || hash.startsWith(operand));
    if (found) return found;
    if (damaged.length > 0) {
      throw new UsageError(
        `有旧发布的记录已损坏，读不出来，请从备份恢复，或指明另外两次：${commandLine} diff A B。${unit} ${name} 的各次发布：\n  ${list}`,
        `The record of an earlier publication is damaged: bring it back from a backup, or name two others: ${commandLine} diff A B. Those of ${unit} ${name}:\n  ${list}`,
      );
    }
    throw operand === undefined
      ? new UsageError(
          `${unit} ${name} 只发布过一次，没有可以比较的。`,
          `${unit} ${name} has been published only once; there is nothing to compare.`,
        )
      : new UsageError(
          `没有第“${operand}”次发布。${unit} ${name} 的各次发布：\n  ${list}`,
          `There is no publication "${operand}". Those of ${unit} ${name}:\n  ${list}`,
        );
  };
  const [a, b] = operands;
  // Where a record is damaged, the one before the last may be another than the last but one that can be read.
  const last = vintages.at(-1);
  const before =
    damaged.length > 0 ? vintages.find(({ number }) => number + 1 === last?.number) : vintages.at(-2);
  if (a === undefined) return [named(undefined, before), named(undefined, last)];
  return [named(a, undefined), named(b, last)];
}

function asJson({ from, to, ...rest }: Difference) {
  const vintage = ({ number, name, unit, run, hash }: Vintage) => ({
    number,
    unit,
    name,
    published_at: run.published_at,
    hash,
  });
  return { from: vintage(from), to: vintage(to), ...rest };
}

function text(found: Difference, sealed: readonly string[], zh: boolean): string {
  const { from, to } = found;
  const lines = [
    zh
      ? `${to.unit} ${to.name}：第${from.number}次发布（${when(from.run.published_at)}）→ 第${to.number}次（${when(to.run.published_at)}）`
      : `${to.unit} ${to.name}: publication ${from.number} (${when(from.run.published_at)}) → ${to.number} (${when(to.run.published_at)})`,
    ...sealed,
    ...reasons(found, zh),
  ];
  if (found.figures.length === 0) lines.push(zh ? '没有指标变化。' : 'No figure changed.');
  for (const figure of found.figures) lines.push('', ...figureLines(figure, zh));
  lines.push(...revisionLines(to, zh));
  const { new: fresh, fixed, open } = found.findings;
  lines.push(
    '',
    zh
      ? `问题：新出现 ${fresh.length} 项，已解决 ${fixed.length} 项，仍存在 ${open.length} 项`
      : `Findings: ${fresh.length} new, ${fixed.length} fixed, ${open.length} still open`,
    ...fresh.slice(0, mostRows).map((line) => `  + ${place(line)}  ${line.message}`),
    ...fixed.slice(0, mostRows).map((line) => `  - ${place(line)}  ${line.message}`),
  );
  return `${lines.join('\n')}\n`;
}

/** Figures of the later publication's comparison that are no longer what was published of them. */
function revisionLines({ folder }: Vintage, zh: boolean): string[] {
  const revisions = readRevisions(folder);
  if (revisions.length === 0) return [];
  return [
    '',
    zh ? '修订（与原先发布的不同）：' : 'Revised since they were published:',
    ...revisions.map((revision) => {
      const { period, side, was, value, since } = revision;
      const of = side === 'previous' ? (zh ? '的上年同期' : ', comparison') : '';
      return `  ${figureName(revision)}  ${period}${of}：${was ?? '—'} → ${value ?? '—'}  ${since}`;
    }),
  ];
}

function reasons(found: Difference, zh: boolean): string[] {
  const words = zh
    ? { added: '新增文件', removed: '移出文件', replaced: '替换文件' }
    : { added: 'file added', removed: 'file removed', replaced: 'file replaced' };
  const circumstances = zh
    ? { version: '程序版本不同', today: '“今天”的日期不同' }
    : { version: 'the program’s version differs', today: 'today’s date differs' };
  return [
    ...found.submissions.map(({ file, what }) => `  ${words[what]}：${file}`),
    ...found.settings.map((file) => `  ${zh ? '设置有改动' : 'settings changed'}：${file}`),
    ...found.definitions.map((name) => `  ${zh ? '口径有改动' : 'definition changed'}：${name}`),
    ...found.waivers.began.map((name) => `  ${zh ? '豁免生效' : 'waiver began'}：${name}`),
    ...found.waivers.lapsed.map((name) => `  ${zh ? '豁免失效' : 'waiver lapsed'}：${name}`),
    ...found.circumstances.map((name) => `  ${circumstances[name]}`),
  ];
}

function figureLines(
  { figure, label, before, after, rows, definitionChanged }: FigureDifference,
  zh: boolean,
): string[] {
  const absent = zh ? '（无）' : '(none)';
  const shown = (line: PublishedLine | null) =>
    line === null ? absent : `${line.value || '—'} [${line.status}]`;
  const previous =
    before?.previous !== after?.previous
      ? `；${zh ? '上年同期' : 'comparison'} ${before?.previous || '—'} → ${after?.previous || '—'}`
      : '';
  return [
    `${figure}  ${label}：${shown(before)} → ${shown(after)}${previous}`,
    ...(definitionChanged ? [zh ? '  口径改动是原因之一' : '  its definition changed'] : []),
    ...rows.slice(0, mostRows).map((row) => `  ${rowText(row, zh)}`),
    ...(rows.length > mostRows
      ? [zh ? `  …另有 ${rows.length - mostRows} 行` : `  … ${rows.length - mostRows} more rows`]
      : []),
  ];
}

const whatWords = { entered: '新增', left: '退出', moved: '变动' };

function rowText({ what, side, before, after }: RowDifference, zh: boolean): string {
  const line = after ?? before ?? {};
  const sideWord = side === 'previous' ? (zh ? '（上年同期）' : ' (comparison)') : '';
  const change =
    before && after
      ? `“${before.text}” ${before.value} → “${after.text}” ${after.value}`
      : `“${line.text}” ${line.value}`;
  return `${zh ? whatWords[what] : what}${sideWord}  ${place(line)}  ${change}  ${line.key ?? ''}`;
}

function place({ file = '', sheet = '', cell = '', row = '' }: PublishedLine): string {
  return [file, sheet, cell || row].filter(Boolean).join(' › ');
}
