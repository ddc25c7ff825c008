/** The marks of templates: `{{id.field[group]@period}}`, and names such as `{{unit}}`; how they are written. */
import { halfWidth } from '../text/fold.js';

export const markFields = [
  'value',
  'previous',
  'change',
  'change_pct',
  'status',
  'rows',
  'unit',
  'label',
] as const;
export type MarkField = (typeof markFields)[number];

export const markNames = ['unit', 'county', 'province', 'year', 'as_of'] as const;
export type MarkName = (typeof markNames)[number];

/** Which figure a mark asks for: `field` of `id`, of one group, of another period than the published one. */
export interface FigureRef {
  readonly id: string;
  readonly group: string | null;
  readonly field: MarkField;
  readonly period: string | null;
}

export type MarkText = { readonly raw: string } & (
  | { readonly kind: 'name'; readonly name: MarkName }
  /** `{{group}}`: the group of the row's copy. */
  | { readonly kind: 'group' }
  /** With `each`: written `[*]` in place of a group. */
  | { readonly kind: 'figure'; readonly ref: FigureRef; readonly each: boolean }
  | { readonly kind: 'malformed' }
);

/** Full-width braces come from a Chinese input method left on; the mark means the same. */
const written = /(?:\{\{|｛｛)([^{}｛｝]*)(?:\}\}|｝｝)/g;
const opening = /\{\{|｛｛/;

/** A text as the marks in it and the texts between them. An opening without an end is a malformed mark. */
export function splitMarks(text: string): (string | MarkText)[] {
  const parts: (string | MarkText)[] = [];
  const between = (piece: string) => {
    const at = piece.search(opening);
    if (at === -1) {
      if (piece !== '') parts.push(piece);
      return;
    }
    if (at > 0) parts.push(piece.slice(0, at));
    parts.push({ raw: piece.slice(at), kind: 'malformed' });
  };
  let at = 0;
  for (const match of text.matchAll(written)) {
    between(text.slice(at, match.index));
    parts.push(parseMark(match[0], match[1] ?? ''));
    at = match.index + match[0].length;
  }
  between(text.slice(at));
  return parts;
}

export function hasMark(text: string): boolean {
  return opening.test(text);
}

function parseMark(raw: string, inner: string): MarkText {
  const malformed: MarkText = { raw, kind: 'malformed' };
  // The group is a name of the data and stays as written; all else may be typed full-width.
  const shape = /^([^[［]*)(?:[[［]([\s\S]*)[\]］])?([^\]］]*)$/.exec(inner);
  if (!shape) return malformed;
  const head = halfWidth(shape[1] ?? '').trim();
  const tail = halfWidth(shape[3] ?? '').trim();
  const group = shape[2]?.trim() ?? null;

  if (group === null && tail === '') {
    const name = markNames.find((n) => n === head);
    if (name) return { raw, kind: 'name', name };
    if (head === 'group') return { raw, kind: 'group' };
  }
  const [path = '', period, ...more] = `${head}${group === null ? '' : '\0'}${tail}`.split('@');
  const [before = '', after = ''] = group === null ? [path] : path.split('\0');
  if (more.length > 0 || period?.trim() === '' || !/^[\w.]+$/.test(before.trim())) return malformed;
  if (period?.includes('\0') || group === '') return malformed;

  const steps = before.trim().split('.');
  const last = markFields.find((f) => f === (after === '' ? steps.at(-1) : after.trim().replace(/^\./, '')));
  if (after.trim() !== '' && (!last || !after.trim().startsWith('.'))) return malformed;
  if (after.trim() === '' && last && steps.length > 1) steps.pop();
  const each = group !== null && /^[*＊]$/.test(group);
  return {
    raw,
    kind: 'figure',
    each,
    ref: {
      id: steps.join('.'),
      group: each ? null : group,
      field: last ?? 'value',
      period: period?.trim() ?? null,
    },
  };
}
