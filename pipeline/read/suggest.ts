/**
 * What a file leaves open, as the lines of `columns.csv` and `values.csv` that would answer it: the best guess for each,
 * to be confirmed by a person. What the domain decides by itself is not asked.
 */
import type { Form } from '../forms/define.js';
import type { SourceSheet, Workbook } from '../intake/workbook.js';
import { shownText } from '../intake/workbook.js';
import { answeredCells, answersFor, END_OF_PERIOD } from '../normalise/answered.js';
import { choiceReader } from '../normalise/choice.js';
import { normaliser } from '../normalise/index.js';
import { likelyValue, namedValue } from '../normalise/likeness.js';
import { saysEmpty } from '../normalise/reader.js';
import type { Context, Normaliser } from '../normalise/row.js';
import type { ColumnAnswer, ValueAnswer } from '../recognise/answers.js';
import { columnShown } from '../recognise/header/table.js';
import { readHeader, words } from '../recognise/header/text.js';
import type { Table, TableColumn, TableEnd } from '../recognise/table.js';
import { guessColumns, guessForm } from './guess.js';
import { surveyed } from './surveyed.js';

/** Lines that answer what a file leaves open. */
export interface Suggestions {
  readonly columns: readonly ColumnAnswer[];
  readonly values: readonly ValueAnswer[];
}

export const noSuggestions: Suggestions = { columns: [], values: [] };

/** Rows whose cells are looked at to guess what a column holds. */
const SAMPLES = 60;
/** Different words of a closed list that are asked for: more are no closed list. */
const MOST_WORDS = 40;

export async function suggest(
  workbook: Pick<Workbook, 'sheets'>,
  forms: readonly Form[],
  context: Context,
): Promise<Suggestions> {
  const columns: ColumnAnswer[] = [];
  for (const sheet of workbook.sheets) {
    for (const found of await tablesOf(sheet, forms, context))
      columns.push(...columnsFor(found, forms, context), ...rivalsOf(found.table));
  }
  // With these columns the sheet is read again: what they leave open is asked as well.
  const guessed = unique(columns, (one) => JSON.stringify([one.form, words(one.header)]));
  const answers = { ...context.answers, columns: [...guessed, ...context.answers.columns] };
  const units: ColumnAnswer[] = [];
  const values: ValueAnswer[] = [];
  for (const sheet of workbook.sheets) {
    for (const found of await tablesOf(sheet, forms, { ...context, answers })) {
      units.push(...unitsFor(found, guessed));
      values.push(...wordsFor(found, context), ...emptyFor(found, context));
    }
  }
  const withUnits = [...guessed.map((one) => units.find((unit) => isSame(unit, one)) ?? one), ...units];
  return {
    columns: unique(withUnits, (one) => JSON.stringify([one.form, words(one.header)])),
    values: unique(values, (one) => JSON.stringify([one.form, one.field, words(one.text)])),
  };
}

const isSame = (one: ColumnAnswer, other: ColumnAnswer) =>
  one.form === other.form && one.header === other.header && one.field === other.field;

function unique<T>(lines: readonly T[], idOf: (line: T) => string): T[] {
  const seen = new Set<string>();
  return lines.filter((line) => !seen.has(idOf(line)) && seen.add(idOf(line)));
}

/** A table once its rows have been read. */
interface ReadTable {
  readonly table: Table;
  readonly end: TableEnd;
  readonly normaliser: Normaliser | null;
  /** By the column of the sheet: texts of the first rows. */
  readonly samples: ReadonlyMap<number, readonly string[]>;
  /** By the column of the sheet: different texts, no more than are asked for. */
  readonly texts: ReadonlyMap<number, ReadonlySet<string>>;
}

async function tablesOf(
  sheet: SourceSheet,
  forms: readonly Form[],
  context: Context,
): Promise<readonly ReadTable[]> {
  const open = new Map<Table, ReturnType<typeof tableReader>>();
  const read: ReadTable[] = [];
  for await (const piece of surveyed(sheet, forms, context, false)) {
    if (piece.is === 'table') {
      const survey = piece.survey;
      open.set(piece.table, tableReader(piece.table, survey && normaliser(piece.table, context, survey)));
    }
    if (piece.is === 'data') for (const row of piece.rows) open.get(piece.table)?.look(row);
    if (piece.is === 'end') read.push(...(open.get(piece.table)?.end(piece.end) ?? []));
  }
  return read;
}

function tableReader(table: Table, normalising: Normaliser | null) {
  const samples = new Map<number, string[]>(table.columns.map(({ column }) => [column, []]));
  const texts = new Map<number, Set<string>>(table.columns.map(({ column }) => [column, new Set()]));
  return {
    look(row: Parameters<Normaliser['push']>[0]) {
      for (const [column, some] of samples) {
        const text = shownText(row, column).trim();
        if (text === '' || saysEmpty(text)) continue;
        if (some.length < SAMPLES) some.push(text);
        const all = texts.get(column);
        if (all && all.size <= MOST_WORDS) all.add(text);
      }
    },
    end: (end: TableEnd): ReadTable[] => [{ table, end, normaliser: normalising, samples, texts }],
  };
}

