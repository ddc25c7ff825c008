/** Which units a roll-up was added up from that have been published anew since. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLine } from '../program/program.js';
import type { RunRecord } from '../publication/run-record.js';
import { sha256 } from '../text/hash.js';

/** The units whose publication is another than the one in the sum; none for a unit without others below it. */
export function outdatedUnits(outputs: string, { units = [] }: Pick<RunRecord, 'units'>): string[] {
  return units.flatMap(({ unit, folder, run }) => {
    if (folder === null) return [];
    const path = join(outputs, folder, 'run.json');
    return existsSync(path) && sha256(readFileSync(path, 'utf8')) !== run ? [unit] : [];
  });
}

/** The command that adds a unit up anew. */
export function renewal(unit: string): string {
  return `${runLine} -- --unit ${unit}`;
}
