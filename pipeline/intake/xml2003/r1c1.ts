/** The notation in which XML 2003 writes formulas: `RC[-1]` is the cell to the left, `R5C3` is $C$5. */
import { columnName } from '../../text/address.js';

/** A reference to a cell, or a quoted text, in which nothing is one. */
const reference = /"(?:[^"]|"")*"|(?<![A-Z0-9_.])R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?(?![A-Z0-9_.(])/gi;

/**
 * The formula of a cell in the notation A1.
 * @param row from 1.
 * @param column from 0.
 */
export function inA1(formula: string, row: number, column: number): string {
  return formula.replace(reference, (found, rowPart?: string, columnPart?: string) =>
    found.startsWith('"')
      ? found
      : placeOf(columnPart, column + 1, columnLetters) + placeOf(rowPart, row, String),
  );
}

const columnLetters = (number: number) => columnName(number - 1);

/** `[-1]` counts from the cell's own number, `5` is fixed, nothing is the cell's own. */
function placeOf(part: string | undefined, own: number, written: (number: number) => string): string {
  if (part === undefined) return written(own);
  if (!part.startsWith('[')) return `$${written(Number(part))}`;
  // Beyond the first cell a reference goes on at the far end: no cell that a table holds.
  const number = own + Number(part.slice(1, -1));
  return written(number > 0 ? number : 16_384);
}
