/** What normalising makes of a row of data. */
import type { Finding } from '../findings/finding.js';
import type { Row } from '../intake/workbook.js';

export interface NormalisedRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** By the form's columns in their order: text, ISO date, whole number of the smallest unit, 0/1; null: empty or not understood. */
  readonly values: readonly (string | number | bigint | null)[];
  /** By the form's columns in their order: as submitted; null where the sheet has no such column. */
  readonly texts: readonly (string | null)[];
  /** The natural key as a JSON list; null where a part is empty and the form has no other key. */
  readonly key: string | null;
  /** An error holds the row back, a warning lets it pass. */
  readonly findings: readonly Finding[];
}

/** What a value may depend on beside its cell. */
export interface Context {
  /** Folder name of the township, and every name by which `unit.csv` knows it. */
  readonly unitNames: readonly string[];
  /** Names of the other folders of `inputs/`. */
  readonly otherUnits: readonly string[];
  /** ISO date of the period. */
  readonly asOf: string;
  /** From `aliases.csv`: kind → folded name → canonical name. */
  readonly aliases: Readonly<Record<'village' | 'project' | 'community', ReadonlyMap<string, string>>>;
}

/** Normalises the rows of one table, one at a time. */
export interface Normaliser {
  /** null: kept until the end, because the whole column decides (empty yes/no cells). */
  push(row: Row): NormalisedRow | null;
  /** The rows that were kept, in order, and what concerns the whole table. */
  finish(): { readonly rows: readonly NormalisedRow[]; readonly findings: readonly Finding[] };
}
