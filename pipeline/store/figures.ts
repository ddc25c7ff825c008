/** The figures of publications in the database. */

import type { Figure } from '../figure.js';
import type { Store } from './database.js';
import type { CoreTables } from './schema.js';
import { columnsFrom, statement } from './statement.js';
import { storedJson } from './stored-json.js';

const ofPeriod = statement((db, given: { unit: string; period: string }) =>
  db
    .selectFrom('figure')
    .select('published')
    .where('unit', '=', given.unit)
    .where((either) => either.or([either('period', '=', given.period), either('as_of', '=', given.period)]))
    .where('published', 'is not', null)
    .orderBy('as_of')
    .orderBy('place'),
);

const asOfDate = statement((db, given: { unit: string; asOf: string }) =>
  db
    .selectFrom('figure')
    .select('published')
    .where('unit', '=', given.unit)
    .where('as_of', '=', given.asOf)
    .where('published', 'is not', null)
    .orderBy('place'),
);

/** The figures of a unit as of a date. */
export const forgetFigures = statement((db, given: { unit: string; asOf: string }) =>
  db.deleteFrom('figure').where('unit', '=', given.unit).where('as_of', '=', given.asOf),
);

const insert = statement((db, given: CoreTables['figure']) =>
  db.insertInto('figure').values({
    ...columnsFrom(given, 'unit', 'period', 'as_of', 'id', 'grp', 'form', 'kind', 'label', 'unit_name'),
    ...columnsFrom(given, 'value', 'previous', 'change', 'change_pct', 'jump', 'published', 'place'),
  }),
);

/** The figures published for a period, by its folder's name or its date; null: none are. */
export function publishedFigures(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  period: string,
): readonly Figure[] | null {
  return figuresFrom(ofPeriod.all(engine, { unit, period }));
}

/** The figures published as of a date; null: none are. */
export function figuresAsOf(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  asOf: string,
): readonly Figure[] | null {
  return figuresFrom(asOfDate.all(engine, { unit, asOf }));
}

function figuresFrom(rows: readonly { readonly published: string | null }[]): readonly Figure[] | null {
  return rows.length === 0 ? null : rows.map(({ published }) => storedJson<Figure>(published ?? ''));
}

/** What a publication is of. */
export interface FiguresOf {
  readonly unit: string;
  readonly period: string;
  readonly asOf: string;
}

/** What of a figure is a column of its own. */
type FigureColumns = Pick<
  Figure,
  'id' | 'group' | 'kind' | 'label' | 'unit' | 'value' | 'previous' | 'change' | 'changePct'
>;

/** Keeps the figures of a publication in place of those that the unit had as of the date. */
export function keepPublished(store: Pick<Store, 'engine'>, of: FiguresOf, figures: readonly Figure[]): void {
  keepFigures(store, of, figures, (figure) => ({
    form: null,
    jump: null,
    published: JSON.stringify(figure),
  }));
}

/**
 * Keeps figures in place of those that the unit had as of the date.
 * @param more what else is kept of each: `published` is the whole figure as JSON, null while its statuses are not known.
 */
export function keepFigures<F extends FigureColumns>(
  { engine }: Pick<Store, 'engine'>,
  { unit, period, asOf }: FiguresOf,
  figures: readonly F[],
  more: (figure: F) => Pick<CoreTables['figure'], 'form' | 'jump' | 'published'>,
): void {
  forgetFigures.run(engine, { unit, asOf });
  for (const [place, figure] of figures.entries()) {
    const { id, group: grp, kind, label, unit: unit_name, value, previous, change, changePct } = figure;
    insert.run(engine, {
      ...{ unit, period, as_of: asOf, id, grp, kind, label, unit_name },
      ...{ value, previous, change, change_pct: changePct, place, ...more(figure) },
    });
  }
}
