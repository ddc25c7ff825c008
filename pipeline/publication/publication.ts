/**
 * What is published, as data: everything that the workbook, the CSV files, the report and the pages are
 * written from. Amounts are exact decimals as text; null is missing. Everything is in its final order, and
 * personal data is already masked.
 */

import type { Figure, FigureKind, Reason, Side, Status } from '../figure.js';
import type { Severity } from '../findings/finding.js';
import type { Lang } from '../options.js';
import type { UnitFrom } from '../recognise/kinds.js';
import type { SeriesLine } from './series-line.js';
import type { Signatures } from './signatures.js';
import type { SubmittedColumn, SubmittedRow, SubmittedTable } from './submitted.js';

export type { Figure, FigureKind, Side, Status, SubmittedColumn, SubmittedRow, SubmittedTable };

export interface Township {
  /** Folder name. */
  readonly unit: string;
  readonly name: string;
  readonly shortName: string;
  readonly county: string | null;
  readonly province: string | null;
  readonly divisionCode: string | null;
  /** Of a roll-up, what it calls the whole of itself: 全县. */
  readonly whole?: string;
}

export const sections: Readonly<Record<number, string>> = {
  1: '党建',
  2: '工业',
  3: '乡村振兴',
  4: '民生',
  5: '党风廉政',
  6: '计划',
};

export interface EvidenceRow {
  readonly side: Side;
  readonly group: string;
  readonly key: string;
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly row: number;
  readonly cell: string;
  readonly text: string;
  /** In the figure's unit. */
  readonly value: string;
  /** The name by which a person knows the row, masked where it is personal. */
  readonly label: string;
  /** Unit in which the cell's number is written, and where it was read; '' where it has none. */
  readonly submittedUnit: string;
  readonly unitFrom: UnitFrom;
  /** Where what decided was supplied: file › sheet › cell of a list's entry, or the line of `values.csv`; else ''. */
  readonly list: string;
}

/** An accepted row that does not count, and the condition that leaves it out. */
export interface LeftOutLine {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly row: number;
  readonly key: string;
  /** The name by which a person knows the row, masked where it is personal. */
  readonly label: string;
  readonly reason: string;
}

/** A contiguous part of the evidence of one side, such as that of a sheet. */
export interface EvidencePart {
  readonly side: Side;
  /** The one table that all its rows are of, with the hash of all that they say; null where that is not known. */
  readonly table: {
    readonly file: string;
    readonly sha256: string;
    readonly sheet: string;
    readonly basis: string;
  } | null;
  /** The rows, at most so many. */
  rows(most: number): Iterable<EvidenceRow>;
}

/** A line of an evidence file: a row, or the total of a file, then without row, cell, key and label; its `text` says of how many. */
export type EvidenceLine = Omit<EvidenceRow, 'row'> & { readonly row: number | null };

/** Totals per file, where a figure has more rows than are listed. */
export interface EvidenceTotal {
  readonly side: Side;
  readonly group: string;
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly rows: number;
  readonly value: string;
}

export interface ChangeRow {
  readonly id: string;
  readonly group: string;
  readonly what: 'entered' | 'left' | 'moved';
  readonly key: string;
  readonly previousValue: string | null;
  readonly value: string | null;
  readonly contribution: string;
  readonly file: string;
  readonly sheet: string;
  readonly row: number | null;
  readonly previousFile: string;
  readonly previousSheet: string;
  readonly previousRow: number | null;
  /** The name by which a person knows the row, masked where it is personal. */
  readonly label: string;
  readonly reason: Reason;
  /** What people call it: 升规, 注销. */
  readonly word: string;
  /** The columns that decided, old → new. */
  readonly because: string;
}

/** A row behind a part of a change. */
export interface NamedRow {
  readonly word: string;
  readonly name: string;
  /** By which the larger is named first; null: not known. */
  readonly size: number | null;
  readonly contribution: string;
}

/** A part of a change: the rows of one reason, village, category or month. */
export interface Explanation {
  readonly id: string;
  readonly group: string;
  readonly by: 'reason' | 'village' | 'category' | 'month';
  /** A reason's code; '' where the form's cell is empty. */
  readonly part: string;
  readonly previous: string;
  readonly value: string;
  readonly contribution: string;
  /** By reason the rows that made the change, else those of both sides. */
  readonly rows: number;
  /** By reason only. */
  readonly named: readonly NamedRow[];
}

export interface CheckResult {
  readonly id: string;
  readonly side: Side;
  readonly label: string;
  readonly severity: Severity;
  readonly outcome: 'pass' | 'fail' | 'not_evaluable';
  readonly violations: number;
  readonly waived: number;
  /** What is missing for it to be evaluated; '' else. */
  readonly missing: string;
  /** Its file below `sql/checks/`, and the query as it is run; a roll-up has those of its units. */
  readonly query?: { readonly file: string; readonly sql: string };
}

export interface PublishedFinding {
  readonly file: string;
  readonly sheet: string;
  readonly row: number | null;
  /** Header of the column. */
  readonly column: string;
  readonly cell: string;
  /** Column from 0, also where no row is meant; null: none. */
  readonly columnIndex: number | null;
  /** Last header row of the table that it concerns; null: none, or not known. */
  readonly headerRow: number | null;
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, and behind it what to do about it. */
  readonly message: string;
  readonly problem: string;
  readonly advice: string;
  readonly value: string;
  readonly waivedBy: string;
  readonly waivedUntil: string;
  readonly waivedReason: string;
}

