/** Last year's roster, as it is put into a blank form: the department updates it instead of typing it anew. */
import { maskText } from '../findings/mask.js';
import { type ColumnSpec, type Form, smallestPerUnit } from '../forms/define.js';
import { forms } from '../forms/index.js';
import { type Coverage, previousBasis } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import type { Store } from '../store/database.js';
import { fromSmallest } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import type { Roster, RosterValue } from './blank-form.js';

/** The stored submissions of a township. */
export interface Submitted {
  readonly store: Pick<Store, 'engine'>;
  readonly unit: string;
  readonly coverage: ReadonlyMap<string, Coverage>;
}

/**
 * The accepted rows that a roster form is filled in with for the period of that date: those of the comparison's
 * period, else of the last one before it. Null where there are none, and for lists of events.
 */
export function rosterOf(submitted: Submitted, form: Form, asOf: string): Roster | null {
  if (form.shape.kind !== 'roster') return null;
  const period = periodBefore(submitted, form, asOf);
  if (period === null) return null;
  const columns = Object.entries(form.columns);
  const found = submitted.store.engine
    .prepare<[string, string], Record<string, string | bigint | null>>(
      `SELECT ${columns.map(([name]) => name).join(', ')} FROM ${form.id}
        WHERE unit = ? AND period = ? ORDER BY file, sheet_index, row`,
    )
    .safeIntegers(true)
    .all(submitted.unit, period);
  const rows = found.map((row) => columns.map(([name, { spec }]) => shown(spec, row[name] ?? null)));
  return rows.length === 0 ? null : { asOf: periodDate(period), rows };
}

/** The villages that the township's roster of villages had last, before or on that date; ordered by name. */
export function villagesOf(submitted: Submitted, asOf: string): readonly string[] {
  const all: readonly Form[] = forms;
  const form = all.find(
    ({ key, columns }) => key.length === 1 && columns[key[0] ?? '']?.spec.names === 'village',
  );
  const [column] = form?.key ?? [];
  if (!form || column === undefined) return [];
  const periods = submittedPeriods(submitted, form).filter((period) => periodDate(period) <= asOf);
  const last = periods.at(-1);
  if (last === undefined) return [];
  const names = submitted.store.engine
    .prepare<[string, string], { name: string }>(
      `SELECT DISTINCT ${column} AS name FROM ${form.id} WHERE unit = ? AND period = ?`,
    )
    .all(submitted.unit, last);
  return names.map(({ name }) => maskText(villageName(name))).sort(compareText);
}

function periodBefore(submitted: Submitted, form: Form, asOf: string): string | null {
  const periods = submittedPeriods(submitted, form);
  const { coverage } = previousBasis(submitted.coverage, form, asOf, periods);
  return coverage?.period ?? periods.filter((period) => periodDate(period) < asOf).at(-1) ?? null;
}

/** Periods with accepted rows of the form, by date. */
function submittedPeriods({ coverage }: Submitted, form: Form): string[] {
  return [...coverage.values()]
    .filter(({ form: id, rowsAccepted }) => id === form.id && rowsAccepted > 0)
    .map(({ period }) => period)
    .sort((a, b) => compareText(periodDate(a), periodDate(b)));
}

/** A stored value as the department would write it. */
function shown(spec: ColumnSpec, stored: string | bigint | null): RosterValue {
  if (stored === null || spec.personal !== null) return null;
  if (typeof stored === 'bigint') {
    if (spec.kind === 'yes_no') return stored === 1n ? '是' : '否';
    return spec.kind === 'measure' ? Number(fromSmallest(stored, smallestPerUnit(spec))) : Number(stored);
  }
  if (spec.kind === 'date' && spec.precision === 'day') return new Date(`${stored}T00:00:00Z`);
  return maskText(spec.names === 'village' ? villageName(stored) : stored);
}

/** Villages are stored without their ending. */
function villageName(stored: string): string {
  return /(?:村|社区|居|居委会)$/.test(stored) ? stored : `${stored}村`;
}
