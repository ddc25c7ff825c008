/** Workers that read for a run on PostgreSQL: whatever becomes of them, what is published is the same. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serialize } from 'node:v8';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { finding } from '../../pipeline/findings/finding.js';
import { programHash } from '../../pipeline/program/program.js';
import { rowPacker } from '../../pipeline/read/row-batch.js';
import { chunksOf, piecesIn } from '../../pipeline/readers/chunks.js';
import { openClaims } from '../../pipeline/readers/claims.js';
import { openReadingList } from '../../pipeline/readers/reading-list.js';
import { sharedProgram } from '../../pipeline/readers/shared.js';
import { builtPath } from '../../pipeline/workers/entry-points.js';
import { cli, readCsv } from '../helpers/cli.js';
import { inputsOf, nameOf, period, township as townshipFiles } from '../helpers/county.js';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { started } from '../helpers/started.js';
import { published, road, roads, township, twoYears, unit } from '../helpers/township.js';
import { killReaders } from '../kill/readers.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.destroy());

const manyRoads = (count: number, name = '路') =>
  roads(2021, ...Array.from({ length: count }, (_, i) => road(`${name}${i}`, 1, '2021-6-1')));

/**
 * Loaded before the program: does something before a file is opened that is MARKED, or, in a process in which a run
 * reads apart, MARKED_APART.
 */
