/**
 * What a Node programmer would write: a file into a table of SQLite, as text, with the libraries at hand.
 *
 *     node baseline.js <file.xlsx|file.csv> <database>
 */
import { createReadStream } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';

const [, , file = '', database = ''] = process.argv;

async function* xlsxRows(path: string): AsyncGenerator<unknown[]> {
  const { default: ExcelJS } = await import('exceljs');
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, {
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  })) {
    for await (const row of sheet) yield (row.values as unknown[]).slice(1);
  }
}

async function* csvRows(path: string): AsyncGenerator<unknown[]> {
  const { default: Papa } = await import('papaparse');
  for await (const row of createReadStream(path).pipe(Papa.parse(Papa.NODE_STREAM_INPUT, {}))) yield row;
}

const store = new SqliteDatabase(database);
let insert: SqliteDatabase.Statement<unknown[]> | null = null;
store.exec('BEGIN');
for await (const row of file.endsWith('.xlsx') ? xlsxRows(file) : csvRows(file)) {
  if (insert) {
    insert.run(row.map((value) => (value === null || value === undefined ? null : textOf(value))));
    continue;
  }
  store.exec(`CREATE TABLE submitted (${row.map((name) => `"${String(name)}"`).join(', ')})`);
  insert = store.prepare(`INSERT INTO submitted VALUES (${row.map(() => '?').join(', ')})`);
}
store.exec('COMMIT');
store.close();

function textOf(value: unknown): string | number {
  if (typeof value === 'number') return value;
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}
