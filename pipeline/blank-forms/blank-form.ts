/** What a blank form is made from, and the rows of its parts on the sheet. */
import type { ColumnSpec, Form } from '../forms/define.js';

/** A department's form for one township and year, before anybody has written on it. */
export interface BlankForm {
  readonly form: Form;
  /** As `unit.csv` has it: 示例镇. */
  readonly township: string;
  /** Who owes the form. */
  readonly department: string;
  /** ISO date that the form reports up to; its year is the form's. */
  readonly asOf: string;
  /** Last year's roster; null: the form comes empty. */
  readonly roster: Roster | null;
  /** Names of the township's villages, for a drop-down; empty where they are not known. */
  readonly villages: readonly string[];
}

/** Accepted rows of an earlier period, without what is personal. */
export interface Roster {
  /** ISO date. */
  readonly asOf: string;
  /** By the form's columns, as they are shown: numbers in the form's unit. */
  readonly rows: readonly (readonly RosterValue[])[];
}

export type RosterValue = string | number | Date | null;

/** Rows of the sheet, from 1. Signatures are above the table: below it a long list would push them away. */
export const titleRow = 1;
export const reportedRow = 2;
export const signedRow = 3;
export const nilRow = 4;
export const noteRow = 5;
export const headerRow = 6;
export const firstRow = 7;
/** Validation and highlighting reach down to here; a longer list is read all the same. */
export const lastRow = 20_000;

export const instructionsName = '填写说明';
/** The word that our own reader takes for a nil return. */
export const nilWord = '零报告';

/** A column of the sheet, from 1: 序号, the form's own, 备注. */
export interface FormColumn {
  readonly position: number;
  readonly field: string | null;
  readonly spec: ColumnSpec | null;
  readonly header: string;
}

export function sheetColumns(form: Form): readonly FormColumn[] {
  const own = Object.entries(form.columns).map(([field, { spec }]) => ({ field, spec, header: spec.header }));
  const plain = (header: string) => ({ field: null, spec: null, header });
  return [plain('序号'), ...own, plain('备注')].map((column, at) => ({ ...column, position: at + 1 }));
}

/** A column's title without its star: 长度（公里）. */
export function shownHeader({ header, spec }: FormColumn): string {
  return spec?.unit ? `${header}（${spec.unit}）` : header;
}

/** Whether a filled row lacks something without this cell: always, or where the column's own rule says so. */
export function mustBeFilled(spec: ColumnSpec): 'always' | 'sometimes' | 'never' {
  if (spec.mayBeEmpty === true) return 'never';
  return spec.mayBeEmpty === false ? 'always' : 'sometimes';
}

/** The codes of a column that takes one of a list; null: it takes something else. */
export function codesOf(spec: ColumnSpec): readonly string[] | null {
  if (spec.kind === 'yes_no') return ['是', '否'];
  return spec.kind === 'choice' && spec.choices ? Object.keys(spec.choices) : null;
}

/** Whether the column is the date by which the form's events are counted. */
export function isEventDate(form: Form, field: string | null): boolean {
  return form.shape.kind === 'events' && form.shape.date === field;
}

/** Whether a roster of the form leaves columns empty because they are personal. */
export function hasPersonal(form: Form): boolean {
  return Object.values(form.columns).some(({ spec }) => spec.personal !== null);
}
