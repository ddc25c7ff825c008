/** The township's settings in the summary: questions that a line of them would answer, and lines that did nothing. */
import { commandLine } from '../../program/program.js';
import type { SettingLine } from '../../publication/publication.js';

const mostNamed = 8;

/** @returns nothing where every line was used. */
export function idleSettings(settings: readonly SettingLine[], zh: boolean): string[] {
  const idle = settings.filter(({ state }) => state === 'unused' || state === 'expired');
  if (idle.length === 0) return [];
  const named = idle.slice(0, mostNamed).map(({ setting, line, text, state, until }) => {
    const why =
      state === 'expired'
        ? zh
          ? `已过期（${until}）`
          : `expired (${until})`
        : zh
          ? '没有用到'
          : 'matches nothing';
    return zh ? `    ${setting} 第${line}行 ${text}：${why}` : `    ${setting} line ${line} ${text}: ${why}`;
  });
  const rest = idle.length - named.length;
  return [
    zh
      ? `  本镇设置中没有用到或已过期的 ${idle.length} 行，可以删去：`
      : `  Settings that match nothing or have run out (${idle.length}), which may be deleted:`,
    ...named,
    ...(rest > 0
      ? [zh ? `    …另有 ${rest} 行，见 settings.csv` : `    … ${rest} more in settings.csv`]
      : []),
  ];
}

/** How to answer what files leave open. */
export function questionLines(unit: string, files: readonly string[], zh: boolean): string[] {
  if (files.length === 0) return [];
  const named = files
    .slice(0, mostNamed)
    .map((file) => `    ${commandLine} inspect "inputs/${unit}/${file}" --suggest`);
  const rest = files.length - named.length;
  return [
    zh
      ? '  有读不懂的栏目、用词或单位，知道答案的可以确认一次（列出最可能的答案）：'
      : '  Columns, words or units that are not understood; who knows them can answer once (the likeliest answers are listed):',
    ...named,
    ...(rest > 0 ? [zh ? `    …另有 ${rest} 个文件` : `    … ${rest} more files`] : []),
  ];
}