export type SubmissionStatus =
  | 'accepted'
  | 'partly_held_back'
  | 'held_back'
  | 'nil_return'
  | 'superseded'
  | 'unknown_form'
  | 'unreadable'
  | 'deferred'
  | 'owed'
  | 'late';

/** One line per table of a file; of an unreadable file, and of a form that is owed, one line. */
export interface SubmissionLine {
  readonly file: string;
  readonly sha256: string;
  /** Form id; '' unknown. */
  readonly form: string;
  readonly formTitle: string;
  readonly department: string;
  readonly unit: string;
  readonly period: string;
  readonly sheet: string;
  readonly headerRow: number | null;
  readonly rowsTotal: number;
  readonly rowsAccepted: number;
  readonly rowsNotData: number;
  readonly rowsHeldBack: number;
  readonly status: SubmissionStatus;
  readonly reportedOn: string;
  readonly reportedBy: string;
  readonly reviewedBy: string;
}

/** A line of the township's settings, and what it did. */
export interface SettingLine {
  /** Name of its file. */
  readonly setting: string;
  /** As a spreadsheet numbers it. */
  readonly line: number;
  readonly text: string;
  readonly by: string;
  readonly reason: string;
  /** ISO date; '' without end. */
  readonly until: string;
  /** Rows that it concerned, of a waiver findings; null: it concerns none. */
  readonly rows: number | null;
  readonly state: 'used' | 'unused' | 'expired' | 'wrong';
}

/** How an indicator is read from its form. */
export interface Reading {
  /** Path of its file below sql/indicators/. */
  readonly file: string;
  /** The query that selects the evidence; '' for a ratio. */
  readonly sql: string;
  readonly aggregate: 'count' | 'sum' | 'single';
  readonly form: string;
  readonly formTitle: string;
  /** The form's column whose cell the evidence shows, and its standard header. */
  readonly field: string;
  readonly header: string;
}

/** A unit that a roll-up adds up. */
export interface PartUnit {
  readonly unit: string;
  readonly name: string;
  /** The units without children that it is, and how many of them have a publication of the date. */
  readonly leaves: readonly string[];
  readonly reported: number;
  readonly figures: readonly Figure[];
}

/** What became of a form in a unit without children. */
export interface FormCoverage {
  readonly unit: string;
  readonly form: string;
  readonly state: 'reported' | 'missing' | 'not_owed';
}

/** What a roll-up is made of. */
export interface RollUp {
  /** Its units, in the order of units.csv. */
  readonly parts: readonly PartUnit[];
  /** The publications of the date below it by their unit, below outputs/. */
  readonly folders: Readonly<Record<string, string>>;
  /** Every unit without children and every form, in the order of the units and the forms. */
  readonly coverage: readonly FormCoverage[];
}

export interface Publication {
  readonly township: Township;
  /** Of a roll-up only. */
  readonly rollUp?: RollUp;
  /** Folder name of the period, and its ISO date. */
  readonly period: string;
  readonly asOf: string;
  /** ISO date of the comparison, one year earlier. */
  readonly previousAsOf: string;
  /** Who signed the comparison off; absent where nobody did. */
  readonly comparisonSeal?: Signatures;
  readonly today: string;
  readonly version: string;
  /** In the order of the report's sections. */
  readonly figures: readonly Figure[];
  /** What each period of the inputs up to the date says of every figure, in the order of the figures. */
  readonly series: readonly SeriesLine[];
  readonly checks: readonly CheckResult[];
  readonly submissions: readonly SubmissionLine[];
  /** Of a roll-up none: its units have theirs. */
  readonly settings: readonly SettingLine[];
  /** By file, sheet and row. */
  /** @param lang of their words; what is published is in Chinese. */
  findings(lang?: Lang): Iterable<PublishedFinding>;
  /** How many there are, without reading them. */
  findingCount(): number;
  changes(): Iterable<ChangeRow>;
  /** The changes taken apart, in the order of the figures; the parts of each `by` add up to the change. */
  explanations(): readonly Explanation[];
  /** The rows of an indicator (never of a ratio), current side first. */
  evidence(id: string): Iterable<EvidencePart>;
  evidenceTotals(id: string): Iterable<EvidenceTotal>;
  /** Hash of everything that the rows are selected from: while it stays, so do they. */
  evidenceBasis?(id: string): string;
  /** The accepted rows of this side that an indicator leaves out, by file, sheet and row; of a roll-up none: its units have theirs. */
  leftOut(id: string): Iterable<LeftOutLine>;
  /** Rows on each side of an indicator, all groups together. */
  evidenceCount(id: string): Readonly<Record<Side, number>>;
  /** Of every indicator, by id. */
  readonly readings: ReadonlyMap<string, Reading>;
  /** The tables behind either side, by file, sheet and place, and all rows of one. */
  readonly tables: readonly SubmittedTable[];
  tableRows(table: SubmittedTable): Iterable<SubmittedRow>;
}

/** The publication with findings that came up while it was made. */
export function withFindings(publication: Publication, more: readonly PublishedFinding[]): Publication {
  return {
    ...publication,
    *findings(lang) {
      yield* publication.findings(lang);
      yield* more;
    },
    findingCount: () => publication.findingCount() + more.length,
  };
}

/** The first of many, at most so many; no more are read. */
export function firstOf<T>(of: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  if (most === 0) return found;
  for (const one of of) if (found.push(one) === most) break;
  return found;
}
