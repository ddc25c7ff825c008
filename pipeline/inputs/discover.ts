/**
 * What is in `inputs/`: townships, their periods, and the files submitted for each.
 *
 *     inputs/<unit>/<period>/…/<submission>     at any depth, under any name
 *     inputs/<unit>/unit.csv …                  the township's settings, see `settings.ts`
 */

import { type Dirent, existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { type Finding, finding } from '../findings/finding.js';
import { maskPath, maskPathApart } from '../findings/mask.js';
import type { RuleId } from '../findings/rules/index.js';
import { fitText, replacement } from '../intake/characters.js';
import { compareText } from '../text/fold.js';
import { parsePeriod } from './period.js';
import { isSettingsName } from './settings-files.js';

export interface Submission {
  /**
   * Path below `inputs/<unit>/`, with `/`, as it is published and known everywhere behind this: in NFC, of characters
   * that every output holds, numbers of persons in it masked; no two of a period are the same.
   */
  readonly file: string;
  /** Where it is opened. */
  readonly path: string;
  /** Some program has it open (`~$…` is beside it): what it holds may not be all saved yet. */
  readonly locked: boolean;
}

export interface Period {
  /** The folder's name: 2021 or 2021-11-30. */
  readonly period: string;
  /** ISO date. */
  readonly date: string;
  /** By path. */
  readonly submissions: readonly Submission[];
}

export interface Unit {
  /** The folder's name in NFC. */
  readonly unit: string;
  /** Where the folder stands. */
  readonly path: string;
  /** By date. Of two folders for one date neither is here. */
  readonly periods: readonly Period[];
  /** Names of all townships' folders, its own too: one list that the units share. */
  readonly townships: readonly string[];
}

/** A finding about a file or folder as such. */
export interface PlacedFinding {
  /** Path below `inputs/`, with `/`, in NFC, numbers of persons in it masked. */
  readonly file: string;
  readonly finding: Finding;
}

export interface Discovered {
  /** By name; empty where nothing has been put into `inputs/` yet. */
  readonly units: readonly Unit[];
  /** What cannot be read or belongs nowhere, by path. */
  readonly findings: readonly PlacedFinding[];
}

/** Settings of all units, in `inputs/`. */
const sharedSettings = ['units.csv'];
const noise = ['thumbs.db', 'desktop.ini', '__macosx', '$recycle.bin', 'system volume information'];
const LOCK = '~$';

/**
 * Lists what is in the folder. Links are followed where they stay inside of it, and into each folder once.
 * Where `inputs` itself is missing or unreadable the file system's error is thrown; all else is a finding.
 */
export async function discover(inputs: string): Promise<Discovered> {
  const root = await realpath(inputs);
  const findings: PlacedFinding[] = [];
  const walk: Walk = {
    root,
    refuse: (below, rule, params = {}, severity = 'error') =>
      findings.push({
        file: maskPath(fitText(below.normalize('NFC'))),
        finding: finding(rule, severity, {}, params),
      }),
  };
  const units: Omit<Unit, 'townships'>[] = [];
  for (const entry of ordered(await readdir(root, { withFileTypes: true }))) {
    const { name } = entry;
    if (sharedSettings.includes(name.toLowerCase())) continue;
    const found = await look(walk, { below: '', real: root }, entry);
    if (found?.isFolder && isOutputsOwn(name)) walk.refuse(name, 'folder.name_taken');
    else if (found?.isFolder && maskPath(name) !== name) walk.refuse(name, 'folder.name_personal');
    else if (found?.isFolder) units.push(await discoverUnit(walk, found));
    else if (found) walk.refuse(name, 'file.outside_unit');
  }
  const isPeriod = ({ unit, periods }: (typeof units)[number]) =>
    parsePeriod(unit) !== null && periods.length === 0;
  const townshipFolders = units.filter((unit) => !isPeriod(unit));
  const [only = '乡镇名', another] = townshipFolders.map(({ unit }) => unit);
  for (const { unit: period } of units.filter(isPeriod)) {
    walk.refuse(period, 'folder.no_unit', { period, place: `${another ? '乡镇名' : only}/${period}` });
  }
  // Of folders of one name the first and the last: of one folder they are the same.
  const first = new Map([...townshipFolders].reverse().map((unit) => [publishedAs(unit.unit), unit]));
  const last = new Map(townshipFolders.map((unit) => [publishedAs(unit.unit), unit]));
  const named = townshipFolders.filter((unit) => {
    const name = publishedAs(unit.unit);
    const twin = [first.get(name), last.get(name)].find((other) => other !== undefined && other !== unit);
    if (twin) walk.refuse(basename(unit.path), 'folder.same_unit', { other: basename(twin.path) });
    return !twin;
  });
  findings.sort((a, b) => compareText(a.file, b.file));
  const townships = townshipsAmong(named.map(({ unit }) => unit));
  return { units: named.map((unit) => ({ ...unit, townships })), findings };
}

/** Folders of townships, and not of the county above, which a township's own sheets may name. */
export function townshipsAmong(folders: readonly string[]): readonly string[] {
  return folders.filter((name) => !/(?:省|自治区|市|州|盟|县|旗|区)$/.test(name));
}

/** Whether a township of this name would be published into what the outputs keep for themselves. */
export function isOutputsOwn(name: string): boolean {
  return ['archive', 'logs', 'township.sqlite', 'unmasked.log', 'desk.log'].includes(publishedAs(name));
}

/** Names that are one folder of the outputs on some file system: there case and composition mean nothing. */
const publishedAs = (name: string) => name.normalize('NFC').toLowerCase();

interface Walk {
  /** Real path of `inputs/`. */
  readonly root: string;
  /** Notes a finding about what is at a path below the root. */
  readonly refuse: (
    below: string,
    rule: RuleId,
    params?: Finding['params'],
    severity?: Finding['severity'],
  ) => void;
}

/** A file or a folder below the root. */
interface Place {
  /** Path below the root; '' of the root itself. */
  readonly below: string;
  /** Its path with all links followed. */
  readonly real: string;
}

async function discoverUnit(walk: Walk, home: Place): Promise<Omit<Unit, 'townships'>> {
  const unit = home.below;
  const periods: Period[] = [];
  const outside: string[] = [];
  for (const entry of ordered(await list(walk, home))) {
    const { name } = entry;
    // Whether a setting can be read is said where it is read.
    if (isSettingsName(name)) continue;
    const found = await look(walk, home, entry);
    if (!found) continue;
    const { below } = found;
    const date = parsePeriod(name);
    if (!found.isFolder) outside.push(below);
    else if (date === null) walk.refuse(below, 'folder.no_period');
    else {
      const submissions: Submission[] = [];
      const seen = { real: new Set([found.real]), names: new Set<string>(), shown: new Set<string>() };
      await collect(walk, unit, found, submissions, seen);
      submissions.sort((a, b) => compareText(a.file, b.file));
      periods.push({ period: name, date, submissions });
    }
  }
  periods.sort((a, b) => compareText(a.date, b.date) || compareText(a.period, b.period));
  const place = `${unit.normalize('NFC')}/${periods.at(-1)?.period ?? '2021-11-30'}`;
  // In a folder that is a period itself, what is missing is the township's folder.
  if (parsePeriod(unit) === null || periods.length > 0) {
    for (const below of outside) walk.refuse(below, 'file.outside_period', { place });
  }
  return {
    unit: unit.normalize('NFC'),
    path: join(walk.root, unit),
    periods: periods.filter(({ period, date }) => {
      // 2020 and 2020-12-31: there is no telling which holds.
      const twin = periods.find((other) => other.date === date && other.period !== period);
      if (twin) walk.refuse(`${unit}/${period}`, 'folder.same_date', { other: twin.period });
      return !twin;
    }),
  };
}

/** What has been collected for a period. */
interface Seen {
  readonly real: Set<string>;
  /** Paths below the unit's folder, and as they are shown. */
  readonly names: Set<string>;
  readonly shown: Set<string>;
}

/** Collects the files in a folder and in those below it. */
async function collect(
  walk: Walk,
  unit: string,
  folder: Place,
  submissions: Submission[],
  seen: Seen,
): Promise<void> {
  const entries = await list(walk, folder);
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of ordered(entries)) {
    const found = await look(walk, folder, entry);
    if (!found) continue;
    const { below } = found;
    if (seen.real.has(found.real)) {
      walk.refuse(below, 'file.linked_twice', {}, 'warning');
      continue;
    }
    seen.real.add(found.real);
    const name = fitText(below.slice(unit.length + 1).normalize('NFC'));
    // Bytes of a name that are no UTF-8 are lost when it is listed.
    if (entry.name.includes(replacement) && !existsSync(found.real)) walk.refuse(below, 'file.name_not_text');
    else if (found.isFolder) await collect(walk, unit, found, submissions, seen);
    else if (seen.names.has(name)) walk.refuse(below, 'file.same_name');
    else {
      seen.names.add(name);
      const file = maskPathApart(name, seen.shown);
      submissions.push({ file, path: join(walk.root, below), locked: isOpen(names, entry.name) });
    }
  }
}

