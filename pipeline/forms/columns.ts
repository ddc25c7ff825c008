/** The columns of a form as data, each kind with its builder: `length: measure('长度', 'length', '公里').required()`. */
import type { Personal } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { type DimensionName, dimensions, type Per, type UnitOf } from './units.js';

/** A rule that needs a function carries the sentence that says it, for the documentation. */
export interface Rule<F> {
  readonly sentence: string;
  readonly holds: F;
}

/** The values of a row so far, as stored (text, whole numbers of the smallest unit, ISO dates; null: empty). */
export type RowValues = Readonly<Record<string, string | number | null>>;

export interface Alias {
  readonly header: string;
  /** Last year in which departments used this header. */
  readonly until?: number;
  /** A warning's rule id, where the header says not quite the same. */
  readonly warn?: RuleId;
  /**
   * Words of this header's cells, and the word that is read in their place: 是 → 一般纳税人. 是 and 否 stand for all
   * ways of writing them. Any other word is an error.
   */
  readonly words?: Readonly<Record<string, string>>;
}

export type ColumnKind =
  | 'text'
  | 'name'
  | 'choice'
  | 'yes_no'
  | 'date'
  | 'year'
  | 'measure'
  | 'credit_code'
  | 'identity_number'
  | 'phone'
  | 'division_code'
  | 'list';

/** Where the median of a measure lies, and the units in which offices write it (DOMAIN E). */
export interface Plausible {
  /** Both ends included, in the dimension's smallest unit. */
  readonly from: number;
  readonly to: number;
  /** As people read it: 10元, 200万元. */
  readonly shown: readonly [string, string];
  /** Beside the form's own unit. */
  readonly usual: readonly string[];
}

/** Everything that a form says of one of its columns. */
export interface ColumnSpec {
  readonly kind: ColumnKind;
  /** The standard header. */
  readonly header: string;
  readonly aliases: readonly Alias[];
  /** Two headers whose cells are joined with – where neither the header nor an alias stands, e.g. 起点 + 终点. */
  readonly joinedFrom: readonly (readonly [string, string])[];
  /** `!` of DOMAIN B: the column must stand in the header, and a row whose cell is not understood is held back. */
  readonly required: boolean;
  /** `•` of DOMAIN B: without it, or with a cell that is not understood, only the figures that need it are not known. */
  readonly needed: boolean;
  /** Whether a cell may be empty: always true of an optional column. */
  readonly mayBeEmpty: boolean | Rule<(row: RowValues) => boolean>;
  readonly personal: Personal | null;
  /** kind name: which list of `aliases.csv` its names meet through. */
  readonly names: NameKind | null;
  /** kind choice: allowed value → other ways of writing it. */
  readonly choices: Readonly<Record<string, readonly string[]>> | null;
  /** kind choice: patterns for values that are not fixed words. */
  readonly patterns: readonly { readonly pattern: RegExp; readonly value: string }[];
  /** kinds choice and yes_no: words and the word that is read in their place, under any header. */
  readonly words: Readonly<Record<string, string>>;
  /** kind choice: what is understood and is no value of the form: kept under a word of its own, which no figure counts. */
  readonly apart: readonly { readonly pattern: RegExp; readonly value: string }[];
  readonly dimension: DimensionName | null;
  /** kind measure: the unit that the form reports in. */
  readonly unit: string | null;
  /** kind measure: false where a value without a stated unit is an error. */
  readonly defaultUnit: boolean;
  /** kind measure: what an office's column without a unit can mean; null: its default unit holds whatever the size. */
  readonly plausible: Plausible | null;
  /** kind measure: one column “3-5年” fills the lower end here and the upper end in the column named. */
  readonly rangeEnd: 'lower' | 'upper' | null;
  /** The column whose unit this one names: empty, it takes what that cell or its header says (3亿只). */
  readonly unitOf: string | null;
  /** kind date: how precise it is asked for. */
  readonly precision: 'day' | 'month' | 'year';
  /** kind date: a year alone stands for its last day. */
  readonly yearAlone: boolean;
  readonly default: string | number | null;
  /** What holds for every row where the column is missing, which is then said; null: nothing. */
  readonly whereMissing: string | number | null;
  readonly defaultFrom: Rule<(row: RowValues) => string | number | null> | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether a figure reads it where it stands: else a cell that is not understood is a warning, and empty. */
  readonly inFigures: boolean;
  /** kind identity_number: the check digit is only asked for where this holds. */
  readonly checkedWhere: Rule<(row: RowValues) => boolean> | null;
  /** The form in whose first key column every value of this one should stand. */
  readonly refersTo: string | null;
  /** kind date: the column of the form whose date comes first. */
  readonly notBefore: string | null;
  /** By these headers and words a meaning is proposed, to be confirmed (`inspect --suggest`); nothing is read by them. */
  readonly hints: {
    readonly headers: readonly string[];
    /** kind choice: allowed value → words. */
    readonly words: Readonly<Record<string, readonly string[]>>;
  };
  /** For the blank form and the documentation. */
  readonly note: string;
  readonly example: string;
}

type Amount = readonly [amount: number, unit: string];

