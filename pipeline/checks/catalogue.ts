/** The catalogue of checks (勾稽关系): the files of `sql/checks/`, each with its header checked against the forms. */
import type { CheckId, Severity } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import { forms as allForms } from '../forms/index.js';
import { compareText } from '../text/fold.js';
import {
  type Complaints,
  checkHeader,
  complaints,
  listed,
  oneOf,
  readSqlFolder,
  type SqlFile,
} from '../text/sql-file.js';
import { checkQuery } from '../text/sql-scan.js';

export interface Check {
  readonly id: CheckId;
  /** Path below the folder of checks. */
  readonly file: string;
  readonly label: string;
  readonly severity: Severity;
  /** Forms whose figures become provisional when an error check fails, unless the violation names one of them. */
  readonly forms: readonly string[];
  /** The form whose rows `row_id` means; null where violations are no rows of a form. */
  readonly form: string | null;
  /** The column whose cell is shown, unless the violation names one as `field`. */
  readonly column: string | null;
  /** Without a submission of these forms, or ('previous') last year's, it cannot be evaluated. */
  readonly needs: readonly string[];
  /** In Chinese; {x} stands for column x of the query's result. */
  readonly message: string;
  readonly sql: string;
  /** The views that the query reads: of forms, or of `checkViews`. */
  readonly reads: readonly string[];
  /** sha256 of the file. */
  readonly hash: string;
}

/** What checks may read beside the forms' views of accepted rows. */
export const checkViews = ['figure_values', 'stated_totals', 'submissions', 'table_contents'] as const;

const parameters = [
  'unit',
  'period',
  'period_date',
  'from',
  'as_of',
  'previous_period',
  'previous_from',
  'previous_as_of',
];

/**
 * Reads every check below a folder, in code-point order of their paths.
 * @throws DefinitionError that names file and line of everything that is wrong.
 */
export function loadChecks(dir: string, forms: readonly Form[] = allForms): Check[] {
  const wrong = complaints();
  const files = readSqlFolder(dir, wrong);
  const checks = files.map((file) => fromFile(file, forms, wrong));
  for (const [index, file] of files.entries()) {
    if (files.findIndex(({ id }) => id === file.id) < index) {
      wrong.add(file, 1, `there are two files whose path makes the id ${file.id}`);
    }
  }
  wrong.raise();
  return checks;
}

function fromFile(file: SqlFile, forms: readonly Form[], wrong: Complaints): Check {
  checkHeader(
    file,
    {
      required: ['label', 'severity', 'forms', 'needs', 'message'],
      optional: ['form', 'column'],
      mayBeEmpty: ['needs'],
    },
    wrong,
  );
  const ids = forms.map(({ id }) => id);
  const value = (key: string) => file.header.get(key)?.value ?? '';
  const form = file.header.has('form') ? value('form') : null;
  const column = file.header.has('column') ? value('column') : null;
  const concerned = value('forms') === 'all' ? ids : listed(value('forms'));
  const needs = listed(value('needs'));
  refuseUnknown(file, 'forms', concerned, ids, wrong);
  refuseUnknown(file, 'needs', needs, [...ids, 'previous'], wrong);
  if (form !== null) refuseUnknown(file, 'form', [form], ids, wrong);
  if (column !== null) {
    const columns = Object.keys(forms.find(({ id }) => id === form)?.columns ?? {});
    refuseUnknown(file, 'column', [column], columns, wrong);
  }
  const read = checkQuery(
    file,
    {
      views: new Set([...ids, ...checkViews]),
      needed: ['unit', 'period'],
      allowed: parameters,
      groupBy: true,
    },
    wrong,
  );
  return {
    id: file.id as CheckId,
    file: file.below,
    label: value('label'),
    severity: oneOf(file, 'severity', ['error', 'warning'] as const, wrong),
    forms: concerned,
    form,
    column,
    needs,
    message: value('message'),
    sql: file.sql,
    reads: [...read].sort(compareText),
    hash: file.hash,
  };
}

function refuseUnknown(
  file: SqlFile,
  key: string,
  named: readonly string[],
  known: readonly string[],
  wrong: Complaints,
): void {
  for (const name of named) {
    if (!known.includes(name)) {
      const choices = known.join(', ') || 'none: name the form first';
      wrong.add(file, file.header.get(key)?.line ?? 1, `${key}: there is no ${name}; there are ${choices}`);
    }
  }
}
