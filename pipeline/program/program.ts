/** Where the program's own definitions are, and the hash that says which program this is. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from '../files/files-below.js';
import { programFolder } from '../workers/entry-points.js';

export const projectFolder = dirname(programFolder);
export const sqlFolder = join(projectFolder, 'sql');

interface PackageFacts {
  readonly version: string;
  /** Only in the packages for computers without Node and npm. */
  readonly commandLine?: string;
}

const facts: PackageFacts = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));

export const { version } = facts;

/** What a person types before a command of the program. */
export const commandLine = facts.commandLine ?? 'npm start --';

/** What a person types to publish. */
export const runLine = facts.commandLine === undefined ? 'npm start' : `${facts.commandLine} run`;

/** sha256 over every module of the program and every definition in `sql/`, by path. */
export function programHash(program = programFolder): string {
  const hash = createHash('sha256');
  for (const root of [program, sqlFolder]) {
    for (const { file, path } of filesBelow(root)) {
      if (!/\.(ts|js|sql|css)$/.test(file)) continue;
      hash.update(`${file}\0`);
      hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}
