/**
 * What is in the rosters of two units: a key that names the same thing everywhere (a credit code) counts
 * once in a roll-up, for the first unit in the order of units.csv that counts it.
 */

import type { Side } from '../figure.js';
import type { Form } from '../forms/define.js';
import type { Indicator } from '../indicators/catalogue.js';
import { inUnitOf } from '../publication/evidenced.js';
import type { Store } from '../store/database.js';
import type { Evaluations } from '../store/evaluations.js';
import type { CountedTwice } from './figures.js';

/** A row whose key is among the form's rows of another unit too. */
export interface SharedRow {
  readonly unit: string;
  readonly rowId: number;
  readonly key: string;
  readonly file: string;
  readonly sheet: string;
  readonly sheetIndex: number;
  readonly row: number;
}

/** A row that an indicator counts for another unit; value in the smallest unit of its column. */
export interface OmittedRow extends SharedRow {
  readonly group: string;
  readonly value: bigint;
}

export interface CountedTwiceRows {
  /** The rows of units that are not counted since a unit before them counts the same. */
  omitted(indicator: string, side: Side, units: readonly string[]): readonly OmittedRow[];
  /** As it is taken from the sums. */
  readonly counted: CountedTwice;
  /** The rows of the current side that share a key, key by key, each in the order of the units. */
  shared(form: string): readonly (readonly SharedRow[])[];
}

/** Forms whose natural key names the same thing in every unit. */
function isKnownEverywhere({ key, columns }: Form): boolean {
  const [only, ...more] = key;
  return more.length === 0 && only !== undefined && columns[only]?.spec.kind === 'credit_code';
}

/**
 * Looks for keys that several units submitted.
 * @param units in the order of units.csv.
 */
export function findCountedTwice(
  store: Pick<Store, 'engine'>,
  units: readonly string[],
  evaluations: ReadonlyMap<string, Evaluations>,
  indicators: readonly Indicator[],
  forms: readonly Form[],
): CountedTwiceRows {
  const known = new Map<string, readonly (readonly SharedRow[])[]>();
  for (const form of forms.filter(isKnownEverywhere)) {
    const read = indicators.find((indicator) => indicator.form === form.id && !indicator.parts);
    for (const side of ['current', 'previous'] as const) {
      const registers = units.flatMap((unit) => {
        const period = read ? evaluations.get(unit)?.(read.id)?.[side].period : null;
        return period ? [{ unit, period }] : [];
      });
      known.set(placeOf(form.id, side), sharedRows(store, form, registers));
    }
  }
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  const evidence = store.engine
    .prepare<[number, number], { grp: string; value: bigint }>(
      'SELECT grp, value FROM evidence WHERE evaluation_id = ? AND row_id = ?',
    )
    .safeIntegers(true);
  const omitted = (id: string, side: Side, among: readonly string[]): OmittedRow[] => {
    const form = byId.get(id)?.form ?? '';
    return (known.get(placeOf(form, side)) ?? []).flatMap((rows) => {
      const counted = rows.flatMap((row): OmittedRow[] => {
        const evaluation = among.includes(row.unit) ? evaluations.get(row.unit)?.(id)?.[side] : undefined;
        const found = evaluation ? evidence.get(evaluation.id, row.rowId) : undefined;
        return found ? [{ ...row, group: found.grp, value: found.value }] : [];
      });
      return counted.slice(1);
    });
  };
  return {
    omitted,
    counted(id, side, among) {
      const indicator = byId.get(id);
      const rows = omitted(id, side, among);
      const total = rows.reduce((sum, { value }) => sum + value, 0n);
      return { rows: rows.length, value: indicator && rows.length > 0 ? inUnitOf(indicator, total) : '0' };
    },
    shared: (form) => known.get(placeOf(form, 'current')) ?? [],
  };
}

const placeOf = (form: string, side: Side) => JSON.stringify([form, side]);

/** The rows of the registers whose key several units have, by key. */
function sharedRows(
  { engine }: Pick<Store, 'engine'>,
  form: Form,
  registers: readonly { readonly unit: string; readonly period: string }[],
): SharedRow[][] {
  if (registers.length < 2) return [];
  const places = registers.map(() => '(?, ?)').join(', ');
  const values = registers.flatMap(({ unit, period }) => [unit, period]);
  const order = new Map(registers.map(({ unit }, at) => [unit, at]));
  const rows = engine
    .prepare<string[], SharedRow>(
      `WITH register AS (SELECT unit, key, row_id, row, table_id FROM ${form.id}_row
          WHERE held = 0 AND key IS NOT NULL AND (unit, period) IN (VALUES ${places}))
        SELECT r.unit, r.row_id AS rowId, r.key, s.file, t.sheet, t.sheet_index AS sheetIndex, r.row
        FROM register r JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE r.key IN (SELECT key FROM register GROUP BY key HAVING count(DISTINCT unit) > 1)
        ORDER BY r.key, s.file, t.sheet_index, r.row`,
    )
    .all(...values);
  const byKey = new Map<string, SharedRow[]>();
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  return [...byKey.values()].map((same) =>
    same.sort((a, b) => (order.get(a.unit) ?? 0) - (order.get(b.unit) ?? 0)),
  );
}
