/** The submitted tables in script files, so that every cell of the evidence can be seen among its neighbours. */
import type { Publication, SubmittedRow, SubmittedTable } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { dataFolder, type PageTable, type SheetChunk } from './data.js';
import { writeScript } from './script-file.js';

/** Rows per file: one is read in no time, and a table does not make thousands of them. */
const chunkRows = 400;
/** A table with more rows is not shown again; its cells are named in the evidence, and `trace` finds them. */
const mostRows = 20_000;

/** Writes the tables. @returns them as the page lists them, and the files. */
export function writeSheets(
  publication: Publication,
  folder: string,
): { tables: PageTable[]; files: PublishedFile[] } {
  const files: PublishedFile[] = [];
  const tables = publication.tables.map((table, number): PageTable => {
    const { file, sha256, sheet, form, header, columns } = table;
    const chunks: number[] = [];
    if (table.lastRow - table.firstRow < mostRows) {
      for (const rows of inChunks(publication.tableRows(table))) {
        const chunk: SheetChunk = { rows };
        const name = `sheets/${number}-${chunks.length}`;
        files.push(writeScript(folder, `${dataFolder}/${name}.js`, name, chunk));
        chunks.push(rows[0]?.row ?? 0);
      }
    }
    return { file, sha256, sheet, form, header, columns, chunks };
  });
  return { tables, files };
}

function* inChunks(rows: Iterable<SubmittedRow>): Generator<SubmittedRow[]> {
  let chunk: SubmittedRow[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length === chunkRows) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** The number of the table in which a row of a form stands; -1 where it is not shown. */
export function tableFinder(
  tables: readonly SubmittedTable[],
): (file: string, sheet: string, form: string, row: number | null) => number {
  const numbers = new Map<string, number[]>();
  for (const [number, { file }] of tables.entries()) {
    const own = numbers.get(file);
    if (own) own.push(number);
    else numbers.set(file, [number]);
  }
  // Rows come sheet by sheet.
  let last = { file: '', sheet: '', form: '', found: [] as readonly number[] };
  return (file, sheet, form, row) => {
    if (last.file !== file || last.sheet !== sheet || last.form !== form) {
      const isAsked = (number: number) => tables[number]?.sheet === sheet && tables[number]?.form === form;
      last = { file, sheet, form, found: (numbers.get(file) ?? []).filter(isAsked) };
    }
    const { found } = last;
    if (row === null) return found[0] ?? -1;
    return (
      found.find((number) => {
        const table = tables[number];
        return table !== undefined && table.firstRow <= row && row <= table.lastRow;
      }) ?? -1
    );
  };
}
