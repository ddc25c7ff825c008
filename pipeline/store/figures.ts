/** The figures of publications, as they stand in the database. */
import type { Figure } from '../figure.js';
import type { Store } from './database.js';

/** The figures published for a period, by its folder's name or its date; null: none are. */
export function publishedFigures(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  period: string,
): readonly Figure[] | null {
  const found = engine
    .prepare<[object], { published: string }>(
      `SELECT published FROM figure WHERE unit = :unit AND (period = :period OR as_of = :period)
        AND published IS NOT NULL ORDER BY as_of, place`,
    )
    .all({ unit, period });
  return found.length === 0 ? null : found.map(({ published }): Figure => JSON.parse(published));
}

/** The figures published as of a date; null: none are. */
export function figuresAsOf(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  asOf: string,
): readonly Figure[] | null {
  const found = engine
    .prepare<[string, string], { published: string }>(
      'SELECT published FROM figure WHERE unit = ? AND as_of = ? AND published IS NOT NULL ORDER BY place',
    )
    .all(unit, asOf);
  return found.length === 0 ? null : found.map(({ published }): Figure => JSON.parse(published));
}

/** Keeps the figures of a publication in place of those that the unit had as of the date. */
export function keepPublished(
  { engine }: Pick<Store, 'engine'>,
  { unit, period, asOf }: { readonly unit: string; readonly period: string; readonly asOf: string },
  figures: readonly Figure[],
): void {
  engine.prepare('DELETE FROM figure WHERE unit = ? AND as_of = ?').run(unit, asOf);
  const insert = engine.prepare(
    `INSERT INTO figure
      (unit, period, as_of, id, grp, kind, label, unit_name, value, previous, change, change_pct, published, place)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [place, figure] of figures.entries()) {
    const { id, group, kind, label, unit: unitName, value, previous, change, changePct } = figure;
    const said = [id, group, kind, label, unitName, value, previous, change, changePct];
    insert.run(unit, period, asOf, ...said, JSON.stringify(figure), place);
  }
}
