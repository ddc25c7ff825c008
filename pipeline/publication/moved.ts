/** A figure that moved since it was published before, with the first of the rows that made it. */
import type { Revision } from './revision.js';

export interface Moved extends Revision {
  readonly rows: readonly MovedRow[];
  /** Rows that made it beyond those that are listed. */
  readonly moreRows: number;
}

/** A row of evidence on one side only, or whose value is another. */
export interface MovedRow {
  readonly what: 'entered' | 'left' | 'moved';
  readonly file: string;
  readonly sheet: string;
  /** As the spreadsheet numbers it; '' where the evidence is totals per file. */
  readonly row: string;
  readonly label: string;
  readonly was: string;
  readonly value: string;
}
