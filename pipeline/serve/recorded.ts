/** The current publication of a place, as its record says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunRecord, readRunRecord } from '../publication/run-record.js';
import { sha256 } from '../text/hash.js';
import type { Place } from './api/place.js';

export interface Recorded {
  /** Where its files are. */
  readonly folder: string;
  readonly run: RunRecord;
  /** sha256 of its run.json. */
  readonly hash: string;
}

/** null: it was never published, or its record is damaged; the next run publishes it anew. */
export function currentRecord(outputs: string, { unit, period }: Place): Recorded | null {
  const folder = join(outputs, unit, period);
  const path = join(folder, 'run.json');
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8');
  const run = readRunRecord(text);
  return run && { folder, run, hash: sha256(text) };
}
