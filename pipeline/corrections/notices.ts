/** `notices/<department>.txt`: what a department still owes and which cells it should mend, ready to send; masked. */

import { checkName } from '../check-page/packet.js';
import { maskText } from '../findings/mask.js';
import type { Owed } from '../inputs/settings.js';
import { departmentFile } from '../publication/department-file.js';
import { chineseDate } from '../publication/labels.js';
import type { Publication, PublishedFinding, SubmissionLine } from '../publication/publication.js';
import { dueDate } from '../publication/submissions.js';
import { correctionNames } from './names.js';

/** Of a file, so many findings are named; the rest are in its correction. */
const mostFindings = 30;
/** Where nobody knows whose a file is: no form recognises it. */
const nobody = '未识别部门';

interface Notice {
  readonly department: string;
  readonly owed: string[];
  readonly files: string[];
}

/**
 * The notices of a township's own period by their paths, one for each department that has something to do.
 * @param owed who sends what until when; null: all forms, without a deadline.
 */
export function noticeFiles(
  publication: Publication,
  owed: readonly Owed[] | null,
): ReadonlyMap<string, Uint8Array> {
  const { township, asOf, period, submissions } = publication;
  const notices = new Map<string, Notice>();
  const noticeTo = (department: string): Notice => {
    const name = departmentFile(department || nobody);
    const notice = notices.get(name) ?? { department: department || nobody, owed: [], files: [] };
    notices.set(name, notice);
    return notice;
  };
  for (const line of submissions) {
    if (line.status === 'owed' || line.status === 'late') {
      noticeTo(line.department).owed.push(
        owedLine(
          line,
          owed?.find(({ form }) => form === line.form),
          period,
        ),
      );
    }
  }
  const own = submissions.filter((line) => line.period === period && line.file !== '');
  const names = correctionNames([...new Set(own.map(({ file }) => below(file, period)))]);
  for (const [file, errors] of errorsByFile(publication, period)) {
    const lines = own.filter((line) => line.file === file);
    // A file that cannot be opened has no sheet to be marked.
    const isReadable = lines.some(({ status }) => status !== 'unreadable' && status !== 'deferred');
    const correction = isReadable ? (names.get(below(file, period)) ?? null) : null;
    const department = lines.find((line) => line.department !== '')?.department ?? '';
    noticeTo(department).files.push(fileLines(below(file, period), lines, errors, correction));
  }
  const head = `${township.name} 截至${chineseDate(asOf)}的报表，请办理以下事项。`;
  return new Map(
    [...notices].map(([name, notice]) => [
      `notices/${name}.txt`,
      new TextEncoder().encode(`\ufeff${noticeText(head, notice)}`),
    ]),
  );
}

const below = (file: string, period: string) => file.slice(period.length + 1);

/** Errors of a file that no one has accepted: the first of them, and how many there are. */
interface FileErrors {
  readonly first: PublishedFinding[];
  count: number;
}

/** By file of the period. */
function errorsByFile(publication: Publication, period: string): Map<string, FileErrors> {
  const byFile = new Map<string, FileErrors>();
  for (const found of publication.findings()) {
    if (found.severity !== 'error' || found.waivedBy !== '' || !found.file.startsWith(`${period}/`)) continue;
    const errors = byFile.get(found.file) ?? { first: [], count: 0 };
    byFile.set(found.file, errors);
    if (errors.count++ < mostFindings) errors.first.push(found);
  }
  return byFile;
}

function owedLine({ formTitle, status }: SubmissionLine, owed: Owed | undefined, period: string): string {
  const due = owed ? dueDate(owed, period) : null;
  if (due === null) return formTitle;
  return `${formTitle}（${chineseDate(due)}前${status === 'late' ? '，已逾期' : ''}）`;
}

function fileLines(
  file: string,
  lines: readonly SubmissionLine[],
  { first, count }: FileErrors,
  correction: string | null,
): string {
  const title = lines.find(({ formTitle }) => formTitle !== '')?.formTitle;
  const held = lines.reduce((sum, { rowsHeldBack }) => sum + rowsHeldBack, 0);
  const facts = [
    ...(held > 0 ? [`暂缓${held}行`] : []),
    ...(correction === null ? [] : [`差错已标在更正表 ${maskText(correction)} 中，改好后发回`]),
  ];
  const head = `${title ? `《${title}》` : ''}${maskText(file)}${facts.length > 0 ? `（${facts.join('；')}）` : ''}`;
  const shown = first.map(({ sheet, cell, row, message }) => {
    const place = [maskText(sheet), cell || (row === null ? '' : `第${row}行`)].filter(Boolean).join(' › ');
    return `   ${place === '' ? '' : `${place}：`}${message}`;
  });
  const rest = count - shown.length;
  return [head, ...shown, ...(rest > 0 ? [`   …另有${rest}处，见更正表`] : [])].join('\r\n');
}

function noticeText(head: string, { department, owed, files }: Notice): string {
  const part = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : [[title, ...entries.map((entry, at) => `${at + 1}. ${entry}`)].join('\r\n')];
  const parts = [...part('请报送：', owed), ...part('请更正：', files)];
  const packet = `${departmentFile(department)}.zip`;
  const check = `报送之前请自查：在电脑上打开随空白表发的 ${packet}，双击其中的“${checkName}”，把填好的表拖进去。`;
  const close = department === nobody ? [] : [check];
  return `${[`${department}：`, head, ...parts, ...close].join('\r\n\r\n')}\r\n`;
}
