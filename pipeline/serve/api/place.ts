/** Where something is, as every screen asks it. */

/** A township's folder below `inputs/`, and that of a period (2021 or 2021-11-30). */
export interface Place {
  readonly unit: string;
  readonly period: string;
}
