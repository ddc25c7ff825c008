/** Units as a running text writes them, and how many of one another is. */
import { dimensions, type Per } from '../../forms/units.js';

/** What a unit measures, and how many of its smallest unit it is. */
interface Size {
  readonly of: string;
  readonly per: Per;
}

const multiples: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };
const measured = ['money', 'length', 'land'] as const;
/** People and things are counted alike: 4名 and 4人. */
const counted = ['people', 'households', 'count'] as const;

/**
 * By which an amount in one unit is multiplied to be one in the other.
 * @returns a fraction; null where they do not measure the same.
 */
export function factor(from: string, to: string): readonly [string, string] | null {
  const [a, b] = [sizeOf(from), sizeOf(to)];
  if (a.of !== b.of) return null;
  return [String(a.per[0] * b.per[1]), String(a.per[1] * b.per[0])];
}

function sizeOf(unit: string): Size {
  if (/百分点$/.test(unit)) return { of: 'points', per: [1, 1] };
  const [, many = '', base = ''] = /^([百千万亿]*)(.*)$/.exec(unit) ?? [];
  const times = [...many].reduce((product, one) => product * (multiples[one] ?? 1), 1);
  for (const name of measured) {
    const per = ownPer(dimensions[name].units, base);
    if (per) return { of: name, per: [times * per[0], per[1]] };
  }
  const isCounted = counted.some((name) => ownPer(dimensions[name].units, base) !== undefined);
  return { of: isCounted ? 'things' : base, per: [times, 1] };
}

function ownPer(units: Readonly<Record<string, Per>>, unit: string): Per | undefined {
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}
