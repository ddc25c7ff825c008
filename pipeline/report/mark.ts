/**
 * The marks of a report template: those of workbook templates (`{{id.field[group]@period}}`, `{{unit}}`), with
 * the wordings of a sentence as further fields, and with conditions and loops around text.
 */
import { markFields } from '../templates/mark.js';
import { halfWidth } from '../text/fold.js';

/** What may be asked of a figure; the first is what a mark without a field asks for. */
export const reportFields = [
  ...markFields,
  'department',
  'definition',
  // Wordings: number and unit, and what must be said of them.
  'text',
  'previous_text',
  'change_text',
  'comparison',
  'growth',
  'claim',
  'coverage',
  'range',
] as const;
export type ReportField = (typeof reportFields)[number];

/** What a condition may ask of a figure; without a test: whether there is a value. */
export const tests = [
  'exists',
  'owed',
  'missing',
  'provisional',
  'zero',
  'increased',
  'decreased',
  'unchanged',
  'delayed',
] as const;
export type Test = (typeof tests)[number];

/** Names of the township and of dates. */
export const reportNames = [
  'unit',
  'short_name',
  'county',
  'province',
  'whole',
  'year',
  'previous_year',
  'as_of',
  'previous_as_of',
  'since',
  'until',
] as const;
export type ReportName = (typeof reportNames)[number];

export const loopNames = ['group', 'number', 'numeral'] as const;
export type LoopName = (typeof loopNames)[number];

export const flags = ['full_year', 'first', 'last'] as const;
export type Flag = (typeof flags)[number];

/** What a tag says without its #, ^ or /. */
export type ReportMark =
  | { readonly kind: 'name'; readonly name: ReportName }
  | { readonly kind: 'in_loop'; readonly name: LoopName }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** `projects`: loops over its groups; `.gaps`: the words for its missing figures; `.listed`: has it groups. */
  | { readonly kind: 'family'; readonly family: string; readonly ask: 'loop' | 'gaps' | 'listed' }
  | FigureMark
  | { readonly kind: 'malformed' };

export interface FigureMark {
  readonly kind: 'figure';
  /** `projects.*.phase1` in a condition: any of them. */
  readonly id: string;
  readonly field: ReportField | Test;
  readonly group: string | null;
  /** `[*]`: the group of the loop. */
  readonly each: boolean;
  readonly period: string | null;
}

const figureShape = /^([\w.*]+)(?:\[(.+)\])?((?:\.\w+)?)(?:@([\w-]+))?$/u;

/** @param families the first steps of the ids that are broken down: projects, communities. */
export function readMark(inner: string, families: ReadonlySet<string>): ReportMark {
  const text = typed(inner);
  const name = reportNames.find((n) => n === text);
  if (name) return { kind: 'name', name };
  const inLoop = loopNames.find((n) => n === text);
  if (inLoop) return { kind: 'in_loop', name: inLoop };
  const flag = flags.find((n) => n === text);
  if (flag) return { kind: 'flag', flag };
  const [family = '', ask, ...more] = text.split('.');
  if (families.has(family) && more.length === 0) {
    if (ask === undefined) return { kind: 'family', family, ask: 'loop' };
    if (ask === 'gaps' || ask === 'listed') return { kind: 'family', family, ask };
  }
  const shape = figureShape.exec(text);
  if (!shape) return { kind: 'malformed' };
  const [, path = '', group, behind = '', period] = shape;
  const steps = path.split('.');
  const known = (step: string | undefined) => [...reportFields, ...tests].find((f) => f === step);
  if (behind !== '' && !known(behind.slice(1))) return { kind: 'malformed' };
  const last = steps.length > 1 && behind === '' ? known(steps.at(-1)) : undefined;
  if (last) steps.pop();
  const each = group !== undefined && /^[*＊]$/.test(group.trim());
  return {
    kind: 'figure',
    id: steps.join('.'),
    field: known(behind.slice(1)) ?? last ?? 'value',
    group: each ? null : (group?.trim() ?? null),
    each,
    period: period ?? null,
  };
}

/** What a Chinese input method left full-width, half-width; the group is a name of the data and stays. */
function typed(inner: string): string {
  const group = /^([^[［]*)[[［]([\s\S]*)[\]］]([^\]］]*)$/.exec(inner);
  if (!group) return halfWidth(inner).trim();
  return `${halfWidth(group[1] ?? '').trim()}[${group[2]}]${halfWidth(group[3] ?? '').trim()}`;
}

/** The first step of an id: its family, where it is broken down. */
export function firstStep(id: string): string {
  return id.split('.')[0] ?? id;
}

/** The ids that a condition means: `*` is any one step. */
export function matching(ids: readonly string[], pattern: string): string[] {
  const steps = pattern.split('.');
  return ids.filter((id) => {
    const own = id.split('.');
    return own.length === steps.length && steps.every((step, at) => step === '*' || step === own[at]);
  });
}
