/** The program's own files in a package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../files/files-below.js';
import type { PackedFile } from './zip.js';

/** @returns the files below a folder, under another. */
export function filesOf(folder: string, under: string): PackedFile[] {
  return filesBelow(folder, under).map(({ file, path }) => ({ path: file, bytes: readFileSync(path) }));
}

/**
 * @param commandLine what a person types before a command.
 * @returns the built program, its definitions, and what it reads of itself, under `program/`.
 */
export function programFiles(project: string, commandLine: string): PackedFile[] {
  const { name, version, type } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const facts = { name, version, type, commandLine };
  return [
    { path: 'program/package.json', bytes: Buffer.from(`${JSON.stringify(facts, null, 2)}\n`) },
    ...filesOf(join(project, 'dist'), 'program/dist'),
    ...filesOf(join(project, 'sql'), 'program/sql'),
  ];
}