/** A column under construction; `T` is the type of its stored value. Each method gives a new column. */
export interface Column<T> {
  readonly spec: ColumnSpec;
  /** Not there at run time: carries the type. */
  readonly value?: T;
  alias(...headers: (string | Alias)[]): Column<T>;
  joined(first: string, second: string): Column<T>;
  required(): Column<NonNullable<T>>;
  /** Needed by some figures only. */
  needed(): Column<T>;
  /** Asked for in the header, but cells may be empty; with a rule, only where it holds. */
  mayBeEmpty(sentence?: string, holds?: (row: RowValues) => boolean): Column<T | null>;
  personal(as: Personal): Column<T>;
  default(value: NonNullable<T>): Column<NonNullable<T>>;
  /** Where the column is missing every row has this value, with a warning; a cell may not be empty. */
  whereMissing(value: NonNullable<T>): Column<T>;
  defaultFrom(sentence: string, from: (row: RowValues) => NonNullable<T> | null): Column<T>;
  checkedWhere(sentence: string, holds: (row: RowValues) => boolean): Column<T>;
  matching(pattern: RegExp, value: T & string): Column<T>;
  words(words: Readonly<Record<string, string>>): Column<T>;
  /** What belongs to another table: its row is accepted, with a warning, and no figure counts it. */
  apart(pattern: RegExp, value: string): Column<T>;
  between(minimum: number | null, maximum: number | null): Column<T>;
  mustNameUnit(): Column<T>;
  /** A year alone is read as its last day. */
  yearAlone(): Column<T>;
  /** The range in which the median of the column lies, each end with its unit, and the other units that are usual. */
  plausible(from: Amount, to: Amount, ...usual: readonly string[]): Column<T>;
  /** A figure reads it, although it need not stand in the header. */
  inFigures(): Column<T>;
  /** Names the unit of that column, which may also stand in its cells or header. */
  unitOf(column: string): Column<T>;
  /** The other form lists what may stand here: what it does not list is a warning (`sql/checks/generic/`). */
  refersTo(form: string): Column<T>;
  /** A date before that of the other column is an error (`sql/checks/generic/`). */
  notBefore(column: string): Column<T>;
  /** What is proposed where nobody has said what such a header means; nothing is read by it. */
  hint(...headers: string[]): Column<T>;
  /** What is proposed where nobody has said what such words mean. */
  hintWords(words: { readonly [V in T & string]?: readonly string[] }): Column<T>;
  note(note: string): Column<T>;
  example(example: string): Column<T>;
}

function column<T>(spec: ColumnSpec): Column<T> {
  const next = <U = T>(change: Partial<ColumnSpec>) => column<U>({ ...spec, ...change });
  return {
    spec,
    alias: (...headers) =>
      next({
        aliases: [...spec.aliases, ...headers.map((a) => (typeof a === 'string' ? { header: a } : a))],
      }),
    joined: (first, second) => next({ joinedFrom: [...spec.joinedFrom, [first, second]] }),
    required: () => next<NonNullable<T>>({ required: true, mayBeEmpty: false, inFigures: true }),
    needed: () => next({ needed: true, mayBeEmpty: false, inFigures: true }),
    mayBeEmpty: (sentence, holds) =>
      next<T | null>({
        required: !spec.needed,
        inFigures: true,
        mayBeEmpty: sentence !== undefined && holds ? { sentence, holds } : true,
      }),
    personal: (as) => next({ personal: as }),
    default: (value) => next<NonNullable<T>>({ default: value as string | number }),
    whereMissing: (value) =>
      next({ whereMissing: value as string | number, mayBeEmpty: false, inFigures: true }),
    defaultFrom: (sentence, from) =>
      next({ defaultFrom: { sentence, holds: from as (row: RowValues) => string | number | null } }),
    checkedWhere: (sentence, holds) => next({ checkedWhere: { sentence, holds } }),
    matching: (pattern, value) => next({ patterns: [...spec.patterns, { pattern, value }] }),
    words: (words) => next({ words: { ...spec.words, ...words } }),
    apart: (pattern, value) => next({ apart: [...spec.apart, { pattern, value }] }),
    between: (minimum, maximum) => next({ minimum, maximum }),
    mustNameUnit: () => next({ defaultUnit: false }),
    yearAlone: () => next({ yearAlone: true }),
    plausible: (from, to, ...usual) =>
      next({ plausible: plausibleOf(spec, from, to, usual), inFigures: true }),
    inFigures: () => next({ inFigures: true }),
    unitOf: (of) => next({ unitOf: of }),
    refersTo: (form) => next({ refersTo: form }),
    notBefore: (other) => next({ notBefore: other }),
    hint: (...headers) => next({ hints: { ...spec.hints, headers: [...spec.hints.headers, ...headers] } }),
    hintWords: (words) =>
      next({ hints: { ...spec.hints, words: words as Readonly<Record<string, readonly string[]>> } }),
    note: (note) => next({ note }),
    example: (example) => next({ example }),
  };
}

