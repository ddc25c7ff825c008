/** Words and empty cells of a column as the township has answered them (`values.csv`). */
import type { ColumnSpec } from '../forms/define.js';
import { Kind } from '../intake/workbook.js';
import type { Answers, ValueAnswer } from '../recognise/answers.js';
import { fold } from '../text/fold.js';
import { beforeBracket, wordOf } from './choice.js';
import { notZero, type Read, type Reader } from './reader.js';

/** The answer for a date that is the period's own. */
export const END_OF_PERIOD = '期末';

export interface EmptyAnswer {
  readonly value: Exclude<Read, undefined | typeof notZero>;
  /** null: it is what the title says. */
  readonly answer: ValueAnswer | null;
}

export interface AnsweredCells {
  /** Reads a cell by the answer for its text, else as it was read without answers. */
  readonly read: Reader;
  /** What an empty cell, or a missing column, stands for; null: nothing is answered. */
  readonly whenEmpty: EmptyAnswer | null;
}

/** The answers for a column of a form. */
export const answersFor = ({ values }: Answers, form: string, field: string): readonly ValueAnswer[] =>
  values.filter((answer) => answer.form === form && answer.field === field);

/**
 * @param read reads the cells of the column.
 * @param readAnswer reads a value as if it were the text of a cell: without what was found of the column's own cells.
 * @param asOf ISO date of the period.
 */
export function answeredCells(
  spec: ColumnSpec,
  answers: readonly ValueAnswer[],
  read: Reader,
  readAnswer: Reader,
  asOf: string,
  count: (answer: ValueAnswer) => void,
): AnsweredCells {
  if (answers.length === 0) return { read, whenEmpty: null };
  const value = (answer: ValueAnswer, report: Parameters<Reader>[2]): Read =>
    spec.kind === 'date' && fold(answer.value) === END_OF_PERIOD
      ? asOf
      : readAnswer(answer.value, Kind.text, report);
  const byWord = new Map(answers.map((answer) => [comparable(spec, answer.text), answer]));
  const find = (text: string): ValueAnswer | undefined => {
    const start = isWords(spec) ? beforeBracket(text) : null;
    return (
      byWord.get(comparable(spec, text)) ?? (start === null ? undefined : byWord.get(comparable(spec, start)))
    );
  };
  const empty = answers.find(({ text }) => text === '');
  const emptyValue = empty && value(empty, () => {});
  return {
    read: (text, kind, report) => {
      const answer = find(text);
      if (answer === undefined || answer.text === '') return read(text, kind, report);
      count(answer);
      return value(answer, report);
    },
    whenEmpty:
      empty && emptyValue !== undefined && emptyValue !== notZero
        ? { value: emptyValue, answer: empty }
        : null,
  };
}

const isWords = ({ kind }: ColumnSpec): boolean => kind === 'choice' || kind === 'yes_no';

const comparable = (spec: ColumnSpec, text: string): string =>
  isWords(spec) && text !== '' ? wordOf(text) : fold(text).toUpperCase();
