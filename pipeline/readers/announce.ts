/**
 * Tells other readers of the files of the units that come next, so that these are read while the one before is computed
 * and published. It is a guess: what has changed once their turn has come is read anew.
 */
import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { fileVersion } from '../files/stamp.js';
import { forms } from '../forms/index.js';
import type { Unit } from '../inputs/discover.js';
import { readingTerms } from '../inputs/reading-key.js';
import { readSettings } from '../inputs/settings.js';
import type { Store } from '../store/database.js';
import { submissionsOf } from '../store/submissions.js';
import type { AwaitedFile, OtherReaders } from './readers.js';

const enoughFiles = 200;
/** Units that are looked into at most, where little has changed. */
const enoughUnits = 50;
const filesSideBySide = 4;

/**
 * @param units in the order in which they are run.
 * @param program hash of the program.
 * @returns what is to be called before each unit is run, with its place.
 */
export function announce(
  store: Store,
  others: OtherReaders | null,
  units: readonly Unit[],
  program: string,
): (place: number) => Promise<void> {
  let next = 0;
  return async (place) => {
    if (!others) return;
    // What was not taken of a unit that failed is no longer wanted.
    const before = units[place - 1];
    if (before) await others.announce(before.unit, []);
    next = Math.max(next, place);
    if ((await others.atHand()) === 0) return;
    const beyond = Math.min(units.length, place + enoughUnits);
    for (; next < beyond && others.awaited() < enoughFiles; next++) {
      const unit = units[next];
      if (unit) await others.announce(unit.unit, await unread(store, unit, program));
    }
  };
}

/** The files that the database has not read in this version. */
async function unread(store: Store, unit: Unit, program: string): Promise<AwaitedFile[]> {
  // Where its settings cannot be read, its own run says why.
  const settings = await readSettings(unit.path, forms).catch(() => null);
  if (settings === null) return [];
  const { contextOf, readingOf } = readingTerms(unit, settings, program);
  const submitted = submissionsOf.all(store.engine, { unit: unit.unit });
  const known = new Map(submitted.map((row) => [row.file, row]));
  const limit = pLimit(filesSideBySide);
  const looked = unit.periods.flatMap(({ period, submissions }) => {
    const terms = { reading: readingOf(period), context: contextOf(period) };
    return submissions.map(({ file, path, locked }) =>
      limit(async (): Promise<AwaitedFile[]> => {
        const earlier = known.get(file);
        const stamp = await fileVersion(path);
        const isKnown = earlier?.stamp === stamp?.text && earlier?.reading === terms.reading;
        // What cannot be opened, or is open elsewhere, is looked at when its turn has come.
        if (stamp === null || locked || isKnown) return [];
        const bytes = await stat(path).then(
          ({ size }) => size,
          () => 0,
        );
        return [{ source: path, sha256: null, bytes, ...terms }];
      }),
    );
  });
  return (await Promise.all(looked)).flat();
}
