/** Files that are dropped, put, moved and withdrawn. */
import type { Place } from './place.js';

export interface Uploaded {
  readonly upload: string;
  readonly name: string;
  readonly bytes: number;
}

/** A file that was dropped, as it would be read. */
export interface DroppedFile extends Uploaded {
  /** What it is: 村级支出（财政所）; 图片; 认不出 … */
  readonly title: string;
  /** `blocked` is never put: a picture, a PDF, an archive, a shortcut, no bytes, a password. */
  readonly state: 'readable' | 'unknown' | 'blocked';
  /** What is to be said of it, and what to do; the first line explains `blocked` and `unknown`. */
  readonly lines: readonly string[];
  readonly sheets: readonly DroppedSheet[];
  readonly questions: readonly Question[];
  /** Where it belongs instead; null: here. */
  readonly belongs: (Place & { readonly words: string }) | null;
  /** What the period holds already that is like it, the nearest first. */
  readonly compared: readonly Comparison[];
  /** What can be done; the first is proposed. */
  readonly choices: readonly Choice[];
  /** Whether it is proposed to be put. */
  readonly isProposed: boolean;
}

export interface DroppedSheet {
  readonly name: string;
  readonly form: string;
  readonly title: string;
  readonly department: string;
  readonly headerRows: readonly [number, number] | null;
  readonly dataRows: number;
  readonly sums: readonly { readonly header: string; readonly unit: string; readonly sum: string }[];
  /** Rows that would be held back, and the findings that say why. */
  readonly rowsHeldBack: number;
  readonly findings: readonly SheetFinding[];
  readonly missing: readonly string[];
  /** Columns as they are read, and headers that no column of the form is called. */
  readonly columns: readonly { readonly column: string; readonly header: string; readonly unit: string }[];
  readonly unknown: readonly string[];
  /** Rows that are no data: totals, notes, signatures. */
  readonly notData: readonly { readonly row: number; readonly text: string }[];
}

/** A form with the columns that a header may be said to be. */
export interface FormColumns {
  readonly form: string;
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly header: string }[];
}

export interface SheetFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly row: number | null;
  readonly cell: string;
  readonly message: string;
  readonly value: string;
}

/** Something that is not understood and that a person can say. */
export interface Question {
  readonly id: string;
  /** “金额”没有写单位 */
  readonly words: string;
  /** The first is proposed; choosing none holds the rows back. */
  readonly options: readonly Option[];
}

export interface Option {
  readonly label: string;
  /** The line that the answer writes. */
  readonly line: AnswerLine;
}

/** A line of `columns.csv` (form, header, column, unit) or of `values.csv` (form, column, text, value). */
export interface AnswerLine {
  readonly file: 'columns.csv' | 'values.csv';
  readonly cells: readonly string[];
}

export interface Comparison {
  readonly kind: 'same_bytes' | 'correction' | 'same_rows' | 'same_name';
  /** Path below the township. */
  readonly file: string;
  /** Rows of the one that lies there, of this one, and how many keys they share. */
  readonly rows: number;
  readonly newRows: number;
  readonly shared: number;
  /** Of a correction: cells that were marked, and how many of them differ now. */
  readonly marked: number;
  readonly mended: number;
  readonly words: string;
}

export interface Choice {
  /** `replace` withdraws `replaces`; `both` puts it beside it, under another name where the name is taken. */
  readonly deed: 'put' | 'replace' | 'both' | 'leave';
  readonly replaces: readonly string[];
  readonly words: string;
}

export interface PutFile {
  readonly upload: string;
  readonly deed: 'put' | 'replace' | 'both';
  readonly replaces: readonly string[];
  /** Where it is put, if elsewhere. */
  readonly to?: Place;
  readonly answers: readonly AnswerLine[];
}

/** What was put, moved or withdrawn together. */
export interface Deed {
  readonly id: string;
  readonly at: string;
  readonly what: 'put' | 'withdraw' | 'move' | 'restore' | 'undo';
  readonly placed: readonly string[];
  readonly withdrawn: readonly string[];
}

export interface WithdrawnFile {
  readonly id: string;
  /** Path below the township where it lay. */
  readonly file: string;
  readonly at: string;
  readonly bytes: number;
}

export interface PeriodFile {
  readonly file: string;
  readonly bytes: number;
  readonly receivedAt: string;
  /** As published; `new`: not published yet. */
  readonly state: string;
  readonly words: string;
}
