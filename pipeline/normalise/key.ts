/** The natural key of a row. */
import { type Form, smallestPerUnit } from '../forms/define.js';
import { fromSmallest } from '../text/decimal.js';

type Value = string | number | bigint | null;

/**
 * Makes the function that gives a row's key from its values, by the form's columns in their order.
 *
 * The key is a JSON list of the values of the form's key; where one is empty, of all columns if the form says
 * so (DOMAIN B 8), else null. Measures stand as decimals of their form's unit, so that people can read them.
 */
export function keyMaker(form: Form): (values: readonly Value[]) => string | null {
  const columns = Object.entries(form.columns);
  const parts = columns.map(([name, { spec }], index) => ({
    name,
    index,
    per: spec.kind === 'measure' ? smallestPerUnit(spec) : null,
  }));
  const keyParts = form.key.flatMap((name) => parts.filter((part) => part.name === name));

  function partOf({ index, per }: (typeof parts)[number], values: readonly Value[]): string | number | null {
    const value = values[index] ?? null;
    if (value === null || typeof value === 'string') return value;
    return per === null ? Number(value) : fromSmallest(value, per);
  }

  return (values) => {
    const key: (string | number)[] = [];
    for (const part of keyParts) {
      const value = partOf(part, values);
      if (value !== null) key.push(value);
    }
    if (key.length === keyParts.length) return JSON.stringify(key);
    return form.keyElse === 'all' ? JSON.stringify(parts.map((part) => partOf(part, values))) : null;
  };
}
