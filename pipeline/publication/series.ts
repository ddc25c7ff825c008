/** Series: what every period up to a date says of each figure (DESIGN, Published files: series.csv). */
import type { Figure } from '../figure.js';
import type { Indicator } from '../indicators/catalogue.js';
import { worst } from '../indicators/compute.js';
import { subtractText } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import type { Seal } from './seal.js';
import type { SeriesLine } from './series-line.js';

type Observation = Pick<Figure, 'id' | 'group' | 'unit' | 'value' | 'status'> & Pick<SeriesLine, 'sealed'>;

/** The figures of one period, in any order. */
export interface SeriesPeriod {
  /** ISO date. */
  readonly date: string;
  readonly figures: readonly Observation[];
}

/** A period's own figures, in place of those that its seal holds where it has one. */
export function seriesPeriod(
  date: string,
  figures: readonly Omit<Observation, 'sealed'>[],
  seal: Seal | undefined,
): SeriesPeriod {
  const ids = new Set(seal?.figures.map(({ id }) => id));
  const own = figures.filter(({ id }) => !ids.has(id)).map((figure) => ({ ...figure, sealed: '' }));
  // The day in UTC: what is published is the same wherever it is made.
  const day = seal?.sealed_at.slice(0, 10) ?? '';
  return { date, figures: [...own, ...(seal?.figures ?? []).map((figure) => ({ ...figure, sealed: day }))] };
}

/**
 * The lines of all series: by indicator in the order of the report, group and date.
 * @param periods from the earliest to the latest.
 */
export function seriesOf(
  indicators: readonly Pick<Indicator, 'id' | 'label' | 'unit' | 'kind' | 'section'>[],
  periods: readonly SeriesPeriod[],
): SeriesLine[] {
  const found = periods.map(({ date, figures }) => ({ date, figures: byId(figures) }));
  return indicators.flatMap((indicator) => {
    const { id, label, kind, section } = indicator;
    const dated = found.map(({ date, figures }) => ({ date, own: figures.get(id) ?? [] }));
    return groupsOf(dated.flatMap(({ own }) => own)).flatMap((group) => {
      const unit = dated.flatMap(({ own }) => own.find((one) => one.group === group) ?? []).at(-1)?.unit;
      const states = dated.map(
        ({ date, own }): SeriesLine => ({
          ...{
            id,
            group,
            label,
            kind,
            section,
            period: date,
            basis: kind === 'flow' ? 'cumulative' : 'state',
          },
          ...observed(own, group, unit ?? indicator.unit),
        }),
      );
      if (kind !== 'flow') return states;
      return states.flatMap((line, i) => [line, sincePrevious(line, states[i - 1])]);
    });
  });
}

function byId(figures: readonly Observation[]): ReadonlyMap<string, readonly Observation[]> {
  const found = new Map<string, Observation[]>();
  for (const figure of figures) found.set(figure.id, [...(found.get(figure.id) ?? []), figure]);
  return found;
}

/** The groups of any period; where there is none, the line of the missing figure. */
function groupsOf(figures: readonly Observation[]): string[] {
  const groups = new Set(figures.map(({ group }) => group));
  if (groups.size > 1) groups.delete('');
  return [...groups].sort(compareText);
}

/** What a period says of a group: of one that it does not have, what it says of the whole indicator. */
function observed(
  own: readonly Observation[],
  group: string,
  unit: string,
): Pick<SeriesLine, 'unit' | 'value' | 'status' | 'sealed'> {
  const found = own.find((one) => one.group === group);
  if (found) return { unit: found.unit, value: found.value, status: found.status, sealed: found.sealed };
  const whole = own.find((one) => one.group === '');
  return { unit, value: null, status: whole?.status ?? 'M', sealed: own[0]?.sealed ?? '' };
}

/** A flow since the period before it; the first of a year is of the whole year up to it. */
function sincePrevious(line: SeriesLine, before: SeriesLine | undefined): SeriesLine {
  const basis = 'since_previous';
  if (before?.period.slice(0, 4) !== line.period.slice(0, 4)) return { ...line, basis };
  if (line.value === null || before.value === null) return { ...line, basis, value: null, status: 'L' };
  const value = subtractText(line.value, before.value);
  return { ...line, basis, value, status: worst(line.status, before.status) };
}
