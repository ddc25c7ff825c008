/** What the note of a marked cell says. */
import { severityWords } from '../publication/labels.js';
import type { PublishedFinding } from '../publication/publication.js';

/** Stands between it and what the cell's note said before. */
export const earlierNote = '\n\n原批注：';

/** Of one finding; what was found is masked. */
export function noteText({ severity, problem, value, advice, rule }: PublishedFinding): string {
  return [
    `【${severityWords[severity]}】${problem}`,
    ...(value === '' ? [] : [`填报内容：${value}`]),
    ...(advice === '' ? [] : [`怎么改：${advice}`]),
    `规则：${rule}`,
  ].join('\n');
}

/** What a cell's note said before it was made one of `noteText`; any other note as it stands. */
export function withoutMarks(note: string): string {
  const isOurs = Object.values(severityWords).some((word) => note.startsWith(`【${word}】`));
  if (!isOurs || !note.includes('\n规则：')) return note;
  const before = note.indexOf(earlierNote);
  return before < 0 ? '' : note.slice(before + earlierNote.length);
}
