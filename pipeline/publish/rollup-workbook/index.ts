/** metrics.xlsx of a roll-up: its units as rows and figures as columns, who reported, and its own figures. */
import type { Writer } from '../hand-out.js';
import { saveBook } from '../metrics-workbook/index.js';
import { writeChecks, writeFindings } from '../metrics-workbook/lists.js';
import { writeDefinitions } from '../metrics-workbook/notes.js';
import { startBook } from '../metrics-workbook/sheet.js';
import { writeSummary } from '../metrics-workbook/summary.js';
import type { Packer } from '../packer.js';
import type { Publication, RollUp } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { writeCoverage } from './coverage.js';
import { writeUnits } from './units.js';

/** The workbook; of changes and evidence, which the units' own workbooks list, it takes none. */
export function rollUpWorkbookWriter(
  publication: Publication,
  rollUp: RollUp,
  path: string,
  packer: Packer,
): Writer<Promise<PublishedFile>> {
  return {
    changes: () => ({}),
    evidence: () => ({}),
    finish() {
      const book = startBook(publication, packer);
      writeUnits(book, rollUp);
      writeCoverage(book, rollUp);
      writeSummary(book);
      writeChecks(book);
      writeFindings(book);
      writeDefinitions(book);
      return saveBook(book, path);
    },
  };
}
