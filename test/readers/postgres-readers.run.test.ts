/** Workers that read for a run on PostgreSQL: whatever becomes of them, what is published is the same. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serialize } from 'node:v8';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { programHash } from '../../pipeline/program/program.js';
import { openClaims } from '../../pipeline/readers/claims.js';
import { openReadingList } from '../../pipeline/readers/reading-list.js';
import { sharedProgram } from '../../pipeline/readers/shared.js';
import { builtPath } from '../../pipeline/workers/entry-points.js';
import { cli } from '../helpers/cli.js';
import { period } from '../helpers/county.js';
import { context } from '../helpers/normalise.js';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { road, roads, township, twoYears, unit } from '../helpers/township.js';
import { beforeOpening, workerOn } from '../helpers/workers.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.destroy());

describe('a worker', () => {
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
    const contextId = await posted.keepContext(serialize({ ...context, unitNames: [unit], asOf: period }));
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
    expect(await late.finish(first, { sha256: 'x', chunks: 1, bytes: 1 })).toBe(false);
    await late.giveBack(first, 'open');
    expect(await next.renew([second])).toEqual(new Set([id]));
    expect(await next.deliver(second, 0, Buffer.from('right'))).toBe(true);
    expect(await next.finish(second, { sha256: 'y', chunks: 1, bytes: 5 })).toBe(true);
    expect(await list.takeBack(id)).toBe(null);
    expect(await list.look(id)).toMatchObject({ state: 'read', attempt: 2, sha256: 'y', parcels: 1 });
    expect((await list.chunks(id, 2, 0)).map(String)).toEqual(['right']);
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
