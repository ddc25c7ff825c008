/** What the parts of published files were made from, kept in the database until the next publication. */

import type { PublishedFile } from '../publication/published-file.js';
import type { Store } from '../store/database.js';
import type { CoreTables } from '../store/schema.js';
import { columnsFrom, statement } from '../store/statement.js';
import { storedJson } from '../store/stored-json.js';
import type { SegmentsOf } from './reuse.js';

type Segments = CoreTables['published_segments'];

const forgetSegments = statement((db, given: Pick<Segments, 'unit' | 'folder'>) =>
  db.deleteFrom('published_segments').where('unit', '=', given.unit).where('folder', '=', given.folder),
);

const addSegments = statement((db, given: Segments) =>
  db
    .insertInto('published_segments')
    .values(columnsFrom(given, 'unit', 'folder', 'path', 'sha256', 'segments')),
);

const segmentsOfFile = statement((db, given: Omit<Segments, 'segments'>) =>
  db
    .selectFrom('published_segments')
    .select('segments')
    .where('unit', '=', given.unit)
    .where('folder', '=', given.folder)
    .where('path', '=', given.path)
    .where('sha256', '=', given.sha256),
);

/** Keeps the segments of a publication in place of those of the one before it in the folder. Call inside a transaction. */
export function keepSegments(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  folder: string,
  files: readonly PublishedFile[],
): void {
  forgetSegments.run(engine, { unit, folder });
  for (const { path, sha256, segments = [] } of files) {
    const listed = segments.map(({ from, at, bytes }) => [from, at, bytes]);
    if (listed.length > 0)
      addSegments.run(engine, { unit, folder, path, sha256, segments: JSON.stringify(listed) });
  }
}

/** The segments of the published files in a folder below outputs/<unit>/. */
export function keptSegments({ engine }: Pick<Store, 'engine'>, unit: string, folder: string): SegmentsOf {
  return ({ path, sha256 }) => {
    const kept = segmentsOfFile.get(engine, { unit, folder, path, sha256 });
    const listed = storedJson<[string, number, number][]>(kept?.segments ?? '[]');
    return listed.map(([from, at, bytes]) => ({ from, at, bytes }));
  };
}
