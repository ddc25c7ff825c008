/** Past one server: a county, the example in it, whose townships stand on three PostgreSQL servers, beside SQLite. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { translate, valuesFor } from '../../pipeline/store/postgres/dialect.js';
import { cli } from '../helpers/cli.js';
import { type Files, inputsOf, nameOf, period, township, unitsCsv } from '../helpers/county.js';
import { password, type Server, startServer } from '../helpers/postgres-server.js';
import { started } from '../helpers/started.js';
import { broken, published } from '../helpers/township.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const project = join(import.meta.dirname, '../..');
const example = '示例镇';
const names = [1, 2, 3].map(nameOf);
let servers: Server[];
let address: string;
let shards: string[];

const county = () => {
  const files = Object.fromEntries(names.map((name, i): [string, Files] => [name, township(i + 1)]));
  const made = inputsOf(files, unitsCsv([...names, example]));
  cpSync(join(project, 'inputs', example), join(made.inputs, example), { recursive: true });
  return made;
};
const [onShards, onFile] = [county(), county()];

beforeAll(async () => {
  servers = await Promise.all([startServer(), startServer(), startServer()]);
  address = (await servers[0]?.url('county')) ?? '';
  shards = await Promise.all(servers.map((server) => server.url('shard')));
  const made = await onShards.call('database', 'init', '--database', address, '--shards', shards.join(','));
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout).not.toContain(encodeURIComponent(password));
});
afterAll(() => Promise.all(servers.map((server) => server.destroy())));

/** Everything that was published, by township. */
const all = ({ folder }: typeof onFile) =>
  Object.fromEntries([...names, example, '示例县'].map((name) => [name, published(folder(name))]));

test('three servers, with a worker that reads for them, publish the same bytes as SQLite', async () => {
  const worker = started(['worker', '--inputs', onShards.inputs], { TOWNSHIP_DATABASE: address });
  await worker.says('"worker.connected"');
  const runs = await Promise.all([onShards.call('run', '--database', address), onFile.run()]);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(runs[0]?.stderr).toContain('"reading.taken"');
  expect(runs.map(({ code, stderr }) => [code, stderr.match(/"level":[456]0.*/g)])).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(all(onShards)).toEqual(all(onFile));
  expect(readdirSync(onShards.outputs)).not.toContain('township.sqlite');
  const held = await Promise.all(
    servers.map((server) => server.query('SELECT DISTINCT unit FROM township.roads_row', 'shard')),
  );
  // Each township stands on one of them, and not all on the same.
  expect(
    held
      .flat()
      .map(({ unit }) => unit)
      .sort(),
  ).toEqual([...names, example].sort());
  expect(held.filter((units) => units.length > 0).length).toBeGreaterThan(1);
});

describe('a query of one unit', () => {
  const indicators = loadIndicators(join(project, 'sql/indicators')).filter(({ parts }) => !parts);

  test('goes to its shard alone, with all its conditions', async () => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    try {
      await client.query('SET search_path TO township');
      const parameters = { unit: example, period, from: '2021-01-01', as_of: period, waived: ',,' };
      expect(indicators.length).toBeGreaterThan(35);
      for (const { id, sql } of indicators) {
        const translated = translate(sql);
        const values = valuesFor(translated, [parameters]);
        const { rows } = await client.query(`EXPLAIN (VERBOSE, COSTS OFF) ${translated.text}`, values);
        const plan = rows.map((row) => String(row['QUERY PLAN']));
        const remote = plan.filter((line) => line.includes('Remote SQL:'));
        expect([id, remote.length]).toEqual([id, 1]);
        expect(remote[0]).toMatch(
          /WHERE .*\(\(?held = 0\)?.*unit = '示例镇'|WHERE .*unit = '示例镇'.*held = 0/,
        );
        // Rows are numbered here: a window looks at all of them, which the shard has chosen.
        if (/\bOVER\b/.test(sql)) continue;
        // Nothing is left to be asked here of what the shard sent, but COALESCE, which postgres_fdw does not send.
        const left = plan.filter((line) => /Filter:|Append|Seq Scan/.test(line));
        expect([id, left.filter((line) => !line.includes('COALESCE'))]).toEqual([id, []]);
      }
    } finally {
      await client.end();
    }
  });
});

