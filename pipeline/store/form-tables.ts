/**
 * Tables and views of the forms, made from their declarations: `<form>_row` holds every row of data, the view
 * `<form>` the accepted ones only. Constraints say what an accepted row must be; a row that is held back may
 * lack it.
 */
import { type ColumnSpec, emptyInReceipts, type Form, keysView } from '../forms/define.js';
import { listedColumns } from '../forms/lists.js';
import { sha256 } from '../text/hash.js';
import type { SchemaObject } from './core-tables.js';
import type { Engine } from './engine.js';
import { rowsPerTable } from './row-id.js';
import { columnsFrom, statement } from './statement.js';

const textLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;

function columnType(spec: ColumnSpec): 'TEXT' | 'INTEGER' {
  return spec.kind === 'measure' || spec.kind === 'yes_no' || spec.kind === 'year' ? 'INTEGER' : 'TEXT';
}

function constraints(name: string, spec: ColumnSpec, mayLack: boolean): string[] {
  const conditions: string[] = [];
  if (spec.required && spec.mayBeEmpty === false && !mayLack)
    conditions.push(`held = 1 OR ${name} IS NOT NULL`);
  if (spec.kind === 'yes_no') conditions.push(`${name} IN (0, 1)`);
  if (spec.kind === 'choice' && spec.choices) {
    // SQLite makes a table of an IN list anew for each row that is inserted, which costs more than the row.
    conditions.push(
      [...Object.keys(spec.choices), ...spec.apart.map(({ value }) => value)]
        .map((choice) => `${name} = ${textLiteral(choice)}`)
        .join(' OR '),
    );
  }
  if (spec.kind === 'date' && spec.precision === 'day') conditions.push(`length(${name}) = 10`);
  return conditions.map((condition) => `CHECK (${condition})`);
}

/** Where foreign tables may replace a form's, rows follow their submission by a trigger (`postgres/`). */
export type SqlDialect = 'sqlite' | 'postgres';

/** The statements that make a form's table, indexes and view. */
export function formTableStatements(form: Form, dialect: SqlDialect = 'sqlite'): string[] {
  const table = `${form.id}_row`;
  const columns = Object.entries(form.columns);
  const fields = columns.map(([name, { spec }]) => `  ${name} ${columnType(spec)}`);
  const checks = columns
    .flatMap(([name, { spec }]) => constraints(name, spec, emptyInReceipts(form).has(name)))
    .map((check) => `  ${check}`);
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
        // Hash of its remark and of its cells in columns that the form does not know; NULL where they are empty.
        '  others INTEGER',
        // Columns that figures read and whose cells were not understood, with blanks around each.
        '  unread TEXT',
        '  same_as INTEGER',
        '  held_by_reading INTEGER NOT NULL CHECK (held_by_reading IN (0, 1))',
        '  held INTEGER NOT NULL CHECK (held IN (0, 1))',
        ...fields,
        ...suppliedColumns(form),
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
    `CREATE INDEX ${table}_unread ON ${table} (unit, period) WHERE unread IS NOT NULL`,
    ...(form.lists.length > 0
      ? [`CREATE INDEX ${table}_in_doubt ON ${table} (unit, period) WHERE in_doubt IS NOT NULL`]
      : []),
    ...keyIndexes(form).map(({ statement }) => statement),
    [
      `CREATE VIEW ${form.id} AS`,
      `SELECT r.row_id, r.table_id, r.unit, r.period, s.file, t.sheet, t.sheet_index, r.row, r.key, r.texts, r.same_as,`,
      `  ${columns.map(([name]) => `${countedValue(form, name, 'r')} AS ${name}`).join(', ')}`,
      `FROM ${table} r`,
      '  LEFT JOIN source_table t ON t.table_id = r.table_id',
      '  LEFT JOIN submission s ON s.submission_id = t.submission_id',
      'WHERE r.held = 0',
    ].join('\n'),
    // What was submitted at all, for checks: held back or not, but for what another file superseded.
    [
      `CREATE VIEW ${keysView(form.id)} AS`,
      `SELECT r.row_id, r.unit, r.period, r.key FROM ${table} r`,
      '  JOIN source_table t ON t.table_id = r.table_id',
      '  JOIN submission s ON s.submission_id = t.submission_id',
      'WHERE s.superseded_by IS NULL AND t.superseded_by IS NULL',
    ].join('\n'),
    dialect === 'sqlite' ? forgetting(form) : `CREATE INDEX ${table}_table ON ${table} (table_id)`,
  ];
}

/** What lists supply to a row that lacks the column, the entry that did, and the columns that a list contradicts. */
function suppliedColumns(form: Form): readonly string[] {
  if (form.lists.length === 0) return [];
  return [
    '  in_doubt TEXT',
    ...form.lists.map(({ id }) => `  ${id}_entry INTEGER`),
    ...[...listedColumns(form).keys()].map((name) => {
      const spec = form.columns[name]?.spec;
      return `  ${name}_listed ${spec ? columnType(spec) : 'TEXT'}`;
    }),
  ];
}

/** The value of a row's column that figures count: its own, or what a list supplies. */
export function countedValue(form: Form, name: string, table: string): string {
  const own = `${table}.${name}`;
  return listedColumns(form).has(name) ? `COALESCE(${table}.${name}_listed, ${own})` : own;
}

