/**
 * What a reader may see: views of the accepted rows and of the figures in a schema of their own, with personal data
 * masked inside the database as it is where it is published (`findings/mask.ts`). Keys, cells as submitted and the
 * findings, which hold personal data in any shape, are not among them.
 */
import type { ColumnSpec, Form } from '../../forms/define.js';
import type { PostgresEngine } from './engine.js';

export const readersSchema = 'township_masked';

/** Masks of one value each; `mask_text` leaves what is neither an identity number nor a mobile phone. */
export const maskFunctions: readonly string[] = [
  `CREATE OR REPLACE FUNCTION mask_name(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN value ~ '^\\s*$' THEN '' ELSE
      regexp_replace(left(regexp_replace(value, '^\\s+', ''), 1), '[0-9０-９]', '*')
        || repeat('*', length(regexp_replace(value, '^\\s+|\\s+$', '', 'g')) - 1) END`,
  `CREATE OR REPLACE FUNCTION mask_identity(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE
      WHEN upper(value) ~ '^[0-9]{17}[0-9X]$' THEN left(value, 6) || '********' || upper(right(value, 4))
      WHEN value ~ '^[0-9]{15}$' THEN left(value, 6) || '*****' || right(value, 4)
      ELSE repeat('*', length(regexp_replace(value, '^\\s+|\\s+$', '', 'g'))) END`,
  `CREATE OR REPLACE FUNCTION mask_phone(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN value ~ '^1[3-9][0-9]{9}$' THEN left(value, 3) || '****' || right(value, 4)
      ELSE regexp_replace(value, '[^\\s()（）–-]', '*', 'g') END`,
  `CREATE OR REPLACE FUNCTION mask_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(regexp_replace(regexp_replace(value,
      '(?<![0-9])([1-8][0-9]{5})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9])', '\\1********\\2', 'g'),
      '(?<![0-9])([1-8][0-9]{5})[0-9]{5}([0-9]{4})(?![0-9])', '\\1*****\\2', 'g'),
      '(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])', '\\1****\\2', 'g')`,
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
  engine.exec(`CREATE SCHEMA IF NOT EXISTS ${readersSchema}`);
  const standing = new Set(
    engine
      .query('SELECT viewname FROM pg_views WHERE schemaname = $1', [readersSchema])
      .map(({ viewname }) => viewname),
  );
  const view = (name: string, columns: readonly string[]) => {
    if (standing.has(name)) return;
    engine.exec(
      `CREATE VIEW ${readersSchema}.${name} WITH (security_barrier) AS SELECT ${columns.join(', ')} FROM ${schema}.${name}`,
    );
  };
  for (const form of forms) {
    const own = Object.entries(form.columns).map(([name, { spec }]) => shown(name, spec, schema));
    view(form.id, ['row_id', 'unit', 'period', 'file', 'sheet', 'row', ...own]);
  }
  view('submissions', ['*']);
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
