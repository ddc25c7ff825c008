/** The figures of publications, as they stand in the database. */
import type { Figure } from '../indicators/figure.js';
import type { Store } from './database.js';

/** The figures published for a period, by its folder's name or its date; null: none are. */
export function publishedFigures(
  { sqlite }: Pick<Store, 'sqlite'>,
  unit: string,
  period: string,
): readonly Figure[] | null {
  const found = sqlite
    .prepare<[object], { published: string }>(
      `SELECT published FROM figure WHERE unit = :unit AND (period = :period OR as_of = :period)
        AND published IS NOT NULL ORDER BY as_of, rowid`,
    )
    .all({ unit, period });
  return found.length === 0 ? null : found.map(({ published }): Figure => JSON.parse(published));
}
