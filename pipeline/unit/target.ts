import { maskText } from '../findings/mask.js';
import { describe } from '../findings/words.js';
import type { Discovered, Unit } from '../inputs/discover.js';
import { periodDate } from '../inputs/period.js';
import { childrenOf, leavesBelow, type UnitTree } from '../inputs/units.js';
import { type Options, UsageError } from '../options.js';
import { compareText } from '../text/fold.js';

/** A unit that is to be published, with the options as they are for it. */
export interface RequestedUnit {
  readonly unit: Unit;
  readonly options: Options;
}

/**
 * The units to publish: the one that is named, else every unit that has submissions; of a unit with others below
 * it those. A unit of the tree may call the period of a date by another name, or not have it.
 * @throws UsageError where there is none.
 */
export function requestedUnits(
  { units, findings }: Discovered,
  options: Options,
  tree: UnitTree | null,
): readonly RequestedUnit[] {
  const { unit, inputs } = options;
  const named = unit === null ? null : new Set(tree?.has(unit) ? leavesBelow(tree, unit) : [unit]);
  const isRollUp = (of: string) => tree !== null && childrenOf(tree, of).length > 0;
  const present = units
    .filter((found) => (named === null ? !isRollUp(found.unit) : named.has(found.unit)))
    .filter(({ unit: of, periods }) => periods.length > 0 || isUnclear(of, findings));
  const wanted = present.flatMap((found) => {
    const own = tree?.has(found.unit) && found.unit !== unit ? optionsIn(found, options) : options;
    return own ? [{ unit: found, options: own }] : [];
  });
  if (wanted.length > 0) return wanted;
  if (present.length > 0) {
    throw new UsageError(
      `没有一个单位有“${options.period ?? options.asOf}”这一期的报表。请核对 --period 和 --as-of。`,
      `No unit has submissions of "${options.period ?? options.asOf}". Check --period and --as-of.`,
    );
  }
  const known = units.map((found) => found.unit).join('、');
  const misplaced = findings.filter(({ finding }) => isMisplaced(finding.rule)).slice(0, mostMisplaced);
  if (misplaced.length > 0) {
    const said = (lang: 'zh' | 'en') =>
      misplaced.map(({ file, finding }) => {
        const { message, fix } = describe(finding, lang);
        return `\n  ${maskText(file)}：${message}${fix}`;
      });
    throw new UsageError(
      `${inputs} 下没有一期可以读取的报表：${said('zh').join('')}`,
      `There is no period in ${inputs} that can be read:${said('en').join('')}`,
    );
  }
  if (unit !== null) {
    throw new UsageError(
      `${inputs} 下没有“${unit}”的报表。现有的乡镇：${known || '无'}。请核对 --unit，或把报表放到 ${inputs}/${unit}/2021-11-30/ 这样的文件夹。`,
      `There are no submissions of "${unit}" in ${inputs}. Units: ${known || 'none'}. Check --unit, or put the files into ${inputs}/${unit}/2021-11-30/.`,
    );
  }
  throw new UsageError(
    `${inputs} 下还没有报表。请按“${inputs}/乡镇名/期/”放入各部门的文件，例如 ${inputs}/示例镇/2021-11-30/企业名录.xlsx。`,
    `There are no submissions in ${inputs} yet. Put the departments' files into ${inputs}/<township>/<period>/, e.g. ${inputs}/示例镇/2021-11-30/.`,
  );
}

/** Files that lie a folder too high, or in one that is named for no period: they cost no other unit anything. */
const isMisplaced = (rule: string): boolean =>
  ['file.outside_period', 'file.outside_unit', 'folder.no_period', 'folder.no_unit'].includes(rule);
/** Of misplaced files, so many are named. */
const mostMisplaced = 10;

/** Whether it is not known what a unit without periods has: a folder that cannot be opened, or two for one date. */
function isUnclear(unit: string, findings: Discovered['findings']): boolean {
  return findings.some(
    ({ file, finding }) => `${file}/`.startsWith(`${unit}/`) && !isMisplaced(finding.rule),
  );
}

/** The options for a unit of the tree; null where it has nothing at the date that is asked for. */
function optionsIn({ periods }: Unit, options: Options): Options | null {
  const { period, asOf } = options;
  // What is wrong with its folders is said when it is run.
  if (periods.length === 0) return options;
  const own = period === null ? periods.at(-1) : periods.find(({ date }) => date === periodDate(period));
  if (!own) return null;
  if (asOf !== null && (asOf > own.date || asOf.slice(0, 4) !== own.date.slice(0, 4))) return null;
  return period === null ? options : { ...options, period: own.period };
}

/** What is published: a period's folder in the inputs, the date, and the folder below outputs/<unit>/. */
export interface Target {
  readonly period: string;
  readonly asOf: string;
  readonly folder: string;
}

/**
 * The period and date to publish, and the folder below outputs/<unit>/ that they are published to.
 * @throws UsageError where the period has no submissions or the date does not lie in it.
 */
export function target(unit: Unit, options: Options): Target {
  const periods = unit.periods.map((found) => found.period);
  const period =
    options.period ?? [...periods].sort((a, b) => compareText(periodDate(a), periodDate(b))).at(-1);
  if (period === undefined || !periods.includes(period)) {
    throw new UsageError(
      `${unit.unit} 没有“${options.period}”这一期。现有的期：${periods.join('、')}。`,
      `${unit.unit} has no period "${options.period}". Periods: ${periods.join(', ')}.`,
    );
  }
  const date = periodDate(period);
  const asOf = options.asOf ?? date;
  if (asOf === date) return { period, asOf, folder: period };
  if (asOf > date || asOf.slice(0, 4) !== date.slice(0, 4)) {
    throw new UsageError(
      `--as-of ${asOf} 须在 ${date.slice(0, 4)} 年内且不晚于该期的日期 ${date}。`,
      `--as-of ${asOf} must lie in ${date.slice(0, 4)} and not after the period's date ${date}.`,
    );
  }
  if (periods.some((other) => periodDate(other) === asOf)) {
    throw new UsageError(
      `${asOf} 本身就是一期报表，请改用 --period ${asOf}。`,
      `${asOf} is a period with submissions of its own: use --period ${asOf}.`,
    );
  }
  return { period, asOf, folder: asOf };
}
