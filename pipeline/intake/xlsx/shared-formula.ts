/** A formula that one cell holds for others (ECMA-376 part 1, 18.3.1.40), written out for each of them. */
import { columnIndex, columnName } from '../../text/address.js';

export interface FormulaPlace {
  /** From 1, and from 0. */
  readonly row: number;
  readonly column: number;
}

/** Texts and sheet names in quotation marks, names of functions, references to cells and to whole columns. */
const PIECES =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\p{L}\p{N}_.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\p{L}\p{N}_.(])|(?<![\p{L}\p{N}_.$])(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\p{L}\p{N}_.(])/giu;

/** The formula of the cell at `to` that shares the one written at `from`: what is not fixed by `$` moves along. */
export function movedFormula(formula: string, from: FormulaPlace, to: FormulaPlace): string {
  const rows = to.row - from.row;
  const columns = to.column - from.column;
  const column = (fixed: string, letters: string) =>
    fixed + (fixed === '' ? columnName(Math.max(0, columnIndex(letters.toUpperCase()) + columns)) : letters);
  return formula.replace(
    PIECES,
    (
      written: string,
      columnFixed?: string,
      letters?: string,
      rowFixed?: string,
      digits?: string,
      firstFixed?: string,
      first?: string,
      lastFixed?: string,
      last?: string,
    ) => {
      if (letters !== undefined && digits !== undefined) {
        const row = rowFixed === '' ? Number(digits) + rows : digits;
        return `${column(columnFixed ?? '', letters)}${rowFixed ?? ''}${row}`;
      }
      if (first !== undefined && last !== undefined) {
        return `${column(firstFixed ?? '', first)}:${column(lastFixed ?? '', last)}`;
      }
      return written;
    },
  );
}
