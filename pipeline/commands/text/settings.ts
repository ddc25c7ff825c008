/** Lines of the township's settings that did nothing, for the summary. */
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
