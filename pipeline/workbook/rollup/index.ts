/** metrics.xlsx of a roll-up: its units as rows and figures as columns, who reported, and its own figures. */

import type { Writer } from '../../publication/fan-out.js';
import type { Publication, RollUp } from '../../publication/publication.js';
import type { PublishedFile } from '../../publication/published-file.js';
import { saveBook } from '../index.js';
import { writeChecks, writeFindings } from '../lists.js';
import { matricesOf, writeMatrix } from '../matrix.js';
import { writeDefinitions } from '../notes.js';
import { startBook } from '../sheet.js';
import { writeSummary } from '../summary.js';
import { writeTrends } from '../trends.js';
import { writeCoverage } from './coverage.js';
import { writeUnits } from './units.js';

/** The workbook; of changes and evidence, which the units' own workbooks list, it takes none. */
export function rollUpWorkbookWriter(
  publication: Publication,
  rollUp: RollUp,
  path: string,
): Writer<PublishedFile> {
  return {
    changes: () => ({}),
    evidence: () => ({}),
    finish() {
      const book = startBook(publication);
      writeUnits(book, rollUp);
      writeCoverage(book, rollUp);
      const matrices = matricesOf(publication);
      writeSummary(book, matrices);
      for (const matrix of matrices) writeMatrix(book, matrix);
      writeTrends(book);
      writeChecks(book);
      writeFindings(book);
      writeDefinitions(book);
      return saveBook(book, path);
    },
  };
}
