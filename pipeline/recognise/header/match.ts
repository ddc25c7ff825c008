/** Which form a header is, and which column is which of its fields (DOMAIN B “Which form”). */

import {
  type Alias,
  type ColumnSpec,
  type Form,
  isAsked,
  remarkHeaders,
  serialHeaders,
} from '../../forms/define.js';
import { creditCheck, inCreditAlphabet } from '../../text/codes.js';
import { type AnsweredColumn, type Answers, answeredColumns, isAnsweredHeader } from '../answers.js';
import { suppliedByTitle } from '../title-facts.js';
import type { Piece } from '../units/grammar.js';
import { type HeaderColumn, periodWordsOf, type Reading, readingsOf, saidOf } from './readings.js';
import { type Contender, decideRivals, type Samples } from './rivals.js';
import { readHeader, words } from './text.js';

export interface Assignment {
  readonly column: number;
  readonly field: string;
  /** null: the standard header. */
  readonly alias: Alias | null;
  readonly joinedWith: number | null;
  /** A unit that only this reading of the header brought to light. */
  readonly unit: string | null;
}

export interface FormMatch {
  /** The form that it is, or lacks columns of; null: unknown or ambiguous. */
  readonly form: Form | null;
  readonly ambiguous: readonly Form[];
  /** Standard headers of required columns that were not found. */
  readonly missing: readonly string[];
  /** The same of columns that only some figures need, or whose absence means something. */
  readonly absent: readonly string[];
  readonly assignments: readonly Assignment[];
  /** Columns that could have filled a field that another fills, or that another time or kind keeps from it. */
  readonly passedOver: readonly number[];
  /** Columns of which one would fill a field, and nothing decides which. */
  readonly undecided: readonly (readonly number[])[];
  /** Columns whose meaning the township has answered. */
  readonly answered: readonly AnsweredColumn[];
  /** What the title says of columns that the header lacks. */
  readonly byTitle: ReadonlyMap<string, string>;
}

export const noMatch: FormMatch = {
  form: null,
  ambiguous: [],
  missing: [],
  absent: [],
  assignments: [],
  passedOver: [],
  undecided: [],
  answered: [],
  byTitle: new Map(),
};

interface Entry {
  readonly form: number;
  readonly field: string;
  readonly alias: Alias | null;
  /** Position among the aliases; -1 for the standard header. */
  readonly order: number;
}

interface FormIndex {
  readonly byKey: ReadonlyMap<string, readonly Entry[]>;
}

const indexes = new WeakMap<readonly Form[], FormIndex>();

function indexOf(forms: readonly Form[]): FormIndex {
  const kept = indexes.get(forms);
  if (kept) return kept;
  const byKey = new Map<string, Entry[]>();
  const put = (header: string, entry: Entry) => {
    const { key } = readHeader(header);
    const entries = byKey.get(key);
    if (entries) entries.push(entry);
    else byKey.set(key, [entry]);
  };
  forms.forEach((form, i) => {
    for (const [field, { spec }] of Object.entries(form.columns)) {
      put(spec.header, { form: i, field, alias: null, order: -1 });
      spec.aliases.forEach((alias, order) => {
        put(alias.header, { form: i, field, alias, order });
      });
    }
  });
  const made = { byKey };
  indexes.set(forms, made);
  return made;
}

const serials: ReadonlySet<string> = new Set(serialHeaders.map((h) => readHeader(h).key));
const remarks: ReadonlySet<string> = new Set(remarkHeaders.map((h) => readHeader(h).key));

export const isSerialHeader = (header: string): boolean => serials.has(readHeader(header).key);
export const isRemarkHeader = (header: string): boolean => remarks.has(readHeader(header).key);

/** Whether any form knows this header, or the township has answered it. */
export function knowsHeader(forms: readonly Form[], answers: Answers, header: string): boolean {
  return indexOf(forms).byKey.has(readHeader(header).key) || isAnsweredHeader(answers, header);
}

/** The column of a form for which another header could have been meant: one that holds its name. */
export function nearColumn(
  form: Form,
  header: string,
): { readonly field: string; readonly header: string } | null {
  const key = header
    .split('/')
    .map((part) => readHeader(part).key)
    .join('');
  for (const [field, { spec }] of Object.entries(form.columns)) {
    const names = [spec.header, ...spec.aliases.map((alias) => alias.header)].map((h) => readHeader(h).key);
    if (names.some((name) => name.length >= 2 && key.includes(name))) return { field, header: spec.header };
  }
  return null;
}

/** The standard header wins, then the joined name, then the order of the aliases (DOMAIN B). */
function rank(order: number, level: number): number {
  if (level === 2) return 1e6 + order;
  if (order < 0) return level;
  return level === 0 ? 10 + order : 1000 + order;
}

