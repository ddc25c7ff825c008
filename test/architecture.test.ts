/** The rooms of `pipeline/` stand one above the other: imports run down, and in no circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const pipeline = join(import.meta.dirname, '../pipeline');

/** From the command line down to the leaves; a room imports only from those behind it. */
const rooms = [
  ...['packaging', 'cli', 'reference', 'commands', 'serve', 'audit', 'run', 'rollup', 'unit', 'publish'],
  ...['report', 'workbook', 'audit-page', 'corrections', 'blank-forms', 'check-page', 'tables', 'templates'],
  ...[
    'reuse',
    'operations',
    'history',
    'publication',
    'checks',
    'indicators',
    'reconcile',
    'readers',
    'store',
  ],
  ...['inputs', 'read', 'normalise', 'recognise', 'forms', 'intake', 'findings', 'program'],
  ...['office', 'workers', 'files', 'text', 'figure', 'options'],
];

const loose = ['build.mjs', 'cli.ts', 'figure.ts', 'options.ts', 'reference.ts', 'run.ts'];

/** The room of a module, by its path below `pipeline/`: its folder, or its own name where it stands loose. */
const roomOf = (module: string) => (module.split('/')[0] ?? '').replace(/\.ts$/, '');

/** Modules that each module imports, types and what is loaded when needed included. */
function importsOf(modules: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    modules.map((module) => {
      const source = readFileSync(join(pipeline, module), 'utf8');
      const named = [...source.matchAll(/\b(?:from|import\()\s*'(\.[^']+)\.js'/g)];
      return [module, named.map(([, path]) => `${normalize(join(module, '..', path ?? ''))}.ts`)];
    }),
  );
}

const modules = readdirSync(pipeline, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();
const imports = importsOf(modules);

test('no file stands loose at the root but the six that are named there', () => {
  const files = readdirSync(pipeline, { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name).sort()).toEqual(loose);
});

test('every import leads to a module, and every room has its place in the order', () => {
  const known = new Set(modules);
  expect([...imports.values()].flat().filter((module) => !known.has(module))).toEqual([]);
  expect([...new Set(modules.map(roomOf))].filter((room) => !rooms.includes(room))).toEqual([]);
});

test('no import runs back up', () => {
  const upward = [...imports].flatMap(([module, targets]) =>
    targets
      .filter((target) => rooms.indexOf(roomOf(target)) < rooms.indexOf(roomOf(module)))
      .map((target) => `${module} -> ${target}`),
  );
  expect(upward).toEqual([]);
});

test('what the program and its build import is installed without the development dependencies', () => {
  const sources = readdirSync(pipeline, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.m?ts$|\.mjs$/.test(path),
  );
  const packages = sources.flatMap((path) =>
    [
      ...readFileSync(join(pipeline, path), 'utf8').matchAll(
        /\b(?:from |import\()'((?:@[^/']+\/)?[^./'][^/':]*)['/]/g,
      ),
    ].map(([, name]) => name ?? ''),
  );
  const { dependencies } = JSON.parse(readFileSync(join(pipeline, '../package.json'), 'utf8'));
  expect([...new Set(packages)].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});

test('no import is part of a circle', () => {
  expect(circlesIn(imports)).toEqual([]);
});

test('a circle is found where there is one', () => {
  const circle = new Map([
    ['a.ts', ['b.ts']],
    ['b.ts', ['c.ts', 'd.ts']],
    ['c.ts', ['b.ts']],
    ['d.ts', []],
  ]);
  expect(circlesIn(circle)).toEqual(['b.ts -> c.ts -> b.ts']);
});

/** Each circle once, as the modules that it leads through. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (module: string, path: readonly string[]) => {
    const began = path.indexOf(module);
    if (began >= 0) circles.push([...path.slice(began), module].join(' -> '));
    if (began >= 0 || done.has(module)) return;
    for (const target of graph.get(module) ?? []) visit(target, [...path, module]);
    done.add(module);
  };
  for (const module of graph.keys()) visit(module, []);
  return circles;
}
