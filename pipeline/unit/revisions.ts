/** What every run brings up to date in a published folder: revisions.csv, and history.js that shows them. */

import { publishHistory } from '../audit-page/history-file.js';
import type { Figure } from '../figure.js';
import { forms } from '../forms/index.js';
import { movedSince } from '../history/moved.js';
import { type Makings, revisedComparison, revisedPeriods, revisedSinceSeal } from '../history/revisions.js';
import { readSeries } from '../history/series.js';
import { vintagesOf } from '../history/vintages.js';
import { yearEarlier } from '../indicators/sides.js';
import type { Moved } from '../publication/moved.js';
import type { Revision } from '../publication/revision.js';
import type { RunRecord } from '../publication/run-record.js';
import type { Seal } from '../publication/seal.js';
import type { SealDifference } from '../publication/seal-comparison.js';
import { signedOff } from '../publication/signatures.js';
import { lastPublication } from '../publish/record.js';
import { formHashes } from '../store/form-tables.js';
import { storedJson } from '../store/stored-json.js';
import { readRevisions, writeRevisions } from '../tables/revisions.js';
import type { Fingerprint } from './fingerprint.js';
import type { UnitJob } from './job.js';

/** What a run finds in the history of a publication. */
export interface Revisited {
  readonly revisions: readonly Revision[];
  /** What moved since the publication before. */
  readonly moved: readonly Moved[];
}

/**
 * Writes what has been revised of the comparison and of earlier periods into a folder, and what has moved.
 * @param folder of the publication, or where it is built; it holds series.csv and the evidence.
 */
export function updateRevisions(
  job: UnitJob,
  fingerprint: Fingerprint,
  figures: readonly Figure[],
  folder: string,
): Revisited {
  const { store, options, unit, folder: name, place } = job;
  const makings = makingsOf(job, fingerprint, figures);
  const earlier = readRevisions(place);
  const revisions = [
    ...revisedComparison(store, makings, earlier),
    ...revisedPeriods(store, makings, readSeries(folder), earlier),
  ];
  // While it is built aside, the publication before it is still in its place.
  const before = vintagesOf(options.outputs, unit.unit, name).at(folder === place ? -2 : -1);
  const moved = movedSince(store, makings, before, folder);
  return { revisions: write(job, folder, revisions, fingerprint.seal, moved), moved };
}

/** Writes what a sealed publication would be otherwise into its folder, of which all else stays as it is. */
export function updateSealedRevisions(
  job: UnitJob,
  fingerprint: Fingerprint,
  figures: readonly Figure[],
  differences: readonly SealDifference[],
): readonly Revision[] {
  const { store, unit, folder, place } = job;
  const makings = makingsOf(job, fingerprint, figures);
  const last = lastPublication(store, unit.unit, folder);
  const sealed = last ? storedJson<RunRecord>(last.run_json) : null;
  const revisions = revisedSinceSeal(store, makings, sealed, differences, readRevisions(place));
  return write(job, place, revisions, fingerprint.seal);
}

function write(
  { store, unit, folder: name }: UnitJob,
  folder: string,
  revisions: readonly Revision[],
  seal: Seal | undefined,
  moved: readonly Moved[] = [],
): readonly Revision[] {
  writeRevisions(folder, revisions);
  publishHistory(store, unit.unit, name, folder, {
    revisions,
    moved,
    sealed: seal ? signedOff(seal, true) : '',
  });
  return revisions;
}

function makingsOf(job: UnitJob, fingerprint: Fingerprint, figures: readonly Figure[]): Makings {
  const { unit, folder, period, asOf, options, definitions } = job;
  const byId = new Map(definitions.indicators.map((indicator) => [indicator.id, indicator]));
  return {
    unit: unit.unit,
    sources: fingerprint.units?.map((one) => ({ unit: one.unit, below: `${one.unit}/` })) ?? [
      { unit: unit.unit, below: '' },
    ],
    folder,
    period,
    asOf,
    previousAsOf: yearEarlier(asOf),
    figures,
    definitionOf(id) {
      const own = byId.get(id);
      const parts = own?.parts ? [own.parts.numerator, own.parts.denominator] : [];
      const all = [own, ...parts.map((part) => byId.get(part))].filter((one) => one !== undefined);
      return { files: all.map(({ file }) => `indicators/${file}`), forms: all.map(({ form }) => form) };
    },
    definitions: fingerprint.definitions,
    settings: fingerprint.settings,
    forms: formHashes(forms),
    today: options.today,
  };
}
