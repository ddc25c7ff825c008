/**
 * `defineForm`: a department's form as data (DESIGN idea 2). The table, the Kysely row type, the header
 * recogniser, the row validation, the blank form and the documentation follow from it.
 *
 * ```ts
 * export const roads = defineForm({
 *   id: 'roads',
 *   title: '村级道路修建',
 *   departments: ['村镇建设办', '交通办'],
 *   shape: events('completed_date'),
 *   key: ['village', 'road_name', 'section', 'completed_date'],
 *   label: ['road_name'],
 *   columns: {
 *     village: village('所属村').alias('所在村', '途经村').refersTo('villages').required(),
 *     length: measure('长度', 'length', '公里').alias('里程', '修建里程').required(),
 *     nature: choice('建设性质', { 新建: [], 改建: [], 硬化: [], 养护: ['修缮', '维修'] }).required(),
 *   },
 * });
 * ```
 */

import type { Column, RowValues, Rule } from './columns.js';

export * from './columns.js';

/** A state on a date, or a list of things that happened, each on the date in the column named. */
export type Shape = { readonly kind: 'roster' } | { readonly kind: 'events'; readonly date: string };
export const roster: Shape = { kind: 'roster' };
export const events = (date: string): Shape => ({ kind: 'events', date });

/** What a list says of a column. */
export interface SetByList {
  /** What an entry gives to its row. */
  readonly entry: string | number;
  /** What every other row then has; null: what it has. */
  readonly others: string | number | null;
  /** Values of the column that say of a row what an entry says. */
  readonly means: readonly (string | number)[];
}

/** A list of names that supplies a column which the form's own sheets lack. */
export interface FormList {
  readonly id: string;
  /** As it is named to people. */
  readonly title: string;
  /** Words of a title or sheet name by which it is known. */
  readonly words: readonly string[];
  readonly sets: Readonly<Record<string, SetByList>>;
  /** Columns that it may have of its own for its entries. */
  readonly carries?: readonly string[];
}

export interface Form {
  readonly id: string;
  /** The form's Chinese name. */
  readonly title: string;
  /** Who may send it, the one that owes it first. */
  readonly departments: readonly string[];
  readonly shape: Shape;
  /** Words of a title, sheet name or header that speak of what it lists; a sheet is guessed by them, never read. */
  readonly about: readonly string[];
  /** Columns that together name a row from year to year. */
  readonly key: readonly string[];
  /** The columns by which a person knows a row. */
  readonly label: readonly string[];
  /** The key where a part of `key` is empty; `'all'`: every column. null: an incomplete key matches nothing. */
  readonly keyElse: 'all' | null;
  readonly columns: Readonly<Record<string, Column<unknown>>>;
  /** Beyond its columns, the form is only recognised with one of these words in title or sheet name, or with one of these columns. */
  readonly recognisedBy: {
    readonly words: readonly string[];
    readonly columns: readonly string[];
    /** With a word alone, it must have so many columns beside its key. */
    readonly beside: number;
  } | null;
  /** Events only: whether a row whose date lies in another year is in order all the same. */
  readonly alsoInOrder: Rule<(row: RowValues, year: number) => boolean> | null;
  /** A column by whose values the form may be sent, or declared nil, in parts. */
  readonly parts: string | null;
  /** Titles of the form may also name the next year (2022年度医保 is paid in 2021). */
  readonly titleMayNameNextYear: boolean;
  /**
   * Events whose key holds a number that restarts each month or sheet: rows are one thing only where these columns
   * are the same as well. `namesOne`: the number names one case, which other content contradicts in one sheet, too.
   */
  readonly number?: { readonly with: readonly string[]; readonly namesOne: boolean };
  /** Rows of one key that differ in this column are parts, which add up (two investors of one project). */
  readonly partsBy?: string;
  /** What stretches over several places may be listed by each of them, under one name with one size and section. */
  readonly shared?: {
    readonly by: string;
    readonly name: string;
    readonly section: string;
    readonly size: string;
  };
  /** Offices keep it as a ledger: a line with an amount under `received` alone is no spending, and `unread` is not read. */
  readonly ledger?: {
    readonly spent: string;
    /** Headers. */
    readonly received: readonly string[];
    readonly unread: readonly string[];
  };
  /** Its figures are planned values: 计划 and 设计 are its own words, 完成 and 本年 those of another kind. */
  readonly planned?: true;
  /** Not every township has what it lists: it is owed only where `owed.csv` names it. */
  readonly owedWhereNamed?: true;
  /** Lists that may supply columns which its sheets lack. */
  readonly lists: readonly FormList[];
  /** The columns by one of which an entry of a list names its row. */
  readonly namedBy: readonly string[];
  /** It is the form of such a list. */
  readonly listOf?: { readonly form: string; readonly list: FormList };
  /** The column by whose values an amount is broken down: 支出类别. */
  readonly category?: string;
  /** The column by which rows are compared when only a few of them are named: the largest first. */
  readonly sizeBy?: string;
  /** What people call it when a row of a roster comes to count or counts no longer; the first that applies. */
  readonly changeWords?: readonly ChangeWord[];
  /** Sets of columns that the queries on large submissions need an index for, after unit and period. */
  readonly indexes: readonly (readonly string[])[];
}

