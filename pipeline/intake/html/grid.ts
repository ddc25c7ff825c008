/** Where the cells of a table stand that span rows and columns (HTML Living Standard, 4.9.12). */
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import type { CellDetail, Mark, Merge } from '../workbook.js';

export interface HtmlCell {
  readonly text: string;
  readonly mark: Mark | null;
  readonly columns: number;
  readonly rows: number;
  /** Stands over several columns without being merged (Excel's `mso-ignore:colspan`). */
  readonly unmerged: boolean;
}

export interface Placed {
  readonly texts: string[];
  readonly details: readonly (CellDetail | undefined)[] | undefined;
}

export class TableGrid {
  /** How many rows have been placed, and how many columns the widest has. */
  rows = 0;
  width = 0;
  readonly #limits: Limits;
  /** By column: the last row that a cell from above reaches. */
  readonly #takenTo: number[] = [];
  readonly #merges: Merge[] = [];
  #placed = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Places the next row's cells. */
  place(cells: readonly HtmlCell[]): Placed {
    this.rows++;
    const texts: string[] = [];
    let details: (CellDetail | undefined)[] | undefined;
    let column = 0;
    for (const cell of cells) {
      while ((this.#takenTo[column] ?? 0) >= this.rows) column++;
      const lastColumn = column + cell.columns - 1;
      if (lastColumn >= this.#limits.columns) {
        throw new Unreadable('text.too_many_columns', { record: this.rows, limit: this.#limits.columns });
      }
      while (texts.length < column) texts.push('');
      texts[column] = cell.text;
      if (cell.mark !== null && cell.text !== '') {
        details ??= [];
        while (details.length < column) details.push(undefined);
        details[column] = { before: '', after: '', mark: cell.mark, formula: null };
      }
      this.#span(cell, column, lastColumn);
      column = lastColumn + 1;
    }
    this.width = Math.max(this.width, column);
    this.#placed += texts.length;
    if (this.#placed > this.#limits.cells) {
      throw new Unreadable('text.too_many_cells', { limit: this.#limits.cells });
    }
    return { texts, details };
  }

  /** Merges of the rows placed so far, rows from 1. */
  merges(): Merge[] {
    return this.#merges
      .map((merge) => ({ ...merge, lastRow: Math.min(merge.lastRow, this.rows) }))
      .filter(
        ({ firstRow, lastRow, firstColumn, lastColumn }) => lastRow > firstRow || lastColumn > firstColumn,
      );
  }

  #span({ columns, rows, unmerged }: HtmlCell, column: number, lastColumn: number): void {
    const lastRow = this.rows + rows - 1;
    if (rows > 1) for (let i = column; i <= lastColumn; i++) this.#takenTo[i] = lastRow;
    if (rows === 1 && (columns === 1 || unmerged)) return;
    this.#merges.push({ firstRow: this.rows, lastRow, firstColumn: column, lastColumn });
    if (this.#merges.length > this.#limits.merges) {
      throw new Unreadable('file.too_many_merges', { limit: this.#limits.merges });
    }
  }
}
