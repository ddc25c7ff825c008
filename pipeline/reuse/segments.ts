/** What the parts of published files were made from, kept in the database until the next publication. */

import type { PublishedFile } from '../publication/published-file.js';
import type { Store } from '../store/database.js';
import type { SegmentsOf } from './reuse.js';

/** Keeps the stretches of a publication in place of those of the one before it in the folder. Call inside a transaction. */
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
  for (const { path, sha256, stretches = [] } of files) {
    const told = stretches.map(({ from, at, bytes }) => [from, at, bytes]);
    if (told.length > 0) insert.run(unit, folder, path, sha256, JSON.stringify(told));
  }
}

/** The stretches of the files that stand published in a folder below outputs/<unit>/. */
export function keptSegments({ engine }: Pick<Store, 'engine'>, unit: string, folder: string): SegmentsOf {
  const select = engine.prepare<string[], { segments: string }>(
    'SELECT segments FROM published_segments WHERE unit = ? AND folder = ? AND path = ? AND sha256 = ?',
  );
  return ({ path, sha256 }) => {
    const told: [string, number, number][] = JSON.parse(
      select.get(unit, folder, path, sha256)?.segments ?? '[]',
    );
    return told.map(([from, at, bytes]) => ({ from, at, bytes }));
  };
}
