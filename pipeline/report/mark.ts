/**
 * The marks of a report template: those of workbook templates (`{{id.field[group]@period}}`, `{{unit}}`), with
 * the wordings of a sentence as further fields, and with conditions and loops around text.
 */
import { particularColumns } from '../publication/particulars.js';
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
  'direction',
  'change_size',
  'wan',
  'yi',
  'rounded',
  'numeral',
  'names',
  'named',
  'gap',
  'claim',
  'coverage',
  'range',
] as const;
export type ReportField = (typeof reportFields)[number];

/** What a condition may ask of a figure; without a test: whether there is a value. */
export const tests = [
  'exists',
  'owed',
  'stated',
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
  'year_so_far',
  'previous_year',
  'as_of',
  'previous_as_of',
  'since',
  'until',
] as const;
export type ReportName = (typeof reportNames)[number];

export const loopNames = ['group', 'number', 'numeral'] as const;
export type LoopName = (typeof loopNames)[number];

export const flags = ['full_year', 'compared', 'first', 'last'] as const;
export type Flag = (typeof flags)[number];

/** What a tag says without its #, ^ or /. */
export type ReportMark =
  | { readonly kind: 'name'; readonly name: ReportName }
  | { readonly kind: 'in_loop'; readonly name: LoopName }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /**
   * `projects`: loops over its groups; `.gaps`: the words for its missing figures; `.listed`: has it groups. Of `part`
   * only those that count in `projects.<part>.count`, or `others`: those that count in none.
   */
  | {
      readonly kind: 'family';
      readonly family: string;
      readonly part: string | null;
      readonly ask: 'loop' | 'gaps' | 'listed';
    }
  /** `projects.investor[*]`: words of its form. */
  | {
      readonly kind: 'particular';
      readonly family: string;
      readonly column: string;
      readonly group: string | null;
    }
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

/** The first steps of the ids (projects, communities), each with the parts of it that can be looped over. */
export type Families = ReadonlyMap<string, ReadonlySet<string>>;

export function readMark(inner: string, families: Families): ReportMark {
  const text = typed(inner);
  const name = reportNames.find((n) => n === text);
  if (name) return { kind: 'name', name };
  const inLoop = loopNames.find((n) => n === text);
  if (inLoop) return { kind: 'in_loop', name: inLoop };
  const flag = flags.find((n) => n === text);
  if (flag) return { kind: 'flag', flag };
  const family = familyMark(text, families);
  if (family) return family;
  const shape = figureShape.exec(text);
  if (!shape) return { kind: 'malformed' };
  const [, path = '', group, behind = '', period] = shape;
  const each = group !== undefined && /^[*＊]$/.test(group.trim());
  const steps = path.split('.');
  const [first = '', column = ''] = steps;
  if (steps.length === 2 && group !== undefined && behind === '' && hasParticular(first, column)) {
    return { kind: 'particular', family: first, column, group: each ? null : group.trim() };
  }
  const known = (step: string | undefined) => [...reportFields, ...tests].find((f) => f === step);
  if (behind !== '' && !known(behind.slice(1))) return { kind: 'malformed' };
  const last = steps.length > 1 && behind === '' ? known(steps.at(-1)) : undefined;
  if (last) steps.pop();
  return {
    kind: 'figure',
    id: steps.join('.'),
    field: known(behind.slice(1)) ?? last ?? 'value',
    group: each ? null : (group?.trim() ?? null),
    each,
    period: period ?? null,
  };
}

/** `projects`, `projects.gaps`, `projects.others`, `projects.over_100m.listed`; null: none of these. */
function familyMark(text: string, families: Families): ReportMark | null {
  const [family = '', ...more] = text.split('.');
  const parts = families.get(family);
  if (!parts) return null;
  const part = more[0] !== undefined && parts.has(more[0]) ? more[0] : null;
  const [ask, ...rest] = part === null ? more : more.slice(1);
  if (rest.length > 0) return null;
  if (ask === undefined) return { kind: 'family', family, part, ask: 'loop' };
  if (ask === 'listed' || (ask === 'gaps' && part === null)) return { kind: 'family', family, part, ask };
  return null;
}

function hasParticular(family: string, column: string): boolean {
  const known: Readonly<Record<string, readonly string[]>> = particularColumns;
  return known[family]?.slice(1).includes(column) ?? false;
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