const beforeOpening = (what: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    if (process.channel && process.env.MARKED_APART) process.env.MARKED = process.env.MARKED_APART;
    const open = fs.promises.open;
    fs.promises.open = async (path, ...rest) => {
      if (process.env.MARKED && new RegExp(process.env.MARKED).test(String(path))) ${what};
      return open(path, ...rest);
    };
    syncBuiltinESMExports();
  `)}`;

/** A worker that is connected. */
async function workerOn(database: string, inputs: string, env: NodeJS.ProcessEnv = {}, lease = '2') {
  const worker = started(['worker', '--inputs', inputs, '--lease', lease], {
    TOWNSHIP_DATABASE: database,
    ...env,
  });
  await worker.says('"worker.connected"');
  return worker;
}

test('three workers, one killed at random: the bytes of a run without workers', async () => {
  const { rounds, kills, fromWorkers, faults } = await killReaders(2);
  expect(faults).toEqual([]);
  expect([rounds, kills]).toEqual([2, 2]);
  expect(fromWorkers).toBeGreaterThan(0);
});

describe('a worker', () => {
  test('that is told to stop gives back what it has not read to its end', async () => {
    const database = await server.url('stopped');
    const [ours, theirs] = [township(twoYears), township(twoYears)];
    // So many that the run cannot have read them all before the worker has one.
    const many = Object.fromEntries(
      [1, 2, 3].map((i) => [`2021-11-30/多${i}.csv`, manyRoads(15_000, `${i}路`)]),
    );
    for (const { write } of [ours, theirs]) write(many);
    // With such a lease the run would wait for it longer than the test.
    const worker = await workerOn(database, ours.inputs, {}, '3600');
    const run = ours.run('--database', database);
    await worker.says('2021-11-30/多');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect((await run).code).toBe(0);
    expect((await theirs.run()).code).toBe(0);
    expect(published(ours.folder())).toEqual(published(theirs.folder()));
  });

  test('leaves with --once where no run is at work, and with 2 where it is asked for the impossible', async () => {
    const database = await server.url('once');
    const { call, run, inputs } = township(twoYears);
    expect((await call('worker', '--once', '--database', database)).code).toBe(0);
    expect((await run('--database', database)).code).toBe(0);
    const { code, stdout } = await call('worker', '--once', '--json', '--database', database);
    expect([code, JSON.parse(stdout)]).toEqual([0, { read: 0, not_read: {} }]);
    const refused = async (...args: string[]) => {
      const { code, stderr } = await cli(['worker', ...args]);
      return [code, stderr];
    };
    expect(await refused()).toEqual([2, expect.stringContaining('--database postgres://')]);
    expect(await refused('--database', database, '--inputs', inputs, '--lease', '1')).toEqual([
      2,
      expect.stringContaining('--lease'),
    ]);
    expect(await refused('--database', database, '--inputs', join(inputs, 'nirgends'))).toEqual([
      2,
      expect.stringContaining('没有“'),
    ]);
    expect(await refused('--database', 'postgres://owner@127.0.0.1:1/x', '--inputs', inputs)).toEqual([
      2,
      expect.stringContaining('连不上数据库服务器'),
    ]);
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
    expect(run.stderr).toContain('the process that read it ended with SIGKILL');
    const of = readCsv(join(made.folder(nameOf(2)), 'submissions.csv'));
    const refused = of.filter(({ status }) => status === 'unreadable').map(({ file }) => file);
    expect(refused).toContain('2020-11-30/道路.csv');
    const rules = made.findings(nameOf(2)).filter(({ file }) => refused.includes(file ?? ''));
    expect(new Set(rules.map(({ rule }) => rule))).toEqual(new Set(['file.reader_failed']));
  });
});

describe('claims', () => {
  const terms = { program: 'p', worker: 'w', leaseSeconds: 30, bytesAhead: 100, mostLost: 2 };
  const quiet = () => {};
  let database: string;
  /** Holds the lock, as a run does. */
  let run: pg.Client;
  let list: Awaited<ReturnType<typeof openReadingList>>;
  beforeAll(async () => {
    database = await server.url('claims');
    expect((await cli(['database', 'init', '--database', database, '--reader', 'neugierig'])).code).toBe(0);
    run = new pg.Client({ connectionString: database });
    await run.connect();
    await run.query('SELECT pg_advisory_lock(7319205116)');
    list = await openReadingList(database, 'p', quiet);
  });
  afterAll(async () => {
    await list.close();
    await run.end();
  });

  test('are given back, with the reason, by a worker that has other bytes, or a disk that fails', async () => {
    const program = programHash(dirname(builtPath('cli')));
    const posted = await openReadingList(database, sharedProgram(program), quiet);
    const { home, inputs } = township(twoYears);
    const contextId = await posted.keepContext(
      serialize({ unitNames: [unit], asOf: period, aliases: { village: new Map() } }),
    );
    const right = createHash('sha256')
      .update(readFileSync(join(home, '2021-11-30/村.csv')))
      .digest('hex');
    const files = ['2021-11-30/村.csv', '2021-11-30/道路.csv', '2021-11-30/没有.csv', '2020-11-30/村.csv'];
    const ids = await posted.post(
      unit,
      files.map((file, i) => ({
        file: `${unit}/${file}`,
        sha256: i === 3 ? null : right,
        bytes: 1,
        contextId,
      })),
    );
    const worker = await workerOn(database, inputs, {
      NODE_OPTIONS: `--import=${beforeOpening('throw Object.assign(new Error(), { code: "EIO", syscall: "read" })')}`,
      MARKED: '2020.*村',
    });
    await worker.says('"worker.not_read"', 3);
    await worker.says('"worker.read"');
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    const reasons = [...worker.said().matchAll(/"file":"[^"]*?\/([^"]*)".*"why":"(\w+)"/g)];
    expect(Object.fromEntries(reasons.map(([, file, why]) => [file, why]))).toEqual({
      '2021-11-30/道路.csv': 'differs',
      '2021-11-30/没有.csv': 'missing',
      '2020-11-30/村.csv': 'left',
    });
    const states = [];
    for (const id of ids) states.push((await posted.look(id))?.state);
    expect(states).toEqual(['read', 'open', 'open', 'left']);
    await posted.close();
  });

  async function post(...sizes: number[]) {
    await list.clear();
    const contextId = await list.keepContext(Buffer.from('context'));
    return list.post(
      '镇',
      sizes.map((bytes, i) => ({ file: `${i}.csv`, sha256: null, bytes, contextId })),
    );
  }

  test('are had once each, in order, not beyond what may be ahead, and by the same program only', async () => {
    await post(40, 70, 10);
    const [one, two] = [await openClaims(database, terms, quiet), await openClaims(database, terms, quiet)];
    const other = await openClaims(database, { ...terms, program: 'q' }, quiet);
    expect(await other.next([])).toBe(null);
    expect(await other.run()).toEqual({ atWork: true, otherVersion: true });
    const [first, second] = await Promise.all([one.next([]), two.next([])]);
    expect([first?.file, second?.file].sort()).toEqual(['0.csv', '1.csv']);
    expect(first?.context.toString()).toBe('context');
    expect(await one.next([])).toBe(null);
    if (second) await two.giveBack(second, 'left');
    expect((await one.next([]))?.file).toBe('2.csv');
    for (const claims of [one, two, other]) await claims.close();
  });

  test('that ran out are another’s, and the late one brings nothing more', async () => {
    const [id = ''] = await post(1);
    const late = await openClaims(database, { ...terms, leaseSeconds: 0.01 }, quiet);
    const next = await openClaims(database, terms, quiet);
    const first = await late.next([]);
    if (!first) throw new Error('nothing to claim');
    expect(await late.deliver(first, 0, Buffer.from('early'))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await next.next([]);
    if (!second) throw new Error('the lease did not run out');
    expect([second.claimId, second.attempt]).toEqual([first.claimId, 2]);
    expect(await late.renew([first])).toEqual(new Set());
    expect(await late.deliver(first, 1, Buffer.from('late'))).toBe(false);
    expect(await late.finish(first, { sha256: 'x', parcels: 1, bytes: 1 })).toBe(false);
    await late.giveBack(first, 'open');
    expect(await next.renew([second])).toEqual(new Set([id]));
    expect(await next.deliver(second, 0, Buffer.from('right'))).toBe(true);
    expect(await next.finish(second, { sha256: 'y', parcels: 1, bytes: 5 })).toBe(true);
    expect(await list.takeBack(id)).toBe(null);
    expect(await list.look(id)).toMatchObject({ state: 'read', attempt: 2, sha256: 'y', parcels: 1 });
    expect((await list.parcels(id, 2, 0)).map(String)).toEqual(['right']);
    await list.remove([id]);
    expect(await next.deliver(second, 1, Buffer.from('gone'))).toBe(false);
    for (const claims of [late, next]) await claims.close();
  });

  test('over which workers are lost again and again are left to the run', async () => {
    const [id = ''] = await post(1);
    const dying = await openClaims(database, { ...terms, leaseSeconds: 0.01 }, quiet);
    for (const attempt of [1, 2, 3]) {
      expect(await dying.next([])).toMatchObject({ attempt });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await dying.next([])).toBe(null);
    expect(await list.takeBack(id)).toEqual({ lost: 3, worker: 'w' });
    await dying.close();
  });

  test('are nobody’s where no run is at work', async () => {
    await post(1);
    const claims = await openClaims(database, terms, quiet);
    await run.query('SELECT pg_advisory_unlock(7319205116)');
    expect(await claims.run()).toEqual({ atWork: false, otherVersion: false });
    expect(await claims.next([])).toBe(null);
    await run.query('SELECT pg_advisory_lock(7319205116)');
    expect(await claims.next([])).not.toBe(null);
    await claims.close();
  });

  test('and what came of them are not shown to the read-only role', async () => {
    await server.query(`ALTER ROLE neugierig PASSWORD 'neugierig'`);
    const reader = new pg.Client({
      connectionString: database.replace(/owner:[^@]*/, 'neugierig:neugierig'),
    });
    await reader.connect();
    for (const table of ['read_claim', 'read_parcel', 'read_context']) {
      await expect(reader.query(`SELECT * FROM township.${table}`)).rejects.toThrow(/permission denied/);
    }
    await reader.end();
  });
});

test('a database from before, or with what a killed run left, takes workers as well', async () => {
  const database = await server.url('older');
  const { run, write } = township(twoYears);
  expect((await run('--database', database)).code).toBe(0);
  await server.query('DROP TABLE township.read_parcel, township.read_claim, township.read_context', 'older');
  await server.query('CREATE TABLE township.read_claim (claim_id INT)', 'older');
  write({ '2021-11-30/道路.csv': roads(2021, road('一号路', 2.5, '2021-5-1')) });
  expect((await run('--database', database)).code).toBe(0);
  await server.query(
    `WITH c AS (INSERT INTO township.read_context (context) VALUES ('') RETURNING context_id)
      INSERT INTO township.read_claim (program, unit, file, context_id, bytes)
        SELECT 'p', '镇', '${period}/x.csv', context_id, 1 FROM c`,
    'older',
  );
  expect((await run('--database', database)).stdout).toContain('没有变化');
  expect(await server.query('SELECT count(*)::int AS n FROM township.read_claim', 'older')).toEqual([
    { n: 0 },
  ]);
});

test('pieces come out of parcels as they went in', async () => {
  const rows = rowPacker().pack([
    { row: 1, key: '["键"]', texts: ['12', null], values: [9_007_199_254_740_993n, null], findings: [] },
  ]);
  const pieces = [
    { is: 'file', format: 'csv', encoding: null } as const,
    { is: 'rows', number: 0, batch: rows } as const,
    ...Array.from({ length: 3 }, (_, i) => ({
      is: 'findings' as const,
      number: null,
      findings: [finding('cell.error', 'error', { value: '长'.repeat(400_000 + i) }, { n: -0.5 })],
    })),
  ];
  async function* all() {
    yield* pieces;
  }
  const out = [];
  let parcels = 0;
  for await (const parcel of chunksOf(all())) {
    parcels++;
    out.push(...piecesIn(parcel));
  }
  expect(out).toEqual(pieces);
  expect(parcels).toBeGreaterThan(1);
});
