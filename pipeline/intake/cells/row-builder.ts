/** Rows being put together from cells, in batches. */
import { type Finding, finding } from '../../findings/finding.js';
import { address } from '../../text/address.js';
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import { type CellDetail, Kind, type Mark, type Row } from '../workbook.js';
import { serialText } from './date.js';
import { showNumber, showText } from './number-format.js';
import { Shown } from './shown.js';
import { type CellStyle, fontMark, type MarkIn, plainStyle } from './style.js';

/** Texts that cells refer to by number. */
export interface SharedStrings {
  readonly count: number;
  /** The text of a string by its index; null: the workbook has no such string. */
  at(index: number): string | null;
  /** Of a string of which a part is struck through, raised or lowered. */
  markIn(index: number): MarkIn | undefined;
}

/** What a sheet's cells refer to. */
export interface CellContext {
  /** Name of the sheet's part, and of the sheet, for findings. */
  readonly part: string;
  readonly sheet: string;
  readonly strings?: SharedStrings;
  /** What each cell style shows. */
  readonly styles: readonly CellStyle[];
  readonly date1904: boolean;
  /** Whether the file asks to be calculated: its formulas are kept beside their results, else those of zeros alone. */
  readonly recalculates: boolean;
}

/** Cells in one batch, about: so few that they are gone again before the collector looks at them. */
const BATCH = 4096;

export class RowBuilder {
  batch: Row[] = [];
  /** Cells in the batch, and whether it is time to hand it over. */
  isFull = false;
  inRow = false;
  /** Number of the last row, from 1. */
  row = 0;
  /** Column of the last cell of the row, blank or not; -1 before the first. */
  column = -1;
  /** By column, the last row in which a cell of it came: its count from the first row of the part. */
  readonly #cameIn: Uint32Array;
  #rowCount = 0;
  /** A column of which the row holds two cells; -1: none. */
  #twice = -1;
  readonly #context: CellContext;
  readonly #limits: Limits;
  /** Whether a row that is not behind the one before it is refused. */
  readonly #ordered: boolean;
  readonly #strings: SharedStrings | undefined;
  /** By style: what it shows of numbers, and 1 where it shows texts otherwise than they are. */
  readonly #shown: Uint8Array;
  readonly #changesTexts: Uint8Array;
  #hidden = false;
  #texts: string[] = [];
  #kinds: Kind[] = [];
  /** Of the row before: rows of a table have the same kinds, and share one list of them. */
  #lastKinds: readonly Kind[] = [];
  #details: (CellDetail | undefined)[] = [];
  #lastDetails: readonly (CellDetail | undefined)[] = [];
  readonly #knownDetails = new Map<string, CellDetail>();
  #batchCells = 0;
  #cells = 0;

