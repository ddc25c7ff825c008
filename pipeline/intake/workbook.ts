/**
 * What every reader yields, whatever the format: a workbook of sheets, a sheet of rows, a row of cells with
 * their address, kind and text. It knows nothing of forms.
 *
 *     Workbook { format, encoding, sheets }
 *       └─ Sheet { name, state, merges, hiddenColumns, rows() }
 *            └─ Row { number, texts[column], kinds[column] }      A1 = row.number 1, column 0
 */
import type { Finding } from '../findings/finding.js';

/** What the bytes are, detected from their content and never from the file's name. */
export type Format = 'xlsx' | 'xlsm' | 'xls' | 'et' | 'ods' | 'csv' | 'html';

/** What a cell holds. A blank cell has the text '' and any kind. */
export const Kind = {
  text: 0,
  /** The text is the decimal of 15 significant digits of the cell's double, without exponent where it has up to 21 digits. */
  number: 1,
  /** As number (0.125 stays "0.125"), but shown by its number format as a percentage. */
  percent: 2,
  /** A date cell; the text is ISO: `2021-11-30`, `2021-11-30 12:09:38`, or `12:09:38` for a time without a date. */
  date: 3,
  /** The text is `TRUE` or `FALSE`. */
  boolean: 4,
  /** The text is the error as written: `#REF!`, `#N/A`, `#DIV/0!` … */
  error: 5,
  /** A formula without a cached value; the text is the formula with its `=`. */
  unevaluated: 6,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** One row that has at least one cell that is not blank. */
export interface Row {
  /** As the spreadsheet numbers it, from 1; of a CSV its record, from 1 (blank records count). */
  readonly number: number;
  /** Text of each cell by column from 0; '' where blank; may be shorter than the table is wide. */
  readonly texts: readonly string[];
  /** Kind of each cell, parallel to texts; null when every cell is text (CSV, HTML). */
  readonly kinds: readonly Kind[] | null;
  readonly hidden: boolean;
  /** By column, what cells show beside their text; absent where no cell of the row does. */
  readonly details?: readonly (CellDetail | undefined)[] | undefined;
  /** What is wrong with the row as the file holds it; an error holds the row back. */
  readonly findings?: readonly Finding[] | undefined;
}

/** What a cell shows, or is made of, beside its text. */
export interface CellDetail {
  /** What the number format writes before and behind the number: ￥, 万元; '' for nothing. */
  readonly before: string;
  readonly after: string;
  readonly mark: Mark | null;
  /** Its formula without `=`, shared ones written out; null: none, or one whose result is not in doubt. */
  readonly formula: string | null;
}

/**
 * `struck`: all of the text is struck through. `partly`: a part of it is struck through, raised or lowered, so that
 * nobody can tell which of its characters hold.
 */
export type Mark = 'struck' | 'partly';

/** A merged range, both ends included: rows from 1, columns from 0. Its value is in the first cell. */
export interface Merge {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export interface SourceSheet {
  readonly name: string;
  /** Position in the workbook, from 0. */
  readonly index: number;
  readonly state: 'visible' | 'hidden' | 'veryHidden';
  /** Ordered by first row, then first column; known before the rows are read. */
  readonly merges: readonly Merge[];
  /** Columns from 0. */
  readonly hiddenColumns: readonly number[];
  /** Whether an automatic filter is on the sheet. */
  readonly filtered: boolean;
  /** Whether serial dates count from 1904 (ECMA-376 part 1, 18.17.4.1). */
  readonly date1904: boolean;
  /** Whether the workbook asks to be calculated when it is opened: the results that it stores may be none. */
  readonly recalculates: boolean;
  /** Whether cells were cut out of text at separators, so that one inside a value moves all that follows it. */
  readonly separated: boolean;
  /** The rows in ascending order, in batches, blank rows left out. May be called again: it reads anew. */
  rows(): AsyncIterable<readonly Row[]>;
}

export interface Workbook {
  readonly format: Format;
  /** Of text formats as WHATWG names it (`utf-8`, `gb18030`, `utf-16le`); null for binary ones. */
  readonly encoding: string | null;
  readonly sheets: readonly SourceSheet[];
  /** What the reader itself noticed about the file. */
  readonly findings: readonly Finding[];
}

/** The text of a cell with what its number format writes around it: what a reader of the sheet sees. */
export function shownText({ texts, details }: Row, column: number): string {
  const text = texts[column] ?? '';
  const detail = details?.[column];
  return detail === undefined || text === '' ? text : `${detail.before}${text}${detail.after}`;
}

/** The kind of the cell in a column from 0. */
export function kindAt(row: Row, column: number): Kind {
  return row.kinds?.[column] ?? Kind.text;
}
