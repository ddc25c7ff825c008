/** The core tables: as the types say; of another version or in part, made anew without losing their history. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { changed, published, publishedTownship, unit } from '../helpers/township.js';

const coreSql = readFileSync('sql/schema/001-core.sql', 'utf8');

describe('the types of the core tables', () => {
  it('are those of the columns', () => {
    const database = new SqliteDatabase(':memory:');
    database.exec(coreSql);
    const columns = database
      .prepare<[], { table: string; name: string; type: string; empty: 0 | 1; given: 0 | 1 }>(
        `SELECT t.name AS "table", c.name, c.type, c."notnull" = 0 AND c.pk = 0 AS empty,
            c.dflt_value IS NOT NULL OR (c.type = 'INTEGER' AND c.pk = 1
              AND (SELECT max(pk) FROM pragma_table_info(t.name)) = 1) AS given
          FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid`,
      )
      .all()
      .map(({ table, name, type, empty, given }) => {
        const base = type === 'INTEGER' ? 'number' : 'string';
        return `${table}.${name}: ${given ? `Generated<${base}>` : base}${empty ? ' | null' : ''}`;
      });
    expect(typedColumns().sort()).toEqual(columns.sort());
  });
});

/** The columns of `CoreTables` as they are written; unions of words, and types of a name of their own, are strings. */
function typedColumns(): string[] {
  const [, tables = ''] =
    /interface CoreTables \{\n(.*?)\n\}/s.exec(readFileSync('pipeline/store/schema.ts', 'utf8')) ?? [];
  return [...tables.matchAll(/^ {2}(\w+): \{(.*?)\};$/gms)].flatMap(([, table, columns = '']) =>
    [...columns.matchAll(/(\w+): ([^;]+?)(?:;|\s*$)/g)].map(([, name, type = '']) => {
      const words = /'\w+'(?: \| '\w+')*|(?!Generated)\b[A-Z]\w+/;
      return `${table}.${name}: ${type.replace(words, 'string').replace('0 | 1', 'number')}`;
    }),
  );
}

/** What a database of the first versions held, made step by step by nine migrations: as far as it matters here. */
const ofMigrations = `
  CREATE TABLE kysely_migration (name TEXT PRIMARY KEY, timestamp TEXT NOT NULL);
  INSERT INTO kysely_migration VALUES ('001-core', '2021-12-01'), ('002-kept', '2021-12-01'), ('002-kept-by-table', '2021-12-01');
  CREATE TABLE archived_file (
    sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, first_file TEXT NOT NULL, first_read_at TEXT NOT NULL);
  CREATE TABLE submission (
    submission_id INTEGER PRIMARY KEY, unit TEXT NOT NULL, period TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT REFERENCES archived_file (sha256), stamp TEXT NOT NULL, reading TEXT NOT NULL);
  CREATE TABLE source_table (
    table_id INTEGER PRIMARY KEY, submission_id INTEGER NOT NULL REFERENCES submission (submission_id) ON DELETE CASCADE,
    form TEXT);
  CREATE TABLE form_table (form TEXT PRIMARY KEY, shape TEXT NOT NULL, definition TEXT NOT NULL);
  CREATE TABLE roads_row (row_id INTEGER PRIMARY KEY, unit TEXT NOT NULL, length INTEGER);
  CREATE VIEW roads AS SELECT * FROM roads_row;
  CREATE TRIGGER roads_row_forget AFTER DELETE ON source_table BEGIN DELETE FROM roads_row; END;
  CREATE TABLE publication (
    publication_id INTEGER PRIMARY KEY, unit TEXT NOT NULL, folder TEXT NOT NULL, period TEXT NOT NULL,
    as_of TEXT NOT NULL, published_at TEXT NOT NULL, basis TEXT NOT NULL, run_json TEXT NOT NULL);
  CREATE INDEX publication_unit ON publication (unit, folder, publication_id);
  CREATE TABLE settled (unit TEXT NOT NULL, period TEXT NOT NULL, form TEXT NOT NULL, basis TEXT NOT NULL);
  INSERT INTO roads_row VALUES (1, '${unit}', 999);`;

/** Puts a database of the migrations in the place of a township's, with the same history. */
function makeOld(path: string): void {
  const now = `${path}.now`;
  cpSync(path, now);
  rmSync(path);
  const old = new SqliteDatabase(path);
  old.exec(ofMigrations);
  old.exec(`ATTACH '${now}' AS now;
    INSERT INTO archived_file SELECT * FROM now.archived_file;
    UPDATE archived_file SET first_read_at = '2021-01-01T00:00:00.000Z';
    INSERT INTO submission SELECT submission_id, unit, period, file, sha256, stamp, reading FROM now.submission;
    INSERT INTO source_table SELECT table_id, submission_id, form FROM now.source_table;
    INSERT INTO publication SELECT * FROM now.publication;
    DETACH now`);
  old.close();
  rmSync(now);
}

const rowsOf = (path: string, sql: string): unknown[] => {
  const database = new SqliteDatabase(path, { readonly: true });
  try {
    return database.prepare(sql).raw().all();
  } finally {
    database.close();
  }
};

describe('a database of other core tables', () => {
  it('is made anew from the inputs, and its history stays: what is published, and when files were first read', async () => {
    const { outputs, run, call, write, folder, figure } = await publishedTownship();
    write(changed(9));
    await run();
    const path = join(outputs, 'township.sqlite');
    // What retention took away is known to the database alone.
    rmSync(join(outputs, 'archive', 'publications'), { recursive: true });
    const before = published(folder());
    const history = rowsOf(path, 'SELECT published_at, run_json FROM publication ORDER BY publication_id');
    makeOld(path);

    const early = await call('trace', 'roads.built.length');
    expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('另一版本')]);
    const { code, stdout } = await run();
    expect([code, stdout]).toEqual([0, expect.stringContaining('没有变化')]);
    expect(published(folder())).toEqual(before);
    expect(rowsOf(path, 'SELECT published_at, run_json FROM publication ORDER BY publication_id')).toEqual(
      history,
    );
    expect(history).toHaveLength(2);
    expect(rowsOf(path, 'SELECT DISTINCT first_read_at FROM archived_file')).toEqual([
      ['2021-01-01T00:00:00.000Z'],
    ]);
    expect((await call('trace', 'roads.built.length')).stdout).toContain('一号路');
    expect((await call('verify')).code).toBe(0);

    write(changed(4));
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')?.value).toBe('4');
    expect(rowsOf(path, 'SELECT count(*) FROM publication')).toEqual([[3]]);
  });

  it.each([
    ['table', 'figure'],
    ['view', 'submissions'],
    ['index', 'finding_table'],
    ['table', 'roads_row'],
    ['index', 'roads_row_held_by_period'],
  ])('that lacks a %s (%s) is made whole by the next run', async (type, name) => {
    const { outputs, run, call, write, folder, figure } = await publishedTownship();
    const path = join(outputs, 'township.sqlite');
    const database = new SqliteDatabase(path);
    database.exec(`DROP ${type} ${name}`);
    database.close();
    const trace = await call('trace', 'roads.built.length');
    if (name.startsWith('roads')) expect(trace.code).toBeLessThan(3);
    else expect([trace.code, trace.stderr]).toEqual([2, expect.stringContaining(`缺少“${name}”`)]);
    write(changed(9));
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')?.value).toBe('9');
    expect((await call('trace', 'roads.built.length')).stdout).toContain('一号路');
    expect((await call('verify')).code).toBe(0);
    expect(published(folder())).not.toEqual({});
  });
});
