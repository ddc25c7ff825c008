/**
 * What recognising makes of a sheet: tables with their columns, each row of the sheet in exactly one place
 * (data, or not data and why), and the facts that are around the table.
 */
import type { Finding } from '../findings/finding.js';
import type { Alias, Form } from '../forms/define.js';
import type { Row, SourceSheet } from '../intake/workbook.js';
import type { ColumnAnswer } from './answers.js';
import type { NotDataKind, UnitPlace } from './kinds.js';
import type { Piece } from './units/grammar.js';

export interface NotData {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  readonly kind: NotDataKind;
  /** The row's texts, joined by a blank. */
  readonly text: string;
}

/** What is stated of units somewhere around a table. */
export interface UnitStatement {
  readonly from: Exclude<UnitPlace, 'header'>;
  /** Whether it is below the table's header. */
  readonly below: boolean;
  readonly pieces: readonly Piece[];
}

export interface TableColumn {
  /** From 0. */
  readonly column: number;
  /** Header as written; the parts of a header of several rows joined by /. */
  readonly header: string;
  /** Unit that its header, or what is above the table, gives to this column, as written; null: none. */
  readonly unit: string | null;
  readonly unitFrom: UnitPlace | '';
  /** What its header says of units. */
  readonly stated: readonly Piece[];
  /** Columns of the sheet whose cells name the unit of this one's. */
  readonly unitColumns: readonly number[];
  /** ignored: the township has said that it is not read. */
  readonly role: 'field' | 'serial' | 'remark' | 'unit' | 'ignored' | 'unknown';
  /** Name of the form's column; null where role is not field. */
  readonly field: string | null;
  /** The alias under which it was found; null for the standard header. */
  readonly alias: Alias | null;
  /** A second column whose text is appended with – (起点 + 终点); null: none. */
  readonly joinedWith: number | null;
  /** The township's answer that made it what it is; null: none. */
  readonly answer: ColumnAnswer | null;
}

/** What is around a table: title, 填报单位, 填报日期, 单位, 填表人, 审核人. Null: not stated. */
export interface Facts {
  readonly titles: readonly string[];
  /** Years that titles, sheet name and unit line name, without those of 填报日期. */
  readonly titleYears: readonly number[];
  readonly reportingUnit: string | null;
  /** Where 填报单位 stands, for a finding that contradicts it. */
  readonly reportingUnitAt: { readonly row: number; readonly column: number } | null;
  /** ISO date. */
  readonly reportedOn: string | null;
  readonly reportedOnAt: { readonly row: number; readonly column: number } | null;
  readonly reportedBy: string | null;
  readonly reviewedBy: string | null;
  /** What titles, unit lines, notes and the sheet's name say of units. */
  readonly units: readonly UnitStatement[];
  /** 统计时间, 所属期, 截至 and the like, as written. */
  readonly spanStated: string | null;
}

export interface Table {
  readonly sheet: SourceSheet;
  /** Position among the sheet's tables, from 0. */
  readonly ordinal: number;
  /** First and last header row; null where the first row is data. */
  readonly headerRows: readonly [number, number] | null;
  readonly columns: readonly TableColumn[];
  /** The form that it is; or that it lacks columns of; null: unknown or ambiguous. */
  readonly form: Form | null;
  /** Forms that match equally well, where there is no telling. */
  readonly ambiguous: readonly Form[];
  /** Standard headers of required columns that were not found; a table that lacks one is held back. */
  readonly missing: readonly string[];
  /** The same of columns that only some figures need, or whose absence means something. */
  readonly absent: readonly string[];
  /** By the form's columns that it lacks: the word that its title says for all of its rows. */
  readonly byTitle: ReadonlyMap<string, string>;
  /** What is above it says of units. */
  readonly units: readonly UnitStatement[];
  /** Headers of columns of which one would fill a field, and nothing decides which; such a table is held back. */
  readonly undecided: readonly (readonly string[])[];
}

/** Whether the rows of a table can be read as those of its form. */
export function isReadable(table: Table): table is Table & { readonly form: Form } {
  return table.form !== null && table.missing.length === 0 && table.undecided.length === 0;
}

/** A subtotal or total that the file states beside the sum of the rows that it covers. */
export interface StatedTotal {
  readonly row: number;
  readonly column: number;
  readonly header: string;
  /** As written, and the sum of its block as exact decimal, in the unit of the column as submitted. */
  readonly stated: string;
  readonly sum: string;
  /** Whether they agree at the coarser of their two precisions. */
  readonly agrees: boolean;
}

/** What is known of a table only once its last row has been read. */
export interface TableEnd {
  readonly facts: Facts;
  readonly firstDataRow: number | null;
  readonly lastDataRow: number | null;
  readonly dataRows: number;
  /** Exact decimal sum by position in `Table.columns`; null where no cell is a plain number. */
  readonly sums: readonly (string | null)[];
  readonly totals: readonly StatedTotal[];
  /** Declared nil: the value of the form's `parts` column that it is declared for, '' for the whole form; null: not. */
  readonly nilReturn: string | null;
}

/** A sheet comes apart into these, in reading order; every row that is not blank is in exactly one. */
export type TablePiece =
  | { readonly is: 'table'; readonly table: Table }
  /** Merged cells are filled down to every row that they span. */
  | { readonly is: 'data'; readonly table: Table; readonly rows: readonly Row[] }
  | { readonly is: 'not_data'; readonly table: Table | null; readonly rows: readonly NotData[] }
  /** Rows of a sheet in which no table was found. */
  | { readonly is: 'unknown'; readonly rows: readonly Row[] }
  | { readonly is: 'finding'; readonly table: Table | null; readonly finding: Finding }
  | { readonly is: 'end'; readonly table: Table; readonly end: TableEnd };
