/** From a piece of evidence back to its cell. */

import type { Form } from '../forms/define.js';
import type { UnitFrom } from '../recognise/kinds.js';
import { columnName } from '../text/address.js';
import { csvLine } from '../text/csv-line.js';
import { hashOf } from '../text/hash.js';
import type { Store } from './database.js';
import { preparedOnce } from './engine.js';
import { rowIdOf, rowsPerTable } from './row-id.js';
import { storedJson } from './stored-json.js';

/** One source row behind a figure, as stored: nothing masked. */
export interface SourceRow {
  readonly rowId: number;
  readonly group: string;
  /** In the smallest unit of the indicator's column. */
  readonly value: bigint;
  readonly valueUnit: string | null;
  readonly key: string | null;
  readonly file: string;
  readonly sha256: string;
  /** When these bytes were first read, ISO. */
  readonly firstReadAt: string;
  readonly sheet: string;
  readonly row: number;
  /** Column from 0 of the cell shown; null where the sheet has no such column. */
  readonly column: number | null;
  /** Unit of that column, and where it was read; null and '' where it has none. */
  readonly columnUnit: string | null;
  readonly columnUnitFrom: UnitFrom;
  /** The cell as submitted. */
  readonly text: string;
  /** What supplies columns that its table lacks: lines of `values.csv`, and file, sheet and cell of entries of lists; '' for none. */
  readonly supplied: string;
  /** The values of the form's label columns. */
  readonly label: readonly (string | null)[];
}

/** The tables of an evaluation's form and period that are in one sheet, and what their rows have in common. */
interface SheetOfTables {
  readonly tables: readonly number[];
  readonly file: string;
  readonly sha256: string;
  readonly firstReadAt: string;
  readonly sheet: string;
  readonly index: number;
  /** What was asked of the rows. */
  readonly question: string;
  /** Hash of the rows as they were when asked; null where they were not asked table by table. */
  readonly content: string | null;
}

/** The rows of one sheet behind an evaluation. */
export interface SourceSheet {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  /** Hash of all that its rows say; null where these are not all in one table, or depend on those of others. */
  readonly basis: string | null;
  /** At most so many, by row. */
  rows(most: number): Generator<SourceRow>;
}

/** row_id, group, value, unit of the value, key, text, entries of lists, and the columns of the form's label. */
type Found = [
  bigint,
  string,
  bigint,
  string | null,
  string | null,
  string,
  string | null,
  ...(string | null)[],
];

/** Where a table has a column, from 0, and the unit that it gives to it. */
interface ColumnOfTable {
  readonly column: number;
  readonly unit: string | null;
  readonly unitFrom: UnitFrom;
}

/** What is shown of the rows behind a figure. */
export interface ShownColumns {
  /** The form's column whose cell is shown. */
  readonly column: string;
  /** The columns that decide what counts. */
  readonly needs: readonly string[];
  readonly reads: readonly string[];
}

/**
 * The rows behind an evaluation, by file, sheet and row.
 * @param most how many rows at the most.
 */
export function* sourceRows(
  store: Pick<Store, 'engine'>,
  form: Form,
  evaluationId: number,
  shown: ShownColumns,
  most = Number.MAX_SAFE_INTEGER,
): Generator<SourceRow> {
  let left = most;
  for (const { rows } of sourceSheets(store, form, evaluationId, shown)) {
    if (left <= 0) return;
    for (const row of rows(left)) {
      left--;
      yield row;
    }
  }
}

