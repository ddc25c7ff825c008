/** A revision in words, for the terminal. */

import type { Lang } from '../../options.js';
import { revisionWords } from '../../publication/labels.js';
import type { Revision, RevisionReason } from '../../publication/revision.js';

const english: Readonly<Record<RevisionReason, string>> = {
  late_file: 'late file',
  correction: 'correction',
  definition: 'definition',
  setting: 'setting',
  program: 'program',
};

/** The figure, from what to what, why and since when, in one line. */
export function revisionLine(revision: Revision, lang: Lang): string {
  const { group, label, unit, was, value, reason, files, since } = revision;
  const zh = lang === 'zh';
  const name = group === '' ? label : `${label}${zh ? `（${group}）` : ` (${group})`}`;
  const said = (amount: string | null) => amount ?? (zh ? '缺' : 'missing');
  const why = [zh ? revisionWords[reason] : english[reason], ...files].join(zh ? '：' : ': ');
  return zh
    ? `${name} ${said(was)} → ${said(value)}${unit}（${why}），自 ${since}`
    : `${name} ${said(was)} → ${said(value)} ${unit} (${why}), since ${since}`;
}
