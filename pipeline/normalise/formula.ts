/** Whether a formula that a file stores as 0 would give 0: a workbook that was never calculated stores 0 for all (DOMAIN E). */
import { type Row, shownText } from '../intake/workbook.js';
import { columnIndex } from '../text/address.js';
import { fold } from '../text/fold.js';

/** A cell of the sheet that the formula is in; what belongs to another sheet is none. */
const reference = /(?<![A-Z0-9_!'$.])\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![A-Z0-9_(!])/gi;
/** Longer formulas are not worked out. */
const longest = 200;

/**
 * @returns null where the formula depends on cells that are in other rows or sheets.
 */
export function givesZero(formula: string, row: Row): boolean | null {
  if (formula.length > longest || formula.includes('!')) return null;
  let isElsewhere = false;
  let isFilled = false;
  const numberAt = (column: number): number => {
    const text = fold(shownText(row, column)).replaceAll(',', '');
    const value = text === '' ? 0 : Number(text);
    if (value !== 0) isFilled = true;
    return Number.isNaN(value) ? 0 : value;
  };
  const inNumbers = formula.replace(reference, (_, from: string, first: string, to = from, last = first) => {
    if (Number(first) !== row.number || Number(last) !== row.number) isElsewhere = true;
    const columns = [columnIndex(from), columnIndex(to)].sort((a, b) => a - b) as [number, number];
    const values = [];
    for (let column = columns[0]; column <= columns[1]; column++) values.push(numberAt(column));
    return `(${values.join('+').replaceAll('+-', '-')})`;
  });
  if (isElsewhere) return null;
  const value = calculate(
    inNumbers.replace(
      /\bSUM\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gi,
      (_, of: string) => `(${of.replaceAll(',', '+')})`,
    ),
  );
  // Any other formula over filled cells counts as one that would not give 0.
  return value === null ? !isFilled : value === 0;
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
