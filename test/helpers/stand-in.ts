/** Stand-ins for the views that the definitions in `sql/` read: tables of the same names and columns. */
import Database from 'better-sqlite3';
import { type Form, keysView } from '../../pipeline/forms/define.js';

export type Cell = string | number | null;
export type Cells = Readonly<Record<string, Cell>>;

/** What definitions are asked for, unless a test says otherwise. */
export const asked: Cells = {
  unit: '示例镇',
  period: '2021',
  period_date: '2021-11-30',
  from: '2021-01-01',
  as_of: '2021-11-30',
  previous_period: '2020',
  previous_from: '2020-01-01',
  previous_as_of: '2020-11-30',
  waived: ',,',
};

export interface StandIn {
  insert(table: string, row: Cells): void;
  /** Puts rows into a form and returns their ids; what a row does not say of its origin is that of `asked`. */
  given(form: string, ...rows: Cells[]): number[];
  run(sql: string, parameters?: Cells): Record<string, Cell>[];
  /** Names of the columns that a query returns. */
  columns(sql: string): string[];
}

/** An empty database with the forms' views and those that checks read. */
export function standIn(forms: readonly Form[]): StandIn {
  const db = new Database(':memory:');
  const origin =
    'row_id INTEGER, table_id INTEGER, texts TEXT, unit TEXT, period TEXT, file TEXT, sheet TEXT, sheet_index INTEGER, row INTEGER, key TEXT, same_as INTEGER';
  db.exec('CREATE TABLE held_rows (form, row_id, unit, period, key)');
  for (const { id, columns } of forms) {
    const fields = Object.keys(columns).map((name) => `${name} ANY`);
    db.exec(`CREATE TABLE ${id} (${origin}, ${fields.join(', ')}) STRICT`);
    db.exec(`CREATE VIEW ${keysView(id)} AS SELECT row_id, unit, period, key FROM ${id}
      UNION ALL SELECT row_id, unit, period, key FROM held_rows WHERE form = '${id}'`);
  }
  db.exec(`CREATE TABLE figure_values (unit, period, as_of, id, grp, form, kind, label, unit_name, jump, value, previous, change, change_pct);
    CREATE TABLE stated_totals (unit, period, file, sheet, row, column_index, form, header, stated, sum, agrees);
    CREATE TABLE column_units (table_id, field, unit, unit_from);
    CREATE TABLE submissions (unit, period, file, sheet, form, status);
    CREATE TABLE known_names (unit, kind, name, canonical);
    CREATE TABLE table_contents (unit, period, form, shape, file, sheet, rows, content);`);
  let rows = 0;
  const insert = (table: string, row: Cells) => {
    const names = Object.keys(row);
    const values = names.map((name) => `:${name}`);
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})`).run(row);
  };
  return {
    insert,
    given: (form, ...given) =>
      given.map((row) => {
        rows += 1;
        const origin = {
          unit: asked.unit ?? '',
          period: asked.period ?? '',
          file: 'a.xlsx',
          sheet: 'Sheet1',
        };
        insert(form, { row_id: rows, ...origin, sheet_index: 0, row: rows, ...row });
        return rows;
      }),
    run: (sql, parameters = asked) => db.prepare<[Cells], Record<string, Cell>>(sql).all(parameters),
    columns: (sql) =>
      db
        .prepare(sql)
        .columns()
        .map(({ name }) => name),
  };
}
