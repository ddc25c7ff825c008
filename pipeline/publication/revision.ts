/** A figure that is no longer what was published of it (DOMAIN H). */

export type RevisionReason = 'late_file' | 'correction' | 'definition' | 'setting' | 'program';

export interface Revision {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  /** The period whose figure it is: with `side` previous, the comparison of that period. */
  readonly period: string;
  readonly side: 'current' | 'previous';
  /** As it was published; null: it was missing. */
  readonly was: string | null;
  readonly value: string | null;
  readonly reason: RevisionReason;
  /** Files that came, went or changed since, by their path below inputs/<unit>/. */
  readonly files: readonly string[];
  /** The day of the run that met it first, ISO. */
  readonly since: string;
}
