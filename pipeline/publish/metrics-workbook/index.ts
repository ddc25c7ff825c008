/** metrics.xlsx: the filled metrics workbook. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { canonicalPackage, readPackage } from '../package.js';
import type { Publication } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { addLinks } from './links.js';
import { writeChecks, writeFindings, writeSubmissions } from './lists.js';
import { writeMovements } from './movements.js';
import { writeDefinitions, writeNotes } from './notes.js';
import { startBook } from './sheet.js';
import { writeSources } from './sources.js';
import { writeSummary } from './summary.js';

/** Writes the workbook to `path`; the same publication gives the same bytes. */
export async function publishMetricsWorkbook(publication: Publication, path: string): Promise<PublishedFile> {
  const book = startBook(publication);
  writeSummary(book);
  writeMovements(book);
  writeSubmissions(book);
  writeChecks(book);
  writeFindings(book);
  writeNotes(book);
  writeDefinitions(book);
  writeSources(book);
  // exceljs leaves the package uncompressed: it is compressed once, by the one writer.
  const written = await book.workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  const parts = readPackage(new Uint8Array(written));
  addLinks(book, parts);
  const bytes = canonicalPackage(parts, { date: publication.asOf });
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: basename(path), sha256, bytes: bytes.length };
}
