/** A disk that fills at any moment: the run says so and comes to its end, nothing is half done, the next run is right. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Ran } from '../helpers/cli.js';
import { temporary } from '../helpers/temporary.js';
import { broken, period, published, township, twoYears, unit } from '../helpers/township.js';

const project = new URL('../..', import.meta.url).pathname;

/** Far more than a run takes on a busy machine: what has not ended by then hangs. */
const mostMilliseconds = 120_000;

/** Runs the built program; a run that hangs is ended, and has no exit code. */
function ended(args: readonly string[], preload?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const flags = preload ? ['--import', preload] : [];
    const child = spawn(process.execPath, [...flags, 'dist/cli.js', 'run', ...args, '--quiet'], {
      cwd: project,
      timeout: mostMilliseconds,
      killSignal: 'SIGKILL',
    });
    const read = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        read[name] += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...read }));
  });
}

function expectFullDisk({ code, stderr }: Ran): void {
  expect([code, stderr]).toEqual([2, expect.stringContaining('磁盘已满')]);
  expect(stderr).not.toMatch(/^ +at |savepoint/m);
}

/**
 * Has the disk full from the nth call that writes to the outputs on.
 * @returns a module to load before the program; with `count` it prints how many such calls there were instead.
 */
function fullFrom(nth: number | 'count', outputs: string): string {
  const code = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { isMainThread } from 'node:worker_threads';
    let calls = 0;
    const isOurs = (path) => typeof path === 'string' && path.startsWith(${JSON.stringify(outputs)});
    const full = (path) => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', path });
    const writes = { writeFileSync: 0, mkdirSync: 0, linkSync: 1, renameSync: 1 };
    if (isMainThread) {
      for (const [name, at] of Object.entries(writes)) {
        const own = fs[name];
        fs[name] = (...args) => {
          if (isOurs(args[at]) && !args[at].includes('.lock') && ++calls >= ${nth === 'count' ? Number.MAX_SAFE_INTEGER : nth}) throw full(args[at]);
          return own(...args);
        };
      }
      syncBuiltinESMExports();
      if (${nth === 'count'}) process.on('exit', () => process.stdout.write('calls ' + calls));
    }`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

describe('a first publication', () => {
  const disk = temporary('disk');
  afterAll(() => spawnSync('umount', ['-l', disk]));

  it('on a disk of 3 to 12 MB says that it is full, ends, and is made once there is room', async (context) => {
    for (const megabytes of [3, 5, 7, 9, 12]) {
      const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
      if (status !== 0) return context.skip('this machine lets the test mount no disk');
      expectFullDisk(await ended(['--outputs', join(disk, 'outputs')]));
      spawnSync('mount', ['-o', 'remount,size=200m', disk]);
      expect((await ended(['--outputs', join(disk, 'outputs')])).code).toBe(0);
      expect(broken(join(disk, 'outputs/示例镇/2021-11-30'))).toEqual([]);
      spawnSync('umount', ['-l', disk]);
    }
  }, 1_200_000);
});

describe('a disk that is full from any step on', () => {
  it('ends the run, keeps what is published, and the next run is that of nothing', async () => {
    const { inputs, outputs, args, folder } = township(twoYears);
    const counted = await ended(args, fullFrom('count', outputs));
    const calls = Number(/calls (\d+)/.exec(counted.stdout)?.[1]);
    expect(calls).toBeGreaterThan(50);
    const whole = published(folder());
    const step = Math.ceil(calls / 12);
    for (let nth = 1; nth <= calls; nth += step) {
      rmSync(outputs, { recursive: true });
      mkdirSync(outputs);
      expectFullDisk(await ended(args, fullFrom(nth, outputs)));
      expect((await ended(args)).code).toBe(0);
      expect(published(folder())).toEqual(whole);
    }
    // The same over a publication: it stays, or is the new one.
    const before = temporary('before');
    cpSync(outputs, before, { recursive: true });
    rmSync(join(inputs, unit, period, '村.csv'));
    for (let nth = 1; nth <= calls; nth += step * 3) {
      rmSync(outputs, { recursive: true });
      cpSync(before, outputs, { recursive: true });
      expectFullDisk(await ended(args, fullFrom(nth, outputs)));
      expect(broken(folder())).toEqual([]);
      expect((await ended(args)).code).toBe(0);
    }
  }, 1_200_000);
});
