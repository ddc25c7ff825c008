/**
 * `inspect <file> --suggest`: the lines of `columns.csv` and `values.csv` that answer what a file leaves open; `--accept`
 * adds them, `--withdraw` takes back those that answer it.
 */
import { readdirSync } from 'node:fs';
import { type AnswerEffect, answerEffect } from '../audit/answer-effect.js';
import { maskText } from '../findings/mask.js';
import type { PlacedFile } from '../inputs/file-context.js';
import { parsePeriod } from '../inputs/period.js';
import {
  type Accountable,
  addAnswers,
  answersUsed,
  columnCells,
  valueCells,
  withdrawAnswers,
} from '../inputs/write-answers.js';
import { type Lang, type Options, UsageError } from '../options.js';
import { openLog } from '../program/log.js';
import { suggestIsolated } from '../read/inspect-isolated.js';
import { openReadPool } from '../read/pool.js';
import type { Answers, SettingUse } from '../recognise/answers.js';
import { compareText } from '../text/fold.js';
import { say, sayJson } from './text/say.js';
import { acceptedText, answerLines, suggestionsText, withdrawnText } from './text/suggestions.js';
import type { Usage } from './usage.js';

type Township = NonNullable<PlacedFile['township']>;

export async function suggestCommand(path: string, place: PlacedFile, usage: Usage): Promise<number> {
  const { options, flags } = usage;
  if (flags.accept === true && flags.withdraw === true) {
    throw new UsageError('--accept 和 --withdraw 只能用一个。', 'Give either --accept or --withdraw.');
  }
  if (flags.withdraw === true) return withdraw(path, place, options);
  const suggestions = await suggestIsolated(path, place.context, toStandardError);
  if (flags.accept === true) return accept(path, place, suggestions, usage);
  if (options.json) sayJson(answersJson(suggestions));
  else say(suggestionsText(suggestions, path, options.lang));
  return 0;
}

/** Says below an inspection which lines would answer it, where there are any. */
export async function sayWhatAnswersIt(path: string, { context }: PlacedFile, lang: Lang): Promise<void> {
  const suggestions = await suggestIsolated(path, context, toStandardError);
  if (answerLines(suggestions).length > 0) say(`\n${suggestionsText(suggestions, path, lang)}`);
}

const toStandardError = (error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`);

const answersJson = ({ columns, values }: Answers) => ({
  columns: columns.map(columnCells),
  values: values.map(valueCells),
});

async function accept(
  path: string,
  place: PlacedFile,
  answers: Answers,
  { options, flags }: Usage,
): Promise<number> {
  const { by, reason } = accountable(flags);
  const township = townshipOf(place);
  if (answerLines(answers).length === 0) {
    if (options.json) sayJson({ ...answersJson(answers), rows: [], figures: [] });
    else say(suggestionsText(answers, path, options.lang));
    return 0;
  }
  const effect = await effectOf(path, place, township, answers, { by, reason }, options);
  if (!options.json) say(acceptedText(answers, effect, options.lang));
  await addAnswers(township.folder, answers, { by, reason });
  if (options.json) sayJson({ ...answersJson(answers), ...effectJson(effect) });
  else {
    const written = options.lang === 'zh' ? '已写入' : 'Written into';
    say(`${written} ${township.folder}\n`);
  }
  return 0;
}

/** What the answers would change, with the file in its period, also where it has not been submitted; null: no period is known. */
async function effectOf(
  path: string,
  { submitted }: PlacedFile,
  { unit, folder }: Township,
  answers: Answers,
  who: Accountable,
  options: Options,
): Promise<AnswerEffect | null> {
  const periods = readdirSync(folder).filter((name) => parsePeriod(name) !== null);
  const period = submitted?.period ?? options.period ?? periods.sort(compareText).at(-1);
  if (period === undefined) return null;
  return answerEffect(
    options,
    { unit, period, beside: submitted === null ? path : null },
    (copy) => addAnswers(copy, answers, who),
    openLog(maskText, true),
  );
}

const effectJson = (effect: AnswerEffect | null) => ({
  rows: effect?.sheets ?? [],
  figures: (effect?.figures ?? []).map(({ was, now }) => ({
    id: (now ?? was)?.id,
    group: (now ?? was)?.group,
    was: { value: was?.value ?? null, status: was?.status ?? null },
    now: { value: now?.value ?? null, status: now?.status ?? null },
  })),
});

async function withdraw(path: string, place: PlacedFile, options: Options): Promise<number> {
  const township = townshipOf(place);
  const answers = answersUsed(township.settings, await usedBy(path, place));
  await withdrawAnswers(township.folder, township.settings, answers);
  if (options.json) sayJson(answersJson(answers));
  else say(withdrawnText(answers, options.lang));
  return 0;
}

/** The lines of the settings that reading the file uses. */
async function usedBy(path: string, { context }: PlacedFile): Promise<SettingUse[]> {
  const pool = openReadPool((_, error) => toStandardError(error));
  const used: SettingUse[] = [];
  try {
    for await (const event of pool.read(path, context)) if (event.is === 'end') used.push(...event.used);
  } finally {
    await pool.close();
  }
  return used;
}

function accountable(flags: Usage['flags']): Accountable {
  const { by, reason } = flags;
  if (typeof by !== 'string' || by.trim() === '') {
    throw new UsageError('请写明由谁确认：--by 姓名。', 'Say who confirms it: --by NAME.');
  }
  return { by: by.trim(), reason: typeof reason === 'string' ? reason.trim() : '' };
}

function townshipOf({ township }: PlacedFile): Township {
  if (township) return township;
  throw new UsageError(
    '这个文件不在哪个乡镇的文件夹里，请用 --unit 写明乡镇（inputs 下要有它的文件夹）。',
    "The file lies in no township's folder: name the township with --unit (it needs a folder in inputs).",
  );
}