const surroundingsOf = ({ table, end }: ReadTable) => [table.sheet.name, ...end.facts.titles].join(' ');

/** Columns that could fill what the table lacks of its form; of a table of no known form, those that would make it one. */
function columnsFor(found: ReadTable, forms: readonly Form[], context: Context): readonly ColumnAnswer[] {
  const { table, samples } = found;
  const columns = table.columns.map((column) => ({ column, samples: samples.get(column.column) ?? [] }));
  if (table.ambiguous.length > 0 || found.end.dataRows === 0) return [];
  const guessed = table.form
    ? { form: table.form, guesses: guessColumns(table.form, columns, context) }
    : guessForm(forms, columns, context, surroundingsOf(found));
  return (guessed?.guesses ?? []).map(({ field, column }) => ({
    form: guessed?.form.id ?? '',
    header: column.header,
    field,
    unit: null,
  }));
}

/** Of columns with names of their own that could be the same thing, the one that would be read if it were alone. */
function rivalsOf({ form, columns, undecided }: Table): readonly ColumnAnswer[] {
  if (!form) return [];
  return undecided.flatMap((rivals): ColumnAnswer[] => {
    const named = rivals.map((rival) =>
      columns.find(({ header, column }) => columnShown(header, column) === rival),
    );
    const chosen = named.find((column) => column?.field);
    const headers = new Set(named.map((column) => words(column?.header ?? '')));
    return chosen?.field && headers.size === rivals.length
      ? [{ form: form.id, header: chosen.header, field: chosen.field, unit: null }]
      : [];
  });
}

/** Units that are assumed or refused, and those of columns that are guessed and whose own name states none. */
function unitsFor(
  { table, normaliser: normalising }: ReadTable,
  guessed: readonly ColumnAnswer[],
): ColumnAnswer[] {
  const { form } = table;
  if (!form) return [];
  const units = normalising?.units();
  const refused = new Map(
    (normalising?.finish() ?? []).flatMap(({ rule, column, params }) =>
      rule === 'unit.refused' && column !== null ? [[column, String(params.others).split('、')[0]]] : [],
    ),
  );
  return table.columns.flatMap(({ field, header, answer, column, ...stated }): ColumnAnswer[] => {
    const spec = field === null ? undefined : form.columns[field]?.spec;
    if (field === null || !spec?.dimension || spec.dimension === 'plain') return [];
    const known = units?.get(field) ?? { unit: stated.unit, from: stated.unitFrom };
    const isGuessed = answer !== null && guessed.includes(answer);
    const isStated = readHeader(header.split('/').at(-1) ?? '').unit !== null;
    const isOpen = known.from === 'assumed' || known.from === 'refused';
    const unit = refused.get(column) ?? known.unit;
    const asks =
      spec.inFigures &&
      (isOpen || (isGuessed && !isStated && spec.dimension !== 'people' && spec.dimension !== 'count'));
    return asks && unit !== null ? [{ form: form.id, header, field, unit }] : [];
  });
}

/** Words of closed lists that nobody has explained, each with the value that it most likely means. */
function wordsFor({ table, texts }: ReadTable, { answers }: Context): ValueAnswer[] {
  const { form } = table;
  if (!form) return [];
  return table.columns.flatMap(({ field, column, alias }): ValueAnswer[] => {
    const spec = field === null ? undefined : form.columns[field]?.spec;
    const all = texts.get(column);
    const isAsked =
      spec && (spec.required || spec.inFigures) && (spec.kind === 'choice' || spec.kind === 'yes_no');
    if (field === null || !isAsked || !all || all.size > MOST_WORDS) return [];
    const choices = choiceReader(spec, alias);
    const { read } = answeredCells(spec, answersFor(answers, form.id, field), choices, choices, '', () => {});
    return [...all].flatMap((text): ValueAnswer[] => {
      const value = read(text, 0, () => {}) === undefined ? likelyValue(spec, text) : null;
      return value === null ? [] : [{ form: form.id, field, text, value }];
    });
  });
}

/**
 * What a list of events leaves out of all its rows: the day, or a kind that its title names. An answer holds for all files
 * of the form: of one that is sent in parts, no part is proposed for all.
 */
function emptyFor(read: ReadTable, { answers }: Context): ValueAnswer[] {
  const { table, end } = read;
  const { form } = table;
  if (form?.shape.kind !== 'events' || end.dataRows === 0) return [];
  const { date } = form.shape;
  const { parts } = form;
  const found = new Map(
    table.columns.flatMap((one): [string, TableColumn][] => (one.field ? [[one.field, one]] : [])),
  );
  return Object.entries(form.columns).flatMap(([field, { spec }]): ValueAnswer[] => {
    const isAnswered = answersFor(answers, form.id, field).some(({ text }) => text === '');
    if (isAnswered || found.has(field) || ![...table.missing, ...table.absent].includes(spec.header))
      return [];
    const value =
      field === date
        ? END_OF_PERIOD
        : spec.choices === null || field === parts
          ? null
          : namedValue(spec, surroundingsOf(read));
    return value === null ? [] : [{ form: form.id, field, text: '', value }];
  });
}
