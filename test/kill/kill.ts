/**
 * Kills runs at random moments and looks at what they leave: the last publication whole, the database sound, and
 * the next run publishing the bytes of an undisturbed one.
 *
 *     npm run build && npx esbuild test/kill/kill.ts --bundle --platform=node --format=esm --packages=external \
 *       --outfile=dist/test/kill.mjs && node dist/test/kill.mjs 1000
 */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { broken, published, road, roads, township, twoYears } from '../helpers/township.js';

export interface KillReport {
  readonly kills: number;
  /** Runs that were over before they were to be killed. */
  readonly tooLate: number;
  /** Kills between the two renames of a swap: nothing stood in place until the next run. */
  readonly inTheSwap: number;
  readonly faults: readonly string[];
}

type Township = ReturnType<typeof township>;

const variants = [2, 3, 4.5, 7].map((length) => ({
  '2021-11-30/道路.csv': roads(2021, road('一号路', length, '2021-5-1'), road('二号路', 3, '2021-6-1')),
}));

/** @param say told of every hundredth kill. */
export async function killRuns(times: number, say: (line: string) => void = () => {}): Promise<KillReport> {
  const undisturbed: Record<string, string>[] = [];
  for (const files of variants) {
    const calm = township({ ...twoYears, ...files });
    const { code, stderr } = await calm.run();
    if (code !== 0) throw new Error(`the undisturbed run failed: ${stderr}`);
    undisturbed.push(published(calm.folder()));
    rmSync(calm.root, { recursive: true });
  }
  const home = township(twoYears);
  await home.run();
  const duration = await timeOfAChange(home);
  const faults: string[] = [];
  let [kill, tooLate, inTheSwap] = [0, 0, 0];
  while (kill < times) {
    const variant = (kill + tooLate) % variants.length;
    home.write(variants[variant] ?? {});
    const moment = Math.random() * duration;
    if (await killedAfter(home, moment)) kill++;
    else tooLate++;
    const note = (what: string) => faults.push(`kill ${kill} after ${Math.round(moment)} ms: ${what}`);
    if (existsSync(home.folder())) broken(home.folder()).forEach(note);
    else if (broken(join(home.folder(), '..', '.next-2021-11-30')).length === 0) inTheSwap++;
    else note('nothing stands published');
    const integrity = integrityOf(home.outputs);
    if (integrity !== 'ok') note(integrity);
    const next = await home.run();
    if (next.code !== 0) note(`the next run ended with ${next.code}: ${next.stderr}`);
    if (JSON.stringify(published(home.folder())) !== JSON.stringify(undisturbed[variant])) {
      note('the next run published other bytes');
    }
    if (kill % 100 === 0 && kill > 0) say(`${kill} kills, ${faults.length} faults`);
  }
  const verified = await home.call('verify');
  if (verified.code !== 0) faults.push(verified.stdout);
  rmSync(home.root, { recursive: true });
  return { kills: times, tooLate, inTheSwap, faults };
}

/** Milliseconds that a run takes to publish a change, the median of three. */
async function timeOfAChange(home: Township): Promise<number> {
  const times: number[] = [];
  for (const variant of [1, 2, 3]) {
    home.write(variants[variant] ?? {});
    const begun = Date.now();
    await home.run();
    times.push(Date.now() - begun);
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}

/** Whether the run was still at work when it was killed. */
function killedAfter({ args }: Township, milliseconds: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/cli.js', 'run', ...args], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

function integrityOf(outputs: string): string {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'));
  try {
    return String(database.pragma('integrity_check', { simple: true }));
  } finally {
    database.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = await killRuns(Number(process.argv[2] ?? 1000), (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}
