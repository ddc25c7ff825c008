/** The submitted tables in script files, so that every cell of the evidence can be seen among its neighbours. */
import { maskText } from '../findings/mask.js';
import type { Publication, SubmittedRow, SubmittedTable } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import type { Previous } from '../reuse/reuse.js';
import { dataFolder, type PageTable, type SheetChunk } from './data.js';
import { writeScript } from './script-file.js';

/** Rows per file, by their numbers: one is read in no time, and a table does not make thousands of them. */
const chunkRows = 400;
/** A table with more rows is not shown again; its cells are named in the evidence, and `trace` finds them. */
const mostRows = 20_000;

/** Writes the tables, or reuses their files. @returns them as the page lists them, and the files. */
export function writeSheets(
  publication: Publication,
  folder: string,
  previous: Previous,
): { tables: PageTable[]; files: PublishedFile[] } {
  const files: PublishedFile[] = [];
  const tables = publication.tables.map((table, number): PageTable => {
    const { file, sha256, sheet, form, header, columns, basis } = table;
    const chunks = chunksOf(table);
    const names = chunks.map((_, chunk) => `sheets/${number}-${chunk}`);
    const made = names.map((name) => basis && previous.from([name, basis]));
    const path = (name: string) => `${dataFolder}/${name}.js`;
    const taken = names.flatMap((name, at) => {
      const from = made[at];
      return (from && previous.reuse(from, folder, path(name), 'linked')) || [];
    });
    if (taken.length === names.length) files.push(...taken);
    else {
      const rows = inChunks(publication.tableRows(table), chunks);
      for (const [at, name] of names.entries()) {
        const chunk: SheetChunk = { rows: rows[at] ?? [] };
        const file = writeScript(folder, path(name), name, chunk);
        const from = made[at];
        files.push(from ? { ...file, from } : file);
      }
    }
    return { file: maskText(file), sha256, sheet: maskText(sheet), form, header, columns, chunks };
  });
  return { tables, files };
}

/** The number that the first row of each chunk has, or would have. */
function chunksOf({ firstRow, lastRow }: SubmittedTable): number[] {
  if (lastRow === 0 || lastRow - firstRow >= mostRows) return [];
  return Array.from(
    { length: Math.ceil((lastRow - firstRow + 1) / chunkRows) },
    (_, at) => firstRow + at * chunkRows,
  );
}

function inChunks(rows: Iterable<SubmittedRow>, [first = 0, ...more]: readonly number[]): SubmittedRow[][] {
  const chunks: SubmittedRow[][] = [[], ...more.map((): SubmittedRow[] => [])];
  for (const row of rows) chunks[Math.floor((row.row - first) / chunkRows)]?.push(row);
  return chunks;
}

/** The number of the table that holds a row of a form; -1 where it is not shown. */
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
