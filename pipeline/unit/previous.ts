/** The publication that stands before a run makes the next one. */
import { correctionsFolder } from '../corrections/names.js';
import type { PublishedFile } from '../publication/published-file.js';
import { lastFiles } from '../publish/record.js';
import { prepareAside } from '../publish/swap.js';
import { type RecordedFile, type VerifiedFile, verifyFiles } from '../reuse/checksums.js';
import type { SegmentsOf } from '../reuse/reuse.js';
import { keptSegments } from '../reuse/segments.js';
import type { Fingerprint } from './fingerprint.js';
import type { UnitJob } from './job.js';

/** What stands in the place of a publication. */
export interface PreviousFiles {
  /** Where the next one is built. */
  readonly aside: string;
  /** As they were recorded. */
  readonly files: readonly PublishedFile[];
  readonly stretchesOf: SegmentsOf;
  /** Those that hold what was recorded, as far as anybody has looked. */
  readonly honest: ReadonlyMap<string, VerifiedFile>;
}

export async function lookAtPrevious(
  { store, options, unit, folder, place }: UnitJob,
  { units }: Fingerprint,
): Promise<PreviousFiles> {
  const aside = prepareAside(options.outputs, unit.unit, folder);
  const files = lastFiles(store, unit.unit, folder);
  const stretchesOf = keptSegments(store, unit.unit, folder);
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
    honest: await verifyFiles({ folder: place, next: aside, files: asked }),
  };
}
