/** Which units, period and date are asked for. */
import { periodDate } from './indicators/sides.js';
import type { Discovered, Unit } from './intake/discover.js';
import { compareText } from './text/fold.js';
import { type Options, UsageError } from './usage.js';

/**
 * The units to publish: the one that is named, else every unit that has submissions.
 * @throws UsageError where there is none.
 */
export function unitsAskedFor({ units, findings }: Discovered, { unit, inputs }: Options): readonly Unit[] {
  const wanted = (unit === null ? units : units.filter((found) => found.unit === unit)).filter(
    (found) => found.periods.length > 0 || findings.some(({ file }) => file.startsWith(`${found.unit}/`)),
  );
  if (wanted.length > 0) return wanted;
  const known = units.map((found) => found.unit).join('、');
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

/**
 * The period and date to publish, and the folder below outputs/<unit>/ that they are published to.
 * @throws UsageError where the period has no submissions or the date does not lie in it.
 */
export function target(unit: Unit, options: Options): { period: string; asOf: string; folder: string } {
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
