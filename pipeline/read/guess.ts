/** Which column of a sheet could fill a column of a form that the sheet lacks: a guess, to be confirmed by a person. */
import { type Alias, type Column, type ColumnSpec, type Form, isAsked } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { readerOf } from '../normalise/column.js';
import { formUnit } from '../normalise/column-unit.js';
import { comparableHeader, headerLikeness, likelyValue } from '../normalise/likeness.js';
import { type Context, noAliases } from '../normalise/row.js';
import { type Answers, type ColumnAnswer, noAnswers } from '../recognise/answers.js';
import { aliasWithin } from '../recognise/header/match.js';
import { readingsOf, saidOf } from '../recognise/header/readings.js';
import { readHeader, words } from '../recognise/header/text.js';
import type { TableColumn } from '../recognise/table.js';

/** A column of a table with some of its texts. */
export interface SampledColumn {
  readonly column: TableColumn;
  readonly samples: readonly string[];
}

/** A column of the sheet for one of the form. */
export interface Guess {
  readonly field: string;
  readonly column: TableColumn;
  /** From 0 to 1. */
  readonly likely: number;
}

export interface GuessedForm {
  readonly form: Form;
  readonly guesses: readonly Guess[];
}

/** Less likely columns are not proposed: of what the form requires, and of what it may lack. */
const LEAST_REQUIRED = 0.6;
const LEAST_OTHER = 0.72;
/** Values that a column of the kind cannot read speak against it. */
const LEAST_FITTING = 0.6;
/** A column that has the very name: some of its cells may be answered or mended. */
const LEAST_FITTING_NAMED = 0.3;

/**
 * Columns of the form that the table lacks, each with the likeliest of the columns that nothing else reads. A column that is
 * likelier something that nobody asks for (开工时间) is proposed for nothing else (竣工日期).
 */
export function guessColumns(
  form: Form,
  columns: readonly SampledColumn[],
  context: Pick<Context, 'asOf' | 'answers'>,
): readonly Guess[] {
  const taken = new Set(columns.flatMap(({ column }) => column.field ?? []));
  const supplied = suppliedIn(form, context.answers);
  const isOpen = (field: string, spec: ColumnSpec) =>
    !supplied.has(field) && (isAsked(spec) || spec.inFigures || form.key.includes(field));
  const lacking = Object.entries(form.columns).filter(([field]) => !taken.has(field));
  const unread = columns.filter((one) => isUnread(one, lacking));
  const joined = lacking.flatMap(([field, { spec }]) => joinedGuess(field, spec, unread));
  const inJoined = new Set(joined.flatMap(({ of }) => of));
  const free = unread.filter(({ column }) => !inJoined.has(column));
  const pairs = lacking.flatMap(([field, { spec }]) =>
    free.flatMap((sampled): Guess[] => {
      const likely = likelihood(form, field, spec, sampled, context);
      return likely >= (isAsked(spec) ? LEAST_REQUIRED : LEAST_OTHER)
        ? [{ field, column: sampled.column, likely }]
        : [];
    }),
  );
  return [...joined.map(({ guess }) => guess), ...bestPairs(pairs)].filter(({ field }) => {
    const spec = form.columns[field]?.spec;
    return spec !== undefined && isOpen(field, spec);
  });
}

/** Whether nothing reads a column yet; 编号 is a serial number only where it is not what the form calls its number. */
function isUnread(
  { column }: SampledColumn,
  lacking: readonly (readonly [string, Column<unknown>])[],
): boolean {
  if (column.header === '') return false;
  if (column.role === 'unknown') return true;
  return (
    column.role === 'serial' && lacking.some(([, { spec }]) => spec.hints.headers.includes(column.header))
  );
}

/** Two columns that make one: 路线起点 and 路线终点 for 起点 and 终点. */
function joinedGuess(
  field: string,
  spec: ColumnSpec,
  unread: readonly SampledColumn[],
): { readonly guess: Guess; readonly of: readonly TableColumn[] }[] {
  const named = (header: string) =>
    unread.find(({ column }) => words(column.header).includes(header))?.column;
  for (const [first, second] of spec.joinedFrom) {
    const [a, b] = [named(first), named(second)];
    if (!a || !b || a === b) continue;
    const column = { ...a, header: `${a.header}+${b.header}` };
    return [{ guess: { field, column, likely: 0.9 }, of: [a, b] }];
  }
  return [];
}

const suppliedIn = (form: Form, { values }: Answers): ReadonlySet<string> =>
  new Set(values.flatMap((one) => (one.form === form.id && one.text === '' ? [one.field] : [])));

function bestPairs(pairs: readonly Guess[]): readonly Guess[] {
  const chosen: Guess[] = [];
  for (const pair of [...pairs].sort((a, b) => b.likely - a.likely || a.column.column - b.column.column)) {
    const isFree = chosen.every(({ field, column }) => field !== pair.field && column !== pair.column);
    if (isFree) chosen.push(pair);
  }
  return chosen;
}

function likelihood(
  form: Form,
  field: string,
  spec: ColumnSpec,
  { column, samples }: SampledColumn,
  { asOf, answers }: Pick<Context, 'asOf' | 'answers'>,
): number {
  const fit = fitOf(spec, aliasWithin(spec, column.header), samples, asOf);
  const named = Math.max(
    nameLikeness(form, spec, column, asOf),
    answeredElsewhere(answers.columns, form, field, column),
  );
  if (fit < (named >= 0.95 ? LEAST_FITTING_NAMED : LEAST_FITTING)) return 0;
  // A code with its check digit is known whatever its header says.
  const isCode = spec.kind === 'credit_code' || spec.kind === 'identity_number';
  if (isCode && samples.length > 0 && fit > 0.8) return Math.max(0.9, named);
  return named < 0.4 ? 0 : 0.75 * named + 0.25 * fit;
}

