/** A submitted table as data: its columns and its rows. */
import type { NotDataKind } from '../recognise/kinds.js';

export interface SubmittedColumn {
  /** The form's columns that it fills; one may fill two (运营年限: 3-5年). */
  readonly fields: readonly string[];
  /** From 0. */
  readonly index: number;
  readonly header: string;
  /** Unit that the header or the unit line gives to it; '' none. */
  readonly unit: string;
  readonly personal: boolean;
}

/** A table of a form that was found in a sheet. */
export interface SubmittedTable {
  readonly tableId: number;
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  /** Form id. */
  readonly form: string;
  /** Rows of the header, as the spreadsheet numbers them; null without one. */
  readonly header: readonly [first: number, last: number] | null;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Hash of all that its rows say; null where that is not known. */
  readonly basis: string | null;
  /** In the order of the sheet, each column of it once. */
  readonly columns: readonly SubmittedColumn[];
}

/** A row of data by the table's columns, or the text of a row that is none; masked. */
export type SubmittedRow = { readonly row: number } & (
  | { readonly kind: 'accepted' | 'held_back'; readonly cells: readonly string[] }
  | { readonly kind: NotDataKind; readonly text: string }
);
