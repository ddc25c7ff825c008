/** `verify`: recomputes what is published from the archived bytes and reports any difference. */

import type { Discrepancy } from '../audit/discrepancy.js';
import { type Verification, verify } from '../audit/verify.js';
import { maskText } from '../findings/mask.js';
import { renewal } from '../history/outdated-units.js';
import { publicationsAskedFor } from '../history/vintages.js';
import { UsageError } from '../options.js';
import { openLog } from '../program/log.js';
import { when } from '../text/when.js';
import { say, sayJson } from './text/say.js';
import { sealLines } from './text/seal-line.js';
import type { Usage } from './usage.js';

/** @returns 0 only when everything is equal; 1 where something differs or cannot be evaluated. */
export async function verifyCommand({ options }: Usage): Promise<number> {
  const publications = publicationsAskedFor(options);
  const results: object[] = [];
  let isEqual = true;
  /** Of several, one that cannot be verified does not keep the others from it. */
  const verified = async (unit: string, name: string) => {
    try {
      return await verify(unit, name, options, openLog(maskText, true));
    } catch (error) {
      if (error instanceof UsageError && publications.length > 1) return error;
      throw error;
    }
  };
  for (const { unit, name } of publications) {
    const found = await verified(unit, name);
    if (found instanceof UsageError) {
      isEqual = false;
      const message = options.lang === 'zh' ? found.zh : found.en;
      results.push({ unit, name, error: message });
      if (!options.json) say(`${unit} ${name}\n  ✗ ${message}\n`);
      continue;
    }
    const { vintage, ...rest } = found;
    results.push({ unit, name, published_at: vintage.run.published_at, ...rest });
    if (!options.json) say(text(found, sealLines(options, unit, name), options.lang === 'zh'));
    isEqual &&= found.discrepancies.length + found.notEvaluable.length === 0;
  }
  if (options.json) sayJson(results.length === 1 ? results[0] : results);
  return isEqual ? 0 : 1;
}

function text(
  { vintage, discrepancies, notEvaluable, outdated, files, figures }: Verification,
  sealed: readonly string[],
  zh: boolean,
): string {
  const { unit, name, run } = vintage;
  const head = zh
    ? `${unit} ${name}（${when(run.published_at)} 发布）：按归档文件重新计算，核对 ${files} 个文件、${figures} 个指标`
    : `${unit} ${name} (published ${when(run.published_at)}): recomputed from the archive, ${files} files and ${figures} figures compared`;
  const lines = discrepancies.map((found) => `  ✗ ${discrepancyText(found, zh)}`);
  const unclear = notEvaluable.map((what) =>
    zh ? `  ? 无法核对：${notEvaluableText(what, zh)}` : `  ? not evaluable: ${notEvaluableText(what, zh)}`,
  );
  const result =
    lines.length + unclear.length === 0
      ? [zh ? '  ✓ 全部一致' : '  ✓ everything is equal']
      : [...lines, ...unclear];
  if (outdated.length > 0) {
    result.push(
      zh
        ? `  △ 已过时（不是被改动）：${outdated.join('、')} 之后重新发布过；运行 ${renewal(unit)} 更新`
        : `  △ out of date (not altered): ${outdated.join(', ')} published anew since; ${renewal(unit)} renews it`,
    );
  }
  return `${[head, ...sealed.map((line) => `  ${line}`), ...result].join('\n')}\n`;
}

function notEvaluableText(what: string, zh: boolean): string {
  if (what === 'archive') return zh ? '归档文件缺失，不能重新计算' : 'archived files are missing';
  return what.startsWith('form:')
    ? zh
      ? `表“${what.slice(5)}”的定义在发布之后有改动，本程序不能照旧重算`
      : `form "${what.slice(5)}" has changed since; this program cannot recompute it as it was`
    : what;
}

function discrepancyText(found: Discrepancy, zh: boolean): string {
  switch (found.what) {
    case 'archive_missing':
      return zh
        ? `归档文件缺失：${found.file}（${found.sha256}）`
        : `archived file is missing: ${found.file} (${found.sha256})`;
    case 'archive_altered':
      return zh
        ? `归档文件的内容与其名称不符，已被改动：${found.file}（${found.sha256}）`
        : `archived file no longer matches its name: ${found.file} (${found.sha256})`;
    case 'output_missing':
      return zh ? `发布的文件不见了：${found.file}` : `published file is missing: ${found.file}`;
    case 'output_altered':
      return zh ? `发布之后被改动：${found.file}` : `altered after publishing: ${found.file}`;
    case 'output_unknown':
      return zh ? `不是发布的文件：${found.file}` : `was never published: ${found.file}`;
    case 'recomputed_differently': {
      const which = found.figures.length > 0 ? `（${found.figures.join('、')}）` : '';
      return zh
        ? `重新计算的结果不同：${found.file}${which}`
        : `recomputed differently: ${found.file}${which}`;
    }
    case 'database_row':
      return zh
        ? `数据库中的行与归档文件不符：${found.form}，${found.file} › ${found.sheet} 第${found.row}行`
        : `row in the database differs from the archived file: ${found.form}, ${found.file} › ${found.sheet} row ${found.row}`;
    case 'record_damaged':
      return zh
        ? `旧发布的记录已损坏，读不出来：${found.file}。现在的成果不受影响；请从备份恢复它，或移走它所在的文件夹`
        : `the record of an earlier publication is damaged: ${found.file}. The current one is not affected; bring it back from a backup, or move its folder away`;
    case 'history_broken':
      return zh
        ? `第${found.number}次发布记录的上一次 run.json 与现存的不符，发布历史被改动`
        : `publication ${found.number} names another run.json before it: the history was rewritten`;
  }
}
