/** What a formula that is stored as 0 would give, from the cells of its row. */
import { expect, test } from 'vitest';
import type { Row } from '../../pipeline/intake/workbook.js';
import { resultOf } from '../../pipeline/normalise/formula.js';

/** Cells of the third row; `0 =A3*B3` is one that holds 0 beside its formula. */
function row(...cells: string[]): Row {
  const parts = cells.map((cell) => cell.split(' ='));
  const details = parts.map(([, formula = null]) => ({ before: '', after: '', mark: null, formula }));
  return { number: 3, texts: parts.map(([text = '']) => text), kinds: null, hidden: false, details };
}

test.each([
  ['A3+B3', row('1', '2'), 'not_zero'],
  ['A3-B3', row('2', '2'), 'zero'],
  ['$A$3*B3', row('0', '5'), 'zero'],
  ['A3/B3', row('3', '4'), 'not_zero'],
  ['A3-B3-C3', row('0.3', '0.2', '0.1'), 'zero'],
  ['A3-B3', row('0.3000001', '0.3'), 'not_zero'],
  ['(A3+B3)/1000', row('1,200', '0'), 'not_zero'],
  ['SUM(A3:C3)', row('0', '', '0'), 'zero'],
  ['SUM(A3:C3)', row('0', '1', '0'), 'not_zero'],
  ['ROUND(A3,2)', row('1.5'), 'unknown'],
  ['ROUND(A3,2)', row('0'), 'zero'],
  ['A4+B4', row('1', '2'), 'elsewhere'],
  ['Sheet2!A3', row('1'), 'elsewhere'],
  // Over a formula that was never calculated, though what it holds would add up to 0.
  ['SUM(C3:D3)', row('1', '2', '0 =A3*B3', '0'), 'not_zero'],
  ['C3+D3', row('0', '2', '0 =A3*B3', '0'), 'zero'],
  ['C3', row('1', '', '0 =IF(A3>5,1,0)'), 'unknown'],
  ['D3', row('1', '', '0 =D3', '0 =C3'), 'zero'],
])('%s over %j', (formula, over, result) => {
  expect(resultOf(formula, over)).toBe(result);
});
