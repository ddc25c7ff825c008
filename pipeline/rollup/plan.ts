import { periodDate } from '../inputs/period.js';
import { leavesBelow, rollUps, type UnitTree } from '../inputs/units.js';
import { type Options, UsageError } from '../options.js';
import { compareText } from '../text/fold.js';
import { type RequestedUnit, type Target, target } from '../unit/target.js';

export interface Plan extends Target {
  readonly unit: string;
  /** The period's date, by whatever name its units call it. */
  readonly date: string;
  /** Its units without children, in the order of units.csv. */
  readonly leaves: readonly string[];
}

/** The roll-ups of a run, each after those below it; one of which no unit has anything is none. */
export function plansOf(
  tree: UnitTree,
  asked: readonly RequestedUnit[],
  { unit, asOf }: Pick<Options, 'unit' | 'asOf'>,
): Plan[] {
  // One township alone says nothing of the others: what is made of it waits for a run of them all.
  if (unit !== null && !tree.has(unit)) return [];
  const askedFor = new Map(asked.map((one) => [one.unit.unit, one]));
  return rollUps(tree, unit).flatMap((rollUp): Plan[] => {
    const leaves = leavesBelow(tree, rollUp);
    const periods = leaves.flatMap((leaf) => {
      const period = periodOf(askedFor.get(leaf));
      return period === null ? [] : [period];
    });
    const date = periods.map(periodDate).sort(compareText).at(-1);
    if (date === undefined) return [];
    const names = new Set(periods.filter((period) => periodDate(period) === date));
    const period = names.size === 1 ? ([...names][0] ?? date) : date;
    const day = asOf ?? date;
    return [{ unit: rollUp, leaves, date, period, asOf: day, folder: day === date ? period : day }];
  });
}

/** The period that a unit is published for; null: it has none that can be published. */
function periodOf(asked: RequestedUnit | undefined): string | null {
  if (!asked) return null;
  const { unit, options } = asked;
  return options.period ?? unit.periods.at(-1)?.period ?? null;
}

/** The target of a unit in a roll-up; null where it has nothing as of its date. */
export function targetIn({ date }: Plan, asked: RequestedUnit | undefined): Target | null {
  const period = periodOf(asked);
  if (!asked || period === null || periodDate(period) !== date) return null;
  try {
    return target(asked.unit, asked.options);
  } catch (error) {
    // Its own run has said so.
    if (error instanceof UsageError) return null;
    throw error;
  }
}
