/**
 * What stands in `inputs/`: townships, their periods, the files submitted for each, and their own settings.
 *
 *     inputs/<unit>/<period>/…/<submission>     at any depth, under any name
 *     inputs/<unit>/unit.csv …                  settings, see `settings.ts`
 */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Finding, finding } from '../findings/finding.js';
import { compareText } from '../text/fold.js';
import { periodDate } from './period.js';

export interface Submission {
  /** Path below `inputs/<unit>/`, with `/`, in NFC: as it is published. */
  readonly file: string;
  /** Where it is opened. */
  readonly path: string;
  /** A program has it open: `~$…` stands beside it, so what it holds may not be saved yet. */
  readonly locked: boolean;
}

export interface Period {
  /** The folder's name: 2021 or 2021-11-30. */
  readonly period: string;
  /** ISO date. */
  readonly date: string;
  readonly submissions: readonly Submission[];
}

/** A finding about a file or folder as such. */
export interface PlacedFinding {
  /** Path below `inputs/<unit>/`, or below `inputs/` where no unit is meant. */
  readonly file: string;
  readonly finding: Finding;
}

export interface Unit {
  /** The folder's name in NFC. */
  readonly unit: string;
  /** Where the folder stands. */
  readonly path: string;
  /** By date. Of two folders for one date neither is here. */
  readonly periods: readonly Period[];
  /** What cannot be read or belongs nowhere, by path. */
  readonly findings: readonly PlacedFinding[];
}

export interface Discovered {
  /** By name; empty where nothing has been put into `inputs/` yet. */
  readonly units: readonly Unit[];
  /** What concerns no unit. */
  readonly findings: readonly PlacedFinding[];
}

/** Files and folders in `inputs/<unit>/` that are no submissions. */
export const unitSettings = {
  files: ['unit.csv', 'owed.csv', 'aliases.csv', 'waivers.csv'],
  folders: ['templates', 'seals'],
} as const;

/** Settings of all units, in `inputs/`. */
const SHARED_SETTINGS = 'units.csv';
const NOISE = new Set(['thumbs.db', 'desktop.ini', '__macosx', '$recycle.bin', 'system volume information']);
const LOCK = '~$';

/**
 * Lists what stands in the folder. A missing folder throws as the file system says it; everything else that cannot
 * be read is a finding.
 */
export async function discover(inputs: string): Promise<Discovered> {
  const root = await realpath(inputs);
  const entries = (await readdir(root, { withFileTypes: true })).map(({ name }) => name);
  const findings: PlacedFinding[] = [];
  const units: Unit[] = [];
  for (const name of ordered(entries)) {
    if (isNoise(name) || name === SHARED_SETTINGS) continue;
    const found = await look(root, join(root, name));
    if (found.is === 'folder') units.push(await discoverUnit(root, name, found.real));
    else findings.push(placed(display(name), found.is === 'file' ? stray('file.outside_unit') : found.finding));
  }
  return { units, findings };
}

async function discoverUnit(root: string, name: string, real: string): Promise<Unit> {
  const path = join(root, name);
  const findings: PlacedFinding[] = [];
  const periods: Period[] = [];
  const walk: Walk = { root, findings, submissions: [], folders: new Set([real]) };
  for (const entry of ordered(await list(path, '', findings))) {
    if (isNoise(entry)) continue;
    const found = await look(root, join(path, entry));
    if (found.is === 'refused') {
      findings.push(placed(display(entry), found.finding));
    } else if (found.is === 'file') {
      const known: readonly string[] = unitSettings.files;
      if (!known.includes(entry.toLowerCase())) findings.push(placed(display(entry), stray('file.outside_period')));
    } else if (!(unitSettings.folders as readonly string[]).includes(entry.toLowerCase())) {
      const date = periodDate(entry);
      if (date === null) findings.push(placed(display(entry), stray('folder.no_period')));
      else {
        const submissions: Submission[] = [];
        await collect({ ...walk, submissions, folders: new Set([...walk.folders, found.real]) }, path, entry);
        submissions.sort((a, b) => compareText(a.file, b.file));
        periods.push({ period: entry, date, submissions });
      }
    }
  }
  return { unit: display(name), path, periods: withoutTwins(periods, findings), findings };
}

