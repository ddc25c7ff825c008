/** Units as they are written in cells and headers (DOMAIN E), as multiples of the dimension's smallest unit. */
import { type DimensionName, dimensions } from '../forms/units.js';
import { fold } from '../text/fold.js';

/** How many of the smallest unit a unit is, as a fraction. */
export type Per = readonly [number, number];

/** 10 to the powers that stand before a unit or, with 万 and 亿, alone behind a number. */
const multipliers: readonly (readonly [string, number])[] = [
  ['百万', 1e6],
  ['千万', 1e7],
  ['十万', 1e5],
  ['百亿', 1e10],
  ['千亿', 1e11],
  ['十亿', 1e9],
  ['万', 1e4],
  ['亿', 1e8],
  ['千', 1e3],
  ['百', 1e2],
];

/**
 * A written unit in its dimension; null where it is none of that dimension. A choice of synonyms (座/处) is one
 * unit, a choice of different ones (元/万元) none.
 */
export function unitIn(dimension: DimensionName, written: string): Per | null {
  const [first = null, ...others] = written.split(/[/／、或]/).map((unit) => singleUnit(dimension, unit));
  const same = others.every((other) => other?.[0] === first?.[0] && other?.[1] === first?.[1]);
  return same ? first : null;
}

function singleUnit(dimension: DimensionName, written: string): Per | null {
  const unit = dimension === 'money' ? plainMoney(fold(written)) : fold(written);
  const known = lookUp(dimension, unit);
  if (known) return known;
  for (const [word, factor] of multipliers) {
    const rest = unit.slice(word.length);
    if (!unit.startsWith(word) || rest === '') continue;
    const base = lookUp(dimension, rest);
    if (base) return times(base, factor);
  }
  return null;
}

/** 万元人民币, 万人民币, 元整 → 万元, 万元, 元. */
function plainMoney(unit: string): string {
  return unit.replace(/整$/, '').replace(/元?人民币元?$/, '元');
}

function lookUp(dimension: DimensionName, unit: string): Per | null {
  const units: Readonly<Record<string, Per>> = dimensions[dimension].units;
  if (Object.hasOwn(units, unit)) return units[unit] ?? null;
  const lower = unit.toLowerCase();
  return Object.hasOwn(units, lower) ? (units[lower] ?? null) : null;
}

/** The first dimension that knows the unit; null: none does. */
export function dimensionOf(written: string): DimensionName | null {
  const names = Object.keys(dimensions) as DimensionName[];
  return fold(written) === '' ? null : (names.find((name) => unitIn(name, written) !== null) ?? null);
}

/**
 * What 万 or 亿 alone behind a number means in a column of this unit: 12.5万 in a column of 元 and of 万元 is
 * 12.5万元, since nobody says 万 of 万元. Null where the text is no such suffix.
 */
export function suffixOf(dimension: DimensionName, columnUnit: string, written: string): Per | null {
  const factor = multipliers.find(([word]) => word === written)?.[1];
  if (factor === undefined || !/[万亿]$/.test(written)) return null;
  const base = unitIn(dimension, columnUnit.replace(/^(?:百万|[千万亿](?=元|人|户|平方米))/, ''));
  return base && times(base, factor);
}

function times([numerator, denominator]: Per, factor: number): Per {
  return [numerator * factor, denominator];
}