interface Pair extends Assignment, Contender {
  readonly rank: number;
  /** How sure the name is: the standard header alone, in a group, an alias, a word for serial numbers. */
  readonly sure: 0 | 1 | 2 | 3;
}

export interface MatchContext {
  /** Title and sheet name, for forms that are only recognised by a word there. */
  readonly surroundings: string;
  /** Of the period; aliases in use until an earlier year are not read. */
  readonly year: number | null;
  /** Columns that the spreadsheet does not show. */
  readonly hidden: ReadonlySet<number>;
  readonly answers: Answers;
  readonly samples: Samples;
}

/** Matches a header against the forms. */
export function matchForms(
  columns: readonly HeaderColumn[],
  forms: readonly Form[],
  context: MatchContext,
): FormMatch {
  const { byKey } = indexOf(forms);
  const pairs = new Map<number, Pair[]>();
  for (const { column, ...names } of columns) {
    for (const reading of readingsOf({ column, ...names })) {
      for (const entry of byKey.get(reading.key) ?? []) {
        const pair = pairOf(column, reading, entry, forms, context);
        const spec = forms[entry.form]?.columns[entry.field]?.spec;
        if (!pair || isRateOf(spec, names.stated)) continue;
        const list = pairs.get(entry.form);
        if (list) list.push(pair);
        else pairs.set(entry.form, [pair]);
      }
    }
  }
  const candidateOf = (form: Form, i: number): readonly Candidate[] => {
    const own = pairs.get(i);
    const answered = answeredColumns(form.listOf?.form ?? form.id, columns, context.answers);
    return own || canJoin(form) || answered.length > 0 || form.listOf
      ? [candidate(form, own ?? [], columns, answered, context)]
      : [];
  };
  const candidates = forms
    .flatMap((form, i) => (form.listOf ? [] : candidateOf(form, i)))
    .filter((c) => c.matched > 0 && isAdmitted(c, context.surroundings));
  const chosen = choose(candidates);
  // A form of another department that is whole is no list, whatever its title says.
  const own = chosen.missing.length === 0 && chosen.ambiguous.length === 0 ? chosen.form : null;
  const list = listNamed(forms, context.surroundings);
  const registry = list && candidates.find((c) => c.form.id === list.listOf.form);
  if (!list || (own && own.id !== list.listOf.form) || (registry && hasMore(registry, list))) return chosen;
  const found = candidateOf(list, forms.indexOf(list)).map((c) => withCodes(c, columns, context.samples));
  const [as] = found.filter(({ assignments }) => namesRows(list, assignments));
  return as ? matchOf({ ...as, missing: [], absent: [], byTitle: new Map(), passedOver: [] }) : chosen;
}

/** One unit per another (元/亩) measures something else than the form asks for: such a column fills no field. */
function isRateOf(spec: ColumnSpec | undefined, stated: readonly Piece[]): boolean {
  const dimension = spec?.dimension ?? 'plain';
  return (
    dimension !== 'plain' &&
    stated.some((piece) => piece.is === 'rate' && piece.dimensions.includes(dimension))
  );
}

function pairOf(
  column: number,
  { key, level, unit, around, group }: Reading,
  { form: at, field, alias, order }: Entry,
  forms: readonly Form[],
  { year, hidden }: MatchContext,
): Pair | null {
  const form = forms[at];
  const spec = form?.columns[field]?.spec;
  const until = alias?.until;
  if (!form || !spec || (until !== undefined && year !== null && until < year)) return null;
  return {
    column,
    field,
    alias,
    joinedWith: null,
    unit,
    rank: rank(order, level),
    sure: order < 0 ? (group === '' ? 0 : 1) : serials.has(key) ? 3 : 2,
    said: saidOf(alias && !form.planned ? [...around, ...periodWordsOf(key)] : around, form, spec, year),
    hidden: hidden.has(column),
    group,
  };
}

/** Whether two columns that are none of its own may make one of the form's. */
function canJoin(form: Form): boolean {
  return Object.values(form.columns).some(({ spec }) => spec.joinedFrom.length > 0);
}

interface Candidate extends Omit<FormMatch, 'form' | 'ambiguous'> {
  readonly form: Form;
  readonly matched: number;
  /** Columns that departments are asked for, and those of them that the header has. */
  readonly asked: number;
  readonly askedFound: number;
  /** Whether the header has all that it must have. */
  readonly isWhole: boolean;
}

