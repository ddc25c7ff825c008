/** The reader of each column of a form in a table. */
import type { Alias, ColumnSpec } from '../forms/define.js';
import { choiceReader } from './choice.js';
import { creditCodeReader, divisionCodeReader, identityNumberReader, phoneReader } from './code.js';
import type { ColumnUnit } from './column-unit.js';
import { dateReader } from './date.js';
import type { DateShift } from './date-shift.js';
import { measureReader, rangeReader } from './measure.js';
import { type AliasRule, nameReader, plainNameReader, textReader } from './name.js';
import type { Reader } from './reader.js';
import type { Context } from './row.js';
import { yearReader } from './year.js';

/** What a reader depends on beside its column. */
export interface ColumnSurroundings {
  readonly context: Context;
  readonly date1904: boolean;
  /** Whether the column is part of the form's key. */
  readonly inKey: boolean;
  /** Whether the check digit is asked for in the row that is being read. */
  readonly checked: () => boolean;
  /** kind name: when an alias holds. */
  readonly aliases: AliasRule;
  /** Whether a cell may name several villages. */
  readonly severalVillages?: boolean;
  /** kind measure: the unit of its column. */
  readonly unit: ColumnUnit | null;
  /** kind date: how the dates of the column were shifted. */
  readonly shift: () => DateShift | null;
}

/** @param alias under which the column was found; null: its standard header, or an answer of the township. */
export function readerOf(spec: ColumnSpec, alias: Alias | null, around: ColumnSurroundings): Reader {
  const { context } = around;
  switch (spec.kind) {
    case 'text':
      return around.inKey || spec.personal !== null ? plainNameReader() : textReader();
    case 'list':
      return textReader();
    case 'name':
      return nameReader(spec, context.aliases, around.aliases, around.severalVillages);
    case 'choice':
    case 'yes_no':
      return choiceReader(spec, alias);
    case 'date':
      return dateReader(spec, { asOf: context.asOf, date1904: around.date1904, shift: around.shift });
    case 'year':
      return yearReader(spec, context.asOf);
    case 'measure':
      if (around.unit === null) throw new Error(`${spec.header} has no unit`);
      return spec.rangeEnd === null ? measureReader(spec, around.unit) : rangeReader(spec, around.unit);
    case 'credit_code':
      return creditCodeReader();
    case 'identity_number':
      return identityNumberReader(around.checked);
    case 'phone':
      return phoneReader();
    case 'division_code':
      return divisionCodeReader();
  }
}
