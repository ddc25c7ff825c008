/**
 * The two sides of a comparison: which folder's submissions of a form are on each, and for which dates
 * (DOMAIN A, Comparison data).
 */

import type { Side } from '../figure.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { periodDate } from '../inputs/period.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import { assumedFields } from './doubts.js';

/** The same date one year earlier; of the last day of a month the last day of that month (DOMAIN A). */
export function yearEarlier(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date >= lastDay(date) ? lastDay(`${year}${date.slice(4)}`) : `${year}${date.slice(4)}`;
}

/** The last day of the month of a date. */
function lastDay(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.toISOString().slice(0, 10);
}

/** What a form's submissions of one period amount to. */
export interface Coverage {
  readonly form: string;
  readonly period: string;
  /** At least one accepted row, or a nil return: without it a figure is missing, never 0. */
  readonly submitted: boolean;
  readonly rowsAccepted: number;
  readonly rowsHeldBack: number;
  /** Those of them whose sheet lacks what makes it readable as the form: nothing is known of their cells. */
  readonly rowsUntyped: number;
  /** Parts declared nil, '' for the whole form. */
  readonly nil: ReadonlySet<string>;
  /** There is a nil return beside rows of data. */
  readonly contradicted: boolean;
  /** Fields whose reading rests on an assumption that nobody confirmed. */
  readonly assumed: ReadonlySet<string>;
  /** Columns that a table which counts lacks, with the files of such tables. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
  /** The first day of the year that its submissions say they leave out; null: they leave none out. */
  readonly leftOutFrom: string | null;
}

/** One side of a figure: the submissions it is read from, and the dates it is asked for. */
export interface Basis {
  readonly side: Side;
  /** null: there is no submission of the form on this side. */
  readonly coverage: Coverage | null;
  readonly from: string;
  readonly asOf: string;
  /** The submission is of a later date than the one asked for: what is no flow is an estimate. */
  readonly estimated: boolean;
  /** The submissions say that they leave a part of these dates out: all is an estimate. */
  readonly short: boolean;
}

/** Coverage of every form in every period of a unit that has any. */
export function coverageOf(
  store: Pick<Store, 'engine'>,
  unit: string,
  waivers: Waivers | null = null,
): ReadonlyMap<string, Coverage> {
  const assumed = assumedFields(store, unit, waivers, coverageKey);
  const tables = store.engine
    .prepare<
      [string],
      {
        period: string;
        form: string;
        table_held: number;
        typed: 0 | 1;
        data: number;
        held: number;
        nil: string | null;
        contradicted: number;
        spans: string | null;
        file: string;
        lacking: string | null;
      }
    >(
      `SELECT s.period, t.form, t.held AS table_held, t.typed, t.rows_data AS data, t.rows_held_back AS held,
        t.nil_return AS nil, EXISTS (SELECT 1 FROM finding f WHERE f.table_id = t.table_id
          AND f.rule = 'nil_return.contradicted') AS contradicted,
        (SELECT min(f.params) FROM finding f WHERE f.table_id = t.table_id AND f.origin = 'period'
          AND f.rule IN ('span.short', 'span.older')) AS spans, s.file,
        (SELECT min(f.params) FROM finding f WHERE f.table_id = t.table_id AND f.rule = 'column.needed') AS lacking
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = ? AND t.form IS NOT NULL AND s.superseded_by IS NULL AND t.superseded_by IS NULL
        ORDER BY s.file, t.sheet_index, t.ordinal`,
    )
    .all(unit);
  const coverage = new Map<string, Coverage>();
  for (const table of tables) {
    const id = coverageKey(table.form, table.period);
    const known = coverage.get(id);
    const accepted = (known?.rowsAccepted ?? 0) + table.data - table.held;
    const nil = new Set(known?.nil);
    if (table.nil !== null && table.table_held === 0) nil.add(table.nil);
    coverage.set(id, {
      form: table.form,
      period: table.period,
      submitted: accepted > 0 || nil.size > 0,
      rowsAccepted: accepted,
      rowsHeldBack: (known?.rowsHeldBack ?? 0) + table.held,
      rowsUntyped: (known?.rowsUntyped ?? 0) + (table.typed === 1 ? 0 : table.held),
      nil,
      contradicted: (known?.contradicted ?? false) || table.contradicted === 1,
      assumed: assumed.get(id) ?? new Set(),
      lacking: withLacking(known?.lacking ?? new Map(), table),
      leftOutFrom: earliest(known?.leftOutFrom ?? null, leftOutFrom(table.spans)),
    });
  }
  return coverage;
}

/** Adds the columns that a table with rows that count lacks. */
function withLacking(
  known: ReadonlyMap<string, readonly string[]>,
  {
    lacking,
    file,
    data,
    held,
  }: { readonly lacking: string | null; readonly file: string; readonly data: number; readonly held: number },
): ReadonlyMap<string, readonly string[]> {
  if (lacking === null || data === held) return known;
  const { fields = '' } = storedJson<{ fields?: string }>(lacking);
  const columns = new Map(known);
  for (const field of fields.split(' ')) {
    columns.set(field, [...new Set([...(columns.get(field) ?? []), file])]);
  }
  return columns;
}

/** Whether a form came, and all of it is held back. */
export const isHeldBack = ({ submitted, rowsHeldBack }: Coverage): boolean => !submitted && rowsHeldBack > 0;
function leftOutFrom(params: string | null): string | null {
  return params === null ? null : (storedJson<{ from?: string }>(params).from ?? null);
}

function earliest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

export function coverageKey(form: string, period: string): string {
  return JSON.stringify([form, period]);
}

function isShort(coverage: Coverage | null, asOf: string): boolean {
  return coverage !== null && coverage.leftOutFrom !== null && coverage.leftOutFrom <= asOf;
}

/** The current side: the period's own submissions, as of a date of the same year that is not after it. */
export function currentBasis(
  coverage: ReadonlyMap<string, Coverage>,
  form: Form,
  period: string,
  asOf: string,
): Basis {
  const own = coverage.get(coverageKey(form.id, period)) ?? null;
  return {
    side: 'current',
    coverage: own,
    short: isShort(own, asOf),
    from: `${asOf.slice(0, 4)}-01-01`,
    asOf,
    estimated: asOf < periodDate(period),
  };
}

/** The comparison: the submission one year earlier, else the earliest later one of that year. */
export function previousBasis(
  coverage: ReadonlyMap<string, Coverage>,
  form: Form,
  asOf: string,
  periods: readonly string[],
): Basis {
  const date = yearEarlier(asOf);
  const candidates = periods
    .filter((period) => periodDate(period) >= date && period.slice(0, 4) === date.slice(0, 4))
    .sort((a, b) => (periodDate(a) < periodDate(b) ? -1 : 1));
  const of = (period: string) => coverage.get(coverageKey(form.id, period));
  const chosen =
    candidates.find((period) => of(period)?.submitted) ?? candidates.find((period) => of(period));
  const own = chosen === undefined ? null : (of(chosen) ?? null);
  return {
    side: 'previous',
    coverage: own,
    short: isShort(own, date),
    from: `${date.slice(0, 4)}-01-01`,
    asOf: date,
    estimated: chosen !== undefined && periodDate(chosen) > date,
  };
}