function plausibleOf(spec: ColumnSpec, from: Amount, to: Amount, usual: readonly string[]): Plausible {
  const smallest = ([amount, unit]: Amount) => {
    const [numerator, denominator] = smallestPerUnit(spec, unit);
    return (amount * numerator) / denominator;
  };
  for (const unit of usual) smallestPerUnit(spec, unit);
  const shown = ([amount, unit]: Amount) => `${amount.toLocaleString('en-US')}${unit}`;
  return { from: smallest(from), to: smallest(to), shown: [shown(from), shown(to)], usual };
}

/** What may be known by several names. */
export type NameKind = 'village' | 'project' | 'community' | 'enterprise';

const blank: Omit<ColumnSpec, 'kind' | 'header'> = {
  aliases: [],
  joinedFrom: [],
  required: false,
  needed: false,
  mayBeEmpty: true,
  personal: null,
  names: null,
  choices: null,
  patterns: [],
  words: {},
  apart: [],
  dimension: null,
  unit: null,
  defaultUnit: true,
  plausible: null,
  rangeEnd: null,
  unitOf: null,
  precision: 'day',
  yearAlone: false,
  default: null,
  whereMissing: null,
  defaultFrom: null,
  minimum: null,
  maximum: null,
  inFigures: false,
  checkedWhere: null,
  refersTo: null,
  notBefore: null,
  hints: { headers: [], words: {} },
  note: '',
  example: '',
};

/** Free text. */
export const text = (header: string) => column<string | null>({ ...blank, kind: 'text', header });

/** A list of names in one cell, kept as written. */
export const list = (header: string) => column<string | null>({ ...blank, kind: 'list', header });

/** A village; matches without its ending (村民委员会, 村委会, 村) and through `aliases.csv`. */
export const village = (header: string) =>
  column<string | null>({ ...blank, kind: 'name', header, names: 'village' });

/** A project, community or enterprise; its names meet through `aliases.csv`. */
export const named = (header: string, names: Exclude<NameKind, 'village'>) =>
  column<string | null>({ ...blank, kind: 'name', header, names });

/** One of a list of codes; each with the other ways in which departments write it. */
export const choice = <V extends string>(header: string, choices: Readonly<Record<V, readonly string[]>>) =>
  column<V | null>({ ...blank, kind: 'choice', header, choices });

/** How departments write yes and no (DOMAIN B), in capitals where there are any. */
export const yesWords = ['是', '√', '✓', '☑', '有', 'Y', '1', 'TRUE', '对'] as const;
export const noWords = ['否', '×', '✗', '无', 'N', '0', 'FALSE'] as const;

/** `words` of an alias whose cells say yes or no where the column takes one of two values. */
export const yesNoMeans = (yes: string, no: string) => ({ 是: yes, 否: no });

/** 是/否 in all its variants; stored as 1 and 0. */
export const yesNo = (header: string) => column<0 | 1 | null>({ ...blank, kind: 'yes_no', header });

/** A date, stored as ISO text. With precision month or year the shorter notations are in order. */
export const date = (header: string, precision: 'day' | 'month' | 'year' = 'day') =>
  column<string | null>({ ...blank, kind: 'date', header, precision });

/** A calendar year. */
export const year = (header: string) => column<number | null>({ ...blank, kind: 'year', header });

/** A quantity, stored as a whole number of the smallest unit of its dimension. */
export const measure = <D extends DimensionName>(header: string, dimension: D, unit: UnitOf<D>) =>
  column<number | null>({ ...blank, kind: 'measure', header, dimension, unit });

/** The ends of a range written in one cell (“3-5年”), under two columns of the form with the same aliases. */
export const range = (header: string, end: 'lower' | 'upper', unit: UnitOf<'years'>) =>
  column<number | null>({ ...blank, kind: 'measure', header, dimension: 'years', unit, rangeEnd: end });

/** 统一社会信用代码 (GB 32100-2015). */
export const creditCode = (header: string) =>
  column<string | null>({ ...blank, kind: 'credit_code', header });

/** 公民身份号码 (GB 11643-1999). */
export const identityNumber = (header: string) =>
  column<string | null>({ ...blank, kind: 'identity_number', header, personal: 'identity' });

export const phone = (header: string) =>
  column<string | null>({ ...blank, kind: 'phone', header, personal: 'phone' });

/** A name of a person that is personal data. */
export const person = (header: string) =>
  column<string | null>({ ...blank, kind: 'text', header, personal: 'name' });

/** 统计用区划代码, 12 digits. */
export const divisionCode = (header: string) =>
  column<string | null>({ ...blank, kind: 'division_code', header });

/** Whether departments are asked for the column: `!` or `•` of DOMAIN B. */
export const isAsked = ({ required, needed }: Pick<ColumnSpec, 'required' | 'needed'>): boolean =>
  required || needed;

/** How many of the smallest unit one unit of the column is; 1 for a column that is no measure. */
export function smallestPerUnit(spec: ColumnSpec, unit: string | null = spec.unit): Per {
  if (spec.dimension === null || unit === null) return [1, 1];
  const units: Readonly<Record<string, Per>> = dimensions[spec.dimension].units;
  const per = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (!per) throw new Error(`${unit} is no unit of ${dimensions[spec.dimension].name}`);
  return per;
}
