/** The program's own files in a package, and the packages that it imports. */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { filesBelow } from '../files/files-below.js';
import { closureOf, lockedPackages } from './closure.js';
import type { PackedFile } from './zip.js';

/** What running never opens: builds for browsers, maps, types, and what packages bring for who works on them. */
const neverOpened =
  /\.(map|min\.js|d\.[cm]?ts|md)$|^program\/node_modules\/(@[^/]+\/)?[^/]+\/(tests?|docs|examples?|benchmarks?)\//;

/** @returns the files below a folder, under another. */
export function filesOf(folder: string, under: string): PackedFile[] {
  return filesBelow(folder, under).map(({ file, path }) => ({ path: file, bytes: readFileSync(path) }));
}

/** @returns the built program and its definitions, under `program/`. */
export function programFiles(project: string): PackedFile[] {
  return [...filesOf(join(project, 'dist'), 'program/dist'), ...filesOf(join(project, 'sql'), 'program/sql')];
}

/** @returns these packages of an installation and all that they depend on, under `program/`. */
export function packageFiles(installed: string, names: readonly string[]): PackedFile[] {
  return closureOf(lockedPackages(installed), names)
    .flatMap((path) => ownFilesOf(installed, path))
    .filter(({ path }) => !neverOpened.test(path));
}

/** A package without those that are installed inside it: each of them has a line of its own. */
function ownFilesOf(installed: string, path: string): PackedFile[] {
  const under = `program/${path}`;
  return filesOf(join(installed, path), under).filter(
    (file) => !file.path.startsWith(`${under}/node_modules/`),
  );
}

/** @returns the packages that the built program still imports: the others are inside it. */
export async function importedPackages(project: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: filesBelow(join(project, 'dist'))
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.js') && !/[\\/](page|desk)[\\/]/.test(path)),
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const names = imports
    .filter(({ path, external }) => external === true && !isBuiltin(path))
    .map(({ path }) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].sort();
}

/** @returns what the program reads of itself: its version, and how it is started. */
export function programFacts(project: string, commandLine: string): PackedFile {
  const { name, version, type } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const facts = { name, version, type, commandLine };
  return { path: 'program/package.json', bytes: Buffer.from(`${JSON.stringify(facts, null, 2)}\n`) };
}
