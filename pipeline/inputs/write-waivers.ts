/** Waivers put into `waivers.csv`, line by line. */
import { join } from 'node:path';
import type { Waiver } from '../findings/waivers.js';
import { waiverColumns } from './settings.js';
import { appendLines } from './settings-edit.js';

/** @param folder the township's, in `inputs/`. @throws UsageError where the file cannot be changed. */
export async function addWaivers(folder: string, waivers: readonly Waiver[]): Promise<void> {
  const lines = waivers.map((waiver) =>
    Object.fromEntries(waiverColumns.map((column) => [column, waiver[column]])),
  );
  await appendLines(join(folder, 'waivers.csv'), waiverColumns, lines);
}
