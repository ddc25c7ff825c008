/** What stands in the outputs, held against its record. */
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

/** How the last publication of a folder stands. */
export interface CurrentState {
  /** Whether it stands in its place as it was written; asked for where it matters, since every file is looked at. */
  isWhole(): boolean;
  /** Whether it does, and rests on the same as what would be published now. */
  readonly stands: boolean;
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
  const whole = () => last !== undefined && isWhole(place, last.run_json);
  return { isWhole: whole, stands: last?.basis === basis && whole() };
}

function isWhole(place: string, recorded: string): boolean {
  const path = join(place, 'run.json');
  return (
    existsSync(path) &&
    readFileSync(path, 'utf8') === recorded &&
    lostFiles(place, JSON.parse(recorded) as RunRecord).length === 0
  );
}
