/**
 * Lists of names that supply what a registry lacks (DOMAIN B, Lists): declared with the registry's form, and read as forms
 * of their own, which no department owes and no figure counts.
 */
import type { Alias, Column, Form, FormList } from './define.js';

/** The forms by which the lists of a form are read: its name columns and what the list may carry. */
export function listForms(form: Form): readonly Form[] {
  return form.lists.map((list) => ({
    ...form,
    id: listFormId(form, list),
    title: list.title,
    lists: [],
    listOf: { form: form.id, list },
    keyElse: null,
    recognisedBy: null,
    indexes: [],
    columns: Object.fromEntries(
      [...form.namedBy, ...(list.carries ?? [])].map((name) => [name, optional(form.columns[name])]),
    ),
  }));
}

export const listFormId = (form: Pick<Form, 'id'>, list: FormList): string => `${form.id}_${list.id}`;

/** The name by which a form's sheets are published: a list is enterprises#above_scale (DESIGN, submissions.csv). */
export const publishedFormId = ({ id, listOf }: Pick<Form, 'id' | 'listOf'>): string =>
  listOf ? `${listOf.form}#${listOf.list.id}` : id;

/** An entry names its row by one column or the other; whoever keeps lists calls them as offices do. */
function optional(column: Column<unknown> | undefined): Column<unknown> {
  if (!column) throw new Error('a list has a column that its form has not');
  const { spec } = column;
  const hints = spec.hints.headers.map((header): Alias => ({ header }));
  return {
    ...column,
    spec: {
      ...spec,
      aliases: [...spec.aliases, ...hints],
      required: false,
      needed: false,
      mayBeEmpty: true,
      notBefore: null,
      inFigures: true,
    },
  };
}

/** By the columns of a form, the lists that may supply them. */
export function listedColumns(form: Form): ReadonlyMap<string, readonly FormList[]> {
  const columns = new Map<string, FormList[]>();
  for (const list of form.lists) {
    for (const name of [...Object.keys(list.sets), ...(list.carries ?? [])])
      columns.set(name, [...(columns.get(name) ?? []), list]);
  }
  return columns;
}
