/** What to do next, in order. */
import type { FindingsData, PageData } from '../../audit-page/data.js';
import { askable } from '../../unit/report.js';
import type { FormLine, Step } from '../api/board.js';
import type { Head } from '../api/protocol.js';
import type { Recorded } from '../recorded.js';
import { noticesOf, reminderOf } from './notices.js';

interface Known {
  readonly head: Head;
  readonly forms: readonly FormLine[];
  /** null: it was never published. */
  readonly published: {
    readonly record: Recorded;
    readonly page: PageData;
    readonly findings: FindingsData;
  } | null;
}

export function stepsOf({ head, forms, published }: Known): Step[] {
  const files = forms.some(({ file }) => file !== '');
  if (!published) {
    return files ? [{ kind: 'publish', title: '发布', detail: '报表已经放入，还没有发布', text: '' }] : [];
  }
  const open: Step[] = [
    ...(head.changed ? [changedStep(head.changed.words)] : []),
    ...questionStep(published.findings, head.period),
    ...remindStep(forms, published.record),
    ...correctStep(forms, published.record),
    ...checkStep(published.page),
    ...templateStep(published.findings),
  ];
  if (head.sealed !== '') return open.filter(({ kind }) => kind === 'publish');
  const before = open.length === 0 ? '都办完了，可以定稿' : `前面还有 ${open.length} 件没有办完`;
  return [...open, { kind: 'seal', title: '定稿', detail: before, text: '' }];
}

const changedStep = (words: string): Step => ({
  kind: 'publish',
  title: '重新发布',
  detail: `发布以后，报表又有变动：${words}`,
  text: '',
});

/** Questions that the step names. */
const mostNamed = 3;

/** What nobody has answered yet, each header or word once. */
function questionStep(findings: FindingsData, period: string): Step[] {
  const asked = findings.filter(
    ({ rule, waivedBy, file }) => askable.has(rule) && waivedBy === '' && file.startsWith(`${period}/`),
  );
  const questions = new Map(
    asked.map((one) => [JSON.stringify([one.file, one.rule, one.value || one.message]), one]),
  );
  if (questions.size === 0) return [];
  const named = [...questions.values()].slice(0, mostNamed).map(questionWords);
  const detail = `${named.join('；')}${questions.size > mostNamed ? '等' : ''}`;
  return [{ kind: 'answer', title: `回答 ${questions.size} 个问题`, detail, text: '' }];
}

/** 产业资金.xlsx C9 的“特色产业”是哪一种？; of what has no word, the first clause of what is said. */
function questionWords({ file, cell, value, message }: FindingsData[number]): string {
  const place = [file.split('/').at(-1), cell].filter(Boolean).join(' ');
  return value === '' ? `${place}：${message.split(/[；。]/)[0]}` : `${place} 的“${value}”是什么？`;
}

function remindStep(forms: readonly FormLine[], record: Recorded): Step[] {
  const wanted = forms.filter(({ status }) => status === 'late' || status === 'owed');
  const late = wanted.filter(({ status }) => status === 'late');
  if (wanted.length === 0) return [];
  const departments = new Set(wanted.map(({ department }) => department)).size;
  const shown = (late.length > 0 ? late : wanted)
    .slice(0, 3)
    .map(({ department, title, words }) => `${department}：${title}，${words}`);
  return [
    {
      kind: 'remind',
      title: `催报 ${departments} 个部门`,
      detail: shown.join('；'),
      text: reminderOf(record),
    },
  ];
}

function correctStep(forms: readonly FormLine[], record: Recorded): Step[] {
  const held = forms.filter(
    ({ heldBack, status }) => heldBack > 0 || status === 'unreadable' || status === 'unknown_form',
  );
  const files = new Set(held.map(({ file }) => file)).size;
  if (files === 0) return [];
  const rows = held.reduce((sum, { heldBack }) => sum + heldBack, 0);
  const text = noticesOf(record)
    .filter((notice) => notice.text.includes('请更正：'))
    .map((notice) => notice.text)
    .join('\n\n');
  return [{ kind: 'correct', title: `退回 ${files} 份更正表`, detail: `共 ${rows} 行暂缓`, text }];
}

function checkStep({ checks }: PageData): Step[] {
  const failed = checks.filter(
    ({ side, severity, outcome }) => side === 'current' && severity === 'error' && outcome === 'fail',
  );
  if (failed.length === 0) return [];
  const detail = failed
    .slice(0, 3)
    .map(({ label }) => label)
    .join('；');
  return [{ kind: 'check', title: `核对 ${failed.length} 处勾稽不符`, detail, text: '' }];
}

/** Marks of the township's templates that could not be filled. */
function templateStep(findings: FindingsData): Step[] {
  const marks = findings.filter(({ file, waivedBy }) => file.startsWith('templates/') && waivedBy === '');
  if (marks.length === 0) return [];
  return [
    { kind: 'template', title: `检查 ${marks.length} 处模板标记`, detail: marks[0]?.message ?? '', text: '' },
  ];
}
