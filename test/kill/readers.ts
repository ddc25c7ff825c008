/**
 * Three workers read for a run on PostgreSQL and one of them is killed at a random moment: what is published has the
 * bytes of a run without workers on SQLite, and the other workers end well. Every round has a database of its own; the
 * server is started here.
 *
 *     npm run build && npx esbuild test/kill/readers.ts --bundle --platform=node --format=esm --packages=external \
 *       --outfile=dist/test/kill-readers.mjs && node dist/test/kill-readers.mjs 50
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { before, enterprises, inputsOf, nameOf, period, villages } from '../helpers/county.js';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { type Started, started } from '../helpers/started.js';
import type { Cells } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';
import { published } from '../helpers/township.js';

export interface ReadersReport {
  rounds: number;
  /** Workers that were killed; the others were over before. */
  kills: number;
  /** Of these: that had claimed a file. */
  withClaims: number;
  /** Leases that the run or another worker found to have run out. */
  leasesRunOut: number;
  /** Files whose pieces came from a worker, and all that were read. */
  fromWorkers: number;
  files: number;
  seconds: number;
  readonly faults: string[];
}

const units = [nameOf(1), nameOf(2)];
/** Short, so that a round does not wait long for a file whose worker is gone. */
const leaseSeconds = 2;

/** Files that take a worker a moment each, with rows that are held back, and some that cannot be read. */
function filesOf(number: number, rows: number) {
  const roads = (year: number, part: number): Cells => [
    ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
    ...Array.from({ length: rows }, (_, i) => [
      `第${(i % 7) + 1}村`,
      `${number}-${part}-${i}号路`,
      '村口—桥头',
      i % 97 === 0 ? '很长' : (i % 50) / 10 + 0.1,
      '新建',
      `${year}-${(i % 11) + 1}-${(i % 28) + 1}`,
    ]),
  ];
  const year = (of: number, name: string) => ({
    [`${name}/企业.csv`]: enterprises(
      ...Array.from({ length: rows }, (_, i) => [number * 100_000 + i, i % 9 === 0] as const),
    ),
    [`${name}/村.csv`]: villages(7, 3),
    [`${name}/道路甲.csv`]: roads(of, 1),
    [`${name}/道路乙.csv`]: roads(of, 2),
    [`${name}/道路丙.csv`]: roads(of, 3),
    [`${name}/坏.xlsx`]: 'PK\u0003\u0004 and nothing that belongs there',
  });
  return { ...year(2020, before), ...year(2021, period) };
}

const eventsIn = (log: string, event: string) =>
  log.split('\n').filter((line) => line.includes(`"${event}"`));

/** @param say called at every round. */
export async function killReaders(
  rounds: number,
  rows = 400,
  say: (line: string) => void = () => {},
): Promise<ReadersReport> {
  const begun = performance.now();
  const made = inputsOf(
    Object.fromEntries(units.map((unit, i) => [unit, filesOf(i + 1, rows)])),
    null,
    temporary('readers'),
  );
  const report: ReadersReport = {
    rounds: 0,
    kills: 0,
    withClaims: 0,
    leasesRunOut: 0,
    fromWorkers: 0,
    files: 0,
    seconds: 0,
    faults: [],
  };
  const server = await startServer();
  try {
    const alone = await made.run();
    if (alone.code !== 0) throw new Error(alone.stderr);
    const expected = bytesOf(made.outputs);
    let length = 0;
    for (let round = 0; round < rounds; round++) {
      const outputs = join(made.root, `round-${round}`);
      const args = ['--inputs', made.inputs, '--outputs', outputs, '--today', '2021-12-05'];
      const note = (what: string) => report.faults.push(`round ${round}: ${what}`);
      length = await oneRound({ server, round, args, outputs, length, report, note });
      if (bytesOf(outputs) !== expected) note('other bytes were published');
      rmSync(outputs, { recursive: true, force: true });
      report.rounds++;
      say(`${round + 1}: ${JSON.stringify({ ...report, faults: report.faults.length })}`);
    }
  } finally {
    await server.destroy();
    rmSync(made.root, { recursive: true });
  }
  report.seconds = Math.round((performance.now() - begun) / 1000);
  return report;
}

function bytesOf(outputs: string): string {
  return JSON.stringify(units.map((unit) => published(join(outputs, unit, period))));
}

interface Round {
  readonly server: Server;
  readonly round: number;
  readonly args: readonly string[];
  readonly outputs: string;
  /** Milliseconds that the run of the round before took; 0: there was none. */
  readonly length: number;
  readonly report: ReadersReport;
  readonly note: (what: string) => void;
}

/** Mostly while the worker reads its first, second, … file; else anywhere in the run. */
async function moment(round: number, victim: Started, run: Started, length: number): Promise<void> {
  if (round % 3 === 2) await sleep(Math.random() * length);
  else {
    const claims = 1 + (round % 4);
    await Promise.race([victim.says('"worker.claimed"', claims), run.ended]);
    await sleep(Math.random() * 60);
  }
}

/** @returns how long its run took. */
async function oneRound({ server, round, args, length, report, note }: Round): Promise<number> {
  const name = `round_${round}`;
  const env = { TOWNSHIP_DATABASE: await server.url(name) };
  const workers = Array.from({ length: 3 }, () =>
    started(['worker', ...args.slice(0, 2), '--lease', String(leaseSeconds)], env),
  );
  await Promise.all(workers.map((worker) => worker.says('"worker.connected"')));
  const begun = performance.now();
  const run = started(['run', ...args], env);
  await run.says('"run.started"');
  const victim = workers[Math.floor(Math.random() * workers.length)] as Started;
  await moment(round, victim, run, length);
  if (victim.child.kill('SIGKILL')) report.kills++;
  const [claimed, done] = ['worker.claimed', 'worker.read'].map(
    (event) => eventsIn(victim.said(), event).length,
  );
  if ((claimed ?? 0) > (done ?? 0)) report.withClaims++;
  const code = await run.ended;
  const took = performance.now() - begun;
  if (code !== 0) note(`the run ended with ${code}: ${run.said()}`);
  for (const worker of workers) {
    if (worker === victim) continue;
    worker.child.kill('SIGTERM');
    const ended = await worker.ended;
    if (ended !== 0) note(`a worker ended with ${ended}: ${worker.said()}`);
  }
  await victim.ended;
  report.files += eventsIn(run.said(), 'file.read').length;
  report.fromWorkers += eventsIn(run.said(), 'reading.taken').length;
  report.leasesRunOut +=
    eventsIn(run.said(), 'reading.lease_ran_out').length +
    workers
      .flatMap((worker) => eventsIn(worker.said(), 'worker.claimed'))
      .filter((line) => !line.includes('"attempt":1}')).length;
  for (const table of ['read_claim', 'read_parcel', 'read_context']) {
    const [left] = await server.query(`SELECT count(*)::int AS rows FROM township.${table}`, name);
    if (left?.rows !== 0) note(`${left?.rows} rows are left in ${table}`);
  }
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  return took;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [rounds = 50, rows = 400] = process.argv.slice(2).map(Number);
  const report = await killReaders(rounds, rows, (line) =>
    process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  );
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}