/** A word for a change between two dates: 升规 where 是否规上 was 否 and is 是. */
export interface ChangeWord {
  readonly word: string;
  /** The column that made the change. */
  readonly column: string;
  /** Whether the row counts now, or counted before. */
  readonly counts: boolean;
  /** Only where the column says one of these now; else whatever it says. */
  readonly now?: readonly (string | number)[];
}

type Declared<C extends Record<string, Column<unknown>>> = Pick<Form, 'title' | 'departments' | 'shape'> & {
  readonly key: readonly (keyof C & string)[];
  /** Else the first column of the key. */
  readonly label?: readonly (keyof C & string)[];
  readonly columns: C;
} & Partial<
    Pick<
      Form,
      | 'about'
      | 'keyElse'
      | 'recognisedBy'
      | 'alsoInOrder'
      | 'parts'
      | 'titleMayNameNextYear'
      | 'ledger'
      | 'planned'
      | 'owedWhereNamed'
      | 'number'
      | 'partsBy'
      | 'shared'
      | 'category'
      | 'sizeBy'
      | 'changeWords'
      | 'indexes'
      | 'lists'
      | 'namedBy'
    >
  >;

/** Every form may carry these two beside its own columns. */
export const serialHeaders = ['序号', '编号', 'No.', 'No'] as const;
export const remarkHeaders = ['备注', '说明'] as const;

/**
 * A form from its declaration; the types of its columns stay known.
 * @throws Error when key, label, event date, parts, recognisedBy, unitOf and notBefore name a column that the form does not have.
 */
export function defineForm<const I extends string, C extends Record<string, Column<unknown>>>(
  declared: { readonly id: I } & Declared<C>,
): Form & { readonly id: I; readonly columns: C } {
  const form = {
    label: declared.key.slice(0, 1),
    about: [],
    keyElse: null,
    recognisedBy: null,
    alsoInOrder: null,
    parts: null,
    titleMayNameNextYear: false,
    indexes: [],
    lists: [],
    namedBy: [],
    ...declared,
  };
  const named = [
    ...form.key,
    ...form.label,
    ...(form.shape.kind === 'events' ? [form.shape.date] : []),
    ...(form.parts ? [form.parts] : []),
    ...(form.recognisedBy?.columns ?? []),
    ...(form.number?.with ?? []),
    ...(form.partsBy ? [form.partsBy] : []),
    ...(form.ledger ? [form.ledger.spent, ...form.ledger.unread] : []),
    ...(form.shared ? Object.values(form.shared) : []),
    ...(form.category ? [form.category] : []),
    ...(form.sizeBy ? [form.sizeBy] : []),
    ...(form.changeWords ?? []).map(({ column }) => column),
    ...form.indexes.flat(),
    ...form.namedBy,
    ...form.lists.flatMap(({ sets, carries }) => [...Object.keys(sets), ...(carries ?? [])]),
    ...Object.values(form.columns).flatMap(({ spec }) => [
      ...(spec.unitOf === null ? [] : [spec.unitOf]),
      ...(spec.notBefore === null ? [] : [spec.notBefore]),
    ]),
  ];
  for (const name of named) {
    if (!(name in form.columns)) throw new Error(`form ${form.id}: there is no column ${name}`);
  }
  return form;
}

/** Name of the view that holds the keys of all rows of a form, held back or not: checks may read it. */
export const keysView = (form: string): string => `${form}_keys`;

/** The columns that are empty in a line of a ledger that holds no spending. */
export const emptyInReceipts = ({ ledger }: Pick<Form, 'ledger'>): ReadonlySet<string> =>
  new Set(ledger ? [ledger.spent, ...ledger.unread] : []);

/** The stored row of a form: its columns by name, with the types that they were declared with. */
export type RowOf<F extends { readonly columns: Record<string, Column<unknown>> }> = {
  [K in keyof F['columns']]: F['columns'][K] extends Column<infer T> ? T : never;
};
