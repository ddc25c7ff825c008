/** Runs the cross-table checks (勾稽关系) for both sides: a check is the query that selects its violations. */
import { hashOf } from '../definitions.js';
import type { Personal } from '../findings/finding.js';
import type { Waiver, Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Question } from '../indicators/compute.js';
import type { Side } from '../indicators/figure.js';
import {
  type Basis,
  coverageKey,
  currentBasis,
  periodDate,
  previousBasis,
  yearEarlier,
} from '../indicators/sides.js';
import { columnName } from '../intake/workbook.js';
import type { Store } from '../store/database.js';
import { settledRows } from '../store/settled.js';
import { DefinitionError } from '../text/sql-file.js';
import type { Check } from './catalogue.js';
import { type Found, keepViolations, keptViolations } from './kept.js';

/** A row that violates a check: a finding under the check's id. */
export interface Violation {
  readonly check: Check;
  readonly side: Side;
  /** '' where no file is meant. */
  readonly file: string;
  readonly sheet: string | null;
  readonly row: number | null;
  /** Column from 0, and its header. */
  readonly column: number | null;
  readonly header: string | null;
  readonly value: string | null;
  readonly message: string;
  /** The forms whose figures it makes provisional. */
  readonly forms: readonly string[];
  /** How the value is masked where it is published. */
  readonly personal: Personal | null;
  /** The waiver that accepts it; null: none. */
  readonly waiver: Waiver | null;
}

export interface CheckOutcome {
  readonly check: Check;
  readonly side: Side;
  readonly outcome: 'pass' | 'fail' | 'not_evaluable';
  readonly violations: readonly Violation[];
  /** What is missing for it to be evaluated: form ids, or 'previous'. */
  readonly missing: readonly string[];
}

/**
 * Evaluates every check for both sides, in the catalogue's order; one whose rows nothing has changed keeps what it
 * found. @throws DefinitionError on a faulty query.
 */
export function evaluateChecks(
  store: Store,
  question: Question,
  checks: readonly Check[],
  forms: readonly Form[],
): CheckOutcome[] {
  const outcomes: CheckOutcome[] = [];
  const content = settledRows(store, question.unit).ofForm;
  for (const check of checks) {
    for (const side of ['current', 'previous'] as const) {
      outcomes.push(evaluateCheck(store, question, check, side, forms, content));
    }
  }
  return outcomes;
}

function evaluateCheck(
  store: Store,
  question: Question,
  check: Check,
  side: Side,
  forms: readonly Form[],
  content: (form: string) => string,
): CheckOutcome {
  const basisOf = (id: string, at: Side): Basis | null => {
    const form = forms.find((known) => known.id === id);
    if (!form) return null;
    return at === 'current'
      ? currentBasis(question.coverage, form, question.period, question.asOf)
      : previousBasis(question.coverage, form, question.asOf, question.periods);
  };
  const lead = check.form ?? check.forms[0] ?? forms[0]?.id ?? '';
  const period =
    (side === 'current' ? question.period : undefined) ??
    [lead, ...forms.map(({ id }) => id)]
      .map((id) => basisOf(id, 'previous')?.coverage?.period)
      .find((found) => found !== undefined);
  // Of a check on many forms, one that was submitted last year is enough.
  const earlier =
    side === 'current'
      ? (check.form ? [check.form] : check.forms)
          .map((id) => basisOf(id, 'previous'))
          .find((basis) => basis?.coverage?.submitted)
      : undefined;
  const missing = check.needs.filter((need) =>
    need === 'previous' ? !earlier : !period || !question.coverage.get(coverageKey(need, period))?.submitted,
  );
  if (!period) missing.push(...check.forms.filter((form) => !missing.includes(form)));
  if (missing.length > 0 || !period) {
    return { check, side, outcome: 'not_evaluable', violations: [], missing };
  }
  const asOf = side === 'current' ? question.asOf : yearEarlier(question.asOf);
  const parameters = {
    unit: question.unit,
    period,
    period_date: periodDate(period),
    as_of: asOf,
    from: `${asOf.slice(0, 4)}-01-01`,
    previous_period: earlier?.coverage?.period ?? null,
    previous_from: earlier?.from ?? null,
    previous_as_of: earlier?.asOf ?? null,
  };
  const violations = foundBy(store, question, check, side, parameters, forms, content).map(
    (found): Violation => ({ ...found, check, side, waiver: null }),
  );
  return { check, side, outcome: violations.length > 0 ? 'fail' : 'pass', violations, missing: [] };
}

