/**
 * Submitted rows written as tables in Markdown: each table is a sheet of a form, each row a case in words. The first
 * header names the form, and `上年` where the sheet is last year's; the others are columns of the form, by their names
 * in code, or what is expected of a row. Dates follow the period that the table is read for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ColumnSpec, type Form, isAsked } from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import { creditCode } from './county.js';
import type { Cells } from './submissions.js';

export interface FormTable {
  /** The file's name and the heading above the table. */
  readonly section: string;
  readonly form: Form;
  readonly isLastYears: boolean;
  /** By column of the form: its header with the unit. */
  readonly columns: readonly string[];
  readonly rows: readonly FormRow[];
  /** Names of what is expected of rows. */
  readonly expecting: readonly string[];
}

export interface FormRow {
  /** The case in words. */
  readonly about: string;
  readonly cells: readonly string[];
  /** What is expected, by its name; '' nothing. */
  readonly expected: Readonly<Record<string, string>>;
}

/** The tables of all files of a folder. */
export function formTablesIn(folder: string): FormTable[] {
  const files = readdirSync(folder).sort();
  return files.flatMap((file) =>
    tablesOf(file.replace(/\.md$/, ''), readFileSync(join(folder, file), 'utf8')),
  );
}

function tablesOf(file: string, text: string): FormTable[] {
  let heading = '';
  return text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    heading = lines.find((line) => line.startsWith('#'))?.replace(/^#+ */, '') ?? heading;
    const rows = lines.filter((line) => line.startsWith('|')).map(cellsOf);
    const [header, , ...body] = rows;
    return header ? [tableOf(`${file}: ${heading}`, header, body)] : [];
  });
}

const cellsOf = (line: string) =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

function tableOf(section: string, [first = '', ...names]: readonly string[], body: readonly string[][]) {
  const [id = '', whose] = first.split(' ');
  const form = (forms as readonly Form[]).find((known) => known.id === id);
  if (!form) throw new Error(`${section}: there is no form ${id}`);
  const isColumn = (name: string) => Object.hasOwn(form.columns, bare(name));
  return {
    section,
    form,
    isLastYears: whose === '上年',
    columns: names.filter(isColumn),
    expecting: names.filter((name) => !isColumn(name)),
    rows: body.map(([about = '', ...cells]) => ({
      about,
      cells: cells.filter((_, i) => isColumn(names[i] ?? '')),
      expected: Object.fromEntries(
        names.map((name, i) => [name, cells[i] ?? '']).filter(([name = '']) => !isColumn(name)),
      ),
    })),
  };
}

const bare = (name: string) => name.replace(/（.*$/, '');

/** The sheet of a table as of a date, with its required columns filled in where the table leaves them out. */
export function sheetOf({ form, columns, rows }: FormTable, asOf: string): Cells {
  const named = form.label.at(-1) ?? '';
  const own = columns.map(bare);
  const rest = Object.entries(form.columns).filter(
    ([name, { spec }]) => !own.includes(name) && (isAsked(spec) || name === named),
  );
  const header = (name: string) => withUnit(form, name);
  return [
    [...columns.map(header), ...rest.map(([name]) => header(name))],
    ...rows.map(({ about, cells }, i) => [
      ...cells.map((cell) => submittedAs(cell, asOf)),
      ...rest.map(([name, { spec }]) => (name === named ? about : filler(form, name, spec, i, asOf))),
    ]),
  ];
}

/** The header of a column of a table, '' of none. */
export function headerOf({ form, columns }: FormTable, name: string): string {
  const written = columns.find((column) => bare(column) === name) ?? name;
  return name === '' ? '' : withUnit(form, written);
}

/** Columns state the form's unit; `amount（元）` another, and `amount（）` none. */
function withUnit(form: Form, name: string): string {
  const { header, unit, dimension } = form.columns[bare(name)]?.spec ?? {};
  const [stated] = /（.*$/.exec(name) ?? [];
  const own = unit && dimension !== 'count' ? `（${unit}）` : '';
  return `${header}${(stated ?? own).replace('（）', '')}`;
}

/** What a required cell holds that the table says nothing of: the form's example, and for each row its own key. */
function filler(form: Form, name: string, spec: ColumnSpec, row: number, asOf: string): string {
  if (spec.kind === 'credit_code') return creditCode(1000 + row);
  if (spec.kind === 'identity_number') return identityNumber(row);
  if (spec.kind === 'date') return submittedAs('年初', asOf);
  return form.key.includes(name) && spec.kind === 'text' ? `${spec.example}-${row + 1}` : spec.example;
}

/** 公民身份号码 that is right in its check character. */
export function identityNumber(row: number): string {
  const body = `37000019800101${String(row + 1).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (weights[i] ?? 0), 0);
  return body + '10X98765432'[sum % 11];
}

/** A cell as it is submitted: 截止日 and the like are dates, 代码1 and 号码1 codes that are right in themselves. */
function submittedAs(cell: string, asOf: string): string {
  const [, kind, number] = /^(代码|号码)(\d+)$/.exec(cell) ?? [];
  if (kind === '代码') return creditCode(2000 + Number(number));
  if (kind === '号码') return identityNumber(500 + Number(number));
  return datesOf(asOf)[cell] ?? cell;
}

const datesOf = (asOf: string): Readonly<Record<string, string>> => {
  const year = Number(asOf.slice(0, 4));
  return { 年初: `${year}-01-01`, 截止日: asOf, 次日: dayAfter(asOf), 上年末: `${year - 1}-12-31` };
};

function dayAfter(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}
