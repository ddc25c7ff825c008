/** Held-back rows in their sheet; waivers and answers, and what they would do. */
import type { FigureChange } from './runs.js';

export interface HeldFile {
  readonly file: string;
  readonly department: string;
  readonly title: string;
  readonly rowsHeldBack: number;
  /** Name of its correction workbook; '' none. */
  readonly correction: string;
  /** What to send to the department. */
  readonly message: string;
  /** Figures that wait for it. */
  readonly figures: readonly { readonly name: string; readonly label: string }[];
  readonly places: readonly HeldPlace[];
  /** Places that are not listed, since there are too many. */
  readonly leftOut: number;
}

/** An open finding, in its sheet. */
export interface HeldPlace extends WaivedFinding {
  readonly severity: 'error' | 'warning';
  readonly row: number | null;
  /** Number of its table in the published data; -1: the sheet is not shown. */
  readonly table: number;
  readonly problem: string;
  readonly advice: string;
  /** '' where a waiver makes it count; else why none can: without a number nothing can be added. */
  readonly whyNot: string;
}

/** What a line of `waivers.csv` accepts. */
export interface WaivedFinding {
  readonly rule: string;
  readonly file: string;
  readonly sheet: string;
  readonly cell: string;
  /** Text of the cell, masked as it is published. */
  readonly text: string;
}

/** Rows of a sheet around one of them, masked. */
export interface SheetRows {
  readonly file: string;
  readonly sheet: string;
  readonly columns: readonly { readonly letter: string; readonly header: string }[];
  readonly rows: readonly {
    readonly row: number;
    /** accepted, held_back, or what else it is. */
    readonly kind: string;
    /** By column; of a row that is no data its text alone. */
    readonly cells: readonly string[];
  }[];
  readonly marked: readonly { readonly cell: string; readonly message: string }[];
}

export interface WaiverAsked {
  readonly findings: readonly WaivedFinding[];
  readonly reason: string;
  readonly by: string;
  /** ISO date, the last day on which it holds. */
  readonly until: string;
}

/** What a change of the settings would do. */
export interface Effect {
  readonly rows: readonly {
    readonly file: string;
    readonly sheet: string;
    readonly was: number;
    readonly now: number;
  }[];
  readonly figures: readonly Omit<FigureChange, 'rows' | 'rowCount'>[];
  /** 认可以后，企业名录有 1 行计入；规模以上企业 411 → 412 家。 or that nothing changes. */
  readonly words: string;
}
