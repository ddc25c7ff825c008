/**
 * What the page and the script files beside it hold; written by the generator, read in the browser. A script
 * file calls `auditData(name, data)`, since a page that was opened from disk cannot fetch.
 */

import type { Moved } from '../publication/moved.js';
import type {
  ChangeRow,
  CheckResult,
  Figure,
  PublishedFinding,
  Reading,
  Side,
  SubmissionLine,
  SubmittedColumn,
  SubmittedRow,
} from '../publication/publication.js';
import type { Revision } from '../publication/revision.js';
import type { SeriesLine } from '../publication/series-line.js';
import type { UnitFrom } from '../recognise/kinds.js';

/** Folder of the script files, beside index.html. */
export const dataFolder = 'audit';

/** What index.html itself holds. */
export interface PageData {
  readonly township: string;
  readonly period: string;
  readonly asOf: string;
  readonly previousAsOf: string;
  readonly figures: readonly Figure[];
  readonly readings: Readonly<Record<string, Reading>>;
  /** Per figure name, what the change is made of. */
  readonly explained: Readonly<Record<string, Explained>>;
  /** Per figure name, what each period says of it, from the earliest on; none where there is but one. */
  readonly series: Readonly<Record<string, readonly PagePeriod[]>>;
  /** Per figure name, why it changed. */
  readonly reasons: Readonly<Record<string, PageReasons>>;
  readonly tables: readonly PageTable[];
  readonly submissions: readonly SubmissionLine[];
  readonly checks: readonly CheckResult[];
  readonly findings: { readonly rows: number; readonly listed: number };
  /** Of a roll-up only. */
  readonly rollUp?: PageRollUp;
}

export interface PagePeriod extends Pick<SeriesLine, 'period' | 'value' | 'status' | 'sealed'> {
  /** Of a flow, what came since the period before it. */
  readonly sincePrevious?: string | null;
  /** Of its bar, from 0 to 100; null: it has no value. */
  readonly height: number | null;
}

/** The units of a roll-up, and where their pages are. */
export interface PageRollUp {
  readonly whole: string;
  readonly parts: readonly PagePart[];
  /** Links to the pages of the units below, by unit. */
  readonly pages: Readonly<Record<string, string>>;
}

export interface PagePart {
  readonly unit: string;
  readonly name: string;
  readonly units: number;
  readonly reported: number;
  /** Forms that its units owe and have reported. */
  readonly formsOwed: number;
  readonly formsReported: number;
  /** What it says of the figures that add up, by figure. */
  readonly figures: Readonly<Record<string, PartFigure>>;
}

export type PartFigure = Pick<
  Figure,
  'value' | 'previous' | 'change' | 'changePct' | 'status' | 'kind' | 'unit'
>;

/** Rows and contribution, in the figure's unit, of what entered, left and moved. */
export type Explained = Readonly<Record<ChangeRow['what'], { readonly rows: number; readonly sum: string }>>;

/** Why a figure changed: the sentence, and the parts of the change by reason, village, category and month. */
export interface PageReasons {
  readonly sentence: string;
  readonly parts: readonly PageReason[];
}

/** Words, amounts as they are shown. */
export type PageReason = readonly [
  by: string,
  part: string,
  previous: string,
  value: string,
  contribution: string,
  rows: number,
];

export interface PageTable {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly form: string;
  readonly header: readonly [first: number, last: number] | null;
  readonly columns: readonly SubmittedColumn[];
  /** Number of the row with which each chunk of the table begins; empty where it has too many rows to be shown. */
  readonly chunks: readonly number[];
}

/** `sheets/<table>-<chunk>.js` */
export interface SheetChunk {
  readonly rows: readonly SubmittedRow[];
}

/** A file and sheet, and the number of its table in `PageData.tables`; -1: it is not shown. */
export type Source = readonly [file: string, sha256: string, sheet: string, table: number];

/** `evidence/<id>.js` */
export interface EvidenceData {
  readonly sources: readonly Source[];
  /** Whether the lines are totals per file, since there are too many rows. */
  readonly totals: boolean;
  readonly rows: Readonly<Record<Side, readonly EvidenceTuple[]>>;
}

/** `row` is null in a total per file, whose text says of how many rows. */
export type EvidenceTuple = readonly [
  source: number,
  group: string,
  key: string,
  row: number | null,
  cell: string,
  text: string,
  value: string,
  label: string,
  submittedUnit: string,
  unitFrom: UnitFrom,
  list: string,
];

/** Rows of an indicator that the page lists as left out; where there are more, it names the command that lists them. */
export const mostLeftOut = 5000;

/** `left-out/<id>.js` */
export interface LeftOutData {
  readonly sources: readonly Source[];
  readonly rows: readonly LeftOutTuple[];
}

export type LeftOutTuple = readonly [source: number, row: number, key: string, label: string, reason: string];

/** `changes/<id>.js` */
export interface ChangesData {
  readonly sources: readonly Source[];
  readonly rows: readonly ChangeTuple[];
}

export type ChangeTuple = readonly [
  what: ChangeRow['what'],
  group: string,
  key: string,
  previousValue: string | null,
  value: string | null,
  contribution: string,
  /** -1: not on this side. */
  source: number,
  row: number | null,
  previousSource: number,
  previousRow: number | null,
  label: string,
  word: string,
  because: string,
];

/** `findings.js` */
export type FindingsData = readonly PageFinding[];

export type PageFinding = Pick<
  PublishedFinding,
  | 'file'
  | 'sheet'
  | 'row'
  | 'cell'
  | 'rule'
  | 'severity'
  | 'message'
  | 'value'
  | 'waivedBy'
  | 'waivedUntil'
  | 'waivedReason'
>;

/** `history.js`, beside index.html: what earlier runs published, oldest first. */
export interface HistoryData {
  readonly vintages: readonly PageVintage[];
  readonly revisions: readonly Revision[];
  /** Figures that moved since the publication before. */
  readonly moved: readonly Moved[];
  /** Who signed this publication off and when, in words; '' where it is not sealed. */
  readonly sealed: string;
}

export interface PageVintage {
  readonly publishedAt: string;
  /** Below outputs/<unit>/. */
  readonly folder: string;
  readonly asOf: string;
  readonly figures: readonly (readonly [name: string, value: string | null, status: string])[];
  /** Files and their sha256, of the last vintage of each folder only. */
  readonly inputs: readonly (readonly [file: string, sha256: string])[] | null;
  readonly counts: { readonly accepted: number; readonly heldBack: number; readonly findings: number };
}
