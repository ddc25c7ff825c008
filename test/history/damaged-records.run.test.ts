/** A record of a publication that cannot be read, or a table that is gone: named, with what to do, and no stack trace. */
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
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
      for (const command of ['verify', 'diff', 'check-templates']) {
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
      const history = await call('history', 'roads.built.length');
      expect(history.stdout).toContain('9');
      expect(history.stderr).toContain(`旧发布的记录已损坏，读不出来，没有列入：${old}`);
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

describe('a published file that is edited without changing its size', () => {
  const edit = (path: string) => {
    const bytes = readFileSync(path);
    const at = bytes.lastIndexOf('0');
    bytes[at] = 0x39;
    writeFileSync(path, bytes);
  };

  it('is named by status and by the run that publishes it anew; what was edited is no history', async () => {
    const { folder, run, call, figure } = await publishedTownship();
    edit(join(folder(), 'figures.csv'));
    edit(join(folder(), 'report.docx'));
    const status = await call('status');
    expect([status.code, status.stdout]).toEqual([
      1,
      expect.stringMatching(
        /泰平镇 2021-11-30 的成果里有文件丢失，或在发布之后被改动：figures\.csv、report\.docx；再运行一次/,
      ),
    ]);
    const { stdout } = await run();
    expect(stdout).toContain('发布之后被改动或丢失的成果文件已重新发布：figures.csv、report.docx。');
    expect(figure('roads.built.length')?.value).toBe('5');
    expect((await call('status')).code).toBe(0);
    const history = await call('history', 'roads.built.length');
    expect(history.stdout).toContain('第2次');
    expect(history.stdout).not.toContain('第1次');
    expect(history.stderr).toMatch(/第1次发布的文件丢失，或在发布之后被改动：.*figures\.csv/);
    expect((await run()).stdout).toContain('没有重新发布');
  });

  it('is found within a day where its times do not show it, by status at once', async () => {
    const { folder, run, call } = await publishedTownship();
    const checked = (hoursFromNow: number) => {
      const time = new Date(Date.now() + hoursFromNow * 3_600_000);
      utimesSync(join(folder(), 'run.json'), time, time);
    };
    edit(join(folder(), 'figures.csv'));
    checked(1);
    expect((await run()).stdout).toContain('没有重新发布');
    expect((await call('status')).code).toBe(1);
    checked(-25);
    expect((await run()).stdout).toContain('已重新发布：figures.csv。');
    expect((await call('status')).code).toBe(0);
  });
});
