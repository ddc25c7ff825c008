/** Of a module of its own, at hand from the start: where no more files can be opened, no module can be loaded. */
import type { Lang } from '../options.js';

export const tooManyOpenText: Readonly<Record<Lang, string>> = {
  zh: '系统允许同时打开的文件数不够。请关闭一些程序，或调高上限（ulimit -n，至少 256）后重新运行。',
  en: 'Too many files are open. Close some programs or raise the limit (ulimit -n, at least 256), and run again.',
};

export function isTooManyOpen(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EMFILE', 'ENFILE'].includes(String(error.code));
}
