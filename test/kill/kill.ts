/**
 * Kills runs at random moments and looks at what they leave: the last publication whole, the database sound, and
 * the next run publishing the bytes of an undisturbed one and leaving nothing behind. Every cycle begins from a
 * copy of one small township, so that each costs the same; the run after a kill is made in this process.
 *
 *     npm run build && npx esbuild test/kill/kill.ts --bundle --platform=node --format=esm --packages=external \
 *       --outfile=dist/test/kill.mjs && node dist/test/kill.mjs 1000 2
 *
 * The second number: how many processes share the work, one for each core. With TMPDIR on a memory disk the fsyncs
 * cost nothing, and a kill sees none of the difference.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { builtPath } from '../../pipeline/workers/entry-points.js';
import { temporary } from '../helpers/temporary.js';
import { broken, period, published, road, roads, township, twoYears, villages } from '../helpers/township.js';
import { killedAt, type Moment } from './moments.js';

export interface KillReport {
  kills: number;
  /** Of these: while the program was starting; at work; in the swap; of a run that put right what a kill had left. */
  inTheStart: number;
  atWork: number;
  inTheSwap: number;
  again: number;
  /** Of these: after which nothing stood in place until the next run, the kill lying between the swap's renames. */
  betweenTheRenames: number;
  /** Of these: of a first publication. */
  ofTheFirst: number;
  /** Runs that were over before they were to be killed. */
  tooLate: number;
  readonly faults: string[];
}

type Township = ReturnType<typeof township>;

const cli = builtPath('cli');

/** What is in inputs/ when the run that is killed begins: a file changed, a file more, a file less. */
const variants = [
  { '2021-11-30/道路.csv': roads(2021, road('一号路', 4.5, '2021-5-1')) },
  { '2021-11-30/新/道路二.csv': roads(2021, road('三号路', 7, '2021-7-1')) },
  { '2020-11-30/村.csv': villages('东庄村', '南庄村'), '2021-11-30/村.csv': villages('西庄村') },
];

/** @param say called at every fiftieth kill. */
export async function killRuns(times: number, say: (line: string) => void = () => {}): Promise<KillReport> {
  const template = township(twoYears);
  const { start, work } = await killedAt(cli, template.args, null);
  const standing = published(template.folder());
  const undisturbed: Record<string, string>[] = [];
  for (const files of variants) {
    const calm = township({ ...twoYears, ...files });
    await killedAt(cli, calm.args, null);
    undisturbed.push(published(calm.folder()));
    rmSync(calm.root, { recursive: true });
  }
  const report: KillReport = {
    kills: 0,
    inTheStart: 0,
    atWork: 0,
    inTheSwap: 0,
    again: 0,
    betweenTheRenames: 0,
    ofTheFirst: 0,
    tooLate: 0,
    faults: [],
  };
  for (let cycle = 0; report.kills < times; cycle++) {
    const root = temporary('kill');
    const first = cycle % 10 === 9;
    const home = copyOf(template, root, first);
    const variant = cycle % variants.length;
    home.write(variants[variant] ?? {});
    const moment = momentOf(cycle, start, work);
    const note = (what: string) =>
      report.faults.push(`${JSON.stringify({ cycle, first, ...moment })}: ${what}`);
    if ((await killedAt(cli, home.args, moment)).killed) count(report, moment, first);
    else report.tooLate++;
    lookAt(home, first ? null : standing, undisturbed[variant] ?? {}, report, note);
    if (cycle % 10 === 5) {
      const again = await killedAt(cli, home.args, { is: 'work', milliseconds: Math.random() * work });
      if (again.killed) report.again++;
      lookAt(home, first ? null : standing, undisturbed[variant] ?? {}, report, note);
    }
    const next = await home.run();
    if (next.code !== 0) note(`the next run failed: ${next.code} ${next.stderr}`);
    else if (JSON.stringify(published(home.folder())) !== JSON.stringify(undisturbed[variant])) {
      note('the next run published other bytes');
    }
    for (const name of leftovers(home)) note(`left behind: ${name}`);
    rmSync(root, { recursive: true });
    if (report.kills % 50 === 0) say(`${report.kills} kills, ${report.faults.length} faults`);
  }
  rmSync(template.root, { recursive: true });
  return report;
}