function nameLikeness(form: Form, spec: ColumnSpec, column: TableColumn, asOf: string): number {
  const names = [spec.header, ...spec.aliases.map(({ header }) => header), ...spec.hints.headers].map(
    (name) => comparableHeader(readHeader(name).key),
  );
  const parts = column.header.split('/');
  const readings = readingsOf({ column: column.column, parts, unit: column.unit, stated: column.stated });
  const year = Number(asOf.slice(0, 4));
  return Math.max(
    0,
    ...readings.map(({ key, around, level }) => {
      const said = saidOf([...around, key], form, spec, year);
      const weight = said === 'other' ? 0.6 : said === 'nothing' && level > 0 ? 0.98 : 1;
      return weight * Math.max(...names.map((name) => headerLikeness(comparableHeader(key), name)));
    }),
  );
}

/** What the same header has been answered to mean in another form. */
function answeredElsewhere(
  columns: readonly ColumnAnswer[],
  form: Form,
  field: string,
  { header }: TableColumn,
): number {
  const key = readHeader(header).key;
  const same = columns.some(
    (one) => one.form !== form.id && one.field === field && readHeader(one.header).key === key,
  );
  return same ? 0.95 : 0;
}

/** The share of some texts that the column reads, or would with words that are proposed. */
function fitOf(spec: ColumnSpec, alias: Alias | null, samples: readonly string[], asOf: string): number {
  if (samples.length === 0) return 1;
  const context = { unitNames: [], otherUnits: [], asOf, aliases: noAliases, answers: noAnswers };
  const around = { context, date1904: false, inKey: false, checked: () => true, aliases: () => false };
  const read = readerOf(spec, alias, { ...around, unit: formUnit(spec), shift: () => null });
  const fitting = samples.filter((text) => {
    let fails = false;
    const value = read(text, Kind.text, (_, severity) => {
      fails ||= severity === 'error';
    });
    return (value !== undefined && !fails) || likelyValue(spec, text) !== null;
  });
  const isText = spec.kind === 'text' || spec.kind === 'name' || spec.kind === 'list';
  const amounts = isText ? samples.filter((text) => /^-?\d+\.\d+$|^\d{4}[-/.年]\d/.test(text)).length : 0;
  return (fitting.length - amounts) / samples.length;
}

/**
 * The form that a table of no known form most likely is: with columns that are guessed it has all that the form
 * requires, and most of its columns are the form's.
 * @param known columns of each form that the table has without a guess.
 */
export function guessForm(
  forms: readonly Form[],
  columns: readonly SampledColumn[],
  context: Pick<Context, 'asOf' | 'answers'>,
  surroundings: string,
): GuessedForm | null {
  const named = columns.filter(({ column }) => column.header !== '' && column.role === 'unknown').length;
  const said = [surroundings, ...columns.map(({ column }) => column.header)].join(' ');
  const candidates = forms.flatMap((form): (GuessedForm & { matched: number })[] => {
    const known = knownColumns(form, columns);
    const as = columns.map((one) => {
      const field = known.get(one.column) ?? null;
      return field === null ? one : { ...one, column: { ...one.column, field, role: 'field' as const } };
    });
    const guesses = guessColumns(form, as, context);
    // A table of which nothing is known for sure may be about anything, unless it says what it lists.
    const saysWhat = form.about.some((word) => said.includes(word));
    if (!saysWhat && known.size * 2 < guesses.length) return [];
    const found = new Set([...known.values(), ...guesses.map(({ field }) => field)]);
    const date = form.shape.kind === 'events' ? form.shape.date : null;
    const supplied = suppliedIn(form, context.answers);
    const lacks = Object.entries(form.columns).filter(
      ([field, { spec }]) =>
        spec.required && !found.has(field) && !supplied.has(field) && field !== date && field !== form.parts,
    );
    // A village may be in the title, and what a list or an answer can supply is no reason against the form.
    const isComplete = lacks.every(
      ([, { spec }]) =>
        spec.choices !== null ||
        spec.kind === 'yes_no' ||
        (spec.names === 'village' && surroundings.includes('村')),
    );
    const isAdmitted =
      form.recognisedBy === null ||
      form.recognisedBy.columns.some((column) => found.has(column)) ||
      form.recognisedBy.words.some((word) => surroundings.includes(word));
    const matched = found.size;
    return isComplete &&
      isAdmitted &&
      guesses.length > 0 &&
      matched >= 2 &&
      matched * 5 >= named * (saysWhat ? 1.6 : 2)
      ? [{ form, guesses, matched: matched - lacks.length / 2 }]
      : [];
  });
  const [best, next] = candidates.sort((a, b) => b.matched - a.matched);
  return best && best.matched !== next?.matched ? best : null;
}

/** The columns whose names the form knows as they are. */
function knownColumns(form: Form, columns: readonly SampledColumn[]): Map<TableColumn, string> {
  const known = new Map<TableColumn, string>();
  for (const [field, { spec }] of Object.entries(form.columns)) {
    const names = new Set(
      [spec.header, ...spec.aliases.map(({ header }) => header)].map((h) => readHeader(h).key),
    );
    const found = columns.find(
      ({ column }) =>
        !known.has(column) &&
        readingsOf({ column: column.column, parts: column.header.split('/'), unit: null, stated: [] }).some(
          ({ key }) => names.has(key),
        ),
    );
    if (found) known.set(found.column, field);
  }
  return known;
}
