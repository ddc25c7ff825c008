/**
 * Puts small faults into the program, one at a time, and counts those that the quick tests notice.
 *
 *     npm run mutate -- FOLDER [--sample 150] [--seed N]
 *
 * FOLDER is a room of pipeline/, or sql/checks, sql/indicators. The faults are made in a copy below .cache/.
 * StrykerJS 9 does not serve here: under Vitest 4.1 its runner calls faults that the tests notice survivors.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { random } from '../example/random.js';
import { type Mutant, mutantsOfSql, mutantsOfTypeScript } from './mutants.js';

const copy = '.cache/mutate';
const vitest = join(process.cwd(), 'node_modules/vitest/vitest.mjs');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '150' }, seed: { type: 'string', default: '1' } },
});
const [asked = ''] = positionals;
const folder = [asked, join('pipeline', asked)].find((path) => asked !== '' && existsSync(path));
if (!folder) throw new Error('a folder is expected: a room of pipeline/, or sql/checks, sql/indicators');

rmSync(copy, { recursive: true, force: true });
for (const part of ['pipeline', 'sql', 'test', 'inputs', 'dist', 'package.json', 'vitest.config.ts']) {
  cpSync(part, join(copy, part), { recursive: true });
}

const mutants = random(values.seed)
  .shuffled(filesIn(folder).flatMap(mutantsOf))
  .slice(0, Number(values.sample));
const limits = new Map<string, number>();
const survivors: Mutant[] = [];
for (const mutant of mutants) {
  if (!(await isNoticed(mutant))) {
    survivors.push(mutant);
    console.log(described(mutant));
  }
}
console.log(scores(mutants, survivors).join('\n'));

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|sql)$/.test(name))
    .map((name) => join(path, name))
    .toSorted();
}

function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.sql') ? mutantsOfSql(file, text) : mutantsOfTypeScript(file, text);
}

/** Whether a quick test fails, or never ends, with the mutant in the copy. */
async function isNoticed({ file, start, end, replacement }: Mutant): Promise<boolean> {
  const text = readFileSync(file, 'utf8');
  const limit = limits.get(testsOf(file).join()) ?? (await timeWithoutFault(file));
  writeFileSync(join(copy, file), text.slice(0, start) + replacement + text.slice(end));
  const passes = await tested(file, limit);
  writeFileSync(join(copy, file), text);
  return !passes;
}

/** Milliseconds after which tests count as endless: what they take without a fault, three times over. */
async function timeWithoutFault(file: string): Promise<number> {
  const start = performance.now();
  if (!(await tested(file, 600_000))) throw new Error(`${file}: its tests fail without a fault, too`);
  const limit = 30_000 + 3 * Math.round(performance.now() - start);
  limits.set(testsOf(file).join(), limit);
  return limit;
}

/** Definitions are read when the program runs: no import leads to them. */
function testsOf(file: string): string[] {
  return file.endsWith('.sql')
    ? ['run', file.split('/').slice(0, 2).join('/').replace('sql', 'test')]
    : ['related', '--run', file];
}

function tested(file: string, limit: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const lanes = ['--exclude', '**/*.{run,long}.test.ts', '--exclude', 'test/architecture.test.ts'];
    const args = [vitest, ...testsOf(file), ...lanes, '--bail', '1', '--maxWorkers', '1', '--silent'];
    const child = spawn(process.execPath, args, {
      cwd: copy,
      stdio: 'ignore',
      timeout: limit,
      killSignal: 'SIGKILL',
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}

function described({ file, start, end, replacement }: Mutant): string {
  const text = readFileSync(file, 'utf8');
  const line = text.slice(0, start).split('\n').length;
  const oneLine = (part: string) => part.replaceAll(/\s+/g, ' ').trim();
  return `${file}:${line}  ${oneLine(text.slice(start, end))}  →  ${oneLine(replacement)}`;
}

/** By folder: how many of the faults were noticed. */
function scores(all: readonly Mutant[], survived: readonly Mutant[]): string[] {
  const folderOf = ({ file }: Mutant) => relative('.', dirname(file));
  const line = (name: string, isIn: (mutant: Mutant) => boolean) => {
    const [total, left] = [all.filter(isIn).length, survived.filter(isIn).length];
    return `${name}: ${total - left} of ${total}, ${Math.round((100 * (total - left)) / total)}%`;
  };
  const folders = [...new Set(all.map(folderOf))].toSorted();
  return [
    ...folders.map((name) => line(name, (mutant) => folderOf(mutant) === name)),
    line('all', () => true),
  ];
}
