/** Answers put into `columns.csv` and `values.csv`, and taken out again, line by line. */
import { join } from 'node:path';
import {
  type Answers,
  type ColumnAnswer,
  columnLine,
  type SettingUse,
  type ValueAnswer,
  valueLine,
} from '../recognise/answers.js';
import { columnsFile, NOT_READ, valuesFile } from './answers.js';
import type { Settings } from './settings.js';
import { appendLines, removeLines } from './settings-edit.js';

/** Who says so, and why. */
export interface Accountable {
  readonly by: string;
  readonly reason: string;
}

/** What a line says, without who said it and why. */
export const columnCells = ({ form, header, field, unit }: ColumnAnswer): string[] => [
  form,
  header,
  field ?? NOT_READ,
  unit ?? '',
];
export const valueCells = ({ form, field, text, value }: ValueAnswer): string[] => [form, field, text, value];

/** Adds a line for each answer. @param folder the township's, in `inputs/`. @throws UsageError where a file cannot be changed. */
export async function addAnswers(
  folder: string,
  { columns, values }: Answers,
  { by, reason }: Accountable,
): Promise<void> {
  const line = (names: readonly string[], cells: readonly string[]) =>
    Object.fromEntries(names.map((name, at) => [name, [...cells, by, reason][at] ?? '']));
  const lines = {
    columns: columns.map((answer) => line(columnsFile.columns, columnCells(answer))),
    values: values.map((answer) => line(valuesFile.columns, valueCells(answer))),
  };
  await appendLines(join(folder, columnsFile.name), columnsFile.columns, lines.columns);
  await appendLines(join(folder, valuesFile.name), valuesFile.columns, lines.values);
}

/** The answers that a reading used, but for units that hold whatever the header. */
export function answersUsed({ answers }: Pick<Settings, 'answers'>, used: readonly SettingUse[]): Answers {
  const lines = new Set(used.map(({ setting, line }) => `${setting} ${line}`));
  return {
    columns: answers.columns.filter(
      (answer) => answer.header !== '' && lines.has(`${columnsFile.name} ${columnLine(answer)}`),
    ),
    values: answers.values.filter((answer) => lines.has(`${valuesFile.name} ${valueLine(answer)}`)),
  };
}

/** Takes out the lines that give these answers. */
export async function withdrawAnswers(
  folder: string,
  settings: Pick<Settings, 'lines'>,
  { columns, values }: Answers,
): Promise<void> {
  const numbers = (setting: string, lines: readonly string[]) =>
    new Set(
      settings.lines
        .filter((line) => line.setting === setting && lines.includes(line.understood ?? ''))
        .map((line) => line.number),
    );
  await removeLines(join(folder, columnsFile.name), numbers(columnsFile.name, columns.map(columnLine)));
  await removeLines(join(folder, valuesFile.name), numbers(valuesFile.name, values.map(valueLine)));
}
