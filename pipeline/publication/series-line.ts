/** A line of series.csv, as data. */
import type { Figure } from '../figure.js';

/** What a value is of: a date, the year up to it, or the time since the period before it in that year. */
export type SeriesBasis = 'state' | 'cumulative' | 'since_previous';

export interface SeriesLine extends Pick<Figure, 'id' | 'group' | 'label' | 'unit' | 'value' | 'status'> {
  /** ISO date. */
  readonly period: string;
  readonly basis: SeriesBasis;
  /** ISO day on which the value was sealed; '' where it is not. */
  readonly sealed: string;
}
