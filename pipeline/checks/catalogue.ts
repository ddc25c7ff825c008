/**
 * The catalogue of checks (勾稽关系): the files of `sql/checks/`, each with its header checked against the forms. Those
 * below `generic/` are templates, one check for each form that declares their relation.
 */
import type { CheckId, Severity } from '../findings/finding.js';
import { type Form, keysView } from '../forms/define.js';
import { forms as allForms } from '../forms/index.js';
import { compareText } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
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
import { formChecks, templateFolder } from './generic.js';

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
  /** As it is run; of a generic check, the template with the form's names in it. */
  readonly sql: string;
  /** The views that the query reads: of forms, or of `checkViews`. */
  readonly reads: readonly string[];
  /** Of the file and of the query as it is run. */
  readonly hash: string;
}

/** Whether a check is a form's share of a template, whose file is not the query as it is run. */
export const isGeneric = ({ file }: Pick<Check, 'file'>): boolean => file.startsWith(templateFolder);

/** What checks may read beside the forms' views of accepted rows. */
export const checkViews = [
  'column_units',
  'figure_values',
  'known_names',
  'stated_totals',
  'submissions',
  'table_contents',
] as const;

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
 * Reads every check below a folder, in code-point order of their ids.
 * @throws DefinitionError that names file and line of everything that is wrong.
 */
export function loadChecks(dir: string, forms: readonly Form[] = allForms): Check[] {
  const wrong = complaints();
  const files = readSqlFolder(dir, wrong);
  const checks = files
    .flatMap((file) =>
      file.below.startsWith(templateFolder)
        ? fromTemplate(file, forms, wrong)
        : [{ check: fromFile(file, forms, wrong), file }],
    )
    .sort((a, b) => compareText(a.check.id, b.check.id));
  for (const [index, { check, file }] of checks.entries()) {
    if (checks[index - 1]?.check.id === check.id) {
      wrong.add(file, 1, `there are two files whose path makes the id ${check.id}`);
    }
  }
  wrong.raise();
  return checks.map(({ check }) => check);
}

const common = ['label', 'severity', 'message'];

function fromTemplate(template: SqlFile, forms: readonly Form[], wrong: Complaints) {
  checkHeader(template, { required: [...common, 'relation'], optional: [] }, wrong);
  return formChecks(template, forms, wrong).map(({ form, needs, file }) => ({
    file,
    check: { ...checkOf(file, forms, wrong), forms: [form.id], form: form.id, column: null, needs },
  }));
}

function fromFile(file: SqlFile, forms: readonly Form[], wrong: Complaints): Check {
  checkHeader(
    file,
    {
      required: [...common, 'forms', 'needs'],
      optional: ['form', 'column'],
      mayBeEmpty: ['needs'],
    },
    wrong,
  );
  const ids = forms.map(({ id }) => id);
  const form = file.header.get('form')?.value ?? null;
  const column = file.header.get('column')?.value ?? null;
  const concerned = fieldOf(file, 'forms') === 'all' ? ids : listed(fieldOf(file, 'forms'));
  const needs = listed(fieldOf(file, 'needs'));
  refuseUnknown(file, 'forms', concerned, ids, wrong);
  refuseUnknown(file, 'needs', needs, [...ids, 'previous'], wrong);
  if (form !== null) refuseUnknown(file, 'form', [form], ids, wrong);
  if (column !== null) {
    const columns = Object.keys(forms.find(({ id }) => id === form)?.columns ?? {});
    refuseUnknown(file, 'column', [column], columns, wrong);
  }
  return { ...checkOf(file, forms, wrong), forms: concerned, form, column, needs };
}

const fieldOf = (file: SqlFile, key: string) => file.header.get(key)?.value ?? '';

/** What every check says of itself, whether it is a file of its own or a form's share of a template. */
function checkOf(file: SqlFile, forms: readonly Form[], wrong: Complaints) {
  const read = checkQuery(
    file,
    {
      views: new Set([...forms.flatMap(({ id }) => [id, keysView(id)]), ...checkViews]),
      needed: ['unit', 'period'],
      allowed: parameters,
      groupBy: true,
    },
    wrong,
  );
  return {
    id: file.id as CheckId,
    file: file.below,
    label: fieldOf(file, 'label'),
    severity: oneOf(file, 'severity', ['error', 'warning'] as const, wrong),
    message: fieldOf(file, 'message'),
    sql: file.sql,
    reads: [...read].sort(compareText),
    hash: hashOf([file.hash, file.sql]),
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
