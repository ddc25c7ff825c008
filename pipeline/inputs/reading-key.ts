import type { Context } from '../normalise/row.js';
import { hashOf } from '../text/hash.js';
import type { Unit } from './discover.js';
import { periodDate } from './period.js';
import type { Settings } from './settings.js';

export interface ReadingTerms {
  /** What values of a period depend on beside their cells. */
  readonly contextOf: (period: string) => Context;
  /** Hash of everything that a reading of the period depends on beside the file. */
  readonly readingOf: (period: string) => string;
}

/** @param program hash of the program. */
export function readingTerms(
  { unit, townships }: Pick<Unit, 'unit' | 'townships'>,
  settings: Settings,
  program: string,
): ReadingTerms {
  const { names, aliases, answers, readingLines } = settings;
  const otherUnits = townships.filter((name) => name !== unit);
  return {
    contextOf: (period) => ({
      unitNames: [unit, ...names],
      otherUnits,
      asOf: periodDate(period),
      aliases,
      answers,
    }),
    readingOf: (period) => hashOf([program, names, otherUnits, readingLines, period]),
  };
}
