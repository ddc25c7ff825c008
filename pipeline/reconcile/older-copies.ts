/** Of two dated states of one list the later counts (DOMAIN B “Duplicates”). */
import { finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { rowRange } from '../store/row-id.js';
import { duplicateGroups } from './duplicate-groups.js';
import { type Scope, writeFinding } from './findings.js';
import { type FormTable, formTables, placeOf } from './tables.js';

/** A table with the day that it says it stands for. */
interface DatedTable extends FormTable {
  readonly date: string;
}

/** Rows that are named at most. */
const MOST_ROWS = 20;

/**
 * Marks the tables that a later one replaces, where both say their date and four fifths of the smaller one's rows are
 * in the other, too; gives their ids.
 * @param out tables that take no part
 */
export function supersedeOlder(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
): readonly number[] {
  const tables = formTables(store, scope, form, new Set(out)).flatMap((table): DatedTable[] => {
    const date = table.span_to ?? table.reported_on;
    return date === null || table.rows === 0 ? [] : [{ ...table, date }];
  });
  if (new Set(tables.map(({ date }) => date)).size < 2) return [];
  const shared = sharedRows(store, scope, form, out, tables);
  const mark = store.engine.prepare('UPDATE source_table SET superseded_by = ? WHERE table_id = ?');
  const superseded: number[] = [];
  for (const earlier of tables) {
    const later = tables
      .filter((other) => other.date > earlier.date && holdsMost(earlier, other, shared))
      .sort((a, b) => (a.date < b.date ? 1 : -1))[0];
    if (!later) continue;
    mark.run(placeOf(later), earlier.table_id);
    superseded.push(earlier.table_id);
    const rows = rowsOnlyIn(store, form, earlier, later);
    const params = {
      other: placeOf(later),
      date: earlier.date,
      other_date: later.date,
      count: rows.length,
      rows: rows.slice(0, MOST_ROWS).join('、') || '—',
    };
    writeFinding(
      store,
      earlier.submission_id,
      earlier.table_id,
      finding('sheet.superseded', 'warning', { sheet: earlier.sheet }, params),
    );
  }
  return superseded;
}

const pairOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function holdsMost(one: DatedTable, other: DatedTable, shared: ReadonlyMap<string, number>): boolean {
  const rows = shared.get(pairOf(one.table_id, other.table_id)) ?? 0;
  return rows > 0 && rows * 5 >= Math.min(one.rows, other.rows) * 4;
}

/** How many things two tables of different dates both list, by the two. */
function sharedRows(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
  tables: readonly DatedTable[],
): ReadonlyMap<string, number> {
  const dates = new Map(tables.map(({ table_id, date }) => [table_id, date]));
  const shared = new Map<string, number>();
  for (const group of duplicateGroups(store, scope, form, out).places()) {
    const ids = [...new Set(group.map(({ table_id }) => table_id))].filter((id) => dates.has(id));
    for (const [i, one] of ids.entries()) {
      for (const other of ids.slice(i + 1)) {
        if (dates.get(one) === dates.get(other)) continue;
        const pair = pairOf(one, other);
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  return shared;
}

/** Numbers of the rows whose key only the earlier table has. */
function rowsOnlyIn(
  { engine }: Store,
  form: Form,
  earlier: DatedTable,
  later: DatedTable,
): readonly number[] {
  const [own, others] = [rowRange(earlier.table_id), rowRange(later.table_id)];
  return engine
    .prepare<[object], { row: number }>(
      `SELECT r.row FROM ${form.id}_row r WHERE r.row_id >= :first AND r.row_id < :beyond AND r.key IS NOT NULL
        AND r.key NOT IN (SELECT o.key FROM ${form.id}_row o
          WHERE o.row_id >= :otherFirst AND o.row_id < :otherBeyond AND o.key IS NOT NULL)
        ORDER BY r.row`,
    )
    .all({ ...own, otherFirst: others.first, otherBeyond: others.beyond })
    .map(({ row }) => row);
}
