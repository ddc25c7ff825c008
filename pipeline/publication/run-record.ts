/** The record of a publication (`run.json`) as data. */
import type { Finding } from '../findings/finding.js';
import type { Waiver } from '../findings/waivers.js';
import type { Figure } from './publication.js';
import type { PublishedFile } from './published-file.js';

/** `run.json`: what ran on what, and what came of it. Names stay; new ones may come. */
export interface RunRecord {
  readonly version: string;
  /** Hash of everything that the publication is a function of. */
  readonly basis: string;
  readonly published_at: string;
  /** Of the publications of its folder, from 1; records of earlier versions of the program do not have it. */
  readonly number?: number;
  readonly unit: string;
  readonly period: string;
  readonly as_of: string;
  readonly previous_as_of: string;
  readonly today: string;
  /** The report text is without its traces. */
  readonly final_copy: boolean;
  /** sha256 of the run.json that this one replaces; null for the first. */
  readonly previous_run: string | null;
  /** Submissions by their path below inputs/<unit>/. */
  readonly inputs: readonly {
    readonly file: string;
    /** Empty where its bytes could not be had: then `unread` says why. */
    readonly sha256: string;
    readonly unread?: Unread;
  }[];
  /** The township's settings and templates, by their path below inputs/<unit>/. */
  readonly settings: readonly ArchivedFile[];
  /** The names of all townships' folders, one per line: readings rest on them. Without it: it was alone. */
  readonly townships?: ArchivedFile;
  /** The files of sql/ by their path below it; and the hash of each form. */
  readonly definitions: readonly ArchivedFile[];
  readonly forms: Readonly<Record<string, string>>;
  /** Hash of what each indicator computes; records of earlier versions of the program do not have it. */
  readonly computes?: Readonly<Record<string, string>>;
  readonly waivers: readonly Waiver[];
  /** Of a roll-up, every unit that it adds up. */
  readonly units?: readonly RolledUpUnit[];
  /** Everything published but run.json, history.js and revisions.csv, which say what happened. */
  readonly files: readonly PublishedFile[];
  readonly counts: Counts;
  /** What was said of each figure. */
  readonly figures: readonly Pick<Figure, 'id' | 'group' | 'value' | 'previous' | 'status'>[];
}

/** Counts of a publication, kept with its record: what `--strict` and the summary ask. */
export interface Counts {
  readonly figures: number;
  readonly files: number;
  readonly rows_accepted: number;
  readonly rows_not_data: number;
  readonly rows_held_back: number;
  /** Files of the period that cannot be used as a whole, or of which a table is held back. */
  readonly files_held_back: number;
  readonly findings: number;
  /** Error checks that fail on the current side. */
  readonly checks_failed: number;
  /** Current values without a submission. */
  readonly values_missing: number;
  readonly forms_owed: number;
}

/** A file whose bytes are in `outputs/archive/` under their hash. */
export interface ArchivedFile {
  readonly file: string;
  readonly sha256: string;
}

/** Every file in the archive that a publication needs. Of a file that could not be read the hash is empty. */
export function archivedFilesOf(run: RunRecord): readonly ArchivedFile[] {
  const { inputs, settings, definitions, townships } = run;
  return [...inputs, ...settings, ...definitions, ...(townships ? [townships] : [])];
}

/** A unit without children that a roll-up adds up. */
export interface RolledUpUnit {
  readonly unit: string;
  /** Its publication below outputs/, and the sha256 of that one's run.json; null: it has none of the date. */
  readonly folder: string | null;
  readonly run: string | null;
}

/** Why a file's bytes could not be had. */
export type Unread = Pick<Finding, 'rule' | 'params'>;

/** A record as it was written; null where the text is none, or lacks what every record has. */
export function readRunRecord(text: string): RunRecord | null {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  return isRunRecord(record) ? record : null;
}

function isRunRecord(value: unknown): value is RunRecord {
  const { inputs, settings, definitions, townships, files, waivers, forms, counts, ...rest } =
    fieldsOf(value);
  return (
    hasTexts(
      rest,
      'version',
      'basis',
      'published_at',
      'unit',
      'period',
      'as_of',
      'previous_as_of',
      'today',
    ) &&
    [inputs, settings, definitions].every((list) =>
      isListOf(list, (one) => hasTexts(one, 'file', 'sha256')),
    ) &&
    isListOf(files, (one) => hasTexts(one, 'path', 'sha256') && typeof one.bytes === 'number') &&
    (townships === undefined || hasTexts(fieldsOf(townships), 'file', 'sha256')) &&
    isListOf(waivers, () => true) &&
    Object.values(fieldsOf(forms)).every((hash) => typeof hash === 'string') &&
    Object.values(fieldsOf(counts)).every((count) => typeof count === 'number') &&
    typeof fieldsOf(counts).figures === 'number'
  );
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function hasTexts(fields: Fields, ...names: readonly string[]): boolean {
  return names.every((name) => typeof fields[name] === 'string');
}

function isListOf(list: unknown, is: (fields: Fields) => boolean): boolean {
  return Array.isArray(list) && list.every((one) => is(fieldsOf(one)));
}
