/** One run at a time; what the dead leave behind is in nobody's way. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { holderOf, LockedError, takeLock } from '../../pipeline/operations/lock.js';
import { when } from '../../pipeline/text/when.js';
import { temporary } from '../helpers/temporary.js';
import { broken, publishedTownship, township, twoYears } from '../helpers/township.js';

describe('the lock', () => {
  it('is held by one, says by whom and since when, and is free again afterwards', () => {
    const outputs = temporary('lock');
    const lock = takeLock(outputs, 'run');
    expect(lock.interrupted).toBe(null);
    let refused: unknown;
    try {
      takeLock(outputs, 'run');
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(LockedError);
    expect((refused as LockedError).holder).toMatchObject({ command: 'run', pid: process.pid });
    expect(holderOf(outputs)).toMatchObject({ atWork: true });
    lock.release();
    expect(holderOf(outputs)).toBe(null);
    takeLock(outputs, 'run').release();
  });

  it('of a process that is gone is free, whatever its note says', () => {
    const outputs = temporary('lock');
    // A process of this very number is alive: after a restart, or in a container, numbers say nothing.
    const note = {
      command: 'nightly',
      pid: process.pid,
      host: 'elsewhere',
      since: '2021-12-01T00:00:00.000Z',
    };
    writeFileSync(join(outputs, '.lock.json'), JSON.stringify(note));
    expect(holderOf(outputs)).toMatchObject({ atWork: false, holder: note });
    const lock = takeLock(outputs, 'run');
    expect(lock.interrupted).toEqual(note);
    lock.release();
    expect(existsSync(join(outputs, '.lock.json'))).toBe(false);
  });
});

describe('a lock file that is no lock', () => {
  it.each([
    ['text', 'no lock'],
    ['the head of a database', 'SQLite format 3\0'],
    ['zeros', '\0'.repeat(4096)],
  ])('is emptied: %s', (_, bytes) => {
    const outputs = temporary('lock');
    writeFileSync(join(outputs, '.lock'), bytes);
    writeFileSync(join(outputs, '.lock.json'), '[1]');
    expect(holderOf(outputs)).toBe(null);
    const lock = takeLock(outputs, 'run');
    expect(lock.interrupted).toBe(null);
    expect(() => takeLock(outputs, 'run')).toThrow(LockedError);
    lock.release();
  });
});

describe('a run', () => {
  it('leaves with 75 and says who holds the lock since when; reading commands work meanwhile', async () => {
    const { outputs, run, call, folder } = await publishedTownship();
    const lock = takeLock(outputs, 'nightly');
    const { since } = JSON.parse(readFileSync(join(outputs, '.lock.json'), 'utf8'));
    const second = await run();
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(when(since));
    expect(second.stderr).toContain(String(process.pid));
    expect((await call('trace', 'roads.built.length')).code).toBe(0);
    expect((await call('verify')).code).toBe(0);
    lock.release();
    expect(broken(folder())).toEqual([]);
    expect(await run()).toMatchObject({ code: 0 });
  });

  it('says that the one before it was interrupted, and goes on by itself', async () => {
    const { args, outputs, run, folder } = township(twoYears);
    const lock = join(outputs, '.lock.json');
    // On a busy machine a run may have come to its end before it is killed: then another one is.
    while (!existsSync(lock)) {
      rmSync(outputs, { recursive: true, force: true });
      const child = spawn(process.execPath, ['dist/cli.js', 'run', ...args], { stdio: 'ignore' });
      const gone = new Promise((resolve) => child.on('close', resolve));
      while (!existsSync(lock) && child.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill('SIGKILL');
      await gone;
    }
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toContain('中断');
    expect(broken(folder())).toEqual([]);
    expect((await run()).stdout).not.toContain('中断');
  });

  it('of sixteen at once is the only one, and the others leave with 75', async () => {
    const { outputs, call, folder } = township(twoYears);
    const results = await Promise.all(Array.from({ length: 16 }, () => call('run')));
    const codes = results.map(({ code }) => code);
    expect(codes.filter((code) => code !== 0 && code !== 75)).toEqual([]);
    expect(codes).toContain(0);
    expect(broken(folder())).toEqual([]);
    const database = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    const publications = database.prepare('SELECT count(*) AS n FROM publication').get();
    expect(publications).toEqual({ n: 1 });
    database.close();
  }, 300_000);
});
