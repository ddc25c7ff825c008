/** The figures that moved since the publication before, with files, rows and reason. */
import { join } from 'node:path';
import type { Moved, MovedRow } from '../publication/moved.js';
import type { Store } from '../store/database.js';
import { changedRows, type RowDifference } from './difference.js';
import { readPublished } from './read.js';
import { type Makings, revisedSinceRun } from './revisions.js';
import type { Vintage } from './vintages.js';

/** Figures that are listed, and rows of each; `diff` has all of them. */
const mostFigures = 50;
const mostRows = 5;

/**
 * @param before the publication before; undefined: there is none.
 * @param folder of this publication.
 */
export function movedSince(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  before: Pick<Vintage, 'folder' | 'run'> | undefined,
  folder: string,
): Moved[] {
  if (!before) return [];
  return revisedSinceRun(store, makings, before.run)
    .slice(0, mostFigures)
    .map((revision) => {
      const { id, group } = revision;
      const [then, now] = [before.folder, folder].map((of) =>
        readPublished(join(of, 'evidence', `${id}.csv`)).filter(
          (line) => line.side === 'current' && line.group === group,
        ),
      );
      const rows = changedRows(then ?? [], now ?? []);
      return {
        ...revision,
        rows: rows.slice(0, mostRows).map(rowOf),
        moreRows: Math.max(0, rows.length - mostRows),
      };
    });
}

function rowOf({ what, before, after }: RowDifference): MovedRow {
  const { file = '', sheet = '', row = '', label = '', key = '' } = after ?? before ?? {};
  return { what, file, sheet, row, label: label || key, was: before?.value ?? '', value: after?.value ?? '' };
}
