/** What a formula that is stored as 0 would give, from the cells of its row. */
import { expect, test } from 'vitest';
import type { Row } from '../../pipeline/intake/workbook.js';
import { givesZero } from '../../pipeline/normalise/formula.js';

const row = (...texts: string[]): Row => ({ number: 3, texts, kinds: null, hidden: false });

test.each([
  ['A3+B3', row('1', '2'), false],
  ['A3-B3', row('2', '2'), true],
  ['$A$3*B3', row('0', '5'), true],
  ['A3/B3', row('3', '4'), false],
  ['(A3+B3)/1000', row('1,200', '0'), false],
  ['SUM(A3:C3)', row('0', '', '0'), true],
  ['SUM(A3:C3)', row('0', '1', '0'), false],
  ['ROUND(A3,2)', row('1.5'), false],
  ['ROUND(A3,2)', row('0'), true],
  ['A4+B4', row('1', '2'), null],
  ['Sheet2!A3', row('1'), null],
])('%s over %j', (formula, over, zero) => {
  expect(givesZero(formula, over)).toBe(zero);
});
