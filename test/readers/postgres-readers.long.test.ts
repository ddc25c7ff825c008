/** Workers that are killed, asked to stop, or lose their server: what is published is the same. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cli, readCsv } from '../helpers/cli.js';
import { inputsOf, nameOf, township as townshipFiles } from '../helpers/county.js';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { published, road, roads, township, twoYears } from '../helpers/township.js';
import { beforeOpening, workerOn } from '../helpers/workers.js';
import { killReaders } from '../kill/readers.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.destroy());

const manyRoads = (count: number, name = '路') =>
  roads(2021, ...Array.from({ length: count }, (_, i) => road(`${name}${i}`, 1, '2021-6-1')));

test('three workers, one killed at random: the bytes of a run without workers', async () => {
  const { rounds, kills, fromWorkers, faults } = await killReaders(2);
  expect(faults).toEqual([]);
  expect([rounds, kills]).toEqual([2, 2]);
  expect(fromWorkers).toBeGreaterThan(0);
});

describe('a worker', () => {
  test('that is asked to stop gives back what it has not read to its end', async () => {
    const database = await server.url('stopped');
    const [ours, theirs] = [township(twoYears), township(twoYears)];
    // So many that the run cannot have read them all before the worker has one.
    const many = Object.fromEntries(
      [1, 2, 3].map((i) => [`2021-11-30/多${i}.csv`, manyRoads(15_000, `${i}路`)]),
    );
    for (const { write } of [ours, theirs]) write(many);
    // With such a lease the run would wait for it longer than the test.
    const worker = await workerOn(database, ours.inputs, {}, '3600');
    const run = ours.call('run', '--database', database);
    await worker.says('2021-11-30/多');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect((await run).code).toBe(0);
    expect((await theirs.run()).code).toBe(0);
    expect(published(ours.folder())).toEqual(published(theirs.folder()));
  });

  test('finds the server again after a restart', async () => {
    const database = await server.url('restarted');
    const { inputs, run, folder } = township(twoYears);
    const worker = await workerOn(database, inputs);
    await server.stop('crash');
    await worker.says('"worker.disconnected"');
    await server.start();
    await worker.says('"worker.connected"', 2);
    expect((await run('--database', database)).code).toBe(0);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(Object.keys(published(folder())).length).toBeGreaterThan(10);
  });
});

describe('a file that ends who reads it', () => {
  const NODE_OPTIONS = `--import=${beforeOpening(`process.kill(process.pid, 'SIGKILL')`)}`;
  const units = [nameOf(1), nameOf(2)];
  const files = { [nameOf(1)]: townshipFiles(1), [nameOf(2)]: townshipFiles(2) };

  async function poisoned(name: string, apart: string) {
    const made = inputsOf(files, null);
    const database = await server.url(name);
    const worker = await workerOn(database, made.inputs, { NODE_OPTIONS, MARKED: `${nameOf(2)}.*道路` });
    const run = await cli(['run', ...made.args], {
      TOWNSHIP_DATABASE: database,
      NODE_OPTIONS,
      MARKED_APART: apart,
    });
    expect(await worker.ended).toBe(null);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('"reading.lease_ran_out"')]);
    return { made, run };
  }

  test('costs a worker, and not its place in what is published', async () => {
    const { made } = await poisoned('poison_worker', '');
    const alone = inputsOf(files, null);
    expect((await alone.run()).code).toBe(0);
    for (const unit of units) expect(published(made.folder(unit))).toEqual(published(alone.folder(unit)));
  });

  test('and the process in which the run reads it, is refused like one on which a reader failed', async () => {
    const { made, run } = await poisoned('poison_apart', '/archive/[0-9a-f]{64}$');
    expect(run.stderr).toContain('the process ended with SIGKILL');
    const of = readCsv(join(made.folder(nameOf(2)), 'submissions.csv'));
    const refused = of.filter(({ status }) => status === 'unreadable').map(({ file }) => file);
    expect(refused).toContain('2020-11-30/道路.csv');
    const rules = made.findings(nameOf(2)).filter(({ file }) => refused.includes(file ?? ''));
    expect(new Set(rules.map(({ rule }) => rule))).toEqual(new Set(['file.reader_failed']));
  });
});