test('a shard that is down is named, and the other townships are published', async () => {
  const found = await Promise.all(
    servers.map((server) => server.query('SELECT DISTINCT unit FROM township.roads_row', 'shard')),
  );
  // Not the one that also holds the county's own tables.
  const down = (found[1]?.length ?? 0) > 0 ? 1 : 2;
  const lost = (found[down] ?? []).map(({ unit }) => String(unit));
  expect(lost.length).toBeGreaterThan(0);
  const changed = (made: typeof onFile) => {
    for (const [i, name] of names.entries())
      made.write(name, {
        [`${period}/村.csv`]: [
          ['行政村', '办公场所类型'],
          [`新村${i}`, '楼房'],
        ],
      });
  };
  changed(onShards);
  changed(onFile);
  const before = all(onShards);
  await servers[down]?.stop('crash');
  const { code, stderr } = await onShards.run('--database', address);
  expect(code).toBe(2);
  expect(stderr).toContain(`shard_${down} 127.0.0.1:${servers[down]?.port}/shard`);
  expect(stderr).toContain('分片连不上');
  for (const name of lost) {
    expect(published(onShards.folder(name))).toEqual(before[name]);
    expect(broken(onShards.folder(name))).toEqual([]);
  }
  expect((await onFile.run()).code).toBe(0);
  const others = names.filter((name) => !lost.includes(name));
  expect(others.length).toBeGreaterThan(0);
  for (const name of others) expect(published(onShards.folder(name))).toEqual(published(onFile.folder(name)));
  await servers[down]?.start();
  expect((await onShards.run('--database', address)).code).toBe(0);
  expect(all(onShards)).toEqual(all(onFile));
});

test('what a broken commit left on one side only is read anew', async () => {
  const [name = ''] = names;
  const at = await Promise.all(
    servers.map((server) => server.query(`SELECT 1 FROM township.roads_row WHERE unit = '${name}'`, 'shard')),
  );
  const holder = servers[at.findIndex((rows) => rows.length > 0)];
  // As if the shard had committed a transaction of which this server knows nothing.
  await holder?.query(
    `DELETE FROM township.roads_row WHERE unit = '${name}'; UPDATE township.unit_mark SET mark = 'other' WHERE unit = '${name}'`,
    'shard',
  );
  const changed = {
    [`${period}/项目.csv`]: [
      ['项目名称', '建设阶段', '计划投资（亿元）', '项目状态'],
      ['新项目', '整体', 7, '在建'],
    ],
  };
  for (const made of [onShards, onFile]) made.write(name, changed);
  const runs = await Promise.all([onShards.run('--database', address), onFile.run()]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(published(onShards.folder(name))).toEqual(published(onFile.folder(name)));
});

describe('database init with other shards', () => {
  const init = (...given: string[]) =>
    onShards.call('database', 'init', '--database', address, '--shards', given.join(','));

  test('refuses a database that cannot be one, and changes nothing', async () => {
    const foreign = (await servers[1]?.url('foreign')) ?? '';
    await servers[1]?.query(
      'CREATE SCHEMA township; CREATE TABLE township.roads_row (length int)',
      'foreign',
    );
    const [first = ''] = shards;
    for (const [given, said] of [
      [[first, first.replace('127.0.0.1', 'localhost')], '是同一个数据库'],
      [[first, address], '就是主库'],
      [[first, foreign], '已有模式 township'],
    ] as const) {
      const { code, stderr } = await init(...given);
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
      expect(stderr).not.toContain(encodeURIComponent(password));
    }
    const main = await cli(['run', '--inputs', onShards.inputs], { TOWNSHIP_DATABASE: foreign });
    expect([main.code, main.stderr]).toEqual([2, expect.stringContaining('已有模式 township')]);
    const kept = await servers[1]?.query('SELECT * FROM township.roads_row', 'foreign');
    expect(kept).toEqual([]);
    expect(all(onShards)).toEqual(all(onFile));
  });

  test('says what follows, leaves no row behind and loses no evidence', async () => {
    const [name = ''] = names;
    const figure = 'roads.built.length';
    const traceOf = async ({ call }: typeof onFile, ...more: string[]) => {
      const { stdout } = await call('trace', figure, '--unit', name, '--json', ...more);
      // When the bytes were first read differs by run.
      return stdout.replace(/"firstReadAt":\s*"[^"]*"/g, '');
    };
    const wanted = await traceOf(onFile);
    expect(wanted).toContain('道路.csv');
    const made = await init(shards[1] ?? '');
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(/^库里各表的行将清空.*完整运行一次/);
    expect(made.stdout).toContain('不再是分片');
    for (const i of [0, 2]) {
      const left = await servers[i]?.query(`SELECT to_regnamespace('township') AS found`, 'shard');
      expect(left).toEqual([{ found: null }]);
    }
    const run = await onShards.run('--database', address);
    expect(run.code).toBe(0);
    expect(all(onShards)).toEqual(all(onFile));
    expect(await traceOf(onShards, '--database', address)).toBe(wanted);
  });

  test('says where rows are left that cannot be reached', async () => {
    await servers[1]?.stop('crash');
    const { code, stderr } = await init(shards[2] ?? '');
    await servers[1]?.start();
    expect(code).toBe(0);
    expect(stderr).toContain(`127.0.0.1:${servers[1]?.port}/shard`);
    expect(stderr).toContain('DROP SCHEMA township CASCADE');
  });
});
