/**
 * Rows that a figure does not count although it might: held back as a whole, or with a cell that it reads and that was
 * not understood. Whether a row might count is asked of the indicator's own query, with every value that such a cell
 * can have in its place (DOMAIN A, Status O).
 */
import { maskText } from '../findings/mask.js';
import type { ColumnSpec, Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { countedValue, hasUnreliable, unreliableColumns } from '../store/form-tables.js';
import { DefinitionError } from '../text/sql-file.js';
import type { Indicator } from './catalogue.js';
import type { Basis } from './sides.js';

/** By group; '' where the indicator is not broken down. */
export interface HeldRows {
  /** Accepted rows that might count but for a cell that was not understood. */
  readonly unread: ReadonlyMap<string, number>;
  /** Groups of which any row might count, held back or accepted. */
  readonly possible: ReadonlySet<string>;
}

const none: HeldRows = { unread: new Map(), possible: new Set() };

/** A condition on rows of a form: that a column which the indicator reads was not understood in them. */
export function unreadBy(
  { needs, reads }: Pick<Indicator, 'needs' | 'reads'>,
  form: Form,
  table: string,
): string {
  const unread = unreliableColumns(form, table);
  const columns = [...needs, ...reads].map((name) => `${unread} LIKE '% ${name} %'`);
  return `${hasUnreliable(form, table)} AND (${columns.join(' OR ') || 'false'})`;
}

/**
 * @param isBroken whether the indicator's query gives groups.
 * @param isCounted whether a group of it has rows that count.
 */
export function heldRows(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  indicator: Indicator,
  form: Form,
  { coverage, from, asOf }: Basis,
  isBroken: boolean,
  isCounted: boolean,
): HeldRows {
  if (coverage === null) return none;
  const place = { unit, period: coverage.period };
  // Of a figure that has rows, only accepted ones that it does not count matter, unless it has groups.
  const mayBeHeld = coverage.rowsHeldBack > 0 && (isBroken || !isCounted);
  const which = `r.unit = :unit AND r.period = :period AND (${mayBeHeld ? 'r.held = 1 OR ' : ''}(r.held = 0 AND ${unreadBy(indicator, form, 'r')}))
    AND s.superseded_by IS NULL AND t.superseded_by IS NULL`;
  const source = `${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
    JOIN submission s ON s.submission_id = t.submission_id`;
  const sets = engine
    .prepare<[object], { unread: string | null }>(
      `SELECT DISTINCT ${unreliableColumns(form, 'r')} AS unread FROM ${source} WHERE ${which}`,
    )
    .all(place);
  const unread = new Map<string, Set<number>>();
  const possible = new Set<string>();
  for (const set of sets) {
    const supposed = supposedRows(form, indicator, set.unread, source, which, { from, asOf });
    const sql = indicator.sql.replace(
      new RegExp(`\\b(FROM|JOIN)\\s+${form.id}\\b`, 'gi'),
      `$1 (${supposed}) AS ${form.id}`,
    );
    const rows = engine.prepare<[object], { row_id: number; grp: string; held: number }>(
      `SELECT q.row_id, ${isBroken ? 'q.grp' : "''"} AS grp, h.held FROM (${sql}) AS q
        JOIN ${form.id}_row h ON h.row_id = q.row_id`,
    );
    const given = { ...place, unread: set.unread ?? '', from, as_of: asOf, waived: ',' };
    for (const { row_id, grp, held } of asked(indicator, () => rows.all(given))) {
      const group = maskText(grp ?? '');
      possible.add(group);
      if (held === 0) unread.set(group, (unread.get(group) ?? new Set()).add(row_id));
    }
  }
  return { unread: new Map([...unread].map(([group, rows]) => [group, rows.size])), possible };
}

function asked<T>(indicator: Indicator, query: () => T): T {
  try {
    return query();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DefinitionError(`indicator ${indicator.id}, asked of rows that are held back: ${reason}`, {
      cause: error,
    });
  }
}

/** The rows in question as the form's view gives them, once for every combination of values of the cells in doubt. */
function supposedRows(
  form: Form,
  { needs, reads }: Indicator,
  unread: string | null,
  source: string,
  which: string,
  dates: { readonly from: string; readonly asOf: string },
): string {
  const read = new Set([...needs, ...reads]);
  const said = (unread ?? '').split(' ');
  const doubtful = said.filter((name) => read.has(name));
  const columns = Object.keys(form.columns).map((name) =>
    doubtful.includes(name)
      ? `${name}_supposed.value AS ${name}`
      : `${countedValue(form, name, 'r')} AS ${name}`,
  );
  const supposed = doubtful.map((name) => {
    const isNotZero = said.includes(`${name}<>0`);
    const values = possibleValues(form.columns[name]?.spec, dates).filter(
      (value) => !isNotZero || value !== '0',
    );
    return ` CROSS JOIN (${values.map((value) => `SELECT ${value} AS value`).join(' UNION ALL ')}) AS ${name}_supposed`;
  });
  return `SELECT r.row_id, r.table_id, r.unit, r.period, s.file, t.sheet, t.sheet_index, r.row, r.key, r.texts,
      NULL AS same_as, ${columns.join(', ')}
    FROM ${source}${supposed.join('')} WHERE ${which} AND coalesce(${unreliableColumns(form, 'r')}, '') = :unread`;
}

/** Values on either side of every bound that a query can set, as SQL. */
function possibleValues(
  spec: ColumnSpec | undefined,
  { from, asOf }: { readonly from: string; readonly asOf: string },
): readonly string[] {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  switch (spec?.kind) {
    case 'yes_no':
      return ['0', '1'];
    case 'choice':
      return Object.keys(spec.choices ?? {}).map(text);
    case 'date':
      return ['0001-01-01', from, asOf, '9999-12-31'].map(text);
    case 'year':
      return [asOf.slice(0, 4)];
    case 'measure':
      return ['0', '1', '1000000000000000'];
    default:
      return [text('?')];
  }
}