  constructor(context: CellContext, limits: Limits, ordered: boolean) {
    this.#context = context;
    this.#limits = limits;
    this.#cameIn = new Uint32Array(limits.columns);
    this.#ordered = ordered;
    this.#strings = context.strings;
    this.#shown = Uint8Array.from(context.styles, ({ format, font }) =>
      font.struck || font.raised ? Shown.other : format.shown,
    );
    this.#changesTexts = Uint8Array.from(context.styles, ({ format, font }) =>
      font.struck || font.raised || format.ofText !== null ? 1 : 0,
    );
  }

  take(): Row[] {
    const { batch } = this;
    this.batch = [];
    this.#batchCells = 0;
    this.isFull = false;
    return batch;
  }

  openRow(number: number, hidden: boolean): void {
    if (number > this.#limits.rows) throw this.#outside(number, 0);
    if (this.#ordered && number <= this.row) {
      throw new Unreadable('file.rows_out_of_order', { row: number }, this.#context.sheet);
    }
    this.row = number;
    this.column = -1;
    this.inRow = true;
    this.#rowCount++;
    this.#twice = -1;
    this.#hidden = hidden;
    this.#texts = [];
    if (this.#details.length > 0) this.#details = [];
  }

  /** Begins a cell, blank or not. */
  openCell(column: number): void {
    if (this.#cameIn[column] === this.#rowCount) this.#twice = column;
    this.#cameIn[column] = this.#rowCount;
    this.column = column;
  }

  closeRow(): void {
    this.inRow = false;
    const texts = this.#texts;
    const width = texts.length;
    if (width === 0) return;
    this.#cells += width;
    if (this.#cells > this.#limits.cells) {
      throw new Unreadable('file.too_many_cells', { limit: this.#limits.cells }, this.#context.sheet);
    }
    this.#batchCells += width;
    this.isFull = this.#batchCells >= BATCH;
    this.batch.push({
      number: this.row,
      texts,
      kinds: this.#rowKinds(width),
      hidden: this.#hidden,
      details: this.#details.length === 0 ? undefined : this.#rowDetails(),
      findings: this.#twice < 0 ? undefined : [this.#cellTwice(this.#twice)],
    });
  }

  /** Puts a text into the current column; over one that is there already. */
  put(text: string, kind: Kind): void {
    const { column } = this;
    if (column >= this.#limits.columns) throw this.#outside(this.row, column);
    if (text === '') return;
    const texts = this.#texts;
    const kinds = this.#kinds;
    while (texts.length < column) {
      kinds[texts.length] = Kind.text;
      texts.push('');
    }
    kinds[column] = kind;
    if (texts.length === column) texts.push(text);
    else texts[column] = text;
  }

  /** Puts a number as its style shows it. */
  putNumber(text: string, style: number): void {
    const shown = (this.#shown[style] ?? Shown.number) as Shown;
    if (shown === Shown.number) this.put(text, Kind.number);
    else if (shown === Shown.percent) this.put(text, Kind.percent);
    else if (shown === Shown.other) this.#putShown(text, style);
    else {
      const date = serialText(Number(text), shown, this.#context.date1904);
      this.put(date ?? text, date === null ? Kind.number : Kind.date);
    }
  }

  /** Puts a text as its style shows it. */
  putText(text: string, style: number, markIn: MarkIn | null = null): void {
    if (markIn === null && this.#changesTexts[style] !== 1) {
      this.put(text, Kind.text);
      return;
    }
    const { format, font } = this.#context.styles[style] ?? plainStyle;
    const shown = showText(format, text);
    this.put(shown, Kind.text);
    if (shown !== '') this.#putDetail('', '', (markIn ?? fontMark)(font));
  }

  putShared(index: number, style: number): void {
    const text = this.#strings?.at(index) ?? null;
    // A text that is lost must not look like an empty cell.
    if (text === null)
      throw new Unreadable('file.damaged', { part: this.#context.part }, this.#context.sheet);
    const markIn = this.#strings?.markIn(index);
    if (markIn === undefined && this.#changesTexts[style] !== 1) this.put(text, Kind.text);
    else this.putText(text, style, markIn);
  }

  /** Puts what is shown alike by every number format. */
  putAsIs(text: string, kind: Kind, style: number): void {
    this.put(text, kind);
    if (text !== '' && this.#changesTexts[style] === 1) {
      this.#putDetail('', '', fontMark((this.#context.styles[style] ?? plainStyle).font));
    }
  }

  /** Adds the formula of the current column's cell, where its result may be none. */
  putFormula(formula: string): void {
    const result = this.#texts[this.column] ?? '';
    if (!this.#context.recalculates && (result === '' || Number(result) !== 0)) return;
    const { before, after, mark } = this.#details[this.column] ?? plainDetail;
    this.#setDetail({ before, after, mark, formula });
  }

  #putShown(text: string, style: number): void {
    const { format, font } = this.#context.styles[style] ?? plainStyle;
    const shown = showNumber(format, text, this.#context.date1904);
    this.put(shown.text, shown.kind);
    if (shown.text !== '') this.#putDetail(shown.before, shown.after, fontMark(font));
  }

  /** The same detail is one object, so that rows can be compared and share theirs. */
  #putDetail(before: string, after: string, mark: Mark | null): void {
    if (before === '' && after === '' && mark === null) return;
    const key = `${before}\n${after}\n${mark}`;
    const detail = this.#knownDetails.get(key) ?? { before, after, mark, formula: null };
    this.#knownDetails.set(key, detail);
    this.#setDetail(detail);
  }

  #setDetail(detail: CellDetail): void {
    const details = this.#details;
    while (details.length < this.column) details.push(undefined);
    details[this.column] = detail;
  }

  #rowKinds(width: number): readonly Kind[] {
    const kinds = this.#kinds;
    const last = this.#lastKinds;
    let same = last.length === width;
    for (let i = 0; same && i < width; i++) same = kinds[i] === last[i];
    if (!same) this.#lastKinds = kinds.slice(0, width);
    return this.#lastKinds;
  }

  /** Details come from styles: rows of a table mostly share them, as they share their kinds. */
  #rowDetails(): readonly (CellDetail | undefined)[] {
    const details = this.#details;
    const last = this.#lastDetails;
    if (last.length !== details.length || details.some((detail, i) => detail !== last[i]))
      this.#lastDetails = details;
    this.#details = [];
    return this.#lastDetails;
  }

  #cellTwice(column: number): Finding {
    const place = { sheet: this.#context.sheet, row: this.row, column };
    return finding('cell.twice', 'error', place, { cell: address(this.row, column) });
  }

  #outside(row: number, column: number): Unreadable {
    const cell = address(row, Math.min(column, 2 ** 24));
    return new Unreadable('file.outside_grid', { cell }, this.#context.sheet);
  }
}

const plainDetail: CellDetail = { before: '', after: '', mark: null, formula: null };
