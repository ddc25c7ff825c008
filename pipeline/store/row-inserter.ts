/** Storing rows of a form: the fastest way that an engine has for many of them. */
import type { Form } from '../forms/define.js';
import { cellsOf, columnsBeforeValues, type RowBatch } from '../read/row-batch.js';
import type { Engine, RowWriter, Statement } from './engine.js';
import { rowColumns } from './form-tables.js';
import { rowIdOf } from './row-id.js';

/** Rows per statement: what each execution costs is shared by so many; more gain nothing. */
const rowsAtOnce = 16;

/** Stores the rows of a table, batch by batch. */
export interface RowInserter {
  insert(batch: RowBatch): void;
  /** Before anything is asked of the rows. */
  flush(): void;
}

/** @param place the unit and the period that the rows are of. */
export function rowInserter(
  engine: Engine,
  form: Form,
  { unit, period }: { readonly unit: string; readonly period: string },
  tableId: number,
): RowInserter {
  const values = Object.keys(form.columns);
  const columns = rowColumns(form);
  const width = columnsBeforeValues + values.length;
  if (engine.copy) return copyInserter(engine.copy(`${form.id}_row`, columns), tableId, unit, period);
  const cell = (n: number) => `b.column${n}`;
  const cells = values.map((_, i) => cell(columnsBeforeValues + 1 + i));
  const tuple = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  const prepared = new Map<number, Statement<unknown[], unknown>>();
  const prepare = (rows: number): Statement<unknown[], unknown> => {
    const statement = engine.prepare<unknown[]>(
      `INSERT INTO ${form.id}_row (${columns.join(', ')})
        SELECT ${cell(1)} + ?, ?, ?, ?, ${[1, 2, 3, 4, 5, 6, 6].map(cell).join(', ')}, ${cells.join(', ')}
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
function copyInserter(rows: RowWriter, tableId: number, unit: string, period: string): RowInserter {
  const insert = (batch: RowBatch) => {
    for (const [row, key, texts, others, unread, held, ...values] of cellsOf(batch, 1)) {
      rows.write([
        rowIdOf(tableId, Number(row)),
        tableId,
        unit,
        period,
        row,
        key,
        texts,
        others,
        unread,
        held,
        held,
        ...values,
      ]);
    }
  };
  return { insert, flush: () => rows.flush() };
}
