/** Everything else that a screen shows: publications, signing off, settings, forms, checks. */
import type { Place } from './place.js';
import type { FigureChange } from './runs.js';

/** One publication of a period. */
export interface Vintage {
  readonly number: number;
  readonly publishedAt: string;
  readonly rowsAccepted: number;
  readonly rowsHeldBack: number;
}

/** What changed between two publications. */
export interface Difference {
  readonly from: Vintage;
  readonly to: Vintage;
  /** 新增文件：… ; 设置有改动：… */
  readonly reasons: readonly string[];
  readonly figures: readonly FigureChange[];
  readonly findings: { readonly new: number; readonly fixed: number; readonly open: number };
}

/** A figure over its publications, the oldest first. */
export interface FigureHistory {
  readonly figure: string;
  readonly label: string;
  readonly unit: string;
  readonly values: readonly {
    readonly number: number;
    readonly publishedAt: string;
    readonly value: string | null;
    readonly status: string;
    readonly previous: string | null;
  }[];
}

/** What a command said, where it says it in words. */
export interface Said {
  /** Whether all is well. */
  readonly isGood: boolean;
  readonly lines: readonly string[];
}

/** Before a period is signed off. */
export interface Sealing {
  /** null: it can be sealed; else why not: it is not published, or sealed already. */
  readonly refused: string | null;
  /** What is settled and what is open. */
  readonly lines: readonly { readonly isGood: boolean; readonly words: string; readonly screen: string }[];
  /** Figures by status, in words, for the slip (签批单). */
  readonly figures: readonly {
    readonly label: string;
    readonly value: string | null;
    readonly unit: string;
    readonly status: string;
  }[];
  readonly sealed: {
    readonly preparedBy: string;
    readonly reviewedBy: string;
    readonly approvedBy: string;
    readonly why: string;
    readonly sealedAt: string;
    readonly report: string;
  } | null;
}

export interface SealAsked {
  readonly preparedBy: string;
  readonly reviewedBy: string;
  readonly approvedBy: string;
  /** 依据: the meeting or the document number. */
  readonly why: string;
  /** An edited report that was uploaded; without it the one that was generated. */
  readonly report?: string;
}

/** Numbers of an edited report against what is published. */
export interface ReportCheck {
  readonly file: string;
  readonly counts: Readonly<Record<'equal' | 'rounded' | 'different' | 'unknown', number>>;
  readonly numbers: readonly {
    readonly text: string;
    readonly sentence: string;
    readonly outcome: 'equal' | 'rounded' | 'different' | 'unknown';
    readonly figure: string | null;
    readonly published: string | null;
  }[];
}

/** A settings file of a township, as it lies there. */
export interface SettingsFile {
  readonly name: string;
  /** What it says, in a sentence. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly lines: readonly { readonly number: number; readonly cells: readonly string[] }[];
  /** Names the bytes that are shown; '' where there is no such file yet. */
  readonly version: string;
  /** Why it cannot be changed here (a workbook); '' else. */
  readonly refused: string;
}

/** Lines taken out by their numbers, and lines added, by the names of the columns. */
export interface SettingsEdit {
  readonly name: string;
  readonly version: string;
  readonly remove: readonly number[];
  readonly add: readonly Readonly<Record<string, string>>[];
}

export interface BlankForm {
  readonly form: string;
  readonly title: string;
  readonly department: string;
  /** Name of its file. */
  readonly file: string;
  /** Date of the roster that it is filled in with; null: it is empty. */
  readonly filledInFrom: string | null;
}

export interface DeskEntry {
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly unit: string;
  readonly period: string;
  readonly detail: string;
}

/** What an address is asked for. */
export type DownloadAsked = Place &
  (
    | { readonly what: 'workbook' | 'report' | 'audit_package' }
    /** By its path in `corrections/`: it holds personal data. */
    | { readonly what: 'correction'; readonly file: string }
    /** A file that a department sent. */
    | { readonly what: 'submission'; readonly file: string }
    | { readonly what: 'blank_form'; readonly file: string }
  );

export interface Download {
  /** Holds once, for a minute. */
  readonly address: string;
  readonly name: string;
  readonly isPersonal: boolean;
}
