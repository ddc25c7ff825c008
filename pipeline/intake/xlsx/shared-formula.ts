/** A formula that one cell holds for others (ECMA-376 part 1, 18.3.1.40), written out for each of them. */
import { translateFormula } from '../../office/formula.js';

export interface FormulaPlace {
  /** From 1, and from 0. */
  readonly row: number;
  readonly column: number;
}

/** The formula of the cell at `to` that shares the one written at `from`: what is not fixed by `$` moves along. */
export function movedFormula(formula: string, from: FormulaPlace, to: FormulaPlace): string {
  return translateFormula(formula, to.row - from.row, to.column - from.column);
}