/** Whether a lock file of Excel, WPS or LibreOffice is beside it. */
function isOpen(names: ReadonlySet<string>, name: string): boolean {
  return [`${LOCK}${name}`, `${LOCK}${name.slice(2)}`, `.~lock.${name}#`].some((lock) => names.has(lock));
}

/** What an entry of a folder is, links followed; null where it is refused. */
async function look(
  walk: Walk,
  folder: Place,
  entry: Dirent,
): Promise<(Place & { isFolder: boolean }) | null> {
  const below = folder.below === '' ? entry.name : `${folder.below}/${entry.name}`;
  if (entry.isFile() || entry.isDirectory()) {
    return { below, real: join(folder.real, entry.name), isFolder: entry.isDirectory() };
  }
  try {
    const real = await realpath(join(walk.root, below));
    if (!real.startsWith(walk.root + sep) && real !== walk.root) {
      walk.refuse(below, 'file.leaves_inputs');
      return null;
    }
    const found = await stat(real);
    if (found.isDirectory() || found.isFile()) {
      return { below, real, isFolder: found.isDirectory() };
    }
    walk.refuse(below, 'file.no_file');
  } catch (error) {
    walk.refuse(below, 'file.unreadable', { reason: errorCode(error) });
  }
  return null;
}

async function list(walk: Walk, { below, real }: Place): Promise<Dirent[]> {
  try {
    return await readdir(real, { withFileTypes: true });
  } catch (error) {
    walk.refuse(below, 'folder.unreadable', { reason: errorCode(error) });
    return [];
  }
}

/** The names that mean anything, in the order of everything published. */
function ordered(entries: readonly Dirent[]): Dirent[] {
  return entries
    .filter(
      ({ name }) => !name.startsWith('.') && !name.startsWith(LOCK) && !noise.includes(name.toLowerCase()),
    )
    .sort(({ name: a }, { name: b }) => compareText(a, b) || (a < b ? -1 : 1));
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
