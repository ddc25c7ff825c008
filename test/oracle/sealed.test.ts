/** A base that was signed off, and forms that nobody sent: the recomputation gives what the golden story publishes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compareFigures } from './compare.js';
import { recompute } from './recompute.js';

it('a sealed year', () => {
  const figures = readFileSync('test/cases/sealed-year/expected/高台镇/2021-11-30/figures.csv', 'utf8');
  const recomputed = recompute('test/cases/sealed-year/inputs', '高台镇', '2021-11-30');
  // Sealed as 1.5, though the files of that year add up to 2.3.
  expect(recomputed.get('roads.built.length')?.previous).toBe('1.5');
  expect(compareFigures(figures, recomputed)).toEqual([]);
});
