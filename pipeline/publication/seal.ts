/**
 * Seals (定稿): a publication that was signed off is kept, with who and why, in `inputs/<unit>/seals/<folder>.json`.
 * Nothing is published into a sealed folder, and a year later its figures are what is compared with.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../figure.js';
import { refusedSettings, settingsFiles } from '../inputs/settings-files.js';
import { UsageError } from '../options.js';

export interface SealedFigure {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  /** Exact decimal; null: missing. */
  readonly value: string | null;
  readonly status: Status;
}

export interface Seal {
  readonly unit: string;
  /** Folder below outputs/<unit>/ that was signed off. */
  readonly folder: string;
  readonly as_of: string;
  /** ISO. */
  readonly sealed_at: string;
  readonly by: string;
  readonly why: string;
  /** sha256 of the run.json that was signed off. */
  readonly run: string;
  readonly figures: readonly SealedFigure[];
  /** Hash of what each indicator computes, by its id. */
  readonly definitions: Readonly<Record<string, string>>;
}

const sealName = /^seals\/(\d{4}(?:-\d\d-\d\d)?)\.json$/;

/** Where the seal of a folder stands, below inputs/<unit>/. */
export function sealFile(folder: string): string {
  return `seals/${folder}.json`;
}

/** The seals of a township. @throws UsageError where one cannot be read: what is sealed is then not known. */
export function readSeals(unitFolder: string): Seal[] {
  const refused = refusedSettings(unitFolder).find(({ file }) => file === 'seals' || sealName.test(file));
  if (refused) throw unreadableSeal(join(unitFolder, refused.file));
  return settingsFiles(unitFolder).flatMap(({ file, path }) => {
    const folder = sealName.exec(file)?.[1];
    return folder === undefined ? [] : [readSeal(path, folder)];
  });
}

function readSeal(path: string, folder: string): Seal {
  let seal: Partial<Seal> | null;
  try {
    seal = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    seal = null;
  }
  if (seal?.folder === folder && seal.as_of && seal.by && Array.isArray(seal.figures) && seal.definitions) {
    return seal as Seal;
  }
  throw unreadableSeal(path);
}

function unreadableSeal(path: string): UsageError {
  return new UsageError(
    `定稿文件 ${path} 读不出来。请从备份恢复它；确要作废的，用 unseal 解除定稿后再删去。`,
    `The seal ${path} cannot be read. Bring it back from a backup, or delete it if it is to hold no longer.`,
  );
}

/** Writes the seal of a folder. */
export function writeSeal(unitFolder: string, seal: Seal): string {
  const path = join(unitFolder, sealFile(seal.folder));
  mkdirSync(join(unitFolder, 'seals'), { recursive: true });
  writeWhole(path, `${JSON.stringify(seal, null, 2)}\n`);
  return path;
}

/** Opens a seal: it stays beside the others, with who opened it, when and why. */
export function openSeal(
  unitFolder: string,
  seal: Seal,
  opened: { readonly at: string; readonly by: string; readonly why: string },
): void {
  const path = join(unitFolder, sealFile(seal.folder));
  const time = opened.at.replaceAll(/[-:]|\.\d+/g, '');
  writeWhole(path, `${JSON.stringify({ ...seal, opened }, null, 2)}\n`);
  renameSync(path, join(unitFolder, 'seals', `${seal.folder}.opened-${time}.json`));
}

function writeWhole(path: string, text: string): void {
  const aside = `${path}.aside`;
  const file = openSync(aside, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
}
