/** Everything that is published, written into a folder. */
import { join } from 'node:path';
import { publishMetricsWorkbook } from './metrics-workbook/index.js';
import type { Publication } from './publication.js';
import { type PublishedFile, publishTables } from './tables.js';

/** @returns what was written, for the record of the run. */
export async function publishInto(folder: string, publication: Publication): Promise<PublishedFile[]> {
  return [
    ...publishTables(publication, folder),
    await publishMetricsWorkbook(publication, join(folder, 'metrics.xlsx')),
  ];
}
