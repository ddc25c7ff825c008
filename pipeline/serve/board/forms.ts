/** Forms × state: what came, what of it counts, what is owed. */
import { statSync } from 'node:fs';
import { maskText } from '../../findings/mask.js';
import { forms } from '../../forms/index.js';
import type { Period, Submission } from '../../inputs/discover.js';
import type { Settings } from '../../inputs/settings.js';
import type { SubmissionLine, SubmissionStatus } from '../../publication/publication.js';
import { dueDate } from '../../publication/submissions.js';
import { compareText } from '../../text/fold.js';
import type { FormLine } from '../api/board.js';
import type { PeriodFile } from '../api/files.js';

export const stateWords: Readonly<Record<Exclude<SubmissionStatus, 'late'>, string>> = {
  accepted: '收到',
  partly_held_back: '部分暂缓',
  held_back: '整表暂缓',
  nil_return: '零报告',
  superseded: '已被替换',
  unknown_form: '认不出',
  unreadable: '读不了',
  deferred: '正在写入',
  owed: '待报',
};

/**
 * @param lines of the publication; none: it was never published.
 * @param today ISO date.
 */
export function formLines(
  lines: readonly SubmissionLine[],
  period: Period,
  owed: Settings['owed'],
  today: string,
): FormLine[] {
  const present = new Map(period.submissions.map((own) => [maskText(own.file), own]));
  const own = lines.filter((line) => line.period === period.period || line.file === '');
  const published = own.map((line) =>
    formLine(line, present.get(maskText(line.file)), period.period, owed, today),
  );
  const known = new Set(own.map(({ file }) => maskText(file)));
  const fresh = [...present].filter(([file]) => !known.has(file)).map(([file, at]) => freshLine(file, at));
  const order = (form: string) =>
    forms.findIndex(({ id }) => id === form) + (form === '' ? forms.length + 1 : 0);
  return [...published, ...fresh].sort(
    (a, b) => order(a.form) - order(b.form) || compareText(a.file, b.file),
  );
}

function formLine(
  line: SubmissionLine,
  present: Submission | undefined,
  period: string,
  owed: Settings['owed'],
  today: string,
): FormLine {
  const entry = owed?.find(({ form }) => form === line.form);
  const due = entry ? dueDate(entry, period) : null;
  const isGone = line.file !== '' && present === undefined;
  return {
    form: line.form,
    title: line.formTitle,
    department: line.department,
    status: isGone ? 'withdrawn' : line.status,
    words: isGone ? '已撤下，还没有重新发布' : wordsOf(line.status, due, today),
    accepted: line.rowsAccepted,
    heldBack: line.rowsHeldBack,
    file: maskText(line.file),
    sheet: maskText(line.sheet),
    receivedAt: present ? receivedAt(present) : null,
    due,
  };
}

function wordsOf(status: SubmissionStatus, due: string | null, today: string): string {
  if (status !== 'late') return stateWords[status];
  const days = due === null ? 0 : Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000);
  return days > 0 ? `逾期${days}天` : '逾期';
}

function freshLine(file: string, present: Submission): FormLine {
  const line = {
    form: '',
    title: '',
    department: '',
    status: 'new',
    words: '还没有发布',
    accepted: 0,
    heldBack: 0,
  };
  return { ...line, file, sheet: '', receivedAt: receivedAt(present), due: null };
}

const receivedAt = ({ path }: Submission): string => statSync(path).mtime.toISOString();

/** The files of a period, with what became of them. */
export function periodFiles(lines: readonly FormLine[], period: Period): PeriodFile[] {
  return period.submissions.map((own) => {
    const of = lines.filter(({ file }) => file === maskText(own.file));
    const worst = of.find(({ status }) => status !== 'accepted') ?? of[0];
    return {
      file: maskText(own.file),
      bytes: statSync(own.path).size,
      receivedAt: receivedAt(own),
      state: worst?.status ?? 'new',
      words: worst?.words ?? '还没有发布',
    };
  });
}

/** 应报 15 张：收到 13 · 零报告 1 · 逾期 1 */
export function formsWords(lines: readonly FormLine[]): string {
  const byForm = new Map<string, string[]>();
  for (const { form, status } of lines)
    if (form !== '') byForm.set(form, [...(byForm.get(form) ?? []), status]);
  const count = (is: (statuses: readonly string[]) => boolean) => [...byForm.values()].filter(is).length;
  const parts: readonly (readonly [string, number])[] = [
    ['收到', count((of) => of.some((status) => !['owed', 'late', 'nil_return'].includes(status)))],
    ['零报告', count((of) => of.every((status) => status === 'nil_return'))],
    ['待报', count((of) => of.includes('owed'))],
    ['逾期', count((of) => of.includes('late'))],
  ];
  const said = parts.flatMap(([word, forms]) => (forms > 0 ? [`${word} ${forms}`] : []));
  return byForm.size === 0 ? '还没有报表。' : `应报 ${byForm.size} 张：${said.join(' · ')}`;
}
