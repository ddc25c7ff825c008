/**
 * Whether the database still holds what the files gave. When a table has been loaded, a digest of all that was stored of
 * it is kept with it; before anything is published, rows are counted and digests are made again. Whatever changed them
 * in between, a flipped bit on the disk or somebody's UPDATE: the files are then read anew.
 */
import { createHash } from 'node:crypto';
import type { Form } from '../forms/define.js';
import { type Engine, preparedOnce } from './engine.js';
import { forgetEvaluations } from './evaluations.js';
import { rowColumns } from './form-tables.js';
import { rowRange } from './row-id.js';
import { statement } from './statement.js';
import { StoreError } from './store-error.js';

/** sha256 of all that is stored of a table: its facts, columns, stated totals, findings and rows, data or not. */
export function storedDigest(engine: Engine, tableId: number, form: Form | undefined): string {
  const hash = createHash('sha256');
  const { first, beyond } = rowRange(tableId);
  for (const sql of partsOf(engine, form)) {
    const select = preparedOnce<[object], Piece>(engine, sql);
    let after: number | null = -1;
    while (after !== null) {
      const piece = select.get({ table: tableId, after, afterRow: first + after, beyond });
      hash.update(`${piece?.digest ?? ''}\n`);
      after = piece?.last ?? null;
    }
  }
  return hash.digest('hex');
}

interface Piece {
  readonly digest: string | null;
  /** Number of its last row; null: there are no more. */
  readonly last: number | null;
}

/** Rows that are put into one text: however long their cells are, it is within what a database allows. */
const rowsAtOnce = 256;

/** Columns that are set after a table was loaded, or say nothing of its content. */
const setLater: ReadonlySet<string> = new Set([
  'submission.stamp',
  'submission.superseded_by',
  'source_table.held',
  'source_table.superseded_by',
  'source_table.rows_held_back',
  'source_table.keys_alone',
  'source_table.digest',
]);

const known = new WeakMap<Engine, Map<string, readonly string[]>>();

/** The statements that give the parts of a table, in pieces. */
function partsOf(engine: Engine, form: Form | undefined): readonly string[] {
  const own = known.get(engine) ?? new Map<string, readonly string[]>();
  known.set(engine, own);
  const parts = own.get(form?.id ?? '') ?? [
    ...coreParts.map((part) => partOf(engine, part)),
    ...(form ? [partOf(engine, rowsOf(form))] : []),
  ];
  own.set(form?.id ?? '', parts);
  return parts;
}

interface PartOfTable {
  readonly stored: string;
  /** All that it has, where none are named. */
  readonly columns?: readonly string[];
  readonly where: string;
  readonly order: string;
  /** Numbers the rows where there may be many: they are then read from `:after` on. */
  readonly number?: string;
}

/** What is stored of a table beside its rows. */
const coreParts: readonly PartOfTable[] = [
  {
    stored: 'submission',
    where: 'submission_id = (SELECT submission_id FROM source_table WHERE table_id = :table)',
    order: 'submission_id',
  },
  { stored: 'source_table', where: 'table_id = :table', order: 'table_id' },
  { stored: 'source_column', where: 'table_id = :table', order: 'field' },
  { stored: 'setting_use', where: 'table_id = :table', order: 'setting, line' },
  { stored: 'stated_total', where: 'table_id = :table', order: 'row, column_index' },
  { stored: 'not_data', where: 'table_id = :table AND row > :after', order: 'row', number: 'row' },
  {
    stored: 'finding',
    where: "table_id = :table AND origin = 'read' AND finding_id > :after",
    order: 'finding_id',
    number: 'finding_id',
  },
];

/** With one lower bound alone, which is where a database begins to read. */
function rowsOf(form: Form): PartOfTable {
  const where = 'row_id > :afterRow AND row_id < :beyond';
  const columns = rowColumns(form).filter((name) => name !== 'held');
  return { stored: `${form.id}_row`, columns, where, order: 'row_id', number: 'row' };
}

function partOf(engine: Engine, { stored, columns, where, order, number }: PartOfTable): string {
  const read = columns ?? columnsOf(engine, stored).filter((name) => !setLater.has(`${stored}.${name}`));
  const cells = read.map((name) => `coalesce(CAST(${name} AS TEXT), '\x1e')`);
  const last = number ? `CASE count(*) WHEN ${rowsAtOnce} THEN max(number) END` : 'NULL';
  return `SELECT sha256_of(CAST(group_concat(cells, '\x1d') AS BLOB)) AS digest, ${last} AS last
    FROM (SELECT ${number ?? 0} AS number, concat_ws('\x1f', ${cells.join(', ')}) AS cells
      FROM ${stored} WHERE ${where} ORDER BY ${order} ${number ? `LIMIT ${rowsAtOnce}` : ''}) AS piece`;
}

