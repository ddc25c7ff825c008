/**
 * Copies of everything that the inputs alone cannot give back. The database is copied by SQLite itself, page by
 * page as of one moment, so that a run may go on meanwhile; archived bytes never change under their name.
 */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { flushTree } from '../files/flush.js';
import { hashOfFile } from '../files/hashed-file.js';
import { UsageError } from '../options.js';
import { holdsNothingYet } from '../store/database.js';
import { sqliteEngine } from '../store/engine.js';
import { databasePath } from '../store/open.js';
import { lastPublications } from '../store/publications.js';
import { takeLock } from './lock.js';
import { publishedFolders } from './rebuild.js';

/** What a backup holds: every file with its hash, so that a restore knows a whole one. */
interface Manifest {
  readonly made_at: string;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

const manifestName = 'backup.json';
const attempts = 5;

/** Makes a backup in a folder that does not exist yet; how many files it holds. */
export async function backup(outputs: string, to: string): Promise<number> {
  if (holdsNothingYet(databasePath(outputs))) {
    throw new UsageError(
      `${outputs} 里还没有数据库，没有可备份的。`,
      `There is no database in ${outputs}, nothing to back up.`,
    );
  }
  if (existsSync(to)) {
    throw new UsageError(`${to} 已经存在，请另给一个文件夹。`, `${to} exists already; name another folder.`);
  }
  const aside = `${to}.aside`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt++) {
    await copyDatabase(outputs, aside);
    copyPublished(outputs, aside);
    // A publication that was recorded or swapped in between is on one side only: both are copied anew.
    if (attempt === attempts || isOfOneMoment(aside)) break;
    await setTimeout(200);
  }
  copyArchive(outputs, aside);
  const files = await hashesBelow(aside);
  const manifest: Manifest = { made_at: new Date().toISOString(), files };
  writeFileSync(join(aside, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await flushTree(aside);
  renameSync(aside, to);
  return files.length;
}

async function copyDatabase(outputs: string, to: string): Promise<void> {
  const database = new SqliteDatabase(databasePath(outputs), { readonly: true, fileMustExist: true });
  try {
    rmSync(databasePath(to), { force: true });
    await database.backup(databasePath(to));
  } finally {
    database.close();
  }
}

/** The current publications, who saw personal data in full, and who did what on the page to work in. */
function copyPublished(outputs: string, to: string): void {
  for (const { unit, folder } of publishedFolders(outputs)) {
    const place = join(outputs, unit, folder);
    rmSync(join(to, unit, folder), { recursive: true, force: true });
    if (existsSync(place)) cpSync(place, join(to, unit, folder), { recursive: true });
  }
  for (const log of ['unmasked.log', 'desk.log'])
    if (existsSync(join(outputs, log))) cpSync(join(outputs, log), join(to, log));
}

/** Whether every publication in a backup is the last one that its database knows of, and the other way round. */
function isOfOneMoment(copy: string): boolean {
  const database = new SqliteDatabase(databasePath(copy), { readonly: true });
  try {
    return lastPublications.all(sqliteEngine(database)).every(({ unit, folder, run_json }) => {
      const path = join(copy, unit, folder, 'run.json');
      return existsSync(path) && readFileSync(path, 'utf8') === run_json;
    });
  } finally {
    database.close();
  }
}

/** The archive, after the publications: every byte that these need is there. */
function copyArchive(outputs: string, to: string): void {
  const archive = join(outputs, 'archive');
  mkdirSync(join(to, 'archive'), { mode: 0o700 });
  for (const name of existsSync(archive) ? readdirSync(archive) : []) {
    if (/^[0-9a-f]{64}$/.test(name) || name === 'publications') {
      cpSync(join(archive, name), join(to, 'archive', name), { recursive: true });
    }
  }
}

/**
 * Brings a backup back; what was in the outputs is moved aside.
 * @returns where it was moved; null: there was nothing.
 * @throws UsageError where the folder holds no whole backup.
 */
export async function restore(outputs: string, from: string): Promise<string | null> {
  await refuseBroken(from);
  const lock = takeLock(outputs, 'restore');
  try {
    const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const before = join(outputs, `.before-restore-${time}`);
    const staged = join(outputs, `.restoring-${time}`);
    mkdirSync(dirname(staged), { recursive: true });
    cpSync(from, staged, { recursive: true });
    rmSync(join(staged, manifestName));
    await flushTree(staged);
    const own = (name: string) => !name.startsWith('.') && name !== 'logs';
    const present = readdirSync(outputs).filter(own);
    if (present.length > 0) mkdirSync(before, { mode: 0o700 });
    for (const name of present) renameSync(join(outputs, name), join(before, name));
    for (const name of readdirSync(staged)) renameSync(join(staged, name), join(outputs, name));
    rmSync(staged, { recursive: true });
    return present.length > 0 ? before : null;
  } finally {
    lock.release();
  }
}

async function refuseBroken(from: string): Promise<void> {
  const path = join(from, manifestName);
  const refuse = (zh: string, en: string) => new UsageError(zh, en);
  if (!existsSync(path)) {
    throw refuse(
      `${from} 不是完整的备份（没有 ${manifestName}）。`,
      `${from} is no whole backup: it has no ${manifestName}.`,
    );
  }
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  for (const { path: file, sha256 } of files) {
    const place = join(from, file);
    if (existsSync(place) && (await hashOfFile(place)) === sha256) continue;
    throw refuse(
      `备份不完整：${place} 缺失或已改动。`,
      `The backup is not whole: ${place} is missing or altered.`,
    );
  }
}

async function hashesBelow(root: string, below = ''): Promise<{ path: string; sha256: string }[]> {
  const found: { path: string; sha256: string }[] = [];
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await hashesBelow(root, path)));
    else found.push({ path, sha256: await hashOfFile(join(root, path)) });
  }
  return found;
}