function copyOf(template: Township, root: string, first: boolean): Township {
  cpSync(template.inputs, join(root, 'inputs'), { recursive: true });
  if (!first) cpSync(template.outputs, join(root, 'outputs'), { recursive: true });
  return township({}, root);
}

const renames: readonly Moment[] = [
  { is: 'rename', of: 'away', after: true },
  { is: 'rename', of: 'inPlace', after: false },
  { is: 'rename', of: 'away', after: false },
  { is: 'rename', of: 'inPlace', after: true },
  { is: 'rename', of: 'record', after: false },
  { is: 'rename', of: 'record', after: true },
  { is: 'rename', of: 'lock', after: false },
  { is: 'rename', of: 'lock', after: true },
];

/** Mostly anywhere in the work; some while the program is starting, some at each end of each rename. */
function momentOf(cycle: number, start: number, work: number): Moment {
  const kind = cycle % 10;
  if (kind === 0) return { is: 'start', milliseconds: Math.random() * start };
  if (kind === 1) return renames[Math.floor(cycle / 10) % renames.length] as Moment;
  return { is: 'work', milliseconds: Math.random() * work };
}

function count(report: KillReport, moment: Moment, first: boolean): void {
  report.kills++;
  if (moment.is === 'start') report.inTheStart++;
  else if (moment.is === 'work') report.atWork++;
  else report.inTheSwap++;
  if (first) report.ofTheFirst++;
}

/**
 * What a kill left: the old publication or the new one, whole, and a sound database.
 * @param before what stood published; null: nothing did.
 */
function lookAt(
  home: Township,
  before: Record<string, string> | null,
  after: Record<string, string>,
  report: KillReport,
  note: (what: string) => void,
): void {
  const next = join(home.folder(), '..', `.next-${period}`);
  if (existsSync(home.folder())) {
    for (const path of broken(home.folder())) note(`not whole: ${path}`);
    const now = JSON.stringify(published(home.folder()));
    if (now !== JSON.stringify(before) && now !== JSON.stringify(after))
      note('neither the old nor the new is published');
  } else if (before !== null) {
    report.betweenTheRenames++;
    if (!existsSync(next) || broken(next).length > 0) note('nothing is published');
  }
  const database = join(home.outputs, 'township.sqlite');
  if (!existsSync(database)) return;
  const sqlite = new SqliteDatabase(database);
  try {
    const integrity = sqlite.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') note(`integrity_check: ${integrity}`);
    const foreign = sqlite.pragma('foreign_key_check') as unknown[];
    if (foreign.length > 0) note(`foreign_key_check: ${foreign.length} rows`);
  } finally {
    sqlite.close();
  }
}

/** What a finished run has no use for. */
function leftovers({ outputs, folder }: Township): string[] {
  const names = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  return [
    ...names(outputs).filter((name) => name === '.lock.json' || name.endsWith('.aside')),
    ...names(join(folder(), '..')).filter((name) => name.startsWith('.')),
    ...names(join(outputs, 'archive')).filter(
      (name) => name !== 'publications' && !/^[0-9a-f]{64}$/.test(name),
    ),
  ];
}

/** Shares the kills among processes and adds up what they report. */
async function inLanes(times: number, lanes: number): Promise<KillReport> {
  const reports = await Promise.all(
    Array.from(
      { length: lanes },
      (_, lane) =>
        new Promise<KillReport>((resolve, reject) => {
          const share = Math.floor(times / lanes) + (lane < times % lanes ? 1 : 0);
          const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(share)], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          let text = '';
          child.stdout.on('data', (chunk) => {
            text += chunk;
          });
          child.on('error', reject);
          child.on('close', () => resolve(JSON.parse(text.slice(text.indexOf('{')))));
        }),
    ),
  );
  return reports.reduce((sum, report) => ({
    kills: sum.kills + report.kills,
    inTheStart: sum.inTheStart + report.inTheStart,
    atWork: sum.atWork + report.atWork,
    inTheSwap: sum.inTheSwap + report.inTheSwap,
    again: sum.again + report.again,
    betweenTheRenames: sum.betweenTheRenames + report.betweenTheRenames,
    ofTheFirst: sum.ofTheFirst + report.ofTheFirst,
    tooLate: sum.tooLate + report.tooLate,
    faults: [...sum.faults, ...report.faults],
  }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [times = 1000, lanes = 1] = process.argv.slice(2).map(Number);
  const report =
    lanes > 1
      ? await inLanes(times, lanes)
      : await killRuns(times, (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}
