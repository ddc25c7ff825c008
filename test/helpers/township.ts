/** A small township on disk, and the built command line on it. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './cli.js';
import { call, run } from './run.js';
import { type Cells, writeFiles } from './submissions.js';
import { temporary } from './temporary.js';

export const unit = '泰平镇';
export const period = '2021-11-30';

export const roads = (year: number, ...rows: Cells): Cells => [
  [`${unit}${year}年村级道路修建情况表`],
  ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
  ...rows,
];

export const road = (name: string, length: string | number, date: string) => [
  '东庄村',
  name,
  '村口—桥头',
  length,
  '新建',
  date,
];

export const villages = (...names: string[]): Cells => [
  ['行政村', '办公场所类型'],
  ...names.map((name) => [name, '楼房']),
];

/** Two years of roads and villages. */
export const twoYears = {
  '2020-11-30/道路.csv': roads(2020, road('旧路', 1.5, '2020-5-1')),
  '2020-11-30/村.csv': villages('东庄村'),
  '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', 3, '2021-6-1')),
  '2021-11-30/村.csv': villages('东庄村', '西庄村'),
};

/** Another length of this year's one road. */
export const changed = (length: number) => ({
  '2021-11-30/道路.csv': roads(2021, road('一号路', length, '2021-5-1')),
});

export function township(files: Readonly<Record<string, Cells | string>>, root = temporary('operations')) {
  const inputs = join(root, 'inputs');
  const outputs = join(root, 'outputs');
  const home = join(inputs, unit);
  mkdirSync(home, { recursive: true });
  writeFiles(home, files);
  const args = ['--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05'];
  const folder = (of = period) => join(outputs, unit, of);
  const table = (name: string, of = period) => readCsv(join(folder(of), name));
  return {
    root,
    inputs,
    outputs,
    home,
    args,
    folder,
    run: (...more: string[]) => run(...args, ...more),
    call: (name: string, ...more: string[]) => call(name, ...more, ...args),
    table,
    /** The text of a published file. */
    file: (name: string, of = period) => readFileSync(join(folder(of), name), 'utf8'),
    figure: (id: string, of = period) => table('figures.csv', of).find((line) => line.id === id),
    write: (more: Readonly<Record<string, Cells | string>>) => writeFiles(home, more),
  };
}

const publishedOnce = new Map<string, Promise<string>>();

/** A township on which one run has been made, copied from one that is made once per test file. */
export async function publishedTownship(files: Readonly<Record<string, Cells | string>> = twoYears) {
  const key = JSON.stringify(files);
  let template = publishedOnce.get(key);
  if (!template) {
    template = publishOnce(files);
    publishedOnce.set(key, template);
  }
  const root = temporary('operations');
  cpSync(await template, root, { recursive: true });
  return township({}, root);
}

async function publishOnce(files: Readonly<Record<string, Cells | string>>): Promise<string> {
  const { root, run } = township(files);
  const { code, stderr } = await run();
  if (code !== 0) throw new Error(stderr);
  return root;
}

/** The published files, by path, with their hashes; run.json and history.js record what happened and are left out. */
export function published(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, published(folder, path));
    else if (!['run.json', 'history.js', 'revisions.csv'].includes(path))
      found[path] = hashOf(join(folder, path));
  }
  return found;
}

/** What of a publication is not as its run.json says. */
export function broken(folder: string): string[] {
  if (!existsSync(join(folder, 'run.json'))) return ['run.json'];
  const { files } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
    files: { path: string; sha256: string }[];
  };
  if (files.length === 0) return ['no files'];
  return files
    .filter(({ path, sha256 }) => !existsSync(join(folder, path)) || hashOf(join(folder, path)) !== sha256)
    .map(({ path }) => path);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
