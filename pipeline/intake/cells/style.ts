/** What a cell's style makes of its cell: the number format, and what the font does to the text. */
import type { Mark } from '../workbook.js';
import { builtInFormat, type NumberFormat } from './number-format.js';

export interface FontLook {
  readonly struck: boolean;
  /** Raised or lowered. */
  readonly raised: boolean;
}

export interface CellStyle {
  readonly format: NumberFormat;
  readonly font: FontLook;
}

export const plainFont: FontLook = { struck: false, raised: false };

/** Of a cell whose style is not listed. */
export const plainStyle: CellStyle = { format: builtInFormat(0), font: plainFont };

/** What nobody can tell of a text that is shown in parts, in a cell of this font. */
export type MarkIn = (font: FontLook) => Mark | null;

/** What a cell's font makes of a text without parts: a figure that is raised may be the number of a note. */
export const fontMark: MarkIn = ({ struck, raised }) => (struck ? 'struck' : raised ? 'partly' : null);
