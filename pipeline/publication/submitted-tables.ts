/** The submitted tables as the audit page shows them: the form's columns only, personal ones masked. */

import { maskCell, maskText } from '../findings/mask.js';
import type { Form } from '../forms/define.js';
import { formsAndLists } from '../forms/index.js';
import type { NotDataKind } from '../recognise/kinds.js';
import { reconciledRows } from '../reconcile/kept.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';
import { rowIdOf, rowRange } from '../store/row-id.js';
import { storedJson } from '../store/stored-json.js';
import { compareText } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
import type { SubmittedColumn, SubmittedRow, SubmittedTable } from './submitted.js';

/** Kinds whose text the page shows; notes and footers may name people who answer for nothing here. */
const shown: ReadonlySet<NotDataKind> = new Set([
  'title',
  'unit',
  'subtotal',
  'total',
  'nil_return',
  'column_numbers',
]);

/** The tables of the forms in the files of the periods, by file, sheet and place in it. */
export function submittedTables(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  periods: readonly string[],
): SubmittedTable[] {
  const tables = engine
    .prepare<
      string[],
      {
        tableId: number;
        file: string;
        sha256: string | null;
        period: string;
        sheet: string;
        index: number;
        ordinal: number;
        form: string;
        first: number | null;
        last: number | null;
      }
    >(
      `SELECT t.table_id AS tableId, s.file, s.sha256, s.period, t.sheet, t.sheet_index AS "index", t.ordinal, t.form,
          t.header_first AS first, t.header_last AS last
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = ? AND s.period IN (${periods.map(() => '?').join(', ')}) AND t.typed = 1
        ORDER BY s.file, t.sheet_index, t.ordinal`,
    )
    .all(unit, ...periods);
  const rows = reconciledRows({ engine }, unit);
  return tables
    .flatMap(({ first, last, sha256, period, index, ordinal, ...table }): SubmittedTable[] => {
      const form = formsAndLists.find(({ id }) => id === table.form);
      if (!form) return [];
      const bounds = preparedOnce<[object], { first: number | null; last: number | null }>(
        engine,
        `SELECT min(first) AS first, max(last) AS last FROM
            (SELECT min(row) AS first, max(row) AS last FROM not_data WHERE table_id = :table UNION ALL SELECT
              (SELECT row FROM ${form.id}_row WHERE row_id >= :first AND row_id < :beyond ORDER BY row_id LIMIT 1),
              (SELECT row FROM ${form.id}_row WHERE row_id >= :first AND row_id < :beyond ORDER BY row_id DESC LIMIT 1))`,
      ).get({ table: table.tableId, ...rowRange(table.tableId) });
      const content = rows.ofTables(form.id, period).get(table.tableId);
      return [
        {
          ...table,
          sha256: sha256 ?? '',
          header: first === null || last === null ? null : [first, last],
          firstRow: bounds?.first ?? 0,
          lastRow: bounds?.last ?? 0,
          basis: content === undefined ? null : hashOf([sha256, index, ordinal, content]),
          columns: columnsOf(engine, table.tableId, form),
        },
      ];
    })
    .sort((a, b) => compareText(a.file, b.file));
}

function columnsOf(engine: Store['engine'], tableId: number, form: Form): SubmittedColumn[] {
  const columns = preparedOnce<
    [number],
    { field: string; index: number; header: string; unit: string | null }
  >(
    engine,
    `SELECT field, column_index AS "index", header, unit FROM source_column WHERE table_id = ?
        ORDER BY column_index, field`,
  ).all(tableId);
  const indexes = [...new Set(columns.map(({ index }) => index))];
  return indexes.map((index) => {
    const own = columns.filter((column) => column.index === index);
    return {
      fields: own.map(({ field }) => field),
      index,
      header: maskText(own[0]?.header ?? ''),
      unit: own[0]?.unit ?? '',
      personal: own.some(({ field }) => form.columns[field]?.spec.personal),
    };
  });
}

/** Every row of a table, by row. */
export function* submittedRows(
  { engine }: Pick<Store, 'engine'>,
  { tableId, form: formId, columns }: SubmittedTable,
): Generator<SubmittedRow> {
  const form = formsAndLists.find(({ id }) => id === formId);
  if (!form) throw new Error(`there is no form ${formId}`);
  const names = Object.keys(form.columns);
  const places = columns.map(({ fields }) => names.indexOf(fields[0] ?? ''));
  const specs = columns.map(({ fields }) => {
    const own = fields.flatMap((field) => form.columns[field]?.spec ?? []);
    return own.find(({ personal }) => personal !== null) ?? own[0];
  });
  const isRead = ({ row }: { row: number }, { fields: [field] }: SubmittedColumn) =>
    preparedOnce<[number], { found: number }>(
      engine,
      `SELECT 1 AS found FROM ${form.id}_row WHERE row_id = ? AND ${field} IS NOT NULL`,
    ).get(rowIdOf(tableId, row)) !== undefined;
  const rows = preparedOnce<
    [object],
    { row: number; held: 0 | 1; texts: string; kind: null } | { row: number; kind: NotDataKind; text: string }
  >(
    engine,
    `SELECT row, held, texts, NULL AS kind, NULL AS text FROM ${form.id}_row
          WHERE row_id >= :first AND row_id < :beyond
        UNION ALL SELECT row, NULL, NULL, kind, text FROM not_data WHERE table_id = :table ORDER BY row`,
  ).all({ table: tableId, ...rowRange(tableId) });
  for (const found of rows) {
    const { row } = found;
    if (found.kind !== null) {
      yield { row, kind: found.kind, text: shown.has(found.kind) ? maskText(found.text) : '' };
      continue;
    }
    const texts = storedJson<(string | null)[]>(found.texts);
    const cells = columns.map((column, at) =>
      maskCell(texts[places[at] ?? -1] ?? '', specs[at], () => isRead(found, column)),
    );
    yield { row, kind: found.held === 1 ? 'held_back' : 'accepted', cells };
  }
}
