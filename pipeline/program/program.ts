/** Where the program's own definitions are, and the hash that says which program this is. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compareText } from '../text/fold.js';
import { programFolder } from '../workers/entry-points.js';

export const projectFolder = dirname(programFolder);
export const sqlFolder = join(projectFolder, 'sql');

export const version: string = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).version;

/** sha256 over every module of the program and every definition in `sql/`, by path. */
export function programHash(program = programFolder): string {
  const hash = createHash('sha256');
  for (const root of [program, sqlFolder]) {
    for (const path of filesBelow(root)) {
      hash.update(`${relative(root, path).replaceAll('\\', '/')}\0`);
      hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort(compareText)
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : /\.(ts|js|sql|css)$/.test(name) ? [path] : [];
    });
}

/** sha256 of plain data, by its JSON. */
export function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
