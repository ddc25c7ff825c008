/**
 * How much a submitted file may ask of us. Each limit lies well above what a real workbook of 1,048,576 rows
 * needs, and far below what stops a run; what is over a limit is refused with a finding that names it.
 */
export interface Limits {
  /** Entries of the package. */
  readonly entries: number;
  /** Bytes of the package's directory. */
  readonly directoryBytes: number;
  /** Bytes that all parts that are read inflate to, counted as they come and not as the directory claims. */
  readonly inflatedBytes: number;
  /** A part may inflate to this many times its size in the package, once it is over `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Bytes of a part that is no sheet and no shared strings: relationships, styles, the workbook itself. */
  readonly partBytes: number;
  /** Sheets of the workbook, those that are not read counted as well. */
  readonly sheets: number;
  /** Merged ranges of one sheet. */
  readonly merges: number;
  readonly sharedStrings: number;
  /** Bytes (UTF-8) of all shared strings. */
  readonly sharedStringBytes: number;
  /** Bytes (UTF-8, as written) of one text, tag or comment; a cell holds at most 32,767 characters. */
  readonly textBytes: number;
  /** Rows and columns of a sheet (ECMA-376 leaves this open; Excel's and WPS' grid). */
  readonly rows: number;
  readonly columns: number;
  /** Cells of one sheet, counting the blank ones before the last filled one of each row. */
  readonly cells: number;
  /** Inflated bytes of sheets that are kept, so that a small workbook is inflated only once. */
  readonly keptBytes: number;
}

const MiB = 2 ** 20;

export const defaultLimits: Limits = {
  entries: 20_000,
  directoryBytes: 16 * MiB,
  inflatedBytes: 4096 * MiB,
  ratio: 200,
  ratioFrom: 64 * MiB,
  partBytes: 64 * MiB,
  sheets: 1024,
  merges: 100_000,
  sharedStrings: 5_000_000,
  sharedStringBytes: 1024 * MiB,
  textBytes: 2 * MiB,
  rows: 1_048_576,
  columns: 16_384,
  cells: 300_000_000,
  keptBytes: 32 * MiB,
};
