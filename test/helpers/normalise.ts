/** Cells put through a normaliser without a file: a table of a form, its rows as texts. */

import type { Alias, Column, Form } from '../../pipeline/forms/define.js';
import { defineForm, roster } from '../../pipeline/forms/define.js';
import type { DimensionName } from '../../pipeline/forms/units.js';
import { type CellDetail, Kind, type Row, type SourceSheet } from '../../pipeline/intake/workbook.js';
import { normaliser } from '../../pipeline/normalise/index.js';
import type { Context, NormalisedRow } from '../../pipeline/normalise/row.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { surveyor } from '../../pipeline/normalise/survey.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import type { Table } from '../../pipeline/recognise/table.js';
import { statedUnit } from '../../pipeline/recognise/units/around.js';
import { readPieces } from '../../pipeline/recognise/units/grammar.js';

export interface TestColumn {
  readonly unit?: string;
  readonly alias?: Alias;
  readonly joinedWith?: number;
}

export interface TestCell {
  readonly text: string;
  readonly kind: Kind;
  readonly detail?: CellDetail;
}

/** A cell that shows something beside its text. */
export const detailedCell = (cell: TestCell | string, detail: Partial<CellDetail>): TestCell => ({
  ...(typeof cell === 'string' ? { text: cell, kind: Kind.text } : cell),
  detail: { before: '', after: '', mark: null, formula: null, ...detail },
});
export const numberCell = (text: string): TestCell => ({ text, kind: Kind.number });
export const percentCell = (text: string): TestCell => ({ text, kind: Kind.percent });
export const dateCell = (text: string): TestCell => ({ text, kind: Kind.date });

export const context: Context = {
  unitNames: ['示例镇'],
  otherUnits: [],
  asOf: '2021-11-30',
  aliases: noAliases,
  answers: noAnswers,
};

/** A table whose columns are the fields given, from column 0. */
export function tableOf(form: Form, columns: Readonly<Record<string, TestColumn>>, date1904 = false): Table {
  const sheet: SourceSheet = {
    name: '表1',
    index: 0,
    state: 'visible',
    merges: [],
    hiddenColumns: [],
    filtered: false,
    date1904,
    recalculates: false,
    separated: false,
    rows: () => {
      throw new Error('the rows of this sheet are pushed, not read');
    },
  };
  return {
    sheet,
    ordinal: 0,
    headerRows: [1, 1],
    columns: Object.entries(columns).map(([field, { unit, alias, joinedWith }], column) => ({
      column,
      header: alias?.header ?? form.columns[field]?.spec.header ?? field,
      unit: unit ?? null,
      unitFrom: isClear(form.columns[field]?.spec.dimension ?? 'plain', unit ?? '') ? 'header' : '',
      stated: readPieces(unit ?? ''),
      unitColumns: [],
      role: 'field',
      field,
      alias: alias ?? null,
      joinedWith: joinedWith ?? null,
      answer: null,
    })),
    form,
    ambiguous: [],
    missing: [],
    absent: [],
    undecided: [],
    byTitle: new Map(),
    units: [],
  };
}

const isClear = (dimension: DimensionName, unit: string) =>
  statedUnit(dimension, readPieces(unit), []).found.is === 'unit';

/** All rows of a table, and what concerns the whole table. */
export function normalise(table: Table, rows: readonly (readonly (string | TestCell)[])[], at = context) {
  const given = rows.map(
    (cells, i): Row => ({
      number: i + 2,
      texts: cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)),
      kinds: cells.map((cell) => (typeof cell === 'string' ? Kind.text : cell.kind)),
      hidden: false,
      details: cells.map((cell) => (typeof cell === 'string' ? undefined : cell.detail)),
    }),
  );
  return normaliseRows(table, given, at);
}

/** The same for rows as they are read from a file. */
export function normaliseRows(table: Table, rows: readonly Row[], at = context) {
  if (table.form === null) throw new Error('only a table with a form can be normalised');
  const survey = surveyor(table, table.form, at);
  for (const row of rows) survey.look(row);
  survey.close(table.units);
  const normalising = normaliser(table, at, survey);
  const done: readonly NormalisedRow[] = rows.map((row) => normalising.push(row));
  return {
    rows: done,
    findings: normalising.finish(),
    units: normalising.units(),
    used: normalising.used(),
  };
}

/** One cell through one column: the stored value, and the rules that it breaks. */
export function readCell(
  column: Column<unknown>,
  cell: string | TestCell,
  options: TestColumn & { readonly date1904?: boolean; readonly context?: Context } = {},
) {
  const form = defineForm({
    id: 'one',
    title: '一栏',
    departments: ['办公室'],
    shape: roster,
    key: [],
    // What a figure reads is an error where it is not understood.
    columns: { it: column.inFigures() },
  });
  const table = tableOf(form, { it: options }, options.date1904);
  const { rows, findings } = normalise(table, [[cell]], options.context);
  const row = rows[0];
  return {
    value: row?.values[0] ?? null,
    rules: [...(row?.findings ?? []), ...findings].map(({ rule, severity }) =>
      severity === 'error' ? rule : `${rule} (warning)`,
    ),
  };
}
