/** A PostgreSQL server that ends, or has no room, in the midst of a run: the last publication stays. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { started } from '../helpers/started.js';
import { temporary } from '../helpers/temporary.js';
import { broken, published, road, roads, township, twoYears } from '../helpers/township.js';

let server: Server;

beforeAll(async () => {
  server = await startServer();
});
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
afterAll(() => server.destroy());

test('a restart in mid-run leaves the last publication, and the next run publishes', async () => {
  const database = await server.url('restarted');
  const { run, write, folder, args } = township(twoYears);
  expect((await run('--database', database)).code).toBe(0);
  const before = published(folder());
  const many = Array.from({ length: 30_000 }, (_, i) => road(`路${i}`, 1, '2021-6-1'));
  write({ '2021-11-30/道路.csv': roads(2021, ...many) });
  const running = started(['run', ...args], { TOWNSHIP_DATABASE: database });
  await running.says('"file.read"');
  await server.stop('crash');
  expect(await running.ended).toBe(2);
  expect(running.said()).toMatch(/连接中断了/);
  expect(published(folder())).toEqual(before);
  expect(broken(folder())).toEqual([]);
  await server.start();
  expect((await run('--database', database)).code).toBe(0);
  expect(readFileSync(join(folder(), 'figures.csv'), 'utf8')).toContain(
    'roads.built.length,,修建村级道路,公里,flow,30000,',
  );
});

test('a full disk of the server is told, and the last publication stays', async (context) => {
  const home = temporary('postgres-disk');
  chmodSync(home, 0o755);
  const place = join(home, 'disk');
  mkdirSync(place);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', place]).status !== 0) {
    return context.skip('this machine lets the test mount no disk');
  }
  const small = await startServer(join(place, 'data'));
  try {
    const database = await small.url('small');
    const { run, write, folder } = township(twoYears);
    expect((await run('--database', database)).code).toBe(0);
    const before = published(folder());
    const many = Array.from({ length: 60_000 }, (_, i) => road('长'.repeat(150) + i, 1, '2021-6-1'));
    write({ '2021-11-30/道路.csv': [...roads(2021), ...many] });
    const { code, stderr } = await run('--database', database);
    expect(code).toBe(2);
    expect(stderr).toMatch(/的磁盘已满|连接中断了/);
    expect(published(folder())).toEqual(before);
    expect(broken(folder())).toEqual([]);
  } finally {
    // An orderly end would wait for a checkpoint, for which there is no room.
    await small.stop('crash');
    await small.destroy();
    execFileSync('umount', ['-l', place]);
    rmSync(home, { recursive: true });
  }
});