/** The sheets in which rows behind an evaluation can stand, by file and place in it. */
export function sourceSheets(
  store: Pick<Store, 'engine'>,
  form: Form,
  evaluationId: number,
  { column: field, needs, reads }: ShownColumns,
): SourceSheet[] {
  const place = Object.keys(form.columns).indexOf(field);
  const read = new Set([field, ...needs, ...reads]);
  const entries = listEntries(form, read);
  // Row ids follow table and row: what is in one table comes in its order without being sorted, and says where.
  const prepare = (several: boolean) =>
    store.engine
      .prepare<[object], Found>(
        `SELECT e.row_id, e.grp, e.value, e.value_unit, r.key, coalesce(json_extract(r.texts, '$[${place}]'), ''),
            ${entries}${form.label.map((name) => `, r.${name}`).join('')}
          FROM evidence e CROSS JOIN ${form.id}_row r ON r.row_id = e.row_id
          WHERE e.evaluation_id = :evaluation AND e.row_id >= :first AND e.row_id < :beyond
            ${several ? 'AND r.table_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:tables))' : ''}
          ORDER BY ${several ? 'r.row, e.row_id' : 'e.row_id'} LIMIT :left`,
      )
      .raw()
      .safeIntegers(true);
  // Of most evaluations no row is asked for: there are none, or what was written of them is taken over.
  const [alone, together] = [once(() => prepare(false)), once(() => prepare(true))];
  const places = sheetsOf(store, form, evaluationId);
  // Joined to every row, the columns would cost a quarter of what the rows do.
  const columns = once(() => columnsOf(store, field, places));
  const entryCells = cellsOfEntries(store, form);
  const supplied = once(() => suppliedTo(store, form, read, places));
  function* rowsIn({ tables, file, sha256, firstReadAt, sheet }: SheetOfTables, left: number) {
    const parameters = {
      evaluation: evaluationId,
      first: rowIdOf(Math.min(...tables), 0),
      beyond: rowIdOf(Math.max(...tables) + 1, 0),
      left,
    };
    const several = tables.length > 1;
    let table = tables[0] ?? 0;
    let at = columns().get(table);
    const rows = several
      ? together().iterate({ ...parameters, tables: JSON.stringify(tables) })
      : alone().iterate(parameters);
    for (const found of rows) {
      // Field by field: spreading and destructuring cost four times what the query does.
      const rowId = Number(found[0]);
      if (several) {
        table = Math.floor(rowId / rowsPerTable);
        at = columns().get(table);
      }
      yield {
        rowId,
        group: found[1],
        value: found[2],
        valueUnit: found[3],
        key: found[4],
        file,
        sha256,
        firstReadAt,
        sheet,
        row: rowId % rowsPerTable,
        column: at?.column ?? null,
        columnUnit: at?.unit ?? null,
        columnUnitFrom: at?.unitFrom ?? '',
        text: found[5],
        supplied: [supplied().get(table) ?? '', ...entryCells(found[6])]
          .filter((one) => one !== '')
          .join('；'),
        label: found.slice(7) as (string | null)[],
      };
    }
  }
  return places.map((place) => {
    const { file, sha256, sheet, index, tables, question, content } = place;
    const isKnown = tables.length === 1 && content !== null;
    return {
      file,
      sha256,
      sheet,
      basis: isKnown
        ? hashOf([
            ...[question, file, sha256, sheet, index, content],
            ...[columns().get(tables[0] ?? 0), supplied().get(tables[0] ?? 0) ?? ''],
          ])
        : null,
      rows: (most) => rowsIn(place, most),
    };
  });
}

/** SQL of the entries of lists that supply one of these columns to a row: list:row_id, with commas between them. */
function listEntries(form: Form, read: ReadonlySet<string>): string {
  const lists = form.lists.filter(({ sets, carries }) =>
    [...Object.keys(sets), ...(carries ?? [])].some((name) => read.has(name)),
  );
  const of = lists.map(({ id }) => `COALESCE(',${id}:' || r.${id}_entry, '')`);
  return of.length > 0 ? `substr(${of.join(' || ')}, 2)` : 'NULL';
}

/** Where entries of lists stand: file › sheet › cell. */
function cellsOfEntries(
  { engine }: Pick<Store, 'engine'>,
  form: Form,
): (entries: string | null) => readonly string[] {
  const tables = new Map<number, (row: number) => string>();
  const names = form.namedBy.map((name) => `'${name}'`).join(', ');
  const place = once(() =>
    preparedOnce<[object], { file: string; sheet: string; at: number | null }>(
      engine,
      `SELECT s.file, t.sheet, (SELECT min(c.column_index) FROM source_column c
          WHERE c.table_id = t.table_id AND c.field IN (${names})) AS at
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id WHERE t.table_id = :table`,
    ),
  );
  const cellIn = (table: number): ((row: number) => string) => {
    const found = place().get({ table });
    const before = found ? [found.file, ...(found.sheet === '' ? [] : [found.sheet])].join(' › ') : '';
    return (row) => `${before} › ${found?.at == null ? '' : columnName(found.at)}${row}`;
  };
  return (entries) =>
    (entries ?? '')
      .split(',')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const rowId = Number(entry.slice(entry.indexOf(':') + 1));
        const table = Math.floor(rowId / rowsPerTable);
        const cell = tables.get(table) ?? cellIn(table);
        tables.set(table, cell);
        return cell(rowId % rowsPerTable);
      });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Where each of the tables that have a field's column has it. */
