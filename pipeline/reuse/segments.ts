/** What the parts of published files were made from, kept in the database until the next publication. */

import type { PublishedFile } from '../publication/published-file.js';
import type { Store } from '../store/database.js';
import type { SegmentsOf } from './reuse.js';

/** Keeps the segments of a publication in place of those of the one before it in the folder. Call inside a transaction. */
export function keepSegments(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  folder: string,
  files: readonly PublishedFile[],
): void {
  engine.prepare('DELETE FROM published_segments WHERE unit = ? AND folder = ?').run(unit, folder);
  const insert = engine.prepare(
    'INSERT INTO published_segments (unit, folder, path, sha256, segments) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { path, sha256, segments = [] } of files) {
    const listed = segments.map(({ from, at, bytes }) => [from, at, bytes]);
    if (listed.length > 0) insert.run(unit, folder, path, sha256, JSON.stringify(listed));
  }
}

/** The segments of the published files in a folder below outputs/<unit>/. */
export function keptSegments({ engine }: Pick<Store, 'engine'>, unit: string, folder: string): SegmentsOf {
  const select = engine.prepare<string[], { segments: string }>(
    'SELECT segments FROM published_segments WHERE unit = ? AND folder = ? AND path = ? AND sha256 = ?',
  );
  return ({ path, sha256 }) => {
    const listed: [string, number, number][] = JSON.parse(
      select.get(unit, folder, path, sha256)?.segments ?? '[]',
    );
    return listed.map(([from, at, bytes]) => ({ from, at, bytes }));
  };
}
