/** Published CSV files, read back. */
import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';

export type PublishedLine = Readonly<Record<string, string>>;

/** The lines of a published CSV by column; none where there is no such file. */
export function readPublished(path: string): PublishedLine[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  return Papa.parse<PublishedLine>(text, { header: true, skipEmptyLines: true }).data;
}
