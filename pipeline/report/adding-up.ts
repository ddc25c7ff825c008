/** Parts that stand beside their total add up as shown: where two decimals break that, all of them have more (DOMAIN G). */
import type { Figure } from '../figure.js';
import { compareDecimal, sumText } from '../text/decimal.js';
import { type Measured, shownAmount } from './numbers.js';

/** Totals with the parts that the report names beside them. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  'insurance.paid.amount': ['insurance.pension.amount', 'insurance.medical.amount'],
};

const usualDecimals = 2;
/** 亿元 to the 分; beyond, nothing is left that could differ. */
const mostDecimals = 10;

/** The figures, with the decimals that they need for their parts to add up. */
export function addingUp(figures: readonly Figure[]): (Figure & Measured)[] {
  const decimals = new Map<string, number>();
  for (const [total, parts] of Object.entries(partsOf)) {
    const ids = [total, ...parts];
    const [whole, ...rest] = ids.flatMap((id) => figures.filter((figure) => figure.id === id));
    if (!whole || rest.length !== parts.length) continue;
    const needed = Math.max(
      ...(['value', 'previous', 'change'] as const).map((side) => decimalsFor(whole, rest, side)),
    );
    if (needed > usualDecimals) for (const id of ids) decimals.set(id, needed);
  }
  return figures.map((figure) => {
    const more = decimals.get(figure.id);
    return more === undefined ? figure : { ...figure, decimals: more };
  });
}

function decimalsFor(total: Figure, parts: readonly Figure[], side: 'value' | 'previous' | 'change'): number {
  const exact = total[side];
  const amounts = parts.map((part) => part[side]).filter((amount) => amount !== null);
  if (exact === null || amounts.length < parts.length) return usualDecimals;
  for (let digits = usualDecimals; digits < mostDecimals; digits++) {
    const shown = (amount: string) =>
      shownAmount({ id: total.id, unit: total.unit, decimals: digits }, amount);
    if (compareDecimal(shown(exact), sumText(...amounts.map(shown))) === 0) return digits;
  }
  return usualDecimals;
}
