import type { Context } from '../normalise/row.js';
import { hashOf } from '../text/hash.js';
import { periodDate } from './period.js';
import type { Settings } from './settings.js';

export interface ReadingTerms {
  /** What values of a period depend on beside their cells. */
  readonly contextOf: (period: string) => Context;
  /** Hash of everything that a reading of the period depends on beside the file. */
  readonly readingOf: (period: string) => string;
}

/** @param program hash of the program. */
export function readingTerms(unit: string, settings: Settings, program: string): ReadingTerms {
  const { names, aliases, aliasLines } = settings;
  return {
    contextOf: (period) => ({ unitNames: [unit, ...names], asOf: periodDate(period), aliases }),
    readingOf: (period) => hashOf([program, names, [...aliasLines], period]),
  };
}
