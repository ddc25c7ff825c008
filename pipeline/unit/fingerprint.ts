/** What a unit's publication rests on beside its submissions. */

import { fileVersion } from '../files/stamp.js';
import { finding } from '../findings/finding.js';
import type { Unit } from '../inputs/discover.js';
import { settingsFiles } from '../inputs/settings-files.js';
import type { ArchivedFile, RolledUpUnit } from '../publication/run-record.js';
import { readSeals, type Seal, sealFile } from '../publication/seal.js';
import { archiveFiles, archiveText } from '../publish/archive-settings.js';
import { type CurrentState, currentState } from '../publish/current.js';
import { fingerprintHash } from '../publish/record.js';
import type { Deferred } from './ingest.js';
import type { UnitJob } from './job.js';

/** What a publication rests on beside the rows, all of it archived. */
export interface Fingerprint extends CurrentState {
  readonly definitions: readonly ArchivedFile[];
  readonly settings: readonly ArchivedFile[];
  readonly townships?: ArchivedFile;
  /** The seal of the folder itself. */
  readonly seal: Seal | undefined;
  /** Those of earlier dates: the year before is compared with its own, and series hold what was sealed. */
  readonly seals: readonly Seal[];
  /** Hash of everything that the publication is a function of. */
  readonly basis: string;
  /** Of a roll-up, the publications that it adds up. */
  readonly units?: readonly RolledUpUnit[];
}

/** The fingerprint of a publication, once the files have been ingested. @throws UsageError where a seal cannot be read. */
export async function fingerprintOf(job: UnitJob): Promise<Fingerprint> {
  const { store, options, definitions, unit, settings, period, asOf, folder, place, archive } = job;
  const seals = readSeals(unit.path);
  const earlier = seals.filter((other) => other.as_of < asOf);
  const sealed = new Set(earlier.map((other) => sealFile(other.folder)));
  const own = settingsFiles(unit.path).filter(({ file }) => !file.startsWith('seals/') || sealed.has(file));
  const kept = await archiveFiles(archive, own);
  const basis = fingerprintHash(store, unit, period, asOf, settings, kept, definitions.program, options);
  return {
    definitions: await archiveFiles(archive, definitions.files),
    settings: kept,
    ...(await archiveTownships(archive, unit)),
    seal: seals.find((one) => one.folder === folder),
    seals: earlier,
    basis,
    ...(await currentState(store, unit.unit, folder, place, basis)),
  };
}

/** Names of other townships make a sheet one of theirs: they are part of how a file is read. */
export async function archiveTownships(
  archive: string,
  { townships }: Pick<Unit, 'townships'>,
): Promise<Pick<Fingerprint, 'townships'>> {
  if (townships.length < 2) return {};
  return { townships: await archiveText(archive, 'townships.txt', `${townships.join('\n')}\n`) };
}

/** @returns gives, when called later, the settings that have changed since: what was read and what is archived must agree. */
export async function watchSettings(unitFolder: string): Promise<() => Promise<Deferred[]>> {
  const textOf = async (path: string) => (await fileVersion(path))?.text;
  const before = await Promise.all(
    settingsFiles(unitFolder).map(async (own) => ({ ...own, stamp: await textOf(own.path) })),
  );
  return async () => {
    const moved: Deferred[] = [];
    for (const { file, path, stamp } of before) {
      if ((await textOf(path)) !== stamp) moved.push({ file, finding: finding('file.in_motion', 'error') });
    }
    return moved;
  };
}
