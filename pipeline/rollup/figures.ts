/**
 * The figures of a roll-up from those of its units: counts and sums add up, ratios are recomputed from their
 * parts, what is broken down or single lists under its unit.
 */

import { type Figure, isNotOwed, type Side, type Status } from '../figure.js';
import type { Indicator } from '../indicators/catalogue.js';
import { change, worst } from '../indicators/compute.js';
import { compareDecimal, divideText, multiplyText, subtractText, sumText } from '../text/decimal.js';

/** A unit without children, with its figures by indicator; of an indicator that it has no line of, none. */
export interface Leaf {
  readonly unit: string;
  readonly figures: ReadonlyMap<string, readonly Figure[]>;
}

/** What of an indicator's evidence is counted for another of the units; values in the indicator's unit. */
export type CountedTwice = (
  indicator: string,
  side: Side,
  units: readonly string[],
) => { readonly rows: number; readonly value: string };

/** The figures by indicator. */
export function byIndicator(figures: readonly Figure[]): Map<string, Figure[]> {
  const found = new Map<string, Figure[]>();
  for (const figure of figures) {
    const own = found.get(figure.id);
    if (own) own.push(figure);
    else found.set(figure.id, [figure]);
  }
  return found;
}

/** The name of a group below its unit. */
export function groupBelow(unit: string, group: string): string {
  return group === '' ? unit : `${unit}/${group}`;
}

/** The figure of an indicator of which nothing was submitted. */
export function missingFigure(indicator: Indicator, department: string): Figure {
  return {
    ...described(indicator, department),
    group: '',
    unit: indicator.unit,
    value: null,
    previous: null,
    change: null,
    changePct: null,
    status: 'L',
    previousStatus: 'L',
    changeStatus: 'L',
    rows: 0,
    previousRows: 0,
    rowsHeldBack: 0,
    rowsLeftOut: 0,
    missing: indicator.form,
  };
}

/**
 * The figures of the units together, in the order of the report.
 * @param leaves in the order of units.csv.
 * @param departmentOf the department that owes an indicator's form.
 */
export function rollUpFigures(
  leaves: readonly Leaf[],
  indicators: readonly Indicator[],
  countedTwice: CountedTwice,
  departmentOf: (indicator: Indicator) => string,
): Figure[] {
  return indicators.flatMap((indicator): Figure[] => {
    const department = departmentOf(indicator);
    if (isListed(indicator, leaves)) return listed(indicator, leaves, department);
    const asked = leaves.filter((leaf) => isAsked(indicator, leaf));
    const of = asked.length > 0 ? asked : leaves;
    return [summed(indicator, of, sumOf(indicator, of, countedTwice), department)];
  });
}

/** Whether a unit owes an indicator's form, or has sent it on either side: else the figure does not lack the unit. */
function isAsked({ id }: Indicator, { figures }: Leaf): boolean {
  const own = figures.get(id);
  return own === undefined || own.some((figure) => !isNotOwed(figure) || figure.previous !== null);
}

/** An indicator that is broken down, or whose value is no sum: its figures stay those of the units. */
function isListed(indicator: Indicator, leaves: readonly Leaf[]): boolean {
  if (indicator.parts) return false;
  if (indicator.aggregate === 'single') return true;
  // Only what is broken down has a line for a group, or, submitted without a row, no line at all.
  return leaves.some(({ figures }) => {
    const own = figures.get(indicator.id);
    return figures.size > 0 && (own === undefined || own.some(({ group }) => group !== ''));
  });
}

function listed(indicator: Indicator, leaves: readonly Leaf[], department: string): Figure[] {
  const lines = leaves.flatMap(({ unit, figures }): Figure[] => {
    const own = figures.size === 0 ? [missingFigure(indicator, department)] : figures.get(indicator.id);
    return (own ?? []).map((figure) => ({ ...figure, group: groupBelow(unit, figure.group) }));
  });
  const nothing = lines.every(({ status, previousStatus }) => status === 'L' && previousStatus === 'L');
  return nothing && lines.length > 0 ? [missingFigure(indicator, department)] : lines;
}

/** The sums of one indicator over the units that have a value, and over those that have one on both sides. */
interface Sum {
  readonly value: string | null;
  readonly previous: string | null;
  readonly both: Readonly<Record<Side, string | null>>;
  readonly missing: ReadonlySet<Leaf>;
  readonly previousMissing: ReadonlySet<Leaf>;
  /** Rows that are counted for another of the units. */
  readonly twice: Readonly<Record<Side, number>>;
}

