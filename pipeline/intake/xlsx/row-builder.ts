/** Rows being put together from cells, in batches. */

import { address } from '../../text/address.js';
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import { type CellDetail, Kind, type Row } from '../workbook.js';
import type { SharedStrings } from './strings.js';
import { Shown, serialText } from './values.js';

/** What a sheet's cells refer to. */
export interface CellContext {
  /** Name of the sheet's part, and of the sheet, for findings. */
  readonly part: string;
  readonly sheet: string;
  readonly strings: SharedStrings;
  /** What each cell style shows of a number. */
  readonly styles: readonly Shown[];
  readonly date1904: boolean;
  /** Whether the formulas are asked for, beside their results. */
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
  readonly #context: CellContext;
  readonly #limits: Limits;
  /** Whether a row that does not stand behind the one before it is refused. */
  readonly #ordered: boolean;
  readonly #strings: SharedStrings;
  readonly #styles: Uint8Array;
  #hidden = false;
  #texts: string[] = [];
  #kinds: Kind[] = [];
  /** Of the row before: rows of a table have the same kinds, and share one list of them. */
  #lastKinds: readonly Kind[] = [];
  #details: (CellDetail | undefined)[] = [];
  #lastDetails: readonly (CellDetail | undefined)[] = [];
  #batchCells = 0;
  #cells = 0;

  constructor(context: CellContext, limits: Limits, ordered: boolean) {
    this.#context = context;
    this.#limits = limits;
    this.#ordered = ordered;
    this.#strings = context.strings;
    this.#styles = Uint8Array.from(context.styles);
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
    this.#hidden = hidden;
    this.#texts = [];
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
    });
  }

  /** Puts what the cell in the current column shows beside its text. */
  putDetail(detail: CellDetail): void {
    const details = this.#details;
    while (details.length < this.column) details.push(undefined);
    details[this.column] = detail;
  }

  /** Puts a text into the current column; over one that stands there already. */
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

  /** Puts a number in the kind that its style shows. */
  putNumber(text: string, style: number): void {
    const shown = (this.#styles[style] ?? Shown.number) as Shown;
    if (shown === Shown.number) this.put(text, Kind.number);
    else if (shown === Shown.percent) this.put(text, Kind.percent);
    else {
      const date = serialText(Number(text), shown, this.#context.date1904);
      this.put(date ?? text, date === null ? Kind.number : Kind.date);
    }
  }

  putShared(index: number): void {
    const text = this.#strings.at(index);
    // A text that is lost must not look like an empty cell.
    if (text === null)
      throw new Unreadable('file.damaged', { part: this.#context.part }, this.#context.sheet);
    this.put(text, Kind.text);
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

  #outside(row: number, column: number): Unreadable {
    const cell = address(row, Math.min(column, 2 ** 24));
    return new Unreadable('file.outside_grid', { cell }, this.#context.sheet);
  }
}
