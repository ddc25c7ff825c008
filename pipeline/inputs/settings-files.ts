/**
 * Which files are a township's own settings: `unit.csv` and the like, its templates and seals. Only plain files
 * inside of `inputs/` are; what else bears their names is refused: a pipe would never end, a link may lead anywhere.
 */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { NamedFile } from '../files/files-below.js';
import { type Finding, finding } from '../findings/finding.js';
import { maskPath, maskPathApart } from '../findings/mask.js';
import { compareText } from '../text/fold.js';

export interface RefusedFile {
  readonly file: string;
  readonly finding: Finding;
}

/** Settings that are a file each, in `inputs/<unit>/`. */
export const settingsFileNames = [
  'unit.csv',
  'owed.csv',
  'aliases.csv',
  'columns.csv',
  'values.csv',
  'waivers.csv',
] as const;
/** Settings that are a folder of files each. */
export const settingsFolderNames = ['templates', 'seals'] as const;

const templateName = /\.(?:xlsx|xlsm|docx)$/i;

/** The township's own settings, templates and seals that can be read, by their path below `inputs/<unit>/`, masked. */
export function settingsFiles(unitFolder: string): NamedFile[] {
  return lookForSettings(unitFolder).files;
}

/** What bears the name of a setting and is not read. */
export function refusedSettings(unitFolder: string): RefusedFile[] {
  return lookForSettings(unitFolder).refused;
}

/** The files that are in `templates/` itself, by name. */
export function templateFiles(unitFolder: string): NamedFile[] {
  return settingsFiles(unitFolder)
    .filter(({ file }) => /^templates\/[^/]+$/.test(file))
    .map(({ file, path }) => ({ file: file.slice('templates/'.length), path }));
}

/**
 * Whether something is a plain file inside of a folder.
 * @returns null where it is; else why it is not read.
 */
export function whyNoSetting(path: string, root: string): Finding | null {
  try {
    if (!`${realpathSync(path)}${sep}`.startsWith(`${realpathSync(root)}${sep}`)) {
      return finding('file.leaves_inputs', 'error');
    }
    return statSync(path).isFile() ? null : finding('settings.no_file', 'error');
  } catch (error) {
    return finding('file.unreadable', 'error', {}, { reason: (error as NodeJS.ErrnoException).code ?? '' });
  }
}

interface Look {
  readonly root: string;
  /** What the files are recorded as. */
  readonly shown: Set<string>;
  readonly files: NamedFile[];
  readonly refused: RefusedFile[];
}

function lookForSettings(unitFolder: string): Look {
  const look: Look = { root: dirname(unitFolder), shown: new Set(), files: [], refused: [] };
  for (const name of settingsFileNames) {
    const path = join(unitFolder, name);
    if (existsSync(path)) take(look, name, path);
  }
  for (const name of settingsFolderNames) {
    const path = join(unitFolder, name);
    if (existsSync(path)) takeFolder(look, name, path);
  }
  return look;
}

function takeFolder(look: Look, file: string, path: string): void {
  if (!statSync(path).isDirectory()) {
    look.refused.push({ file: maskPath(file), finding: finding('settings.no_folder', 'error') });
    return;
  }
  const names = readdirSync(path).filter((name) => !name.startsWith('.') && !name.startsWith('~$'));
  for (const name of names.sort(compareText)) {
    const below = { file: `${file}/${name}`, path: join(path, name) };
    const isFolder = statSync(below.path, { throwIfNoEntry: false })?.isDirectory() === true;
    const leaves = isFolder && whyNoSetting(below.path, look.root)?.rule === 'file.leaves_inputs';
    if (isFolder && !leaves && !templateName.test(name)) takeFolder(look, below.file, below.path);
    else take(look, below.file, below.path);
  }
}

function take({ root, shown, files, refused }: Look, name: string, path: string): void {
  const why = whyNoSetting(path, root);
  const file = maskPathApart(name, shown);
  if (why) refused.push({ file: file.normalize('NFC'), finding: why });
  else files.push({ file, path });
}

/** Whether a name below `inputs/<unit>/` is that of a setting, however it is cased. */
export function isSettingsName(name: string): boolean {
  const names: readonly string[] = [...settingsFileNames, ...settingsFolderNames];
  return names.includes(name.toLowerCase());
}
