/** A workbook while it is written: book, sheets, rows, cells. */

import type { Formula } from '../office/cells.js';
import type { PlacedChart } from '../office/drawing.js';
import type { Look } from '../office/look.js';
import type { PartWriter } from '../office/package.js';
import type { Strings } from '../office/shared-strings.js';
import type { Styles } from '../office/styles.js';
import type { Publication } from '../publication/publication.js';

export interface BookColumn {
  readonly header: string;
  /** Bounds of the width that the content decides, in half-width characters. */
  readonly min?: number;
  readonly max?: number;
  readonly look?: Look;
}

export type CellValue = string | number | null | StyledCell;

export interface StyledCell {
  readonly value: string | number | null | Formula;
  readonly look: Look;
}

export interface Book {
  readonly publication: Publication;
  readonly sheets: OpenSheet[];
  /** Places that can be linked to, by name: `'sheet'!A1`. */
  readonly places: Map<string, string>;
  readonly strings: Strings;
  readonly styles: Styles;
}

export interface Link {
  readonly cell: string;
  /** A name in `places`. */
  readonly to: string;
  readonly tip: string;
}

/** A row that waits for the widths, on which its height depends. */
export interface HeldRow {
  readonly cells: string;
  /** In points; null: what its wrapped texts need. */
  readonly height: number | null;
  /** Texts of the wrapped columns, in their order. */
  readonly wrapped: readonly string[];
}

export interface OpenSheet {
  readonly book: Book;
  readonly name: string;
  readonly columns: readonly BookColumn[];
  /** Columns that stay in view on the left. */
  readonly frozen: number;
  readonly headerRow: number;
  readonly widths: number[];
  /** Places of the columns whose text is wrapped. */
  readonly wrapped: readonly number[];
  readonly rows: HeldRow[];
  readonly links: Link[];
  readonly charts: PlacedChart[];
  /** Rows that begin a printed page. */
  readonly pagesFrom: number[];
  /** Whether its columns may be printed on several pages, and on how many they are, once the sheet is finished. */
  readonly spreads: boolean;
  pagesAcross: number;
  /** By column, and by the looks of the row and of the cell. */
  readonly looks: Map<string | number, CellLook>;
  /** Of the columns. */
  readonly letters: readonly string[];
  /** The text that each column held last, and its number: most rows repeat those of the row before. */
  readonly texts: { text: string; number: number }[];
  /** What each column was last measured with. */
  readonly measured: { readonly value: StyledCell['value']; readonly shown: CellLook }[];
  /** Range of the rows that can be filtered, once the sheet is finished. */
  filter: string | null;
  /** Takes the rows once the sheet is finished. */
  readonly part: PartWriter;
  /** Row that the next `addRow` writes. */
  next: number;
}

/** A look as cells ask for it: its style, and what it adds to the width of a cell. */
export interface CellLook {
  readonly style: number;
  readonly margin: number;
  /** Decimals of a number, and whether its thousands are set apart. */
  readonly places: number;
  readonly grouped: boolean;
}
