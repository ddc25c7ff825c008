/** The publication that stands before a run makes the next one. */
import { correctionsFolder } from '../corrections/names.js';
import type { PublishedFile } from '../publication/published-file.js';
import { lastFiles } from '../publish/record.js';
import { prepareAside } from '../publish/swap.js';
import { type Honest, honestFiles, type RecordedFile } from '../reuse/checksums.js';
import type { StretchesOf } from '../reuse/reuse.js';
import { keptStretches } from '../reuse/segments.js';
import type { Ground } from './fingerprint.js';
import type { Job } from './job.js';

/** What stands in the place of a publication. */
export interface Stood {
  /** Where the next one is built. */
  readonly aside: string;
  /** As they were recorded. */
  readonly files: readonly PublishedFile[];
  readonly stretchesOf: StretchesOf;
  /** Those that hold what was recorded, as far as anybody has looked. */
  readonly honest: ReadonlyMap<string, Honest>;
}

export async function lookAtStanding(
  { store, options, unit, folder, place }: Job,
  { units }: Ground,
): Promise<Stood> {
  const aside = prepareAside(options.outputs, unit.unit, folder);
  const files = lastFiles(store, unit.unit, folder);
  const stretchesOf = keptStretches(store, unit.unit, folder);
  const useOf = (file: PublishedFile): RecordedFile['use'] => {
    if (stretchesOf(file).length > 0) return 'bytes';
    // The units of a roll-up send their own files back to their departments.
    return !units && file.path.startsWith(`${correctionsFolder}/`) ? 'copy' : null;
  };
  // The others are made anew whatever they hold.
  const asked = files.filter(({ from }) => from !== undefined).map((file) => ({ ...file, use: useOf(file) }));
  return {
    aside,
    files,
    stretchesOf,
    honest: await honestFiles({ folder: place, next: aside, files: asked }),
  };
}
