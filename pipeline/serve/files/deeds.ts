/**
 * What the desk changes below `inputs/`: files come and are moved, none is ever deleted. A deed is written down before it
 * is done, in `<unit>/.withdrawn/<id>/deed.json`, so that one that broke off is taken back by the next start, and one that
 * was done can be undone.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { flushFolder } from '../../files/flush.js';
import { hashOfFile } from '../../files/hashed-file.js';
import type { Deed } from '../api/files.js';
import { Refused } from '../refused.js';

export const withdrawnFolder = '.withdrawn';

/** Paths are below `inputs/`, with `/`. */
export interface DeedRecord {
  readonly id: string;
  readonly at: string;
  readonly what: Deed['what'];
  /** `prepared`: files have been moved, and those that come lie beside their places. */
  readonly state: 'begun' | 'prepared' | 'done';
  /** Files that came from outside. */
  readonly copies: readonly { readonly to: string; readonly sha256: string }[];
  readonly moves: readonly Move[];
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A file to be put. */
export interface Copy {
  readonly path: string;
  readonly to: string;
  readonly sha256: string;
}

export const newDeedId = (): string =>
  `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;

/** Where a file goes that a deed takes away. @param file below `inputs/`, with the township in front. */
export function withdrawnPlace(id: string, file: string): string {
  const [unit = '', ...below] = file.split('/');
  return [unit, withdrawnFolder, id, ...below].join('/');
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Does all of it or nothing, one deed at a time.
 * @param unit whose folder keeps the record.
 * @throws Refused where a place is taken; Error of the system, after which all is as it was.
 */
export function perform(
  inputs: string,
  unit: string,
  {
    id,
    what,
    copies,
    moves,
  }: {
    readonly id: string;
    readonly what: Deed['what'];
    readonly copies: readonly Copy[];
    readonly moves: readonly Move[];
  },
): Promise<DeedRecord> {
  const record = {
    id,
    at: new Date().toISOString(),
    what,
    copies: copies.map(({ to, sha256 }) => ({ to, sha256 })),
    moves,
  };
  const next = last.then(() => execute(inputs, unit, record, copies));
  last = next.catch(() => {});
  return next;
}

async function execute(
  inputs: string,
  unit: string,
  record: Omit<DeedRecord, 'state'>,
  copies: readonly Copy[],
): Promise<DeedRecord> {
  const path = recordPath(inputs, unit, record.id);
  let reached: DeedRecord = { ...record, state: 'begun' };
  const reach = (state: DeedRecord['state']) => {
    const next = { ...record, state };
    writeFlushed(path, JSON.stringify(next));
    reached = next;
  };
  try {
    mkdirSync(dirname(path), { recursive: true });
    reach('begun');
    for (const copy of copies) await copyAside(inputs, copy, record.id);
    for (const { from, to } of record.moves) moveFile(inputs, from, to);
    reach('prepared');
    for (const { to } of copies) moveInto(inputs, asideOf(to, record.id), to);
    const folders = new Set([...copies, ...record.moves].map(({ to }) => dirname(to)));
    for (const folder of folders) flushFolder(join(inputs, folder));
    reach('done');
    return reached;
  } catch (error) {
    takeBack(inputs, unit, reached);
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw diskFull();
    throw error;
  }
}

const diskFull = () => new Refused('fault', '磁盘已满，没有做成，原来的文件没有动。请腾出空间再试。');

/** Takes back what broke off when the program was killed. */
export function recoverDeeds(inputs: string): void {
  for (const entry of readdirSync(inputs, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const record of deedsOf(inputs, entry.name)) {
      if (record.state !== 'done') takeBack(inputs, entry.name, record);
    }
  }
}

function takeBack(inputs: string, unit: string, { id, state, copies, moves }: DeedRecord): void {
  for (const { to } of copies) {
    const aside = join(inputs, asideOf(to, id));
    if (existsSync(aside)) rmSync(aside);
    // It was beside its place and no longer is: what lies there came with this deed.
    else if (state === 'prepared') rmSync(join(inputs, to), { force: true });
  }
  for (const { from, to } of [...moves].reverse()) {
    if (existsSync(join(inputs, to)) && !existsSync(join(inputs, from)))
      renameSync(join(inputs, to), join(inputs, from));
  }
  rmSync(recordPath(inputs, unit, id), { force: true });
  removeIfEmpty(dirname(recordPath(inputs, unit, id)));
}

/** Folders without a file in them, from below. */
function removeIfEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeIfEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** The deeds of a township that are on record, the oldest first. */
export function deedsOf(inputs: string, unit: string): DeedRecord[] {
  const folder = join(inputs, unit, withdrawnFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((id) => {
      const path = recordPath(inputs, unit, id);
      return existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8')) as DeedRecord] : [];
    });
}

const recordPath = (inputs: string, unit: string, id: string) =>
  join(inputs, unit, withdrawnFolder, id, 'deed.json');

const asideOf = (to: string, id: string) => `${dirname(to)}/.${id}-${basename(to)}`;

/** Written beside its place, flushed, and read again: what lies there is what was sent. */
async function copyAside(inputs: string, { path, to, sha256 }: Copy, id: string): Promise<void> {
  const aside = join(inputs, asideOf(to, id));
  makeFolder(inputs, dirname(to));
  copyFileSync(path, aside);
  flushFile(aside);
  if ((await hashOfFile(aside)) !== sha256)
    throw new Refused('fault', `“${basename(to)}”写到磁盘上与发来的不同，没有放入。请检查磁盘。`);
}

function moveFile(inputs: string, from: string, to: string): void {
  if (!existsSync(join(inputs, from)))
    throw new Refused('changed', `“${basename(from)}”已经不在那里了，请刷新再看。`);
  makeFolder(inputs, dirname(to));
  moveInto(inputs, from, to);
}

function moveInto(inputs: string, from: string, to: string): void {
  if (existsSync(join(inputs, to))) throw new Refused('changed', `那里已有“${basename(to)}”，没有覆盖。`);
  renameSync(join(inputs, from), join(inputs, to));
}

/** @throws Refused where a link leads out of `inputs/`. */
function makeFolder(inputs: string, folder: string): void {
  mkdirSync(join(inputs, folder), { recursive: true });
  const root = realpathSync(inputs);
  if (!`${realpathSync(join(inputs, folder))}${sep}`.startsWith(`${root}${sep}`))
    throw new Refused('wrong', `“${folder}”是指向别处的链接，不能放入。`);
}

function writeFlushed(path: string, text: string): void {
  const aside = `${path}.aside`;
  try {
    writeFileSync(aside, text);
    flushFile(aside);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