function candidate(
  form: Form,
  pairs: readonly Pair[],
  columns: readonly HeaderColumn[],
  answered: readonly AnsweredColumn[],
  { answers, samples, surroundings }: MatchContext,
): Candidate {
  const contenders = surestOf(withAnswers(form, pairs, answered));
  const left = decideRivals(form, contenders, samples);
  const { byField, byColumn } = assign(form, left);
  const taken = new Set([...byColumn.keys(), ...answered.flatMap(columnsOf)]);
  const assignments: Assignment[] = [...byField.values()];
  const specs = Object.entries(form.columns);
  for (const [field, { spec }] of specs) {
    if (byField.has(field)) continue;
    const joined = joinedColumns(spec.joinedFrom, columns, taken);
    if (joined) assignments.push({ field, alias: null, unit: null, ...joined });
  }
  const found = new Set(assignments.map((a) => a.field));
  const required = specs.filter(([, { spec }]) => spec.required);
  const byTitle = suppliedByTitle(form, surroundings);
  const supplied = new Set([
    ...byTitle.keys(),
    ...answers.values.flatMap((answer) =>
      answer.form === form.id && answer.text === '' ? [answer.field] : [],
    ),
  ]);
  const lacks = (fields: typeof specs) => fields.filter(([field]) => !found.has(field));
  const unsupplied = (fields: typeof specs) =>
    lacks(fields).flatMap(([field, { spec }]) => (supplied.has(field) ? [] : [spec.header]));
  const asked = specs.filter(([, { spec }]) => isAsked(spec));
  const matched = new Set(
    assignments.flatMap((a) => (a.joinedWith === null ? [a.column] : [a.column, a.joinedWith])),
  );
  const undecided = undecidedOf(form, left, byField, byColumn);
  const passedOver = contenders.map(({ column }) => column).filter((column) => !byColumn.has(column));
  return {
    form,
    assignments,
    matched: matched.size,
    asked: asked.length,
    askedFound: asked.length - lacks(asked).length,
    isWhole: lacks(required).length === 0,
    missing: unsupplied(required),
    absent: unsupplied(specs.filter(([, { spec }]) => spec.needed || spec.whereMissing !== null)),
    answered,
    byTitle,
    undecided,
    passedOver: [...new Set(passedOver)].filter((column) => !undecided.flat().includes(column)),
  };
}

const columnsOf = ({ column, joinedWith }: AnsweredColumn): readonly number[] =>
  joinedWith === null ? [column] : [column, joinedWith];

/** The pairs once the township's answers hold: of what it has answered, a column and a field mean nothing else. */
function withAnswers(
  form: Form,
  pairs: readonly Pair[],
  answered: readonly AnsweredColumn[],
): readonly Pair[] {
  const columns = new Set(answered.flatMap(columnsOf));
  const fields = new Set(answered.map(({ answer }) => answer.field));
  return [
    ...answered.flatMap(({ column, joinedWith, answer: { field, header } }): readonly Pair[] => {
      const spec = field === null ? undefined : form.columns[field]?.spec;
      if (field === null || !spec) return [];
      return [{ ...asAnswered, column, joinedWith, field, alias: aliasWithin(spec, header) }];
    }),
    ...pairs.filter((pair) => !columns.has(pair.column) && !fields.has(pair.field)),
  ];
}

/** The alias with words of its own that a header holds: 政治面貌代码 has the words of 政治面貌. */
export function aliasWithin(spec: ColumnSpec, header: string): Alias | null {
  const { key } = readHeader(header);
  return spec.aliases.find((alias) => alias.words && key.includes(readHeader(alias.header).key)) ?? null;
}

const asAnswered = {
  unit: null,
  rank: -1,
  sure: 0,
  said: 'period',
  hidden: false,
  group: '',
} as const;

