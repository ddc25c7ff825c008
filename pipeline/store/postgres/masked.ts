/**
 * What a reader may see: views of the accepted rows and of the figures in a schema of their own, with personal data
 * masked inside the database as it is where it is published (`findings/personal.ts`). Keys, cells as submitted and the
 * findings, which hold personal data in any shape, are not among them.
 */

import {
  identityMasks,
  type Masking,
  nameMasks,
  otherIdentity,
  phoneMasks,
  textMasks,
} from '../../findings/personal.js';
import type { ColumnSpec, Form } from '../../forms/define.js';
import type { PostgresEngine } from './engine.js';
import { isSchema } from './names.js';

export const readersSchema = 'township_masked';

/** A function of one text, or of none where it is null. */
const masking = (name: string, body: string) =>
  `CREATE OR REPLACE FUNCTION ${name}(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ${body}`;

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The maskings of `findings/personal.ts`, one after the other. */
function inTurn(maskings: readonly Masking[], of = 'value'): string {
  return maskings.reduce(
    (masked, { pattern, shown }) =>
      `regexp_replace(${masked}, ${literal(pattern)}, ${literal(shown.replaceAll('$', '\\'))}, 'g')`,
    of,
  );
}

const wholeIdentities = identityMasks
  .map((one) => `WHEN value ~ ${literal(one.pattern)} THEN ${inTurn([one])}`)
  .join(' ');

/** Masks of one value each: as `findings/mask.ts`, from the same patterns. */
export const maskFunctions: readonly string[] = [
  masking('mask_text', inTurn(textMasks)),
  masking('mask_name', inTurn(nameMasks)),
  masking('mask_identity', `CASE ${wholeIdentities} ELSE ${inTurn([otherIdentity])} END`),
  masking('mask_phone', inTurn(phoneMasks, 'mask_text(value)')),
];

const masks = { name: 'mask_name', identity: 'mask_identity', phone: 'mask_phone' } as const;

function shown(name: string, spec: ColumnSpec, schema: string): string {
  if (spec.personal) return `${schema}.${masks[spec.personal]}(${name}) AS ${name}`;
  if (spec.kind === 'text' || spec.kind === 'name' || spec.kind === 'list' || spec.kind === 'credit_code') {
    return `${schema}.mask_text(${name}) AS ${name}`;
  }
  return name;
}

/** Makes the views that are lacking: a form table that is made anew takes its own along. */
export function makeMaskedViews(engine: PostgresEngine, forms: readonly Form[], schema: string): void {
  if (!isSchema(engine, readersSchema)) engine.exec(`CREATE SCHEMA ${readersSchema}`);
  const existing = new Set(
    engine
      .query('SELECT viewname FROM pg_views WHERE schemaname = $1', [readersSchema])
      .map(({ viewname }) => viewname),
  );
  const view = (name: string, columns: readonly string[]) => {
    if (existing.has(name)) return;
    engine.exec(
      `CREATE VIEW ${readersSchema}.${name} WITH (security_barrier) AS SELECT ${columns.join(', ')} FROM ${schema}.${name}`,
    );
  };
  const names = ['file', 'sheet'].map((name) => `${schema}.mask_text(${name}) AS ${name}`);
  for (const form of forms) {
    const own = Object.entries(form.columns).map(([name, { spec }]) => shown(name, spec, schema));
    view(form.id, ['row_id', 'unit', 'period', ...names, 'row', ...own]);
  }
  view('submissions', ['unit', 'period', ...names, 'form', 'status']);
  view('figure_values', ['*']);
}

/**
 * Lets a role read the views and nothing else; makes the role where there is none. It has no password then: the
 * server's administrator gives it one.
 * @returns whether the role was made.
 */
export function grantReader(engine: PostgresEngine, name: string): boolean {
  const role = `"${name.replaceAll('"', '""')}"`;
  const exists = engine.query('SELECT 1 AS found FROM pg_roles WHERE rolname = $1', [name]).length > 0;
  if (!exists) engine.exec(`CREATE ROLE ${role} LOGIN`);
  engine.exec(`GRANT USAGE ON SCHEMA ${readersSchema} TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${readersSchema} TO ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${readersSchema} GRANT SELECT ON TABLES TO ${role}`);
  return !exists;
}
