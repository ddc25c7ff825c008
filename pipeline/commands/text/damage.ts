/** What is wrong with earlier publications that a command reads: said on standard error, beside what it gives. */
import { join } from 'node:path';
import type { Vintage } from '../../history/vintages.js';
import type { Lang } from '../../options.js';
import { alteredFiles } from '../../publish/current.js';
import { namedFiles } from './files.js';
import { complain } from './say.js';

/** @param paths of records (`run.json`) that cannot be read. */
export function complainOfRecords(paths: readonly string[], lang: Lang): void {
  for (const path of paths) {
    complain(
      lang === 'zh'
        ? `! 旧发布的记录已损坏，读不出来，没有列入：${path}。请从备份恢复它，或移走它所在的文件夹。\n`
        : `! The record of an earlier publication is damaged and left out: ${path}. Bring it back from a backup, or move its folder away.\n`,
    );
  }
}

/**
 * Names files of publications that no longer hold what was published.
 * @param isRead which files the command reads.
 * @returns the publications that have none.
 */
export async function unalteredOf(
  vintages: readonly Vintage[],
  isRead: (path: string) => boolean,
  lang: Lang,
): Promise<Vintage[]> {
  const unaltered: Vintage[] = [];
  for (const vintage of vintages) {
    const { number, folder, run } = vintage;
    const altered = await alteredFiles(folder, { files: run.files.filter(({ path }) => isRead(path)) });
    if (altered.length === 0) unaltered.push(vintage);
    else
      complain(
        alteredText(
          number,
          namedFiles(
            altered.map((path) => join(folder, path)),
            lang === 'zh',
          ),
          lang,
        ),
      );
  }
  return unaltered;
}

function alteredText(number: number, names: string, lang: Lang): string {
  return lang === 'zh'
    ? `! 第${number}次发布的文件丢失，或在发布之后被改动：${names}。请从备份恢复；现在的成果可再运行一次重新发布。\n`
    : `! Files of publication ${number} are missing or were altered since: ${names}. Bring them back from a backup; the current publication is made anew by the next run.\n`;
}
