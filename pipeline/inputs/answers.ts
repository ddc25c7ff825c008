/** A township's answers: `columns.csv` and `values.csv`, each bad line a finding. */
import type { ColumnSpec, Form } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import { END_OF_PERIOD } from '../normalise/answered.js';
import { readerOf } from '../normalise/column.js';
import { formUnit } from '../normalise/column-unit.js';
import { noAliases } from '../normalise/row.js';
import {
  type ColumnAnswer,
  columnLine,
  noAnswers,
  type ValueAnswer,
  valueLine,
} from '../recognise/answers.js';
import { words } from '../recognise/header/text.js';
import { readPieces, unitAmong } from '../recognise/units/grammar.js';
import type { SettingsLine } from './settings-table.js';

export const columnsFile = {
  name: 'columns.csv',
  columns: ['form', 'header', 'column', 'unit', 'by', 'reason'],
  optional: ['unit', 'by', 'reason'],
} as const;
export const valuesFile = {
  name: 'values.csv',
  columns: ['form', 'column', 'text', 'value', 'by', 'reason'],
  optional: ['by', 'reason'],
} as const;

/** What columns.csv writes for a column that is not read. */
export const NOT_READ = '-';

export function readColumnAnswers(
  lines: readonly SettingsLine[] | null,
  forms: readonly Form[],
): ColumnAnswer[] {
  const answers = new Map<string, ColumnAnswer>();
  for (const line of lines ?? []) {
    const { header = '', column = '', unit = '' } = line.cells;
    const form = formOf(line, forms);
    if (!form) continue;
    const id = JSON.stringify([form.id, words(header), header === '' ? column : '']);
    const isRead = column !== NOT_READ;
    const field = isRead ? fieldOf(line, form) : null;
    if (field === undefined) continue;
    const spec = field === null ? undefined : form.columns[field]?.spec;
    if (header === '' && !isRead) line.refuse('settings.empty', 'header');
    else if (header === '' && unit === '') line.refuse('settings.empty', 'unit');
    else if (unit !== '' && !(spec && isUnitOf(spec, unit))) {
      line.refuse('settings.unknown_unit', 'unit', { name: spec?.header ?? column });
    } else if (answers.has(id)) line.refuse('settings.twice', 'header');
    else {
      const answer = { form: form.id, header, field, unit: unit === '' ? null : unit };
      answers.set(id, answer);
      line.accept(columnLine(answer));
    }
  }
  return [...answers.values()];
}

export function readValueAnswers(
  lines: readonly SettingsLine[] | null,
  forms: readonly Form[],
): ValueAnswer[] {
  const answers = new Map<string, ValueAnswer>();
  for (const line of lines ?? []) {
    const { text = '', value = '' } = line.cells;
    const form = formOf(line, forms);
    const field = form ? fieldOf(line, form) : undefined;
    const spec = field === undefined ? undefined : form?.columns[field]?.spec;
    if (!form || field === undefined || !spec) continue;
    const id = JSON.stringify([form.id, field, words(text)]);
    if (value === '') line.refuse('settings.empty', 'value');
    else if (!isReadable(spec, value)) {
      const expected = Object.keys(spec.choices ?? {}).join('、');
      line.refuse('settings.unreadable_value', 'value', { name: spec.header, expected });
    } else if (answers.has(id)) line.refuse('settings.twice', 'text');
    else {
      const answer = { form: form.id, field, text, value };
      answers.set(id, answer);
      line.accept(valueLine(answer));
    }
  }
  return [...answers.values()];
}

function formOf(
  { cells: { form: written = '' }, refuse }: SettingsLine,
  forms: readonly Form[],
): Form | null {
  const form = forms.find(({ id, title }) => id === written.toLowerCase() || title === written);
  if (written === '') refuse('settings.empty', 'form');
  else if (!form) refuse('settings.unknown_form', 'form');
  return form ?? null;
}

/** The form's name of a column, also where its standard header is written; undefined: there is no such column. */
function fieldOf({ cells: { column = '' }, refuse }: SettingsLine, form: Form): string | undefined {
  const field = Object.entries(form.columns).find(
    ([name, { spec }]) => name === column.toLowerCase() || spec.header === column,
  )?.[0];
  if (column === '') refuse('settings.empty', 'column');
  else if (field === undefined) {
    refuse('settings.unknown_column', 'column', {
      form: form.title,
      allowed: Object.keys(form.columns).join('、'),
    });
  }
  return field;
}

function isUnitOf({ dimension }: ColumnSpec, unit: string): boolean {
  return dimension !== null && dimension !== 'plain' && unitAmong(readPieces(unit), dimension).is === 'unit';
}

/** Dates of any year are in order: which are those of the period is asked when a file is read. */
const ANY_TIME = '2999-12-31';

/** Whether the column reads the value without an error. */
function isReadable(spec: ColumnSpec, value: string): boolean {
  if (spec.kind === 'date' && value === END_OF_PERIOD) return true;
  let fails = false;
  const context = {
    unitNames: [],
    otherUnits: [],
    asOf: ANY_TIME,
    aliases: noAliases,
    answers: noAnswers,
  };
  const around = { context, date1904: false, inKey: false, checked: () => true, aliases: () => false };
  const read = readerOf(spec, null, { ...around, unit: formUnit(spec), shift: () => null });
  const found = read(value, Kind.text, (_, severity) => {
    fails ||= severity === 'error';
  });
  return found !== undefined && !fails;
}
