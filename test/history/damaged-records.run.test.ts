/** A record of a publication that cannot be read, or a table that is gone: named, with what to do, and no stack trace. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { changed, publishedTownship, unit } from '../helpers/township.js';

const damages: readonly (readonly [string, (text: string) => string])[] = [
  ['is cut short', (text) => text.slice(0, text.length / 2)],
  ['is empty', () => ''],
  ['is another JSON', () => '[1, 2]\n'],
  ['lacks its files', (text) => text.replace('"files": [', '"other": [')],
];

const damage = (folder: string, how: (text: string) => string) => {
  const path = join(folder, 'run.json');
  writeFileSync(path, how(readFileSync(path, 'utf8')));
  return path;
};

describe('a run.json', () => {
  it.each(damages)(
    'that %s is named by verify, status and diff; the next run publishes anew',
    async (_, how) => {
      const { folder, run, call, write, outputs } = await publishedTownship();
      write(changed(9));
      await run();
      const path = damage(folder(), how);
      for (const command of ['verify', 'diff']) {
        const { code, stderr } = await call(command);
        expect([code, stderr]).toEqual([2, expect.stringContaining(`${path} 已损坏`)]);
        expect(stderr).not.toMatch(/^ +at /m);
      }
      const status = await call('status');
      expect([status.code, status.stdout]).toEqual([1, expect.stringContaining(`${path} 已损坏`)]);

      expect((await run()).code).toBe(0);
      const old = join(outputs, 'archive/publications', unit, '2021-11-30');
      const verified = await call('verify');
      expect([verified.code, verified.stdout]).toEqual([
        1,
        expect.stringContaining(`已损坏，读不出来：${old}`),
      ]);
      expect(verified.stdout.match(/✗/g)).toHaveLength(1);
      expect((await call('status')).stdout).toContain(`${old}`);
      const diff = await call('diff');
      expect([diff.code, diff.stderr]).toEqual([2, expect.stringContaining('旧发布的记录已损坏')]);
      expect((await call('diff', '1', '3')).code).toBe(0);
      expect((await call('history', 'roads.built.length')).stdout).toContain('9');
    },
  );
});

it('a table that is gone is named by verify and trace; the next run makes it again', async () => {
  const { call, run, outputs } = await publishedTownship();
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'));
  database.exec('DROP TABLE figure');
  database.close();
  for (const [command, ...more] of [['verify'], ['trace', 'roads.built.length']]) {
    const { code, stderr } = await call(command ?? '', ...more);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/缺少“figure”.*npm start/)]);
  }
  expect((await run()).code).toBe(0);
  expect((await call('verify')).code).toBe(0);
});
