/**
 * One run at a time per outputs folder. The lock is the operating system's, taken through SQLite on the empty
 * file `.lock`: it ends with the process that holds it, however that ends, so that there is nothing to take
 * over after a kill, a restart of the machine, or in another container, where a process number says nothing.
 * `.lock.json` beside it only names who holds it since when; the next run that finds it knows of one that broke off.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

export interface Holder {
  readonly command: string;
  readonly pid: number;
  readonly host: string;
  /** ISO. */
  readonly since: string;
}

export interface Lock {
  /** The run before this one that never came to its end; null: it did. */
  readonly interrupted: Holder | null;
  release(): void;
}

/** Another process is at work on the outputs. */
export class LockedError extends Error {
  /** null where it has not said yet who it is. */
  readonly holder: Holder | null;

  constructor(holder: Holder | null) {
    super('another run holds the lock');
    this.holder = holder;
  }
}

/** Takes the lock of an outputs folder. @throws LockedError where another process has it. */
export function takeLock(outputs: string, command: string): Lock {
  mkdirSync(outputs, { recursive: true });
  const [path, note] = [join(outputs, '.lock'), join(outputs, '.lock.json')];
  for (const own of [path, note]) removeFolder(own);
  emptyUnlessLock(path);
  const file = new SqliteDatabase(path, { timeout: 0 });
  try {
    // Immediate, not exclusive: of several that try at once, one always gets it.
    file.exec('BEGIN IMMEDIATE');
  } catch (error) {
    file.close();
    if (!(error instanceof SqliteDatabase.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new LockedError(readHolder(note));
  }
  const interrupted = readHolder(note);
  try {
    const holder: Holder = { command, pid: process.pid, host: hostname(), since: new Date().toISOString() };
    // Renamed into its place: it is complete whenever this process is killed.
    writeFileSync(`${note}.aside`, `${JSON.stringify(holder)}\n`);
    renameSync(`${note}.aside`, note);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    interrupted,
    release() {
      rmSync(note, { force: true });
      file.close();
    },
  };
}

/**
 * Empties a lock file that holds anything else: nothing is ever written into it, and SQLite refuses what is no
 * database. It is cut, not replaced: a process that locks it meanwhile holds the same file.
 */
function emptyUnlessLock(path: string): void {
  if (existsSync(path) && statSync(path).size > 0) truncateSync(path);
}

/** A folder of that name is no lock. @throws Error that names it where anything is in it. */
function removeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(path);
}

/** The process that is at work on an outputs folder now, or that broke off. */
export function holderOf(outputs: string): { readonly holder: Holder; readonly atWork: boolean } | null {
  const holder = readHolder(join(outputs, '.lock.json'));
  if (!holder) return null;
  return { holder, atWork: isHeld(join(outputs, '.lock')) };
}

function isHeld(path: string): boolean {
  if (!existsSync(path) || statSync(path).size > 0) return false;
  const file = new SqliteDatabase(path, { timeout: 0, fileMustExist: true });
  try {
    file.exec('BEGIN IMMEDIATE; ROLLBACK');
    return false;
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    throw error;
  } finally {
    file.close();
  }
}

function readHolder(path: string): Holder | null {
  if (!existsSync(path)) return null;
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isHolder(holder) ? holder : null;
  } catch (error) {
    // Cut off by the disk, or gone since: that there is a holder is known without it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { command, pid, host, since } = value as Partial<Record<keyof Holder, unknown>>;
  return (
    typeof pid === 'number' && [command, host].every((text) => typeof text === 'string') && isTime(since)
  );
}

const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
