/**
 * metrics.xlsx: the filled metrics workbook. Its rows are written as XML into the parts of the package, which are
 * compressed as they come. Measured on 195,000 cells, compression included: exceljs' document takes 1.2 s of computing
 * and 320 MB, its stream writer 0.9 s, and it asks for the columns' widths before the first row; this takes 0.5 s.
 */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stylesPart, workbookParts } from '../office/new-workbook.js';
import { joinParts, packText } from '../office/package.js';
import { fanOutTo, type Writer } from '../publication/fan-out.js';
import type { Publication } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { publishedFile } from '../publication/published-file.js';
import { writeChecks, writeFindings, writeSubmissions } from './lists.js';
import { matricesOf, writeMatrix } from './matrix.js';
import type { Book } from './model.js';
import { addMovement, type Movements, mostMovements, writeMovements } from './movements.js';
import { writeDefinitions, writeNotes } from './notes.js';
import { writeReasons } from './reasons.js';
import { startBook } from './sheet.js';
import { endPart } from './sheet-part.js';
import { type SourcesSheet, startSources } from './sources.js';
import { workbookTitle, writeSummary } from './summary.js';
import { writeTrends } from './trends.js';

/** Writes the workbook to `path`; the same publication gives the same bytes. */
export function publishMetricsWorkbook(publication: Publication, path: string): PublishedFile {
  return fanOutTo(publication, workbookWriter(publication, path));
}

/**
 * The workbook, written as rows come.
 * @param most rows that are listed per figure.
 */
export function workbookWriter(
  publication: Publication,
  path: string,
  most = mostMovements,
): Writer<PublishedFile> {
  const book = startBook(publication);
  const movements: Movements = new Map();
  let sources: SourcesSheet | null = null;
  const startedSources = () => {
    sources ??= startSources(book, most);
    return sources;
  };
  const matrices = matricesOf(publication);
  writeSummary(book, matrices);
  for (const matrix of matrices) writeMatrix(book, matrix);
  writeTrends(book);
  writeReasons(book);
  return {
    firstRows: most,
    changes: () => ({
      row: (change) => addMovement(movements, change, most),
      end() {
        writeMovements(book, movements);
        movements.clear();
        writeSubmissions(book);
        writeChecks(book);
        writeFindings(book);
        writeNotes(book, matrices);
        writeDefinitions(book);
      },
    }),
    evidence: (of) => startedSources().evidence(of),
    finish() {
      startedSources().finish();
      return saveBook(book, path);
    },
  };
}

/** Writes a book, all of whose sheets are finished. */
export function saveBook(book: Book, path: string): PublishedFile {
  const { sheets, styles, strings, publication } = book;
  const parts = workbookParts({
    sheets: sheets.map(({ name, headerRow, charts, pagesAcross, frozen }) => ({
      name,
      titleRow: headerRow,
      titleColumns: pagesAcross > 1 ? frozen : 0,
      charts,
    })),
    strings: true,
    title: workbookTitle(publication),
    creator: publication.township.name,
    date: publication.asOf,
  });
  const texts = [...parts, [stylesPart, styles.xml()] as const];
  const packed = texts.map(([name, xml]) => packText(name, xml));
  const bytes = joinParts([...sheets.map(endPart), strings.part(), ...packed]);
  writeFileSync(path, bytes);
  return publishedFile(basename(path), bytes);
}
