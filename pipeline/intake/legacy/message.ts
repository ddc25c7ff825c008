/** What the process that reads legacy formats sends. */
import type { RuleId } from '../../findings/rules/index.js';
import type { CellDetail, Kind, SourceSheet } from '../workbook.js';

export type LegacyEvent =
  /** First: all sheets, without their rows. */
  | { readonly is: 'sheets'; readonly sheets: readonly SheetFacts[] }
  /** A batch of rows of a sheet, in their order: a list of `PackedRow`, which takes less memory as text. */
  | { readonly is: 'rows'; readonly sheet: number; readonly json: string }
  | { readonly is: 'refused'; readonly rule: RuleId };

export type SheetFacts = Omit<SourceSheet, 'rows'>;

/** Number, whether hidden, texts, kinds, and by column the details of cells that have some. */
export type PackedRow = readonly [
  number,
  0 | 1,
  readonly string[],
  readonly Kind[],
  (readonly (readonly [number, CellDetail])[])?,
];
