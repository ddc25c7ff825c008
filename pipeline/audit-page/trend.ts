/** The series of the figures as the page shows them: every period with its values, and the lengths of its bar. */
import { figureName } from '../figure.js';
import type { Publication } from '../publication/publication.js';
import type { PagePeriod } from './data.js';

/** Per figure name, its periods from the earliest on; none where there is but one. */
export function pageSeries({ series }: Publication): Readonly<Record<string, readonly PagePeriod[]>> {
  const found = new Map<string, Map<string, PagePeriod>>();
  for (const line of series) {
    const name = figureName(line);
    const periods = found.get(name) ?? new Map<string, PagePeriod>();
    found.set(name, periods);
    const { period, value, status, sealed } = line;
    const known = periods.get(period);
    if (line.basis === 'since_previous' && known) periods.set(period, { ...known, sincePrevious: value });
    else periods.set(period, { period, value, status, sealed, height: null });
  }
  return Object.fromEntries(
    [...found].flatMap(([name, periods]) => {
      return periods.size < 2 ? [] : [[name, withHeights([...periods.values()])] as const];
    }),
  );
}

/** Heights from 0 to 100; the largest amount fills the place. */
function withHeights(periods: readonly PagePeriod[]): PagePeriod[] {
  const amounts = periods.map(({ value }) => (value === null ? null : Math.abs(Number(value))));
  const most = Math.max(...amounts.map((amount) => amount ?? 0));
  return periods.map((period, at) => {
    const amount = amounts[at] ?? null;
    const height = amount === null || most === 0 ? amount : Math.round((amount / most) * 1000) / 10;
    return { ...period, height };
  });
}
