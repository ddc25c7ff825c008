/** `status --headers`: headers and words that no form knew, by form, with how often and in which files. */
import { forms } from '../forms/index.js';
import type { Options } from '../options.js';
import { openReadOnlyOf } from '../store/open.js';
import { type UnknownWord, unknownWords } from '../store/unknown-words.js';
import { compareText } from '../text/fold.js';
import { say, sayJson } from './text/say.js';

interface MetWord extends Pick<UnknownWord, 'form' | 'header' | 'word'> {
  /** Tables with the header, or rows with the word. */
  readonly times: number;
  /** Below inputs/. */
  readonly files: readonly string[];
}

/** Files that are named for each on the terminal. */
const mostFiles = 3;

/** @returns 0: what was met is no fault. */
export async function metWordsCommand(options: Options): Promise<number> {
  const store = await openReadOnlyOf(options);
  const { unit, period, json, lang } = options;
  const met = store === null ? [] : gathered(unknownWords(store, unit, period));
  await store?.close();
  if (json) sayJson(met);
  else say(text(met, lang === 'zh'));
  return 0;
}

/** By form in the forms' order, those of no form last; the most frequent first. */
function gathered(words: readonly UnknownWord[]): MetWord[] {
  const met = new Map<string, MetWord>();
  for (const { unit, form, header, word, file, times } of words) {
    const id = JSON.stringify([form, header, word]);
    const before = met.get(id);
    const files = [...new Set([...(before?.files ?? []), `${unit}/${file}`])];
    met.set(id, { form, header, word, times: (before?.times ?? 0) + times, files });
  }
  const order = (form: string | null) =>
    form === null ? forms.length : forms.findIndex(({ id }) => id === form);
  return [...met.values()].sort(
    (a, b) =>
      order(a.form) - order(b.form) ||
      b.files.length - a.files.length ||
      b.times - a.times ||
      compareText(a.header, b.header) ||
      compareText(a.word ?? '', b.word ?? ''),
  );
}

function text(met: readonly MetWord[], zh: boolean): string {
  if (met.length === 0) return zh ? '没有读不懂的表头和用词。\n' : 'Every header and word is known.\n';
  const lines: string[] = [];
  let form: string | null | undefined;
  for (const one of met) {
    if (one.form !== form) {
      form = one.form;
      const title = forms.find(({ id }) => id === form)?.title;
      lines.push(title ?? (zh ? '不属于任何报表' : 'None of the forms'));
    }
    const name = one.word === null ? one.header : `${one.header}：${one.word}`;
    const named = one.files.slice(0, mostFiles).join(zh ? '、' : ', ');
    const rest = one.files.length - mostFiles;
    const more = rest > 0 ? (zh ? ` 等${one.files.length}个文件` : ` and ${rest} more`) : '';
    lines.push(`  ${name}  ${zh ? `${one.times}次` : `${one.times} times`}  ${named}${more}`);
  }
  return `${lines.join('\n')}\n`;
}
