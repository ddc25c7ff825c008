/** Every department's form, in the order of the reference (DOMAIN B). */
import type { Form, RowOf } from './define.js';
import { listForms } from './lists.js';

/** A new department is one line here: import and entry in one, so that neither can be forgotten. */
export const forms = [
  (await import('./enterprises.js')).enterprises,
  (await import('./insurance_payments.js')).insurance_payments,
  (await import('./roads.js')).roads,
  (await import('./schools.js')).schools,
  (await import('./petitions.js')).petitions,
  (await import('./party_branches.js')).party_branches,
  (await import('./villages.js')).villages,
  (await import('./village_spending.js')).village_spending,
  (await import('./projects.js')).projects,
  (await import('./rural_funds.js')).rural_funds,
  (await import('./activities.js')).activities,
  (await import('./accidents.js')).accidents,
  (await import('./polluting_workshops.js')).polluting_workshops,
  (await import('./discipline_cases.js')).discipline_cases,
  (await import('./communities.js')).communities,
  (await import('./employment_workshops.js')).employment_workshops,
] as const;

type AnyForm = (typeof forms)[number];

/** The stored row of each form by the form's id, for Kysely. */
export type FormRows = { [F in AnyForm as F['id']]: RowOf<F> };

/** Everything that a sheet may be: the lists that supply a form's columns before the form, which needs them reconciled. */
export const formsAndLists: readonly Form[] = forms.flatMap((form: Form) => [...listForms(form), form]);

const byId: ReadonlyMap<string, Form> = new Map(formsAndLists.map((form) => [form.id, form]));

/** The form of that id; undefined where there is none. */
export const formById = (id: string): Form | undefined => byId.get(id);
