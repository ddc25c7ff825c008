/** Formulas once rows of a template are repeated. */
import { readFormula } from '../office/formula.js';
import { columnName } from '../text/address.js';
import { firstCopy, lastCopy, type Moves, mapRows, readArea } from './a1.js';

/** The repeated rows of a sheet, or of one of several (`一月:三月`); undefined where none is. */
export type MovesOf = (sheets: string) => Moves | undefined;

export interface Home {
  /** The sheet that a reference without a sheet's name means. */
  readonly sheet: string;
  /** The cell of the formula and the copy of its row that is written, where the row is repeated. */
  readonly cell?: { readonly row: number; readonly column: number; readonly copy: number };
  /**
   * For a chart and a defined name, a single cell of a repeated row becomes the range of its copies. A chart's
   * series across the row stays on the first copy; a name's row number without `$` counts from the cell that
   * uses the name, and stays.
   */
  readonly reader?: 'chart' | 'name';
}

export interface MovedFormula {
  readonly text: string;
  /** A single cell of a repeated row is read from outside the row, so that only its first copy counts. */
  readonly firstOnly: boolean;
  /** A reference through several sheets, of which some have repeated rows: it cannot be moved. */
  readonly manySheets: boolean;
}

/**
 * A formula once the rows are repeated. Ranges over a repeated row grow with it. In the row's own copies a row
 * number without `$` that means the row itself, or in the formula's own column the row above (a running
 * total), goes with the copy; any other cell stays the one that it was in the template.
 */
export function moveFormula(formula: string, home: Home, movesOf: MovesOf): MovedFormula {
  let text = '';
  let at = 0;
  let firstOnly = false;
  let manySheets = false;
  for (const reference of readFormula(formula).references) {
    if (reference.reach === 'book') continue;
    if (reference.reach === 'sheets') {
      manySheets ||= movesOf(reference.sheet ?? '') !== undefined;
      continue;
    }
    const moves = movesOf(reference.sheet ?? home.sheet);
    if (!moves) continue;
    const own =
      (reference.sheet ?? home.sheet).toLowerCase() === home.sheet.toLowerCase() ? home.cell : undefined;
    const single = !reference.text.includes(':');
    const [from, to] = reference.text.split(':');
    const across = home.reader === 'chart' && !single && rowNumber(from) === rowNumber(to);
    const grows = single
      ? reference.aggregated || home.reader !== undefined
      : !across || oneColumn(reference.text);
    const follow = (row: number, fixed: boolean, column: string, otherwise: (row: number) => number) => {
      if (home.reader === 'name' && !fixed) return row;
      if (!own || fixed) return otherwise(row);
      const base = firstCopy(moves, own.row) + own.copy;
      if (row === own.row) return base;
      if (own.copy > 0 && row === own.row - 1 && column === columnName(own.column)) return base - 1;
      return otherwise(row);
    };
    const start = (row: number) => firstCopy(moves, row);
    const end = grows ? (row: number) => lastCopy(moves, row) : start;
    const moved = mapRows(
      reference.text,
      (row, fixed, column) => follow(row, fixed, column, start),
      (row, fixed, column) => follow(row, fixed, column, end),
    );
    const row = rowNumber(from);
    if (!grows && row !== own?.row && moves.some((m) => m.row === row)) firstOnly = true;
    text += formula.slice(at, reference.at) + moved;
    at = reference.end;
  }
  return { text: text + formula.slice(at), firstOnly, manySheets };
}

function rowNumber(end: string | undefined): number | null {
  const digits = /\d+$/.exec(end ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

function oneColumn(reference: string): boolean {
  const area = readArea(reference);
  return area !== null && area.left === area.right;
}
