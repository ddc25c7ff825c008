/**
 * Checks that many forms share (`sql/checks/generic/`): a template becomes one check for each form whose columns declare
 * the relation that its header names, with the id `<form>.<template>`. `{{…}}` in label and query stands for what the
 * form says; the query of a form with several such columns is that of each, joined by UNION ALL.
 */
import type { Column, Form } from '../forms/define.js';
import type { Complaints, SqlFile } from '../text/sql-file.js';

export const templateFolder = 'generic/';

/** A check as one form has it. */
export interface FormCheck {
  readonly form: Form;
  /** Forms without which it cannot be evaluated. */
  readonly needs: readonly string[];
  /** The template, with the form's id, label and query in their places. */
  readonly file: SqlFile;
}

/** What a template's marks stand for, for one column of a form. */
type Marks = Readonly<Record<string, string>>;

/** A column's relation: what it makes of the marks, and the other form that it reads. */
interface Related {
  readonly marks: Marks;
  readonly needs: readonly string[];
}

type Relation = (form: Form, column: string, of: Column<unknown>) => Related | null;

const relations: Readonly<Record<string, Relation>> = {
  /** `.notBefore(other)`: {{other}} is the earlier column, {{other_header}} its header. */
  notBefore: (form, _, { spec }) => {
    const other = spec.notBefore === null ? undefined : form.columns[spec.notBefore];
    if (!other || spec.notBefore === null) return null;
    return { marks: { other: spec.notBefore, other_header: other.spec.header }, needs: [] };
  },
  /** `.plausible(…)`: {{most}} is the upper end of the range in the smallest unit, {{index}} the column's place in `texts`. */
  plausible: (form, column, { spec: { plausible } }) => {
    if (!plausible) return null;
    const index = String(Object.keys(form.columns).indexOf(column));
    return { marks: { index, most: String(plausible.to), most_shown: plausible.shown[1] }, needs: [] };
  },
};

function refersTo(target: string): Relation {
  return (_form, _column, { spec }) => (spec.refersTo === target ? { marks: {}, needs: [target] } : null);
}

/**
 * The checks of a template, in the order of the forms. Complains of a relation that there is not, and of marks that
 * nothing fills.
 */
export function formChecks(file: SqlFile, forms: readonly Form[], wrong: Complaints): FormCheck[] {
  const { value = '', line = 1 } = file.header.get('relation') ?? {};
  const relation = relationOf(value, forms);
  if (!relation) {
    const known = [...Object.keys(relations), 'refersTo <form>'].join(', ');
    wrong.add(file, line, `there is no relation ${value}; there are ${known}`);
    return [];
  }
  return forms.flatMap((form) => {
    const related = Object.entries(form.columns).flatMap(([name, column]) => {
      const found = relation(form, name, column);
      return found ? [{ ...found, marks: { ...marksOf(form, name, column), ...found.marks } }] : [];
    });
    if (related.length === 0) return [];
    const needs = [...new Set([form.id, ...related.flatMap((one) => one.needs)])];
    const each = (text: string, joint: string) =>
      [...new Set(related.map(({ marks }) => filled(text, marks, file, wrong)))].join(joint);
    const label = file.header.get('label');
    return [
      {
        form,
        needs,
        file: {
          ...file,
          id: `${form.id}.${file.id.slice(templateFolder.length)}`,
          header: new Map([...file.header, ['label', { line, value: each(label?.value ?? '', '；') }]]),
          sql: each(file.sql, 'UNION ALL\n'),
        },
      },
    ];
  });
}

function relationOf(text: string, forms: readonly Form[]): Relation | undefined {
  const [, target] = /^refersTo ([a-z_]+)$/.exec(text) ?? [];
  if (target !== undefined) return forms.some(({ id }) => id === target) ? refersTo(target) : undefined;
  return Object.hasOwn(relations, text) ? relations[text] : undefined;
}

function marksOf(form: Form, column: string, { spec }: Column<unknown>): Marks {
  return {
    form: form.id,
    title: form.title,
    label: form.label.at(-1) ?? column,
    column,
    header: spec.header,
  };
}

function filled(text: string, marks: Marks, file: SqlFile, wrong: Complaints): string {
  return text.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => {
    const value = marks[name];
    if (value === undefined) {
      wrong.add(file, 1, `nothing fills ${mark}; there are ${Object.keys(marks).join(', ')}`);
    }
    return value ?? mark;
  });
}
