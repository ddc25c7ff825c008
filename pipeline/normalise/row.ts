/** What normalising makes of a row of data. */
import type { Finding } from '../findings/finding.js';
import type { NameKind } from '../forms/define.js';
import type { Row } from '../intake/workbook.js';
import type { Answers, SettingUse } from '../recognise/answers.js';
import type { ColumnUnit } from './column-unit.js';

export interface NormalisedRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** By the form's columns in their order: text, ISO date, whole number of the smallest unit, 0/1; null: empty or not understood. */
  readonly values: readonly (string | number | bigint | null)[];
  /** By the form's columns in their order: as submitted; null where the sheet has no such column. */
  readonly texts: readonly (string | null)[];
  /** The natural key as a JSON list; null where a part is empty and the form has no other key. */
  readonly key: string | null;
  readonly findings: readonly Finding[];
  /** Whether an error of its own, or of a whole column that it fills, holds it back. */
  readonly held: boolean;
  /**
   * Names of the columns that figures read and whose cells are not understood, with blanks around each, and `name<>0`
   * where the number is known and its unit is not; null: none.
   */
  readonly unread: string | null;
}

/** A line of `aliases.csv`. */
export interface NameAlias {
  /** As `nameIn` reads it. */
  readonly canonical: string;
  /** ISO dates from which, and until before which, the name stands for the other; null: without bound. */
  readonly from: string | null;
  readonly until: string | null;
}

/** What a value may depend on beside its cell. */
export interface Context {
  /** Folder name of the township, and every name by which `unit.csv` knows it. */
  readonly unitNames: readonly string[];
  /** Names of the other folders of `inputs/`. */
  readonly otherUnits: readonly string[];
  /** ISO date of the period. */
  readonly asOf: string;
  /** From `aliases.csv`: kind → name as `nameIn` reads it → what it stands for. */
  readonly aliases: Readonly<Record<NameKind, ReadonlyMap<string, NameAlias>>>;
  /** What the township has answered of headers and words. */
  readonly answers: Answers;
}

/** Of a file that lies in no township's folder. */
export const noAliases: Context['aliases'] = {
  village: new Map(),
  project: new Map(),
  community: new Map(),
  enterprise: new Map(),
};

/** Normalises the rows of one table, one at a time. */
export interface Normaliser {
  push(row: Row): NormalisedRow;
  /** The unit of each column that holds quantities, by the form's names, as far as it is known. */
  units(): ReadonlyMap<string, Pick<ColumnUnit, 'unit' | 'from'>>;
  /** Lines of the township's settings that were used for the rows so far. */
  used(): readonly SettingUse[];
  /** What concerns the whole table, once its last row has been pushed. */
  finish(): readonly Finding[];
}