function columnsOf(
  { engine }: Pick<Store, 'engine'>,
  field: string,
  sheets: readonly SheetOfTables[],
): ReadonlyMap<number, ColumnOfTable> {
  const tables = sheets.flatMap((sheet) => sheet.tables);
  const found = preparedOnce<[object], ColumnOfTable & { table: number }>(
    engine,
    `SELECT table_id AS "table", column_index AS "column", unit, unit_from AS "unitFrom" FROM source_column
      WHERE field = :field AND table_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:tables))`,
  ).all({ field, tables: JSON.stringify(tables) });
  return new Map(found.map(({ table, ...column }) => [table, column]));
}

/** By table, the lines of `values.csv` that give it a column that it lacks. */
function suppliedTo(
  { engine }: Pick<Store, 'engine'>,
  form: Form,
  fields: ReadonlySet<string>,
  sheets: readonly SheetOfTables[],
): ReadonlyMap<number, string> {
  const tables = JSON.stringify(sheets.flatMap((sheet) => sheet.tables));
  const uses = preparedOnce<[object], { table: number; line: string }>(
    engine,
    `SELECT table_id AS "table", line FROM setting_use
      WHERE setting = 'values.csv' AND table_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:tables))
      ORDER BY table_id, line`,
  ).all({ tables });
  const found = new Map<number, string>();
  if (uses.length === 0) return found;
  const columns = preparedOnce<[object], { table: number; field: string }>(
    engine,
    `SELECT table_id AS "table", field FROM source_column
      WHERE table_id IN (SELECT CAST(value AS INTEGER) FROM json_each(:tables))`,
  ).all({ tables });
  const present = new Set(columns.map(({ table, field }) => `${table} ${field}`));
  for (const { table, line } of uses) {
    const [of, field = '', text] = storedJson<string[]>(line);
    if (of !== form.id || text !== '' || !fields.has(field) || present.has(`${table} ${field}`)) continue;
    const shown = `values.csv › ${csvLine(storedJson<string[]>(line))}`;
    found.set(table, [...(found.has(table) ? [found.get(table)] : []), shown].join('；'));
  }
  return found;
}

/** Where rows of an evaluation can stand, by file and sheet. */
function sheetsOf(store: Pick<Store, 'engine'>, form: Form, evaluationId: number): SheetOfTables[] {
  return preparedOnce<[object], Omit<SheetOfTables, 'tables'> & { tables: string }>(
    store.engine,
    `SELECT json_group_array(t.table_id) AS tables, s.file, s.sha256, a.first_read_at AS firstReadAt, t.sheet,
          t.sheet_index AS "index",
          e.fingerprint AS question, min(c.content) AS content
        FROM evaluation e JOIN submission s ON s.unit = e.unit AND s.period = e.period
          JOIN archived_file a ON a.sha256 = s.sha256
          JOIN source_table t ON t.submission_id = s.submission_id AND t.form = :form
          LEFT JOIN evidence_source c ON c.evaluation_id = e.evaluation_id AND c.table_id = t.table_id
        WHERE e.evaluation_id = :evaluation
        GROUP BY s.file, s.sha256, a.first_read_at, t.sheet, t.sheet_index, e.fingerprint
        ORDER BY s.file, t.sheet_index`,
  )
    .all({ form: form.id, evaluation: evaluationId })
    .map(({ tables, ...origin }) => ({ ...origin, tables: storedJson<number[]>(tables) }));
}

/** Totals of an evaluation's rows per group, file and sheet. */
export function sourceTotals(
  store: Pick<Store, 'engine'>,
  evaluationId: number,
): { group: string; file: string; sha256: string; sheet: string; rows: bigint; value: bigint }[] {
  return store.engine
    .prepare<
      [number],
      { group: string; file: string; sha256: string; sheet: string; rows: bigint; value: bigint }
    >(
      `SELECT e.grp AS "group", s.file, s.sha256, t.sheet, sum(e.rows) AS rows, sum(e.value) AS value
        FROM evidence_total e JOIN source_table t ON t.table_id = e.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE e.evaluation_id = ?
        GROUP BY e.grp, s.file, s.sha256, t.sheet, t.sheet_index ORDER BY s.file, t.sheet_index, e.grp`,
    )
    .safeIntegers(true)
    .all(evaluationId);
}
