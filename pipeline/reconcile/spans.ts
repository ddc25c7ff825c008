/** Whether what a form's submissions say of their spans leaves a part of the period out (DOMAIN A). */
import { finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import { periodDate } from '../inputs/period.js';
import type { Store } from '../store/database.js';
import { type Scope, writeFinding } from './findings.js';
import { type FormTable, formTables } from './tables.js';

/** Dates, both included. */
interface Part {
  readonly from: string;
  readonly to: string;
}

/**
 * Writes a warning where a part of the year is left out, or a roster is older than its folder.
 * @param out tables that do not count
 */
export function judgeSpans(store: Store, scope: Scope, form: Form, out: readonly number[]): void {
  const tables = formTables(store, scope, form, new Set(out)).filter(
    ({ rows, nil_return }) => rows > 0 || nil_return !== null,
  );
  const asOf = periodDate(scope.period);
  if (form.shape.kind === 'roster') {
    for (const table of tables) {
      if (table.span_to !== null && table.span_to < asOf) noteOlder(store, table, table.span_to, asOf);
    }
    return;
  }
  const said = tables.flatMap((table) =>
    table.span_from === null || table.span_to === null
      ? []
      : [{ table, from: table.span_from, to: table.span_to }],
  );
  const last = said.reduce<(typeof said)[number] | null>((a, b) => (a && a.to >= b.to ? a : b), null);
  if (!last) return;
  const { date } = form.shape;
  const leftOut = gaps(said, `${asOf.slice(0, 4)}-01-01`, asOf).filter(
    (part) => !hasRows(store, scope, form, date, part, out),
  );
  if (leftOut.length === 0) return;
  const params = {
    form: form.title,
    parts: leftOut.map(({ from, to }) => `${inWords(from)}至${inWords(to)}`).join('、'),
    from: leftOut[0]?.from ?? '',
    to: inWords(last.to),
  };
  const place = { sheet: last.table.sheet };
  writeFinding(
    store,
    last.table.submission_id,
    last.table.table_id,
    finding('span.short', 'warning', place, params),
  );
}

function noteOlder(store: Store, table: FormTable, date: string, asOf: string): void {
  const params = { date: inWords(date), as_of: inWords(asOf), from: dayAfter(date) };
  const found = finding('span.older', 'warning', { sheet: table.sheet }, params);
  writeFinding(store, table.submission_id, table.table_id, found);
}

/** What no span covers between two dates. */
function gaps(spans: readonly Part[], from: string, to: string): readonly Part[] {
  const found: Part[] = [];
  let next = from;
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (span.from > next && next <= to) found.push({ from: next, to: least(dayBefore(span.from), to) });
    if (span.to >= next) next = dayAfter(span.to);
  }
  if (next <= to) found.push({ from: next, to });
  return found;
}

const least = (a: string, b: string): string => (a < b ? a : b);
const dayAfter = (date: string): string => shifted(date, 1);
const dayBefore = (date: string): string => shifted(date, -1);

function shifted(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whether a row of the form is dated in a part of the year, held back or not. */
function hasRows(
  { engine }: Store,
  scope: Scope,
  form: Form,
  date: string,
  { from, to }: Part,
  out: readonly number[],
): boolean {
  const counted = out.length > 0 ? `AND table_id NOT IN (${out.join(', ')})` : '';
  return (
    engine
      .prepare<[object]>(
        `SELECT 1 FROM ${form.id}_row WHERE unit = :unit AND period = :period AND ${date} BETWEEN :from AND :to
          ${counted} LIMIT 1`,
      )
      .get({ ...scope, from, to }) !== undefined
  );
}

/** 10月31日 */
function inWords(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}
