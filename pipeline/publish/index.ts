/** Everything that is published, written into a folder. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishAuditPage } from './audit-page/index.js';
import { publishDataPackage } from './data-package.js';
import { publishMetricsWorkbook } from './metrics-workbook/index.js';
import type { Publication, PublishedFinding } from './publication.js';
import { type PublishedFile, publishTables } from './tables.js';

/**
 * @param filled the township's own workbooks and the report, filled, by their names.
 * @returns what was written, for the record of the run.
 */
export async function publishInto(
  folder: string,
  publication: Publication,
  filled: ReadonlyMap<string, Uint8Array>,
): Promise<PublishedFile[]> {
  const tables = publishTables(publication, folder);
  return [
    ...tables,
    publishDataPackage(publication, tables, folder),
    await publishMetricsWorkbook(publication, join(folder, 'metrics.xlsx')),
    ...publishAuditPage(publication, folder),
    ...[...filled].map(([name, bytes]) => publishBytes(folder, name, bytes)),
  ];
}

function publishBytes(folder: string, path: string, bytes: Uint8Array): PublishedFile {
  writeFileSync(join(folder, path), bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** The publication with findings that came up while it was made. */
export function withFindings(publication: Publication, more: readonly PublishedFinding[]): Publication {
  return {
    ...publication,
    *findings() {
      yield* publication.findings();
      yield* more;
    },
  };
}
