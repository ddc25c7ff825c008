/** Everything that is published, written into a folder. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pageWriter } from '../audit-page/index.js';
import type { Flushing } from '../files/flush.js';
import { writeFileIn } from '../files/write-file.js';
import { fanOut } from '../publication/fan-out.js';
import type { Publication } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { publishedFile } from '../publication/published-file.js';
import type { Previous } from '../reuse/reuse.js';
import { publishDataPackage } from '../tables/data-package.js';
import { tablesWriter } from '../tables/tables.js';
import { workbookWriter } from '../workbook/index.js';
import { rollUpWorkbookWriter } from '../workbook/rollup/index.js';

/**
 * @param previous the current publication: files that would be made from the same are reused.
 * @param filled the township's own workbooks and the report, filled, by their names.
 * @param flushing gets the files as soon as they are complete.
 * @returns what was written, for the record of the run.
 */
export async function publishInto(
  folder: string,
  publication: Publication,
  previous: Previous,
  filled: ReadonlyMap<string, Uint8Array>,
  flushing: Flushing,
): Promise<PublishedFile[]> {
  const tables = tablesWriter(publication, folder, previous);
  const page = pageWriter(publication, folder, previous);
  const path = join(folder, 'metrics.xlsx');
  const workbook = publication.rollUp
    ? rollUpWorkbookWriter(publication, publication.rollUp, path)
    : workbookWriter(publication, path);
  const begin = (files: readonly PublishedFile[]) => flushing.begin(files.map(({ path }) => path));
  // Others may do something in between: corrections are made at the same time, and the disk takes what is complete.
  const arrivals = [tables, page].map(({ complete = [] }) => arrivalsIn(complete));
  for (const _ of fanOut(publication, [tables, page, workbook])) {
    for (const arrived of arrivals) begin(arrived());
    await setImmediate();
  }
  const csv = tables.finish();
  const description = publishDataPackage(publication, csv, folder);
  const own = [...filled].map(([name, bytes]) => publishBytes(folder, name, bytes));
  const others = [...page.finish(), ...own];
  begin([...csv, description, ...others]);
  return [...csv, description, workbook.finish(), ...others];
}

/** @returns what has come to a growing list since it was asked last. */
function arrivalsIn<T>(list: readonly T[]): () => readonly T[] {
  let seen = 0;
  return () => {
    const arrived = list.slice(seen);
    seen = list.length;
    return arrived;
  };
}

function publishBytes(folder: string, path: string, bytes: Uint8Array): PublishedFile {
  writeFileIn(join(folder, path), bytes);
  return publishedFile(path, bytes);
}