/** The columns of a row whose cells figures read and cannot rely on, with blanks around each; NULL or '': none. */
export function unreliableColumns(form: Form, table: string): string {
  if (form.lists.length === 0) return `${table}.unread`;
  return `NULLIF(COALESCE(${table}.unread, '') || COALESCE(${table}.in_doubt, ''), '')`;
}

/** Whether a row has such columns, in words that an index knows. */
export function hasUnreliable(form: Form, table: string): string {
  if (form.lists.length === 0) return `${table}.unread IS NOT NULL`;
  return `(${table}.unread IS NOT NULL OR ${table}.in_doubt IS NOT NULL)`;
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
 * with that of another date; keys of events, which have dates in them, are only looked through for such as occur twice,
 * which sorting them does for less than an index.
 */
export function keyIndexes(form: Form): { readonly name: string; readonly statement: string }[] {
  const table = `${form.id}_row`;
  return [...(form.shape.kind === 'roster' ? [['key']] : []), ...form.indexes].map((names) => {
    const name = `${table}_${names.join('_')}`;
    return { name, statement: `CREATE INDEX ${name} ON ${table} (unit, period, ${names.join(', ')}, held)` };
  });
}

/** The columns of a form's table that are not the form's own. */
const commonColumns = 'row_id table_id unit period row key texts others unread held_by_reading held'.split(
  ' ',
);

/** The columns of a form's table, in their order. */
export function rowColumns(form: Form): string[] {
  return [...commonColumns, ...Object.keys(form.columns)];
}

/** Hash of what a form's table is made with. */
export function definitionOf(form: Form, dialect: SqlDialect): string {
  return hashOfStatements(formTableStatements(form, dialect));
}

const formTables = statement((db) => db.selectFrom('form_table').select(['form', 'definition']));

const addFormTable = statement(
  (db, given: { form: string; shape: 'roster' | 'events'; definition: string }) =>
    db.insertInto('form_table').values(columnsFrom(given, 'form', 'shape', 'definition')),
);

const forgetFormTable = statement((db, given: { form: string }) =>
  db.deleteFrom('form_table').where('form', '=', given.form),
);

const forgetSubmissionsOf = statement((db, given: { form: string }) =>
  db
    .deleteFrom('submission')
    .where('submission_id', 'in', (from) =>
      from.selectFrom('source_table').select('submission_id').where('form', '=', given.form),
    ),
);

/**
 * Makes the tables that are lacking and remakes those whose form has changed; their rows are read anew.
 * @param objects what there is in the database.
 */
export function makeFormTables(
  engine: Engine,
  objects: readonly SchemaObject[],
  forms: readonly Form[],
  dialect: SqlDialect = 'sqlite',
): void {
  const names = new Set(objects.map(({ name }) => name));
  const wanted = new Map(
    forms.map((form) => [form.id, { form, statements: formTableStatements(form, dialect) }]),
  );
  for (const { form, definition } of formTables.all(engine)) {
    const statements = wanted.get(form)?.statements;
    if (statements && definition === hashOfStatements(statements) && isWhole(statements, names, dialect)) {
      wanted.delete(form);
      continue;
    }
    dropFormTable(engine, form, dialect);
    forgetFormTable.run(engine, { form });
    forgetSubmissionsOf.run(engine, { form });
  }
  for (const { form, statements } of wanted.values()) {
    for (const text of statements) engine.exec(text);
    const definition = hashOfStatements(statements);
    addFormTable.run(engine, { form: form.id, shape: form.shape.kind, definition });
  }
}

/** Whether all that the statements make is there; of shards, which have the indexes, tables and views alone. */
function isWhole(statements: readonly string[], names: ReadonlySet<string>, dialect: SqlDialect): boolean {
  return statements.every((text) => {
    const [, type, name = ''] = /^CREATE (\w+) (\w+)/.exec(text) ?? [];
    return names.has(name) || (dialect === 'postgres' && type === 'INDEX');
  });
}

function dropFormTable(engine: Engine, form: string, dialect: SqlDialect): void {
  if (dialect === 'sqlite') engine.exec(`DROP TRIGGER IF EXISTS ${form}_row_forget`);
  // With the views on them, where there may be others (`postgres/masked.ts`).
  const cascade = dialect === 'postgres' ? ' CASCADE' : '';
  engine.exec(`DROP VIEW IF EXISTS ${keysView(form)}${cascade}`);
  engine.exec(`DROP VIEW IF EXISTS ${form}${cascade}`);
  engine.exec(`DROP TABLE IF EXISTS ${form}_row${cascade}`);
}

/** Hash of each form's declaration, by its id: distinguishes a changed form from changed data. */
export function formHashes(forms: readonly Form[]): Record<string, string> {
  return Object.fromEntries(forms.map((form) => [form.id, sha256(declarationOf(form))]));
}

function declarationOf(form: Form): string {
  return JSON.stringify(form, (_, value: unknown) => {
    if (typeof value === 'function' || value instanceof RegExp) return String(value);
    return value;
  });
}

function hashOfStatements(statements: readonly string[]): string {
  return sha256(statements.join(';\n'));
}
