/** A finding is data: rule, severity, place, parameters. Its words come from `rules/`, at the edge. */
import type { RuleId } from './rules/index.js';

export type Severity = 'error' | 'warning';

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** null where the whole file is meant. */
  readonly sheet: string | null;
  /** Row as the spreadsheet numbers it, from 1; null where the whole sheet is meant. */
  readonly row: number | null;
  /** Column from 0; null where the whole row is meant. */
  readonly column: number | null;
  /** Header of the column as written; null where no column is meant. */
  readonly header: string | null;
  /** The cell's text as submitted; masked where it is published. */
  readonly value: string | null;
  /** How the value is masked where it is published; null: only identity numbers and phones in it are. */
  readonly personal: Personal | null;
  /** Fills the message's placeholders; holds no personal data. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** Id of a check, which only the catalogue of `sql/checks/` gives out: no other text is one. */
export type CheckId = string & { readonly __check: true };

/** What kind of personal data a column holds (个人信息保护法, GB/T 35273). */
export type Personal = 'name' | 'identity' | 'phone';

type Place = Partial<Pick<Finding, 'sheet' | 'row' | 'column' | 'header' | 'value' | 'personal'>>;

/** A finding with everything that is not given left null. */
export function finding(
  rule: RuleId,
  severity: Severity,
  place: Place = {},
  params: Finding['params'] = {},
): Finding {
  return {
    rule,
    severity,
    sheet: place.sheet ?? null,
    row: place.row ?? null,
    column: place.column ?? null,
    header: place.header ?? null,
    value: place.value ?? null,
    personal: place.personal ?? null,
    params,
  };
}
