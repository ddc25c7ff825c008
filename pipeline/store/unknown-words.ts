/** Headers and words of submissions that no form knew: by them the next alias is chosen. */
import type { ReadOnlyStore } from './database.js';
import { statement } from './statement.js';

export interface UnknownWord {
  readonly unit: string;
  /** Form id; null: the sheet is none of the forms, and `header` is all that its header says. */
  readonly form: string | null;
  readonly header: string;
  /** The word of a closed list; null: it is the header that no form knew. */
  readonly word: string | null;
  readonly file: string;
  /** How often in the file: rows with the word, tables with the header. */
  readonly times: number;
}

const headerRules = ['column.unknown', 'column.unread'] as const;
const wordRules = ['choice.not_allowed', 'yes_no.not_understood'] as const;

/** @param period null: of every period. */
export function unknownWords(
  { engine }: Pick<ReadOnlyStore, 'engine'>,
  unit: string | null,
  period: string | null,
): UnknownWord[] {
  const isAsked = (one: { readonly unit: string; readonly period: string }) =>
    (unit === null || one.unit === unit) && (period === null || one.period === period);
  const inForms = metInForms.all(engine).filter(isAsked);
  const sheets = metInSheets.all(engine).filter(isAsked);
  return [
    ...inForms.map(({ unit: of, form, rule, header, value, file, times }) => {
      const word = wordRules.some((one) => one === rule) ? (value ?? '') : null;
      return { unit: of, form, header: header ?? '', word, file, times: Number(times) };
    }),
    ...sheets.map(({ unit: of, header, file, times }) => {
      return { unit: of, form: null, header, word: null, file, times: Number(times) };
    }),
  ];
}

const metInForms = statement((db) =>
  db
    .selectFrom('finding as f')
    .innerJoin('source_table as t', 't.table_id', 'f.table_id')
    .innerJoin('submission as s', 's.submission_id', 'f.submission_id')
    .select(['s.unit', 's.period', 's.file', 't.form', 'f.rule', 'f.header'])
    .select(['f.value'])
    .select((of) => of.fn.countAll<number>().as('times'))
    .where('f.rule', 'in', [...headerRules, ...wordRules])
    .where('s.superseded_by', 'is', null)
    .groupBy(['s.unit', 's.period', 's.file', 't.form', 'f.rule', 'f.header', 'f.value'])
    .orderBy('s.unit')
    .orderBy('s.file'),
);

const metInSheets = statement((db) =>
  db
    .selectFrom('not_data as n')
    .innerJoin('source_table as t', 't.table_id', 'n.table_id')
    .innerJoin('submission as s', 's.submission_id', 't.submission_id')
    .select(['s.unit', 's.period', 's.file', 'n.text as header'])
    .select((of) => of.fn.countAll<number>().as('times'))
    .where('n.kind', '=', 'header')
    .where('t.form', 'is', null)
    .where('s.superseded_by', 'is', null)
    .groupBy(['s.unit', 's.period', 's.file', 'n.text'])
    .orderBy('s.unit')
    .orderBy('s.file'),
);
