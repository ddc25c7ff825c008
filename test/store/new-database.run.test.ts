/** A database that was just made: written once, its run's alone until something is published, then open to readers. */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { openStore } from '../../pipeline/store/database.js';
import { openReadOnlyOf } from '../../pipeline/store/open.js';
import { broken, township, twoYears, unit } from '../helpers/township.js';

/** More than the cache holds, so that the file on the disk is part old, part new. */
const beyondTheCache = `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 80)
  INSERT INTO archived_file SELECT 'file ' || i, 1, hex(zeroblob(524288)), '' FROM n`;

/** A township whose first run is in the midst of its rows. */
async function atWork() {
  const home = township(twoYears);
  mkdirSync(home.outputs);
  const path = join(home.outputs, 'township.sqlite');
  const store = await openStore(path, 'sql/schema', forms);
  store.engine.exec('BEGIN IMMEDIATE');
  store.engine.exec(beyondTheCache);
  return { ...home, path, store };
}

const modeOf = (path: string) => {
  const database = new SqliteDatabase(path, { readonly: true });
  try {
    return database.pragma('journal_mode', { simple: true });
  } finally {
    database.close();
  }
};

const beside = (outputs: string) => readdirSync(outputs).filter((name) => name.startsWith('township.sqlite'));

describe('a new database', () => {
  it('holds nothing yet for reading commands while its rows come: they say so at once', async () => {
    const { call, outputs, root, store } = await atWork();
    const [trace, backup] = [
      await call('trace', 'roads.built.length'),
      await call('backup', join(root, 'b')),
    ];
    expect([trace.code, trace.stderr]).toEqual([2, expect.stringContaining('还没有相应的成果')]);
    expect([backup.code, backup.stderr]).toEqual([2, expect.stringContaining('没有可备份的')]);
    expect((await call('status')).stdout).toContain('还没有发布过');
    expect(await openReadOnlyOf({ outputs })).toBe(null);
    store.engine.exec('ROLLBACK');
    await store.close();
  });

  it('whose process was killed among its rows is as it was before them, and the next run fills it', async () => {
    const { path, store } = await atWork();
    const killed = township(twoYears);
    mkdirSync(killed.outputs);
    const copy = join(killed.outputs, 'township.sqlite');
    for (const suffix of ['', '-journal']) copyFileSync(path + suffix, copy + suffix);
    store.engine.exec('ROLLBACK');
    await store.close();

    expect((await killed.call('trace', 'roads.built.length')).stderr).toContain('还没有相应的成果');
    expect((await killed.run()).code).toBe(0);
    expect(broken(killed.folder())).toEqual([]);
    const database = new SqliteDatabase(copy, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(
      database.prepare("SELECT count(*) AS n FROM archived_file WHERE sha256 LIKE 'file %'").get(),
    ).toEqual({
      n: 0,
    });
    database.close();
    expect((await killed.call('trace', 'roads.built.length')).code).toBe(0);
  });

  it('ends as one that can be read while it is written, also where nothing was published', async () => {
    const { outputs, path, store } = await atWork();
    store.engine.exec('ROLLBACK');
    await store.close();
    expect([beside(outputs), modeOf(path)]).toEqual([['township.sqlite'], 'wal']);

    const { run, outputs: published } = township(twoYears);
    expect((await run()).code).toBe(0);
    expect([beside(published), modeOf(join(published, 'township.sqlite'))]).toEqual([
      ['township.sqlite'],
      'wal',
    ]);
  });

  it('shows what one township has published while the next is still read', async () => {
    const { store, outputs } = await atWork();
    store.engine.exec('COMMIT');
    store.share();
    store.engine.exec('BEGIN IMMEDIATE');
    store.engine.exec(beyondTheCache.replace("'file '", "'next '"));
    const reader = await openReadOnlyOf({ outputs });
    expect(reader?.engine.prepare('SELECT count(*) AS n FROM archived_file').get()).toEqual({ n: 80 });
    reader?.close();
    store.engine.exec('ROLLBACK');
    await store.close();
    expect(existsSync(join(outputs, unit))).toBe(false);
  });
});
