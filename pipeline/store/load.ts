/** Loading one digested file into the database. */
import type { Finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { ReadEvent, ReadTable } from '../read/read-file.js';
import { cellsOf, columnsBeforeValues, type RowBatch } from '../read/row-batch.js';
import { type BulkLoad, manyRows } from './bulk.js';
import type { Store } from './database.js';
import { type RowWriter, rowWriter, type Statement } from './engine.js';
import { rowColumns } from './form-tables.js';
import { rowIdOf } from './row-id.js';
import { storedDigest } from './stored-tables.js';

/** A file as it stands in `inputs/`, with what its reading depended on. */
export interface SubmissionFile {
  readonly unit: string;
  readonly period: string;
  /** Path below inputs/<unit>/. */
  readonly file: string;
  /** null where the system would not let it be read. */
  readonly sha256: string | null;
  readonly stamp: string;
  readonly reading: string;
}

interface Open {
  readonly tableId: number;
  readonly form: Form | undefined;
  readonly insert: ((batch: RowBatch) => void) | null;
  /** To be called once its rows are all there. */
  readonly flush: () => void;
  data: number;
  notData: number;
  held: number;
  /** Hash of its rows as submitted. */
  content: string | null;
}

/**
 * Replaces what stood for the file by what the digest yields; one savepoint, so that a file is there whole or
 * not at all. Call inside a transaction.
 */
export async function loadSubmission(
  store: Store,
  file: SubmissionFile,
  pieces: AsyncIterable<ReadEvent>,
  forms: readonly Form[],
  bulk: BulkLoad,
): Promise<void> {
  const { engine } = store;
  const one = statements(store);
  engine.exec('SAVEPOINT load_file');
  try {
    const begin = () => {
      one.flush();
      one.forget.run(file.unit, file.period, file.file);
      const { unit, period, sha256, stamp, reading } = file;
      return Number(one.submission.run(unit, period, file.file, sha256, stamp, reading).lastInsertRowid);
    };
    let submissionId = begin();
    let tables: Open[] = [];
    const at = (number: number): Open => {
      const table = tables[number];
      if (!table) throw new Error(`table ${number} was not announced`);
      return table;
    };
    const note = (tableId: number | null, found: Finding) =>
      one.finding.write([
        submissionId,
        tableId,
        'read',
        found.rule,
        found.severity,
        found.sheet,
        found.row,
        found.column,
        found.header,
        found.value,
        found.personal,
        JSON.stringify(found.params),
      ]);

    for await (const piece of pieces) {
      switch (piece.is) {
        case 'file':
          one.readable.run(piece.format, piece.encoding, submissionId);
          break;
        case 'corrects':
          one.corrects.run(JSON.stringify(piece.sha256), submissionId);
          break;
        case 'refused':
          tables = [];
          submissionId = begin();
          note(null, piece.finding);
          break;
        case 'table':
          tables[piece.table.number] = openTable(store, one, submissionId, file, piece.table, forms);
          break;
        case 'rows': {
          const table = at(piece.number);
          const { batch } = piece;
          table.insert?.(batch);
          const before = table.data;
          table.data += batch.rows;
          if (before < manyRows && table.data >= manyRows && table.form) bulk.many(table.form);
          table.held += batch.held;
          for (const found of batch.findings) note(table.tableId, found);
          break;
        }
        case 'untyped': {
          const table = at(piece.number);
          table.data += piece.rows;
          table.held += piece.rows;
          break;
        }
        case 'not_data': {
          const table = at(piece.number);
          table.notData += piece.rows.length;
          for (const row of piece.rows) one.notData.write([table.tableId, row.row, row.kind, row.text]);
          break;
        }
        case 'findings': {
          const tableId = piece.number === null ? null : at(piece.number).tableId;
          for (const found of piece.findings) note(tableId, found);
          break;
        }
        case 'end': {
          const table = at(piece.number);
          for (const total of piece.totals) {
            one.total.run(
              table.tableId,
              total.row,
              total.column,
              total.header,
              total.stated,
              total.sum,
              total.agrees ? 1 : 0,
            );
          }
          const { facts } = piece;
          table.content = piece.content;
          one.facts.run(
            piece.held ? 1 : 0,
            piece.nilReturn,
            facts.reportingUnit,
            facts.reportedOn,
            facts.reportedBy,
            facts.reviewedBy,
            table.tableId,
          );
          break;
        }
      }
    }
    one.flush();
    for (const { data, notData, held, flush, content, tableId } of tables) {
      flush();
      one.counts.run(data, notData, held, held, content, tableId);
    }
    one.tables.run(tables.length, submissionId);
    for (const { tableId, form } of tables) {
      one.digest.run(storedDigest(engine, tableId, form), tableId);
    }
    engine.exec('RELEASE load_file');
  } catch (error) {
    engine.exec('ROLLBACK TO load_file; RELEASE load_file');
    throw error;
  }
}

function openTable(
  store: Store,
  one: Statements,
  submissionId: number,
  file: SubmissionFile,
  table: ReadTable,
  forms: readonly Form[],
): Open {
  const form = forms.find(({ id }) => id === table.form);
  const tableId = Number(
    one.table.run(
      submissionId,
      table.sheet,
      table.sheetIndex,
      table.ordinal,
      table.form,
      table.headerRows?.[0] ?? null,
      table.headerRows?.[1] ?? null,
      table.typed ? 1 : 0,
      table.typed ? 0 : 1,
      table.typed ? 0 : 1,
    ).lastInsertRowid,
  );
  for (const { field, column, header, unit, unitFrom } of table.columns) {
    one.column.write([tableId, field, column, header, unit, unitFrom]);
  }
  const rows = form && table.typed ? rowInserter(store, form, file, tableId) : null;
  const { insert, flush } = rows ?? { insert: null, flush: () => {} };
  return { tableId, form, insert, flush, data: 0, notData: 0, held: 0, content: null };
}

/** Rows per statement: what each execution costs is shared by so many; more gain nothing. */
const rowsAtOnce = 16;

/** Inserts batches of rows of one table. */
function rowInserter(store: Store, form: Form, { unit, period }: SubmissionFile, tableId: number) {
  const values = Object.keys(form.columns);
  const columns = rowColumns(form);
  const width = columnsBeforeValues + values.length;
  if (store.engine.copy)
    return copyInserter(store.engine.copy(`${form.id}_row`, columns), tableId, unit, period);
  const cell = (n: number) => `b.column${n}`;
  const cells = values.map((_, i) => cell(columnsBeforeValues + 1 + i));
  const tuple = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  const prepared = new Map<number, Statement<unknown[], unknown>>();
  const prepare = (rows: number): Statement<unknown[], unknown> => {
    const statement = store.engine.prepare<unknown[]>(
      `INSERT INTO ${form.id}_row (${columns.join(', ')})
        SELECT ${cell(1)} + ?, ?, ?, ?, ${[1, 2, 3, 4, 4].map(cell).join(', ')}, ${cells.join(', ')}
        FROM (VALUES ${Array.from({ length: rows }, () => tuple).join(', ')}) b`,
    );
    prepared.set(rows, statement);
    return statement;
  };
  const insert = (batch: RowBatch) => {
    for (const cells of cellsOf(batch, rowsAtOnce)) {
      const rows = cells.length / width;
      (prepared.get(rows) ?? prepare(rows)).run(rowIdOf(tableId, 0), tableId, unit, period, cells);
    }
  };
  return { insert, flush: () => {} };
}

/** The same cells, as whole rows for an engine that copies them. */
function copyInserter(rows: RowWriter, tableId: number, unit: string, period: string) {
  const insert = (batch: RowBatch) => {
    for (const [row, key, texts, held, ...values] of cellsOf(batch, 1)) {
      rows.write([
        rowIdOf(tableId, Number(row)),
        tableId,
        unit,
        period,
        row,
        key,
        texts,
        held,
        held,
        ...values,
      ]);
    }
  };
  return { insert, flush: () => rows.flush() };
}

const findingColumns = [
  'submission_id',
  'table_id',
  'origin',
  'rule',
  'severity',
  'sheet',
  'row',
  'column_index',
  'header',
  'value',
  'personal',
  'params',
];

type Statements = ReturnType<typeof statements>;

function statements({ engine }: Store) {
  const column = rowWriter(engine, 'source_column', [
    'table_id',
    'field',
    'column_index',
    'header',
    'unit',
    'unit_from',
  ]);
  const notData = rowWriter(engine, 'not_data', ['table_id', 'row', 'kind', 'text']);
  const finding = rowWriter(engine, 'finding', findingColumns);
  return {
    forget: engine.prepare('DELETE FROM submission WHERE unit = ? AND period = ? AND file = ?'),
    submission: engine.prepare(
      `INSERT INTO submission (unit, period, file, sha256, stamp, reading, readable) VALUES (?, ?, ?, ?, ?, ?, 0)`,
    ),
    readable: engine.prepare(
      'UPDATE submission SET readable = 1, format = ?, encoding = ? WHERE submission_id = ?',
    ),
    corrects: engine.prepare('UPDATE submission SET corrects = ? WHERE submission_id = ?'),
    table: engine.prepare(
      `INSERT INTO source_table (submission_id, sheet, sheet_index, ordinal, form, header_first, header_last,
        typed, held_by_reading, held, rows_data, rows_not_data, rows_held_by_reading, rows_held_back)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`,
    ),
    column,
    notData,
    finding,
    flush() {
      for (const writer of [column, notData, finding]) writer.flush();
    },
    total: engine.prepare(
      `INSERT INTO stated_total (table_id, row, column_index, header, stated, sum, agrees)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    facts: engine.prepare(
      `UPDATE source_table SET held_by_reading = max(held_by_reading, ?), nil_return = ?, reporting_unit = ?,
        reported_on = ?, reported_by = ?, reviewed_by = ? WHERE table_id = ?`,
    ),
    counts: engine.prepare(
      `UPDATE source_table SET rows_data = ?, rows_not_data = ?, rows_held_by_reading = ?, rows_held_back = ?,
        content = ? WHERE table_id = ?`,
    ),
    tables: engine.prepare('UPDATE submission SET tables = ? WHERE submission_id = ?'),
    digest: engine.prepare('UPDATE source_table SET digest = ? WHERE table_id = ?'),
  };
}
