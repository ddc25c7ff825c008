/** The series of a roll-up: for every date that one of its units has, what all of them come to. */
import type { Figure } from '../figure.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import { seriesOf, seriesPeriod } from '../publication/series.js';
import type { SeriesLine } from '../publication/series-line.js';
import type { Store } from '../store/database.js';
import { evaluationsOf } from '../store/evaluations.js';
import { compareText } from '../text/fold.js';
import { findCountedTwice } from './counted-twice.js';
import { byIndicator, type Leaf, missingFigure, rollUpFigures } from './figures.js';
import type { RollUpUnit } from './members.js';

/**
 * @param members in the order of units.csv.
 * @param figures those of the roll-up as of its date.
 */
export function rollUpSeries(
  store: Pick<Store, 'engine'>,
  indicators: readonly Indicator[],
  members: readonly RollUpUnit[],
  asOf: string,
  figures: readonly Figure[],
  departmentOf: (indicator: Indicator) => string,
): SeriesLine[] {
  const units = members.map(({ unit }) => unit);
  const dates = new Set(members.flatMap(({ series }) => series.map(({ period }) => period)));
  const earlier = [...dates].filter((date) => date < asOf).sort(compareText);
  const periods = earlier.map((date) => {
    const evaluations = new Map(units.map((unit) => [unit, evaluationsOf(store, unit, date)]));
    const { counted } = findCountedTwice(store, units, evaluations, indicators, forms);
    const leaves = members.map((member) => leafAt(member, indicators, date));
    return seriesPeriod(date, rollUpFigures(leaves, indicators, counted, departmentOf), undefined);
  });
  return seriesOf(indicators, [...periods, seriesPeriod(asOf, figures, undefined)]);
}

/** A unit with what its series says of a date; nothing where the unit has no such period. */
function leafAt({ unit, series, figures }: RollUpUnit, indicators: readonly Indicator[], date: string): Leaf {
  const lines = series.filter(({ period, basis }) => period === date && basis !== 'since_previous');
  const known = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  const dated = lines.flatMap(({ id, group, unit: unitName, value, status }): Figure[] => {
    const indicator = known.get(id);
    if (!indicator) return [];
    const department = figures.get(id)?.[0]?.department ?? departmentNamed(indicator);
    return [{ ...missingFigure(indicator, department), group, unit: unitName, value, status }];
  });
  return { unit, figures: byIndicator(dated) };
}

function departmentNamed({ form }: Indicator): string {
  return forms.find(({ id }) => id === form)?.departments[0] ?? '';
}
