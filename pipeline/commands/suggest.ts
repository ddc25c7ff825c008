/** `inspect <file> --suggest`: the lines of `columns.csv` and `values.csv` that answer what a file leaves open. */
import { columnsFile, NOT_READ, valuesFile } from '../inputs/answers.js';
import { csvLine } from '../inputs/settings-edit.js';
import type { Context } from '../normalise/row.js';
import type { Options } from '../options.js';
import { suggestIsolated } from '../read/inspect-isolated.js';
import type { Suggestions } from '../read/suggest.js';
import type { ColumnAnswer, ValueAnswer } from '../recognise/answers.js';

/** What a line says, without who said it and why. */
export const columnCells = ({ form, header, field, unit }: ColumnAnswer): string[] => [
  form,
  header,
  field ?? NOT_READ,
  unit ?? '',
];
export const valueCells = ({ form, field, text, value }: ValueAnswer): string[] => [form, field, text, value];

export async function suggestCommand(path: string, context: Context, options: Options): Promise<number> {
  const suggestions = await suggestIsolated(path, context, (error) =>
    process.stderr.write(`${error.stack ?? error.message}\n`),
  );
  process.stdout.write(
    options.json
      ? `${JSON.stringify(suggestionsJson(suggestions), null, 2)}\n`
      : suggestionsText(suggestions, path, options),
  );
  return 0;
}

export const suggestionsJson = ({ columns, values }: Suggestions) => ({
  columns: columns.map(columnCells),
  values: values.map(valueCells),
});

export function suggestionLines({ columns, values }: Suggestions): string[] {
  return [
    ...columns.map((answer) => `${columnsFile.name}  ${csvLine(columnCells(answer))}`),
    ...values.map((answer) => `${valuesFile.name}  ${csvLine(valueCells(answer))}`),
  ];
}

function suggestionsText(suggestions: Suggestions, path: string, { lang }: Options): string {
  const lines = suggestionLines(suggestions);
  const zh = lang === 'zh';
  if (lines.length === 0) return zh ? '没有需要确认的。\n' : 'There is nothing to confirm.\n';
  const command = `npm start -- inspect "${path}" --suggest --accept --by ${zh ? '姓名' : 'NAME'}`;
  return [
    zh
      ? '这个文件里有读不懂的，最可能的答案如下；没有确认之前一行也不会用：'
      : 'What the file leaves open, with the likeliest answers; none is used before it is confirmed:',
    '',
    ...lines,
    '',
    zh ? `都对就确认：${command}` : `To confirm them all: ${command}`,
    zh
      ? '不全对：把对的行（改好的行）写进 inputs/<乡镇>/ 下的同名文件。'
      : 'Else write those that are right, or put right, into the files of these names in inputs/<township>/.',
    '',
  ].join('\n');
}
