/**
 * What a township has answered once of its files: what a header and a word mean (`columns.csv`, `values.csv`). Plain data,
 * since it goes to the readers.
 */
import type { HeaderColumn } from './header/readings.js';
import { readHeader, words } from './header/text.js';

/** A line of `columns.csv`. */
export interface ColumnAnswer {
  /** Form id. */
  readonly form: string;
  /** As written: parts of several rows joined by /, two columns that make one by +; '': the column whatever its header. */
  readonly header: string;
  /** The form's name of the column; null: it is not read. */
  readonly field: string | null;
  /** Holds where no unit is written; null: nothing is said of it. */
  readonly unit: string | null;
}

/** A line of `values.csv`. */
export interface ValueAnswer {
  readonly form: string;
  readonly field: string;
  /** '': the cell is empty, or the column missing. */
  readonly text: string;
  readonly value: string;
}

export interface Answers {
  readonly columns: readonly ColumnAnswer[];
  readonly values: readonly ValueAnswer[];
}

export const noAnswers: Answers = { columns: [], values: [] };

/** How often a line of the settings was used in a table. */
export interface SettingUse {
  readonly setting: 'columns.csv' | 'values.csv' | 'aliases.csv';
  /** The line as it was understood. */
  readonly line: string;
  /** Rows of data that it concerned. */
  readonly rows: number;
}

/** A line as it was understood, whatever its place in the file: equal where it says the same. */
export const columnLine = ({ form, header, field, unit }: ColumnAnswer): string =>
  JSON.stringify([form, header, field, unit]);
export const valueLine = ({ form, field, text, value }: ValueAnswer): string =>
  JSON.stringify([form, field, text, value]);

/** A column whose meaning is answered. */
export interface AnsweredColumn {
  readonly column: number;
  readonly joinedWith: number | null;
  readonly answer: ColumnAnswer;
}

/** Whether a header is one that the township has answered. */
export function isAnsweredHeader({ columns }: Answers, header: string): boolean {
  if (columns.length === 0) return false;
  const { key } = readHeader(header);
  return columns.some((answer) => spellingsOf(answer.header).some((spelling) => spelling.endsWith(key)));
}

/** The columns of a header that the answers of a form name: each by the answer that is nearest to how it is written. */
export function answeredColumns(
  form: string,
  columns: readonly HeaderColumn[],
  answers: Answers,
): readonly AnsweredColumn[] {
  const nearest = new Map<number, { readonly near: number; readonly found: AnsweredColumn }>();
  const put = (answer: ColumnAnswer, { at, near }: Named, second: Named | null) => {
    for (const column of at) {
      if ((nearest.get(column)?.near ?? 0) >= near) continue;
      nearest.set(column, { near, found: { column, joinedWith: second?.at[0] ?? null, answer } });
    }
  };
  for (const answer of answers.columns) {
    if (answer.form !== form || answer.header === '') continue;
    const named = columnsNamed(columns, answer.header);
    if (named.near > 0) {
      put(answer, named, null);
      continue;
    }
    const [first, second, more] = answer.header.split(/[+＋]/).map((part) => columnsNamed(columns, part));
    if (first?.near && second?.near && more === undefined) put(answer, first, second);
  }
  return [...nearest.values()].map(({ found }) => found);
}

/** The unit that the township says a column has where none is written: under its header, else in general. */
export function answeredUnit(
  { columns }: Answers,
  form: string,
  field: string,
  answer: ColumnAnswer | null,
): ColumnAnswer | null {
  if (answer !== null && answer.unit !== null) return answer;
  return columns.find((one) => one.form === form && one.field === field && one.header === '') ?? null;
}

interface Named {
  readonly at: readonly number[];
  /** 3: written just so; 2: with the same words; 1: their last rows have the same words; 0: there are none. */
  readonly near: number;
}

function columnsNamed(columns: readonly HeaderColumn[], header: string): Named {
  const wanted = spellingsOf(header);
  const shown = words(header);
  const all = columns.map((column) => ({ column: column.column, near: nearness(column, shown, wanted) }));
  const near = Math.max(0, ...all.map((one) => one.near));
  return { at: near === 0 ? [] : all.filter((one) => one.near === near).map(({ column }) => column), near };
}

function nearness({ parts }: HeaderColumn, shown: string, wanted: readonly string[]): number {
  if (words(parts.join('/')) === shown) return 3;
  const keys = parts.map((part) => readHeader(part).key);
  if (wanted.includes(keys.join(''))) return 2;
  return keys.some((_, from) => wanted.includes(keys.slice(from).join(''))) ? 1 : 0;
}

/** As forms' headers are compared; a stroke may part two rows, or belong to one. */
function spellingsOf(header: string): readonly string[] {
  const parts = header.split('/').map((part) => readHeader(part).key);
  return [readHeader(header).key, parts.join('')].filter((key) => key !== '');
}
