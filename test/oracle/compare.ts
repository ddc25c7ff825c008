/** Published figures beside the recomputed ones. */
import Big from 'big.js';
import Papa from 'papaparse';
import type { Recomputed } from './recompute.js';

const fields = [
  'value',
  'previous',
  'change',
  'change_pct',
  'status',
  'previous_status',
  'change_status',
  'rows_held_back',
] as const satisfies readonly (keyof Recomputed)[];

/** Numbers are equal to the last digit; percentages, which may not end, to 9 decimals. */
function same(field: string, a: string, b: string): boolean {
  const number = /^-?\d+(\.\d+)?$/;
  if (!number.test(a) || !number.test(b)) return a === b;
  return field === 'change_pct' ? new Big(a).minus(b).abs().lt('0.000000001') : new Big(a).eq(b);
}

/** Each difference as a sentence; [] none. */
export function compareFigures(csv: string, recomputed: ReadonlyMap<string, Recomputed>): string[] {
  const { data } = Papa.parse<Record<string, string>>(csv.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: true,
  });
  const left = new Set(recomputed.keys());
  const differences: string[] = [];
  for (const line of data) {
    const key = line.group ? `${line.id}[${line.group}]` : (line.id ?? '');
    const expected = recomputed.get(key);
    if (!left.delete(key) || !expected) {
      differences.push(`${key}: published, but not recomputed (or published twice)`);
      continue;
    }
    for (const field of fields) {
      const published = line[field] ?? '';
      if (!same(field, published, expected[field])) {
        differences.push(
          `${key}: ${field} is published as “${published}”, recomputed as “${expected[field]}”`,
        );
      }
    }
  }
  return [...differences, ...[...left].map((key) => `${key}: recomputed, but not published`)];
}
