/** A county on PostgreSQL: the same bytes as on SQLite, with a unit that is missing and a row of two registries. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cli } from '../helpers/cli.js';
import {
  before,
  county,
  enterprises,
  inputsOf,
  nameOf,
  period,
  township,
  unitsCsv,
} from '../helpers/county.js';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { published } from '../helpers/township.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const [first, second, absent] = [nameOf(1), nameOf(2), nameOf(3)];
const made = inputsOf(
  {
    [first]: township(1),
    [second]: { ...township(2), [`${period}/再报.csv`]: enterprises([100, true]) },
    [absent]: Object.fromEntries(Object.entries(township(3)).filter(([path]) => path.startsWith(before))),
  },
  unitsCsv([first, second, absent]),
);
const onServer = join(made.root, 'server');
let server: Server;
let database: string;
const call = (command: string, ...more: string[]) =>
  cli([command, '--inputs', made.inputs, '--outputs', onServer, '--today', '2021-12-05', ...more], {
    TOWNSHIP_DATABASE: database,
  });

beforeAll(async () => {
  server = await startServer();
  database = await server.url('county');
  expect((await made.run()).code).toBe(0);
});
afterAll(() => server?.destroy());

it('is published byte for byte as on SQLite, and only once', async () => {
  const run = await call('run');
  expect([run.code, run.stderr.match(/"level":[56]0.*/g)]).toEqual([0, null]);
  for (const unit of [first, second, county]) {
    expect(published(join(onServer, unit, period))).toEqual(published(made.folder(unit)));
  }
  expect((await call('run')).stdout.match(/没有重新发布/g)).toHaveLength(4);
});

it('is traced as on SQLite', async () => {
  const of = ['trace', 'enterprises.total.count', '--unit', county, '--csv'] as const;
  const [ours, theirs] = [await call(...of), await made.call(...of)];
  expect(ours.stdout).toBe(theirs.stdout);
  expect(ours.stdout.split('\r\n').length).toBeGreaterThan(15);
});
