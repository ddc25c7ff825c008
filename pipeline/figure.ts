/** A computed figure, with its comparison and what it rests on. Amounts are exact decimals as text; null is missing. */

/** Observation status after SDMX (DESIGN, Figures). */
export type Status = 'A' | 'P' | 'E' | 'B' | 'M' | 'O' | 'L';

/** Whether nobody knows the value: nothing was submitted, or whatever could count is held back. */
export const isUnknown = (status: Status): boolean => status === 'L' || status === 'O';

/** Whether the figure is missing, and nobody owes its form: that is no gap. */
export const isNotOwed = ({ status, department }: Pick<Figure, 'status' | 'department'>): boolean =>
  status === 'L' && department === '';
export type FigureKind = 'stock' | 'flow' | 'planned' | 'ratio';
export type Side = 'current' | 'previous';

export interface Figure {
  readonly id: string;
  /** '' where the indicator is not broken down. */
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  readonly kind: FigureKind;
  /** Number of the report's section, from 1; its title is in `sections`. */
  readonly section: number;
  /** The definition in words. */
  readonly definition: string;
  /** The indicators whose evidence is behind a ratio; empty for the others. */
  readonly parts: readonly string[];
  readonly value: string | null;
  readonly previous: string | null;
  readonly change: string | null;
  readonly changePct: string | null;
  readonly status: Status;
  readonly previousStatus: Status;
  readonly changeStatus: Status;
  /** Source rows behind each side. */
  readonly rows: number;
  readonly previousRows: number;
  readonly department: string;
  readonly rowsHeldBack: number;
  readonly rowsLeftOut: number;
  /** What it lacks where it was not collected: the form's id, or form.column and the files without it; '' else. */
  readonly missing: string;
  /** The report says that it did not happen once, if so. */
  readonly zeroClaim: boolean;
  /** Whether its change may be given in percent: not that of a ratio, a year or a rank. */
  readonly inPercent: boolean;
  /** Of a roll-up only: which of its units the figure lacks. */
  readonly coverage?: FigureCoverage;
}

/** `id`, or `id[group]`: how a figure is named everywhere. */
export function figureName({
  id = '',
  group = '',
}: {
  readonly id?: string;
  readonly group?: string;
}): string {
  return group === '' ? id : `${id}[${group}]`;
}

/** How many units a rolled-up figure is of, and which of them have no value on a side. */
export interface FigureCoverage {
  readonly units: number;
  readonly missing: readonly string[];
  readonly previousMissing: readonly string[];
}

/** The units with a value on both sides, over which the change is published. */
export function comparedUnits({ units, missing, previousMissing }: FigureCoverage): number {
  return units - new Set([...missing, ...previousMissing]).size;
}

/** Whether the change of a figure is of fewer units than its two sides, and so not their difference. */
export function isOverBoth({ change, coverage }: Figure): boolean {
  return (
    change !== null &&
    coverage !== undefined &&
    JSON.stringify(coverage.missing) !== JSON.stringify(coverage.previousMissing)
  );
}

/** Why a row counts on one date and not on the other, or counts for another value (DESIGN, changes.csv). */
export type Reason = 'new' | 'now_counts' | 'gone' | 'counts_no_longer' | 'changed';
