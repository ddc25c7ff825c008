/**
 * Tables and views of the forms, made from their declarations: `<form>_row` holds every row of data, the view
 * `<form>` the accepted ones only. Constraints say what an accepted row must be; a row that is held back may
 * lack it.
 */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { ColumnSpec, Form } from '../forms/define.js';
import { sha256 } from '../text/hash.js';
import { rowsPerTable } from './row-id.js';
import type { Database } from './schema.js';

const textLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;

function columnType(spec: ColumnSpec): 'TEXT' | 'INTEGER' {
  return spec.kind === 'measure' || spec.kind === 'yes_no' || spec.kind === 'year' ? 'INTEGER' : 'TEXT';
}

function constraints(name: string, spec: ColumnSpec): string[] {
  const conditions: string[] = [];
  if (spec.required && spec.mayBeEmpty === false) conditions.push(`held = 1 OR ${name} IS NOT NULL`);
  if (spec.kind === 'yes_no') conditions.push(`${name} IN (0, 1)`);
  if (spec.kind === 'choice' && spec.choices) {
    // SQLite makes a table of an IN list anew for each row that is inserted, which costs more than the row.
    conditions.push(
      Object.keys(spec.choices)
        .map((choice) => `${name} = ${textLiteral(choice)}`)
        .join(' OR '),
    );
  }
  if (spec.kind === 'date' && spec.precision === 'day') conditions.push(`length(${name}) = 10`);
  return conditions.map((condition) => `CHECK (${condition})`);
}

/** Where foreign tables may stand in for a form's, rows follow their submission by a trigger (`postgres/`). */
export type SqlDialect = 'sqlite' | 'postgres';

/** The statements that make a form's table, indexes and view. */
export function formTableStatements(form: Form, dialect: SqlDialect = 'sqlite'): string[] {
  const table = `${form.id}_row`;
  const columns = Object.entries(form.columns);
  const fields = columns.map(([name, { spec }]) => `  ${name} ${columnType(spec)}`);
  const checks = columns.flatMap(([name, { spec }]) => constraints(name, spec)).map((check) => `  ${check}`);
  return [
    [
      `CREATE TABLE ${table} (`,
      [
        '  row_id INTEGER PRIMARY KEY',
        '  table_id INTEGER NOT NULL',
        '  unit TEXT NOT NULL',
        '  period TEXT NOT NULL',
        '  row INTEGER NOT NULL',
        '  key TEXT',
        '  texts TEXT NOT NULL',
        '  held_by_reading INTEGER NOT NULL CHECK (held_by_reading IN (0, 1))',
        '  held INTEGER NOT NULL CHECK (held IN (0, 1))',
        ...fields,
        ...checks,
      ].join(',\n'),
      ') STRICT',
    ].join('\n'),
    // The accepted rows of a period as they are stored: by key, each would be fetched from another page.
    `CREATE INDEX ${table}_accepted ON ${table} (unit, period, held)`,
    `CREATE INDEX ${table}_held_by_period ON ${table} (unit, period, table_id) WHERE held <> held_by_reading`,
    ...(form.shape.kind === 'events'
      ? [`CREATE INDEX ${table}_keyless ON ${table} (unit, period) WHERE key IS NULL`]
      : []),
    ...keyIndexes(form).map(({ statement }) => statement),
    [
      `CREATE VIEW ${form.id} AS`,
      `SELECT r.row_id, r.table_id, r.unit, r.period, s.file, t.sheet, t.sheet_index, r.row, r.key, r.texts,`,
      `  ${columns.map(([name]) => `r.${name}`).join(', ')}`,
      `FROM ${table} r`,
      '  LEFT JOIN source_table t ON t.table_id = r.table_id',
      '  LEFT JOIN submission s ON s.submission_id = t.submission_id',
      'WHERE r.held = 0',
    ].join('\n'),
    dialect === 'sqlite' ? forgetting(form) : `CREATE INDEX ${table}_table ON ${table} (table_id)`,
  ];
}

/** The rows of a file go with it. No foreign key does that: it would look for its parent at each row that is inserted. */
function forgetting(form: Form): string {
  return [
    `CREATE TRIGGER ${form.id}_row_forget AFTER DELETE ON source_table WHEN OLD.form = ${textLiteral(form.id)} BEGIN`,
    `  DELETE FROM ${form.id}_row WHERE row_id >= OLD.table_id * ${rowsPerTable}`,
    `    AND row_id < (OLD.table_id + 1) * ${rowsPerTable};`,
    'END',
  ].join('\n');
}

/**
 * The indexes whose order is not that in which rows are loaded. They end in `held`, so that a query for accepted rows
 * with a value finds them by the value, and not among all accepted rows of the period. A roster is matched by its keys
 * with that of another date; keys of events, which have dates in them, are only looked through for such as stand twice,
 * which sorting them does for less than an index.
 */
export function keyIndexes(form: Form): { readonly name: string; readonly statement: string }[] {
  const table = `${form.id}_row`;
  return [...(form.shape.kind === 'roster' ? [['key']] : []), ...form.indexes].map((names) => {
    const name = `${table}_${names.join('_')}`;
    return { name, statement: `CREATE INDEX ${name} ON ${table} (unit, period, ${names.join(', ')}, held)` };
  });
}

/** Hash of what a form's table is made with. */
export function definitionOf(form: Form, dialect: SqlDialect): string {
  return hashOf(formTableStatements(form, dialect));
}

/** Makes the tables that are lacking and remakes those whose form has changed; their rows are read anew. */
export async function makeFormTables(
  db: Kysely<Database>,
  forms: readonly Form[],
  dialect: SqlDialect = 'sqlite',
): Promise<void> {
  const standing = new Map(
    (await db.selectFrom('form_table').selectAll().execute()).map((made) => [made.form, made.definition]),
  );
  const wanted = new Map(
    forms.map((form) => [form.id, { form, statements: formTableStatements(form, dialect) }]),
  );
  for (const [form, definition] of standing) {
    const statements = wanted.get(form)?.statements;
    if (statements && definition === hashOf(statements)) {
      wanted.delete(form);
      continue;
    }
    if (dialect === 'sqlite') await sql.raw(`DROP TRIGGER IF EXISTS ${form}_row_forget`).execute(db);
    // With what stands on them, where other views may (`postgres/masked.ts`).
    const cascade = dialect === 'postgres' ? ' CASCADE' : '';
    await sql.raw(`DROP VIEW IF EXISTS ${form}${cascade}`).execute(db);
    await sql.raw(`DROP TABLE IF EXISTS ${form}_row${cascade}`).execute(db);
    await db.deleteFrom('form_table').where('form', '=', form).execute();
    await db
      .deleteFrom('submission')
      .where('submission_id', 'in', (from) =>
        from.selectFrom('source_table').select('submission_id').where('form', '=', form),
      )
      .execute();
  }
  for (const { form, statements } of wanted.values()) {
    for (const statement of statements) await sql.raw(statement).execute(db);
    await db
      .insertInto('form_table')
      .values({ form: form.id, shape: form.shape.kind, definition: hashOf(statements) })
      .execute();
  }
}

/** Hash of each form's declaration, by its id: tells a changed form from changed data. */
export function formHashes(forms: readonly Form[]): Record<string, string> {
  return Object.fromEntries(forms.map((form) => [form.id, hashOf([declarationOf(form)])]));
}

function declarationOf(form: Form): string {
  return JSON.stringify(form, (_, value: unknown) => {
    if (typeof value === 'function' || value instanceof RegExp) return String(value);
    return value;
  });
}

function hashOf(statements: readonly string[]): string {
  return sha256(statements.join(';\n'));
}
