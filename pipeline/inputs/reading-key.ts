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
  { unit, neighbours }: Pick<Unit, 'unit' | 'neighbours'>,
  settings: Settings,
  program: string,
): ReadingTerms {
  const { names, aliases, answers, readingLines } = settings;
  const otherUnits = otherTownships(neighbours);
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

/** Folders of other townships, and not of the county above, which our own sheets may name. */
export function otherTownships(folders: readonly string[]): readonly string[] {
  return folders.filter((name) => !/(?:省|自治区|市|州|盟|县|旗|区)$/.test(name));
}
