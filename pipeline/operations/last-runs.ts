/** What came of the last runs of an outputs folder, as a record that people and programs read. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from '../publication/run-record.js';
import type { Holder } from './lock.js';

/** What came of one unit, without personal data. */
export interface UnitOutcome {
  readonly unit: string;
  readonly outcome: 'published' | 'unchanged' | 'sealed' | 'deferred' | 'failed';
  readonly period?: string;
  readonly counts?: Counts;
  /** Why it was not published. */
  readonly reason?: string;
  /** Files left for the next run, with the rule that says why. */
  readonly deferred?: readonly { readonly file: string; readonly rule: string }[];
  /** How many figures of a sealed period would be others. */
  readonly differences?: number;
}

/** What came of a run. */
export interface Outcome {
  readonly run_id: string;
  readonly command: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly exit_code: number;
  readonly units: readonly UnitOutcome[];
  /** Why nothing came of it at all; null: it ran. */
  readonly error: string | null;
  readonly interrupted: Holder | null;
  readonly rebuilt: string | null;
}

/** The last runs of an outputs folder, whatever came of them. */
export interface LastRuns {
  readonly last: Outcome;
  /** The last one that ended without a failure. */
  readonly good: Outcome | null;
  readonly nightly: Outcome | null;
}

export const lastRunsFile = (outputs: string) => join(outputs, '.last-run.json');

export function lastRuns(outputs: string): LastRuns | null {
  if (!statSync(lastRunsFile(outputs), { throwIfNoEntry: false })?.isFile()) return null;
  try {
    return JSON.parse(readFileSync(lastRunsFile(outputs), 'utf8')) as LastRuns;
  } catch (error) {
    // Cut off by a full disk: the next run writes it anew.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
