/** Packages of the registry, as a lock file pins them with their integrity. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../text/hash.js';

/**
 * Installs what a lock file names, unless that was done before.
 * @param from folder of `package.json` and `package-lock.json`.
 * @param into folder that keeps installations from time to time.
 * @param flags of `npm install`; `npm ci` would want optional packages of all systems in the lock file.
 * @returns the folder that has `node_modules`. @throws Error where npm fails, as it says.
 */
export function install(from: string, into: string, flags: readonly string[]): string {
  const pins = ['package.json', 'package-lock.json'].map((file) => readFileSync(join(from, file), 'utf8'));
  const folder = join(into, hashOf([pins, flags]).slice(0, 16));
  if (existsSync(folder)) return folder;
  const aside = `${folder}.aside`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(from, file), join(aside, file));
  const always = ['--ignore-scripts', '--loglevel=error', '--engine-strict=false', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', '--no-save', ...always, ...flags], { cwd: aside, stdio: 'pipe' });
  renameSync(aside, folder);
  return folder;
}