function columnsOf(engine: Engine, table: string): string[] {
  return engine
    .prepare(`SELECT * FROM ${table}`)
    .columns()
    .map(({ name }) => name);
}

/**
 * Compares what the database holds of a unit with what was loaded: the rows of each form and period by their number,
 * and the tables of some periods by their digest. Call inside a transaction, before anything is computed.
 * @param periods those whose rows are used.
 * @param fresh files that were loaded in the same transaction.
 * @throws StoreError `store.altered` with the unit, and the file, sheet and form that are not as they were loaded.
 */
export function refuseAltered(
  engine: Engine,
  unit: string,
  forms: readonly Form[],
  periods: ReadonlySet<string>,
  fresh: ReadonlySet<string>,
): void {
  const tables = tablesOf.all(engine, { unit });
  const altered =
    lackingTables(engine, unit) ??
    miscounted(engine, unit, forms, tables) ??
    tables.find(
      ({ table_id, period, file, form: id, digest }) =>
        periods.has(period) &&
        !fresh.has(file) &&
        digest !==
          storedDigest(
            engine,
            table_id,
            forms.find((form) => form.id === id),
          ),
    );
  if (!altered) return;
  const { file, sheet, form } = altered;
  throw new StoreError('store.altered', { unit, file, sheet, form: form ?? '' });
}

type Place = Pick<LoadedTable, 'file' | 'sheet' | 'form'>;

interface LoadedTable {
  readonly table_id: number;
  readonly period: string;
  readonly file: string;
  readonly sheet: string;
  readonly form: string | null;
  readonly typed: 0 | 1;
  readonly rows_data: number;
  readonly rows_held_back: number;
  readonly digest: string;
}

const tablesOf = statement<LoadedTable, { unit: string }>((db, given) =>
  db
    .selectFrom('source_table as t')
    .innerJoin('submission as s', 's.submission_id', 't.submission_id')
    .select(['t.table_id', 's.period', 's.file', 't.sheet', 't.form', 't.typed'])
    .select(['t.rows_data', 't.rows_held_back', 't.digest'])
    .where('s.unit', '=', given.unit)
    .orderBy('s.file')
    .orderBy('t.sheet_index')
    .orderBy('t.ordinal'),
);

/** A file of which there are not as many tables as were loaded; null: none. */
function lackingTables(engine: Engine, unit: string): Place | null {
  const file = filesLackingTables.get(engine, { unit });
  return file ? { ...file, sheet: '', form: null } : null;
}

const filesLackingTables = statement<{ file: string }, { unit: string }>((db, given) =>
  db
    .selectFrom('submission as s')
    .select('s.file')
    .where('s.unit', '=', given.unit)
    .where('s.tables', '<>', (from) =>
      from
        .selectFrom('source_table as t')
        .select((count) => count.fn.countAll<number>().as('tables'))
        .whereRef('t.submission_id', '=', 's.submission_id'),
    )
    .orderBy('s.file'),
);

/** A table of a form and period of which there are more or fewer rows, or held rows, than were loaded; null: none. */
function miscounted(
  engine: Engine,
  unit: string,
  forms: readonly Form[],
  tables: readonly LoadedTable[],
): Place | null {
  // Of an index alone, whose rows are then as many as those that the digests are made of.
  const counts = preparedOnce<[object], { form: string; period: string; rows: number; held: number }>(
    engine,
    forms
      .map(
        ({ id }) => `SELECT '${id}' AS form, period, count(*) AS rows, sum(held) AS held FROM ${id}_row
          WHERE unit = :unit GROUP BY period`,
      )
      .join(' UNION ALL '),
  ).all({ unit });
  const left = new Map(counts.map((count) => [JSON.stringify([count.form, count.period]), { ...count }]));
  for (const { form, period, typed, rows_data, rows_held_back } of tables) {
    if (typed === 0) continue;
    const place = JSON.stringify([form, period]);
    const count = left.get(place) ?? { form: form ?? '', period, rows: 0, held: 0 };
    left.set(place, { ...count, rows: count.rows - rows_data, held: count.held - rows_held_back });
  }
  const wrong = [...left.values()].find(({ rows, held }) => rows !== 0 || held !== 0);
  if (!wrong) return null;
  const own = tables.find(({ form, period }) => form === wrong.form && period === wrong.period);
  return own ?? { file: '', sheet: '', form: wrong.form };
}

/** Deletes all that is stored of a unit but its history: its files are read anew. Call inside a transaction. */
export function forgetUnit(engine: Engine, unit: string, forms: readonly Form[]): void {
  forgetEvaluations({ engine }, 'unit = :unit', { unit });
  for (const table of ['submission', 'reconciled', ...forms.map(({ id }) => `${id}_row`)]) {
    engine.prepare(`DELETE FROM ${table} WHERE unit = ?`).run(unit);
  }
}
