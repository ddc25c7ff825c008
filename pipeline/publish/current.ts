/** The current publication of a folder, compared with its record. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../publication/run-record.js';
import type { Store } from '../store/database.js';
import { lastPublication } from './record.js';

/** Files of a publication that are gone from its folder, or are no longer of the size that was written. */
export function lostFiles(folder: string, { files }: Pick<RunRecord, 'files'>): string[] {
  return files
    .filter(({ path, bytes }) => statSync(join(folder, path), { throwIfNoEntry: false })?.size !== bytes)
    .map(({ path }) => path);
}

/** The state of the last publication of a folder. */
export interface CurrentState {
  /** Whether it is in its place as it was written; a function, since it looks at every file. */
  isIntact(): boolean;
  /** Whether it is, and rests on the same as what would be published now. */
  readonly isCurrent: boolean;
}

/** @param basis hash of everything that a publication would be a function of now. */
export function currentState(
  store: Store,
  unit: string,
  folder: string,
  place: string,
  basis: string,
): CurrentState {
  const last = lastPublication(store, unit, folder);
  const intact = () => last !== undefined && isIntact(place, last.run_json);
  return { isIntact: intact, isCurrent: last?.basis === basis && intact() };
}

function isIntact(place: string, recorded: string): boolean {
  const path = join(place, 'run.json');
  return (
    existsSync(path) &&
    readFileSync(path, 'utf8') === recorded &&
    lostFiles(place, JSON.parse(recorded) as RunRecord).length === 0
  );
}
