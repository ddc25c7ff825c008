/** What a formula that a file stores as 0 would give: a workbook that was never calculated stores 0 for all (DOMAIN E). */
import { type Row, shownText } from '../intake/workbook.js';
import { columnIndex } from '../text/address.js';
import { fold } from '../text/fold.js';

/** A cell of the sheet that the formula is in; what belongs to another sheet is none. */
const reference = /(?<![A-Z0-9_!'$.])\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![A-Z0-9_(!])/gi;
/** Longer formulas are not worked out. */
const longest = 200;

/**
 * - `zero`, `not_zero`: what it gives, worked out.
 * - `unknown`: another formula, over filled cells.
 * - `elsewhere`: it depends on cells that are in other rows or sheets.
 */
export type FormulaResult = 'zero' | 'not_zero' | 'unknown' | 'elsewhere';

/** What a formula of the row would give that the file stores as 0. */
export function resultOf(formula: string, row: Row): FormulaResult {
  return worked(formula, row, new Set());
}

/** @param open columns of the formulas that this one is asked for: one that leads back to itself gives nothing. */
function worked(formula: string, row: Row, open: ReadonlySet<number>): FormulaResult {
  if (formula.length > longest || formula.includes('!')) return 'elsewhere';
  let isElsewhere = false;
  let isFilled = false;
  let rests: FormulaResult = 'zero';
  let largest = 0;
  const numberAt = (column: number): number => {
    const text = fold(shownText(row, column)).replaceAll(',', '');
    const value = text === '' ? 0 : Number(text);
    largest = Math.max(largest, Math.abs(value) || 0);
    if (value !== 0) isFilled = true;
    else if (rests === 'zero') rests = storedZero(column, row, open);
    return Number.isNaN(value) ? 0 : value;
  };
  const inNumbers = formula.replace(reference, (_, from: string, first: string, to = from, last = first) => {
    if (Number(first) !== row.number || Number(last) !== row.number) isElsewhere = true;
    const columns = [columnIndex(from), columnIndex(to)].sort((a, b) => a - b) as [number, number];
    const values = [];
    for (let column = columns[0]; column <= columns[1]; column++) values.push(numberAt(column));
    return `(${values.join('+').replaceAll('+-', '-')})`;
  });
  if (isElsewhere) return 'elsewhere';
  const value = calculate(
    inNumbers.replace(
      /\bSUM\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gi,
      (_, of: string) => `(${of.replaceAll(',', '+')})`,
    ),
  );
  // What is over a formula without a result has none.
  if (value === null) return isFilled ? 'unknown' : rests;
  // What binary fractions leave of a difference is nothing: 0.3 - 0.2 - 0.1.
  return Math.abs(value) <= largest * 1e-12 ? rests : 'not_zero';
}

/** What a cell that holds 0 gives: the result of its own formula. */
function storedZero(column: number, row: Row, open: ReadonlySet<number>): FormulaResult {
  const own = row.details?.[column]?.formula ?? null;
  return own === null || open.has(column) ? 'zero' : worked(own, row, new Set([...open, column]));
}

/** Sums, differences, products and quotients of numbers; null: it is something else. */
function calculate(expression: string): number | null {
  const tokens = expression.replace(/\s+/g, '').match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|[-+*/()]|./gi) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++] ?? '';
    if (token === '-' || token === '+') return token === '-' ? -factor() : factor();
    if (token !== '(') return Number(/^\d/.test(token) ? token : Number.NaN);
    const value = sum();
    return tokens[at++] === ')' ? value : Number.NaN;
  };
  const product = (): number => {
    let value = factor();
    for (let sign = tokens[at]; sign === '*' || sign === '/'; sign = tokens[at]) {
      at++;
      value = sign === '*' ? value * factor() : value / factor();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = tokens[at]; sign === '+' || sign === '-'; sign = tokens[at]) {
      at++;
      value = sign === '+' ? value + product() : value - product();
    }
    return value;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}
