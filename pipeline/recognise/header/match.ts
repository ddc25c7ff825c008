/** Which form a header is, and which column is which of its fields (DOMAIN B “Which form”). */
import { type Alias, type Form, remarkHeaders, serialHeaders } from '../../forms/define.js';
import { otherReadings, readHeader } from './text.js';

/** A column of a header: its parts from top to bottom, without repeats and without rows of units. */
export interface HeaderColumn {
  readonly column: number;
  readonly parts: readonly string[];
  /** Unit of a unit row or of the parts, as written. */
  readonly unit: string | null;
}

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
  readonly assignments: readonly Assignment[];
}

export const noMatch: FormMatch = { form: null, ambiguous: [], missing: [], assignments: [] };

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

/** Whether any form knows this header. */
export function knowsHeader(forms: readonly Form[], header: string): boolean {
  return indexOf(forms).byKey.has(readHeader(header).key);
}

/** The names under which a column may be known, the surest first. */
function namesOf(
  column: HeaderColumn,
  year: number | null,
): { key: string; level: number; unit: string | null }[] {
  const keys = column.parts.map((part) => readHeader(part).key).filter((key) => key !== '');
  const last = keys.at(-1);
  if (last === undefined) return [];
  const names: { key: string; level: number; unit: string | null }[] = [];
  for (let from = 0; from < keys.length - 1; from++) {
    names.push({ key: keys.slice(from).join(''), level: 0, unit: null });
  }
  names.push({ key: last, level: keys.length === 1 ? 0 : 1, unit: null });
  for (const other of otherReadings(last, year)) names.push({ ...other, level: 2 });
  return names;
}

/** The standard header wins, then the joined name, then the order of the aliases (DOMAIN B). */
function rank(entry: Entry, level: number): number {
  if (level === 2) return 1e6 + entry.order;
  if (entry.order < 0) return level;
  return level === 0 ? 10 + entry.order : 1000 + entry.order;
}

interface Pair extends Assignment {
  readonly rank: number;
}

/**
 * Matches a header against the forms.
 * @param surroundings title and sheet name, for forms that are only recognised by a word there
 * @param year of the period; aliases in use until an earlier year are not read
 */
export function matchForms(
  columns: readonly HeaderColumn[],
  forms: readonly Form[],
  surroundings: string,
  year: number | null,
): FormMatch {
  const { byKey } = indexOf(forms);
  const pairs = new Map<number, Pair[]>();
  for (const column of columns) {
    for (const name of namesOf(column, year)) {
      for (const entry of byKey.get(name.key) ?? []) {
        const until = entry.alias?.until;
        if (until !== undefined && year !== null && until < year) continue;
        const list = pairs.get(entry.form) ?? [];
        pairs.set(entry.form, list);
        list.push({
          column: column.column,
          field: entry.field,
          alias: entry.alias,
          joinedWith: null,
          unit: name.unit,
          rank: rank(entry, name.level),
        });
      }
    }
  }
  const candidates = forms
    .flatMap((form, i) => {
      const own = pairs.get(i);
      return own || canJoin(form) ? [candidate(form, own ?? [], columns)] : [];
    })
    .filter((c) => c.matched > 0 && isAdmitted(c, surroundings));
  return choose(candidates);
}

/** Whether two columns that are none of its own may make one of the form's. */
function canJoin(form: Form): boolean {
  return Object.values(form.columns).some(({ spec }) => spec.joinedFrom.length > 0);
}

interface Candidate {
  readonly form: Form;
  readonly assignments: readonly Assignment[];
  readonly matched: number;
  readonly required: number;
  readonly missing: readonly string[];
}

function candidate(form: Form, pairs: Pair[], columns: readonly HeaderColumn[]): Candidate {
  pairs.sort((a, b) => a.rank - b.rank || a.column - b.column);
  const byField = new Map<string, Pair>();
  const byColumn = new Map<number, Pair>();
  for (const pair of pairs) {
    if (byField.has(pair.field)) continue;
    const taken = byColumn.get(pair.column);
    if (taken && !areRange(form, taken.field, pair.field)) continue;
    byField.set(pair.field, pair);
    if (!taken) byColumn.set(pair.column, pair);
  }
  const assignments: Assignment[] = [...byField.values()];
  const specs = Object.entries(form.columns);
  for (const [field, { spec }] of specs) {
    if (byField.has(field)) continue;
    const joined = joinedColumns(spec.joinedFrom, columns, byColumn);
    if (joined) assignments.push({ field, alias: null, unit: null, ...joined });
  }
  const found = new Set(assignments.map((a) => a.field));
  const required = specs.filter(([, { spec }]) => spec.required);
  const missing = required.filter(([field]) => !found.has(field)).map(([, { spec }]) => spec.header);
  const matched = new Set(
    assignments.flatMap((a) => (a.joinedWith === null ? [a.column] : [a.column, a.joinedWith])),
  );
  return { form, assignments, matched: matched.size, required: required.length, missing };
}

function areRange(form: Form, a: string, b: string): boolean {
  const ends = [form.columns[a]?.spec.rangeEnd, form.columns[b]?.spec.rangeEnd];
  return ends.includes('lower') && ends.includes('upper');
}

function joinedColumns(
  joinedFrom: readonly (readonly [string, string])[],
  columns: readonly HeaderColumn[],
  taken: ReadonlyMap<number, unknown>,
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
  return (
    by.words.some((word) => surroundings.includes(word)) || c.assignments.some((a) => a.field === by.column)
  );
}

function choose(candidates: readonly Candidate[]): FormMatch {
  const most = (list: readonly Candidate[]) => {
    const top = Math.max(...list.map((c) => c.matched));
    return list.filter((c) => c.matched === top);
  };
  const complete = candidates.filter((c) => c.missing.length === 0);
  const lacking = candidates.filter((c) => {
    const there = c.required - c.missing.length;
    return there >= 2 && there * 2 >= c.required;
  });
  const best = most(complete.length > 0 ? complete : lacking);
  const [only] = best;
  if (!only) return noMatch;
  if (best.length > 1) return { ...noMatch, ambiguous: best.map((c) => c.form) };
  return { form: only.form, ambiguous: [], missing: only.missing, assignments: only.assignments };
}