function sumOf(indicator: Indicator, leaves: readonly Leaf[], countedTwice: CountedTwice): Sum {
  const { parts } = indicator;
  const ids = parts ? [parts.numerator, parts.denominator] : [indicator.id];
  const amount = ({ figures }: Leaf, id: string, side: Side) => {
    const own = figures.get(id)?.[0];
    return (side === 'current' ? own?.value : own?.previous) ?? null;
  };
  const twice = (id: string, side: Side, of: readonly Leaf[]) =>
    countedTwice(
      id,
      side,
      of.map(({ unit }) => unit),
    );
  const total = (side: Side, of: readonly Leaf[]): string | null => {
    if (of.length === 0) return null;
    const [first = '0', second] = ids.map((id) =>
      subtractText(sumText(...of.map((leaf) => amount(leaf, id, side) ?? '0')), twice(id, side, of).value),
    );
    if (!parts || second === undefined) return first;
    return compareDecimal(second, '0') === 0
      ? null
      : divideText(multiplyText(first, parts.factor), second, 12);
  };
  const withParts = (side: Side) =>
    leaves.filter((leaf) => ids.every((id) => amount(leaf, id, side) !== null));
  const [now, before] = [withParts('current'), withParts('previous')];
  const earlier = new Set(before);
  const both = now.filter((leaf) => earlier.has(leaf));
  const without = (of: readonly Leaf[]) => {
    const kept = new Set(of);
    return new Set(leaves.filter((leaf) => !kept.has(leaf)));
  };
  const whole = ids.at(-1) ?? indicator.id;
  return {
    value: total('current', now),
    previous: total('previous', before),
    both: { current: total('current', both), previous: total('previous', both) },
    missing: without(now),
    previousMissing: without(before),
    twice: {
      current: twice(whole, 'current', now).rows,
      previous: twice(whole, 'previous', before).rows,
    },
  };
}

function summed(indicator: Indicator, leaves: readonly Leaf[], sum: Sum, department: string): Figure {
  const ownOf = (of: readonly Leaf[]) => of.flatMap(({ figures }) => figures.get(indicator.id) ?? []);
  const own = ownOf(leaves);
  // Rows of units without a value are behind nothing that is published.
  const counted = ownOf(leaves.filter((leaf) => !sum.missing.has(leaf)));
  const previousCounted = ownOf(leaves.filter((leaf) => !sum.previousMissing.has(leaf)));
  const statusOf = (side: Side): Status => {
    const [value, missing] =
      side === 'current' ? [sum.value, sum.missing] : [sum.previous, sum.previousMissing];
    const ofLeaf = ({ figures }: Leaf): Status[] => {
      const own = figures.get(indicator.id);
      if (!own) return ['L'];
      return own.map((figure) => (side === 'current' ? figure.status : figure.previousStatus));
    };
    if (missing.size === leaves.length) return worst(...leaves.flatMap(ofLeaf));
    const statuses = leaves.filter((leaf) => !missing.has(leaf)).flatMap(ofLeaf);
    // A unit without a denominator adds nothing to the ratio, which is published all the same.
    const counted = statuses.filter((status) => status !== 'M');
    return worst(...counted, missing.size > 0 ? 'P' : 'A', value === null ? 'M' : 'A');
  };
  const count = (among: readonly Figure[], of: (figure: Figure) => number) =>
    among.reduce((total, figure) => total + of(figure), 0);
  const [status, previousStatus] = [statusOf('current'), statusOf('previous')];
  return {
    ...described(indicator, department),
    group: '',
    unit: indicator.unit,
    value: sum.value,
    previous: sum.previous,
    ...change(sum.both.current, sum.both.previous, indicator.inPercent),
    status,
    previousStatus,
    changeStatus: worst(status, previousStatus),
    rows: count(counted, ({ rows }) => rows) - sum.twice.current,
    previousRows: count(previousCounted, ({ previousRows }) => previousRows) - sum.twice.previous,
    rowsHeldBack: count(own, ({ rowsHeldBack }) => rowsHeldBack),
    rowsLeftOut: count(own, ({ rowsLeftOut }) => rowsLeftOut) + sum.twice.current,
    missing: status === 'L' ? indicator.form : '',
    coverage: {
      units: leaves.length,
      missing: [...sum.missing].map(({ unit }) => unit),
      previousMissing: [...sum.previousMissing].map(({ unit }) => unit),
    },
  };
}

function described(
  { id, label, kind, section, definition, parts, zeroClaim, inPercent }: Indicator,
  department: string,
) {
  const names = parts ? [parts.numerator, parts.denominator] : [];
  return { id, label, kind, section, definition, parts: names, zeroClaim, inPercent, department };
}