/** Of the readings of a column for one field the surest, in the order of all. */
function surestOf(pairs: readonly Pair[]): readonly Pair[] {
  const sorted = [...pairs].sort((a, b) => a.rank - b.rank || a.column - b.column);
  const seen = new Set<string>();
  return sorted.filter(({ column, field }) => {
    const key = `${column} ${field}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Gives each field its surest column, and each column one field, but for the two ends of a range. */
function assign(form: Form, pairs: readonly Pair[]) {
  const byField = new Map<string, Pair>();
  const byColumn = new Map<number, Pair>();
  for (const pair of pairs) {
    if (byField.has(pair.field)) continue;
    const taken = byColumn.get(pair.column);
    if (taken && !areRange(form, taken.field, pair.field)) continue;
    byField.set(pair.field, pair);
    if (!taken) byColumn.set(pair.column, pair);
  }
  return { byField, byColumn };
}

/** Fields on which something depends and that two columns could fill with names that are equally sure. */
function undecidedOf(
  form: Form,
  left: readonly Pair[],
  byField: ReadonlyMap<string, Pair>,
  byColumn: ReadonlyMap<number, Pair>,
): readonly (readonly number[])[] {
  return [...byField.values()].flatMap((chosen) => {
    const spec = form.columns[chosen.field]?.spec;
    const matters =
      (spec && isAsked(spec)) || spec?.choices !== null || spec.kind === 'yes_no' || spec.kind === 'date';
    const rivals = left.filter(
      (c) => c.field === chosen.field && c.sure === chosen.sure && !byColumn.has(c.column),
    );
    return matters && rivals.length > 0 ? [[chosen, ...rivals].map(({ column }) => column)] : [];
  });
}

function areRange(form: Form, a: string, b: string): boolean {
  const ends = [form.columns[a]?.spec.rangeEnd, form.columns[b]?.spec.rangeEnd];
  return ends.includes('lower') && ends.includes('upper');
}

function joinedColumns(
  joinedFrom: readonly (readonly [string, string])[],
  columns: readonly HeaderColumn[],
  taken: ReadonlySet<number>,
): { column: number; joinedWith: number } | null {
  const find = (header: string) =>
    columns.find(
      (c) => !taken.has(c.column) && readHeader(c.parts.at(-1) ?? '').key === readHeader(header).key,
    );
  for (const [first, second] of joinedFrom) {
    const a = find(first);
    const b = find(second);
    if (a && b) return { column: a.column, joinedWith: b.column };
  }
  return null;
}

function isAdmitted(c: Candidate, surroundings: string): boolean {
  const by = c.form.recognisedBy;
  if (!by) return true;
  const { assignments, form } = c;
  const beside = assignments.filter(({ field }) => !form.key.includes(field)).length;
  return (
    (by.words.some((word) => surroundings.includes(word)) && beside >= by.beside) ||
    assignments.some(({ field }) => by.columns.includes(field))
  );
}

function choose(candidates: readonly Candidate[]): FormMatch {
  const most = (list: readonly Candidate[]) => {
    const top = Math.max(...list.map((c) => c.matched));
    return list.filter((c) => c.matched === top);
  };
  const lacking = candidates.filter((c) => c.askedFound >= 2 && c.askedFound * 2 >= c.asked);
  const whole = candidates.filter((c) => c.isWhole);
  // What an answer supplies makes a form complete, but no other sheet one of its kind.
  const complete = whole.length > 0 ? whole : lacking.filter((c) => c.missing.length === 0);
  const best = most(complete.length > 0 ? complete : lacking);
  const [only] = best;
  if (!only) return noMatch;
  if (best.length > 1) return { ...noMatch, ambiguous: best.map((c) => c.form) };
  return matchOf(only);
}

function matchOf(only: Candidate): FormMatch {
  const { form, missing, absent, assignments, passedOver, undecided, answered, byTitle } = only;
  return { form, ambiguous: [], missing, absent, assignments, passedOver, undecided, answered, byTitle };
}

type ListForm = Form & { readonly listOf: NonNullable<Form['listOf']> };

/** The list that a title or sheet name speaks of (DOMAIN B, Lists); null: none, or several. */
export function listNamed(forms: readonly Form[], surroundings: string): ListForm | null {
  const text = words(surroundings);
  const named = forms.filter(
    (form): form is ListForm => form.listOf?.list.words.some((word) => text.includes(word)) === true,
  );
  const [only = null] = named;
  return named.length === 1 ? only : null;
}

/** Whether a header has columns of the registry beyond those that name its rows: it is a registry, whatever its title says. */
function hasMore({ form, assignments }: Candidate, list: ListForm): boolean {
  return assignments.some(({ field }) => {
    const spec = form.columns[field]?.spec;
    return spec !== undefined && isAsked(spec) && !(field in list.columns);
  });
}

const namesRows = (list: Form, assignments: readonly Assignment[]): boolean =>
  assignments.some(({ field }) => list.namedBy.includes(field));

/** Codes are known by their values, whatever their header says. */
function withCodes(of: Candidate, columns: readonly HeaderColumn[], samples: Samples): Candidate {
  const code = Object.entries(of.form.columns).find(([, { spec }]) => spec.kind === 'credit_code')?.[0];
  if (code === undefined || of.assignments.some(({ field }) => field === code)) return of;
  const taken = new Set(of.assignments.map(({ column }) => column));
  const found = columns.find(({ column }) => {
    const texts = samples(column);
    return !taken.has(column) && texts.length > 0 && texts.every(isCreditCode);
  });
  if (!found) return of;
  const assignment = { column: found.column, field: code, alias: null, joinedWith: null, unit: null };
  return { ...of, assignments: [...of.assignments, assignment] };
}

const isCreditCode = (text: string): boolean =>
  text.length === 18 && inCreditAlphabet(text) && creditCheck(text) === text[17];
