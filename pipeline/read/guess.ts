/** Which column of a sheet could fill a column of a form that the sheet lacks: a guess, to be confirmed by a person. */
import { type ColumnSpec, type Form, isAsked } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { readerOf } from '../normalise/column.js';
import { formUnit } from '../normalise/column-unit.js';
import { comparableHeader, headerLikeness, likelyValue } from '../normalise/likeness.js';
import { type Context, noAliases } from '../normalise/row.js';
import { type Answers, type ColumnAnswer, noAnswers } from '../recognise/answers.js';
import { readingsOf, saidOf } from '../recognise/header/readings.js';
import { readHeader } from '../recognise/header/text.js';
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

/** Columns of the form that the table lacks, each with the likeliest of the columns that nothing else reads. */
export function guessColumns(
  form: Form,
  columns: readonly SampledColumn[],
  context: Pick<Context, 'asOf' | 'answers'>,
): readonly Guess[] {
  const taken = new Set(columns.flatMap(({ column }) => column.field ?? []));
  const supplied = suppliedIn(form, context.answers);
  const open = Object.entries(form.columns).filter(
    ([field, { spec }]) => !taken.has(field) && !supplied.has(field) && (isAsked(spec) || spec.inFigures),
  );
  const free = columns.filter(({ column }) => column.role === 'unknown' && column.header !== '');
  const pairs = open.flatMap(([field, { spec }]) =>
    free.flatMap((sampled): Guess[] => {
      const likely = likelihood(form, field, spec, sampled, context);
      return likely >= (isAsked(spec) ? LEAST_REQUIRED : LEAST_OTHER)
        ? [{ field, column: sampled.column, likely }]
        : [];
    }),
  );
  return bestPairs(pairs);
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
  const fit = fitOf(spec, samples, asOf);
  if (fit < LEAST_FITTING) return 0;
  const named = Math.max(
    nameLikeness(form, spec, column, asOf),
    answeredElsewhere(answers.columns, form, field, column),
  );
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
function fitOf(spec: ColumnSpec, samples: readonly string[], asOf: string): number {
  if (samples.length === 0) return 1;
  const context = { unitNames: [], otherUnits: [], asOf, aliases: noAliases, answers: noAnswers };
  const around = { context, date1904: false, inKey: false, checked: () => true, aliases: () => false };
  const read = readerOf(spec, null, { ...around, unit: formUnit(spec), shift: () => null });
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
  const candidates = forms.flatMap((form): (GuessedForm & { matched: number })[] => {
    const known = knownColumns(form, columns);
    const as = columns.map((one) => {
      const field = known.get(one.column) ?? null;
      return field === null ? one : { ...one, column: { ...one.column, field, role: 'field' as const } };
    });
    const guesses = guessColumns(form, as, context);
    // A table of which nothing is known for sure may be about anything.
    if (known.size * 2 < guesses.length) return [];
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
    return isComplete && isAdmitted && guesses.length > 0 && matched >= 2 && matched * 5 >= named * 2
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
