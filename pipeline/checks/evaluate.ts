/** Runs the cross-table checks (勾稽关系) for both sides: a check is the query that selects its violations. */

import type { Side } from '../figure.js';
import type { Severity } from '../findings/finding.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Question } from '../indicators/compute.js';
import { type Basis, coverageKey, currentBasis, previousBasis, yearEarlier } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import { reconciledRows } from '../reconcile/kept.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import { hashOf } from '../text/hash.js';
import { DefinitionError } from '../text/sql-file.js';
import type { Check } from './catalogue.js';
import {
  countViolations,
  currentCheckRun,
  keepViolations,
  type Violation,
  violationsOf,
} from './violations.js';

export interface CheckOutcome {
  readonly check: Check;
  readonly side: Side;
  /** It passes where every violation is waived. */
  readonly outcome: 'pass' | 'fail' | 'not_evaluable';
  /** That of the check, or error where one of its violations is. */
  readonly severity: Severity;
  /** Where its violations stand; null: it is not evaluable. */
  readonly run: number | null;
  readonly violations: number;
  readonly waived: number;
  /** The forms whose figures are provisional while it fails: those that its open errors are about. */
  readonly forms: readonly string[];
  /** What is missing for it to be evaluated: form ids, or 'previous'. */
  readonly missing: readonly string[];
}

/**
 * Evaluates every check for both sides, in the catalogue's order; one whose rows nothing has changed keeps what it
 * found. A waived violation makes nothing fail. @throws DefinitionError on a faulty query.
 */
export function evaluateChecks(
  store: Store,
  question: Question,
  checks: readonly Check[],
  forms: readonly Form[],
  waivers: Waivers,
): CheckOutcome[] {
  const outcomes: CheckOutcome[] = [];
  const content = reconciledRows(store, question.unit).ofForm;
  for (const check of checks) {
    for (const side of ['current', 'previous'] as const) {
      outcomes.push(evaluateCheck(store, question, check, side, forms, content, waivers));
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
  waivers: Waivers,
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
    return {
      ...{ check, side, outcome: 'not_evaluable', severity: check.severity, run: null },
      ...{ violations: 0, waived: 0, forms: [], missing },
    };
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
  const run = runOn(store, question, check, side, parameters, forms, content);
  const found = foundIn(store, check, run, waivers);
  const outcome = found.violations > found.waived ? 'fail' : 'pass';
  return { check, side, outcome, run, ...found, missing: [] };
}

/** Units of columns are read with their rows, and names decide how all files are read. */
const changesWithRows: ReadonlySet<string> = new Set(['column_units', 'known_names']);

/** Runs the check, or finds what it found when it was last run on the same rows. */
function runOn(
  store: Store,
  { unit, asOf }: Question,
  check: Check,
  side: Side,
  parameters: Selected,
  forms: readonly Form[],
  content: (form: string) => string,
): number {
  const place = { unit, asOf, check: check.id, side };
  // What else a check may read, figures and submissions, has no hash that would tell whether it changed.
  const hashed = check.reads.every(
    (view) => changesWithRows.has(view) || forms.some(({ id }) => id === view),
  );
  const basis = hashed ? hashOf([check.hash, parameters, check.reads.map(content)]) : '';
  const current = hashed ? currentCheckRun(store, place, basis) : null;
  if (current !== null) return current;
  const form = forms.find(({ id }) => id === check.form);
  const origin = form ? originsIn(store, form) : null;
  return keepViolations(store, place, basis, select(store, check, parameters), (row) =>
    violation(check, form, row, origin),
  );
}

/** How many violations a run found, how many of them are waived, and what forms the errors among the others are about. */
function foundIn(
  store: Store,
  check: Check,
  run: number,
  waivers: Waivers,
): Pick<CheckOutcome, 'severity' | 'violations' | 'waived' | 'forms'> {
  const counted = countViolations(store, run);
  const violations = counted.reduce((sum, { count }) => sum + count, 0);
  const formsOf = (named: Iterable<string | null>) => [
    ...new Set([...named].flatMap((form) => (form === null ? check.forms : [form]))),
  ];
  const isError = ({ severity }: { severity: Severity }) => severity === 'error';
  const severity = counted.some(isError) ? 'error' : check.severity;
  if (violations === 0 || !waivers.inForce.some(({ rule }) => rule === check.id)) {
    return {
      severity,
      violations,
      waived: 0,
      forms: formsOf(counted.filter(isError).map(({ form }) => form)),
    };
  }
  let waived = 0;
  const open = new Set<string | null>();
  for (const found of violationsOf(store, run)) {
    if (waivers({ ...found, rule: check.id })) waived++;
    else if (isError(found)) open.add(found.form);
  }
  return { severity, violations, waived, forms: formsOf(open) };
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
): Violation {
  const text = (name: string) => (row[name] === null || row[name] === undefined ? null : String(row[name]));
  const rowId = row.row_id;
  const field = text('field') ?? check.column;
  const origin = typeof rowId === 'number' && originOf ? originOf(rowId, field) : null;
  return {
    file: origin?.file ?? text('file') ?? '',
    sheet: origin?.sheet ?? text('sheet'),
    row: origin?.row ?? (typeof row.row === 'number' ? row.row : null),
    column: origin?.column_index ?? (typeof row.column_index === 'number' ? row.column_index : null),
    header: origin?.header ?? text('header'),
    value: origin?.text ?? text('value'),
    message: check.message.replace(/\{(\w+)\}/g, (_, name: string) => text(name) ?? ''),
    severity: text('severity') === 'error' ? 'error' : check.severity,
    form: text('form'),
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
    const texts = storedJson<(string | null)[]>(found.texts);
    return { ...found, text: texts[field === null ? -1 : fields.indexOf(field)] ?? null };
  };
}

/** Forms with a failing error check on a side. */
export function failingForms(outcomes: readonly CheckOutcome[], side: Side): ReadonlySet<string> {
  return new Set(
    outcomes
      .filter(({ side: of, severity, outcome }) => of === side && severity === 'error' && outcome === 'fail')
      .flatMap(({ forms }) => forms),
  );
}