/** What the check finds, or found when it was last run on the same rows. */
function foundBy(
  store: Store,
  { unit, asOf }: Question,
  check: Check,
  side: Side,
  parameters: Selected,
  forms: readonly Form[],
  content: (form: string) => string,
): Found[] {
  const place = { unit, asOf, check: check.id, side };
  // What else a check may read, figures and submissions, is not worth being kept.
  const keeps = check.reads.every((view) => forms.some(({ id }) => id === view));
  const basis = hashOf([check.hash, parameters, check.reads.map(content)]);
  const kept = keeps ? keptViolations(store, place, basis) : null;
  if (kept) return kept;
  const form = forms.find(({ id }) => id === check.form);
  const origin = form ? originsIn(store, form) : null;
  const found = select(store, check, parameters).map((row) => violation(check, form, row, origin));
  if (keeps) keepViolations(store, place, basis, found);
  return found;
}

type Selected = Readonly<Record<string, string | number | null>>;

function select(store: Store, check: Check, parameters: Selected): Selected[] {
  try {
    return store.engine.prepare<[object], Selected>(check.sql).all(parameters);
  } catch (error) {
    throw new DefinitionError(
      `check ${check.id}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

function violation(
  check: Check,
  form: Form | undefined,
  row: Selected,
  originOf: ((rowId: number, field: string | null) => Origin | null) | null,
): Found {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  const rowId = row.row_id;
  const field = text('field') ?? check.column;
  const origin = typeof rowId === 'number' && originOf ? originOf(rowId, field) : null;
  const restricted = text('form');
  return {
    file: origin?.file ?? text('file') ?? '',
    sheet: origin?.sheet ?? text('sheet'),
    row: origin?.row ?? (typeof row.row === 'number' ? row.row : null),
    column: origin?.column_index ?? (typeof row.column_index === 'number' ? row.column_index : null),
    header: origin?.header ?? text('header'),
    value: origin?.text ?? text('value'),
    message: check.message.replace(/\{(\w+)\}/g, (_, name: string) => text(name) ?? ''),
    forms: restricted === null ? check.forms : [restricted],
    personal: form?.columns[field ?? '']?.spec.personal ?? null,
  };
}

interface Origin {
  readonly file: string;
  readonly sheet: string;
  readonly row: number;
  readonly column_index: number | null;
  readonly header: string | null;
  readonly text: string | null;
}

/** Finds the cell of a field in a source row of the form, with its text as submitted. */
function originsIn(store: Store, form: Form): (rowId: number, field: string | null) => Origin | null {
  const cell = store.engine.prepare<[string | null, number], Omit<Origin, 'text'> & { texts: string }>(
    `SELECT s.file, t.sheet, r.row, c.column_index, c.header, r.texts
      FROM ${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
        JOIN submission s ON s.submission_id = t.submission_id
        LEFT JOIN source_column c ON c.table_id = r.table_id AND c.field = ?
      WHERE r.row_id = ?`,
  );
  const fields = Object.keys(form.columns);
  return (rowId, field) => {
    const found = cell.get(field, rowId);
    if (!found) return null;
    const texts: (string | null)[] = JSON.parse(found.texts);
    return { ...found, text: texts[field === null ? -1 : fields.indexOf(field)] ?? null };
  };
}

/** Address of a violation's cell; '' where no cell is meant. */
export function cellOf({ row, column }: Violation): string {
  return row === null || column === null ? '' : columnName(column) + row;
}

/** Takes the violations that are waived out of the outcomes: once all are, the check no longer fails. */
export function withWaivers(outcomes: readonly CheckOutcome[], waivers: Waivers): CheckOutcome[] {
  return outcomes.map((outcome) => {
    const violations = outcome.violations.map((found) => ({
      ...found,
      waiver: waivers({ ...found, rule: outcome.check.id }),
    }));
    const failing = violations.some(({ waiver }) => waiver === null);
    return {
      ...outcome,
      violations,
      outcome: outcome.outcome === 'fail' && !failing ? 'pass' : outcome.outcome,
    };
  });
}

/** Forms with a failing error check on a side. */
export function failingForms(outcomes: readonly CheckOutcome[], side: Side): ReadonlySet<string> {
  return new Set(
    outcomes
      .filter(
        ({ side: of, check, outcome }) => of === side && check.severity === 'error' && outcome === 'fail',
      )
      .flatMap(({ violations }) =>
        violations.filter(({ waiver }) => waiver === null).flatMap(({ forms }) => forms),
      ),
  );
}