interface Walk {
  readonly root: string;
  readonly findings: PlacedFinding[];
  readonly submissions: Submission[];
  /** Real paths of the folders that were entered, so that a link into one of them ends there. */
  readonly folders: Set<string>;
}

/** Collects the submissions in a folder, given by its path below the unit's, and in those below it. */
async function collect(walk: Walk, unitPath: string, folder: string): Promise<void> {
  const names = await list(join(unitPath, folder), display(folder), walk.findings);
  const locks = names.filter((name) => name.startsWith(LOCK)).map((name) => name.slice(LOCK.length));
  for (const name of ordered(names)) {
    if (isNoise(name)) continue;
    const below = `${folder}/${name}`;
    const path = join(unitPath, below);
    const found = await look(walk.root, path);
    if (found.is === 'refused') walk.findings.push(placed(display(below), found.finding));
    else if (found.is === 'folder') {
      if (walk.folders.has(found.real)) {
        walk.findings.push(placed(display(below), stray('folder.seen_already')));
        continue;
      }
      walk.folders.add(found.real);
      await collect(walk, unitPath, below);
    } else {
      // Of a name of more than six characters, Word and old Excel leave out the first two.
      const locked = locks.some((lock) => lock === name || (name.length > lock.length && name.slice(2) === lock));
      walk.submissions.push({ file: display(below), path, locked });
    }
  }
}

type Look =
  | { readonly is: 'file' }
  | { readonly is: 'folder'; readonly real: string }
  | { readonly is: 'refused'; readonly finding: Finding };

/** What stands at a path, links followed as long as they stay in the folder. */
async function look(root: string, path: string): Promise<Look> {
  try {
    const real = await realpath(path);
    if (real !== root && !real.startsWith(root + sep)) return refused('file.link_leaves_inputs');
    const found = await stat(real);
    if (found.isDirectory()) return { is: 'folder', real };
    return found.isFile() ? { is: 'file' } : refused('file.not_a_file');
  } catch (error) {
    return refused('file.unreadable', { reason: errorCode(error) });
  }
}

async function list(path: string, file: string, findings: PlacedFinding[]): Promise<string[]> {
  try {
    return (await readdir(path, { withFileTypes: true })).map((entry: Dirent) => entry.name);
  } catch (error) {
    findings.push(placed(file, stray('folder.unreadable', { reason: errorCode(error) })));
    return [];
  }
}

/** 2020 and 2020-12-31 are one date: there is no telling which holds, so that neither counts. */
function withoutTwins(periods: readonly Period[], findings: PlacedFinding[]): Period[] {
  const sorted = [...periods].sort((a, b) => compareText(a.date, b.date) || compareText(a.period, b.period));
  return sorted.filter(({ period, date }) => {
    const twin = sorted.find((other) => other.date === date && other.period !== period);
    if (twin !== undefined) findings.push(placed(period, stray('folder.same_period', { other: twin.period })));
    return twin === undefined;
  });
}

function isNoise(name: string): boolean {
  return name.startsWith('.') || name.startsWith(LOCK) || NOISE.has(name.toLowerCase());
}

function ordered(names: readonly string[]): string[] {
  return [...names].sort((a, b) => compareText(a, b) || (a < b ? -1 : 1));
}

function display(path: string): string {
  return path.normalize('NFC');
}

function placed(file: string, found: Finding): PlacedFinding {
  return { file, finding: found };
}

function stray(rule: string, params: Finding['params'] = {}): Finding {
  return finding(rule, 'error', {}, params);
}

function refused(rule: string, params: Finding['params'] = {}): Look {
  return { is: 'refused', finding: stray(rule, params) };
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
