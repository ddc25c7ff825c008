/**
 * Seals (定稿): a publication that was signed off is kept, with who and why, in `inputs/<unit>/seals/<folder>.json`.
 * Nothing is published into a sealed folder, and a year later its figures are what is compared with.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../figure.js';
import { refusedSettings, settingsFiles } from '../inputs/settings-files.js';
import { UsageError } from '../options.js';
import type { Signatures } from './signatures.js';

export interface SealedFigure {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  /** Exact decimal; null: missing. */
  readonly value: string | null;
  readonly status: Status;
}

export interface SealedReport {
  /** File name as it was given. */
  readonly name: string;
  readonly sha256: string;
}

export interface Seal extends Signatures {
  readonly unit: string;
  /** Folder below outputs/<unit>/ that was signed off. */
  readonly folder: string;
  readonly as_of: string;
  readonly why: string;
  /** The edited report that was signed off, kept beside the seal under its sha256; null: none was given. */
  readonly report: SealedReport | null;
  /** sha256 of the run.json that was signed off. */
  readonly run: string;
  readonly figures: readonly SealedFigure[];
  /** Hash of what each indicator computes, by its id. */
  readonly definitions: Readonly<Record<string, string>>;
}

const sealName = /^seals\/(\d{4}(?:-\d\d-\d\d)?)\.json$/;

/** Path of the seal of a folder, below inputs/<unit>/. */
export function sealFile(folder: string): string {
  return `seals/${folder}.json`;
}

/** Where the report of a seal is kept, below inputs/<unit>/. */
export function sealedReportFile({ sha256 }: SealedReport): string {
  return `seals/${sha256}.docx`;
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
  let seal: (Partial<Seal> & { readonly by?: string }) | null;
  try {
    seal = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    seal = null;
  }
  const { by, ...kept } = seal ?? {};
  const approved_by = kept.approved_by ?? by;
  if (
    kept.folder === folder &&
    kept.as_of &&
    approved_by &&
    Array.isArray(kept.figures) &&
    kept.definitions
  ) {
    return { prepared_by: '', reviewed_by: '', report: null, ...kept, approved_by } as Seal;
  }
  throw unreadableSeal(path);
}

/** The seal of a folder below outputs/<unit>/; undefined: it is not sealed. @throws UsageError where it cannot be read. */
export function sealOf(inputs: string, unit: string, folder: string): Seal | undefined {
  return readSeals(join(inputs, unit)).find((seal) => seal.folder === folder);
}

function unreadableSeal(path: string): UsageError {
  return new UsageError(
    `定稿文件 ${path} 读不出来。请从备份恢复它；确要作废的，用 unseal 解除定稿后再删去。`,
    `The seal ${path} cannot be read. Bring it back from a backup, or delete it if it is to hold no longer.`,
  );
}

/** Writes the seal of a folder, and beside it the bytes of the report that was signed off with it. */
export function writeSeal(unitFolder: string, seal: Seal, report: Uint8Array | null): string {
  const path = join(unitFolder, sealFile(seal.folder));
  mkdirSync(join(unitFolder, 'seals'), { recursive: true });
  if (seal.report && report) writeWhole(join(unitFolder, sealedReportFile(seal.report)), report);
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

function writeWhole(path: string, text: string | Uint8Array): void {
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
