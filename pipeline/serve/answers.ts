/** The lines that the page sends as answers, as the settings hold them. */
import { NOT_READ } from '../inputs/answers.js';
import type { Answers } from '../recognise/answers.js';
import type { AnswerLine } from './api/files.js';

export function answersIn(lines: readonly AnswerLine[]): Answers {
  const of = (file: AnswerLine['file']) =>
    lines.filter((line) => line.file === file).map(({ cells }) => cells.map(String));
  return {
    columns: of('columns.csv').map(([form = '', header = '', column = '', unit = '']) => ({
      form,
      header,
      field: column === NOT_READ ? null : column,
      unit: unit === '' ? null : unit,
    })),
    values: of('values.csv').map(([form = '', field = '', text = '', value = '']) => ({
      form,
      field,
      text,
      value,
    })),
  };
}
