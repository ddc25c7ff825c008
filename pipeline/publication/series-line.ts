/** A line of series.csv, as data. */
import type { Figure } from '../figure.js';

/** What a value is of: a date, the year up to it, or the time since the period before it in that year. */
export type SeriesBasis = 'state' | 'cumulative' | 'since_previous';

export interface SeriesLine
  extends Pick<Figure, 'id' | 'group' | 'label' | 'unit' | 'kind' | 'section' | 'value' | 'status'> {
  /** ISO date. */
  readonly period: string;
  readonly basis: SeriesBasis;
  /** ISO day on which the value was sealed; '' where it is not. */
  readonly sealed: string;
}

/** A line as it is read back from series.csv. */
export type PublishedSeriesLine = Omit<SeriesLine, 'kind' | 'section'>;
