/** Loading one file that is read into the database. */
import type { Finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { ReadEvent, ReadTable } from '../read/read-file.js';
import type { RowBatch } from '../read/row-batch.js';
import { type BulkLoad, manyRows } from './bulk.js';
import type { Store } from './database.js';
import { type Engine, rowWriter } from './engine.js';
import { type RowInserter, rowInserter } from './row-inserter.js';
import type { CoreTables } from './schema.js';
import { columnsFrom, statement } from './statement.js';
import { storedDigest } from './stored-tables.js';

/** A file in `inputs/`, with what its reading depended on. */
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

/**
 * Replaces what was stored of the file by what reading it gives; one savepoint, so that a file is there whole or
 * not at all. Call inside a transaction.
 */
export async function loadSubmission(
  { engine }: Pick<Store, 'engine'>,
  file: SubmissionFile,
  events: AsyncIterable<ReadEvent>,
  forms: readonly Form[],
  bulk: BulkLoad,
): Promise<void> {
  engine.exec('SAVEPOINT load_file');
  try {
    const load = new FileLoad(engine, file, forms, bulk);
    for await (const event of events) load.take(event);
    load.finish();
    engine.exec('RELEASE load_file');
  } catch (error) {
    // A disk that is full ends the whole transaction: what is thrown is then the disk's error.
    if (engine.inTransaction) engine.exec('ROLLBACK TO load_file; RELEASE load_file');
    throw error;
  }
}

/** A table whose rows are coming. */
interface OpenTable {
  readonly id: number;
  readonly form: Form | undefined;
  /** null where its rows are not stored. */
  readonly rows: RowInserter | null;
  readonly isTyped: boolean;
  data: number;
  notData: number;
  held: number;
  end: Extract<ReadEvent, { is: 'end' }> | null;
}

/** A file under way into the database. */
class FileLoad {
  readonly #engine: Engine;
  readonly #file: SubmissionFile;
  readonly #forms: readonly Form[];
  readonly #bulk: BulkLoad;
  readonly #columns;
  readonly #notData;
  readonly #findings;
  #submission: number;
  #tables: OpenTable[] = [];

  constructor(engine: Engine, file: SubmissionFile, forms: readonly Form[], bulk: BulkLoad) {
    this.#engine = engine;
    this.#file = file;
    this.#forms = forms;
    this.#bulk = bulk;
    this.#columns = rowWriter(engine, 'source_column', [
      'table_id',
      'field',
      'column_index',
      'header',
      'unit',
      'unit_from',
    ]);
    this.#notData = rowWriter(engine, 'not_data', ['table_id', 'row', 'kind', 'text']);
    this.#findings = rowWriter(engine, 'finding', findingColumns);
    this.#submission = this.#begin();
  }

  take(event: ReadEvent): void {
    switch (event.is) {
      case 'file': {
        const { format, encoding } = event;
        keepFormat.run(this.#engine, { submission: this.#submission, format, encoding });
        break;
      }
      case 'corrects': {
        const corrects = JSON.stringify(event.sha256);
        keepCorrects.run(this.#engine, { submission: this.#submission, corrects });
        break;
      }
      case 'refused':
        this.#submission = this.#begin();
        this.#note(null, event.finding);
        break;
      case 'table':
        this.#tables[event.table.number] = this.#open(event.table);
        break;
      case 'rows':
        this.#takeRows(this.#table(event.number), event.batch);
        break;
      case 'untyped': {
        const table = this.#table(event.number);
        table.data += event.rows;
        table.held += event.rows;
        break;
      }
      case 'not_data': {
        const table = this.#table(event.number);
        table.notData += event.rows.length;
        for (const { row, kind, text } of event.rows) this.#notData.write([table.id, row, kind, text]);
        break;
      }
      case 'findings': {
        const table = event.number === null ? null : this.#table(event.number).id;
        for (const found of event.findings) this.#note(table, found);
        break;
      }
      case 'end':
        this.#table(event.number).end = event;
        break;
    }
  }

  /** Once all is there: what is only known at the end, and the digests of what is stored. */
  finish(): void {
    this.#flush();
    for (const table of this.#tables) this.#close(table);
    keepTables.run(this.#engine, { submission: this.#submission, tables: this.#tables.length });
    for (const { id, form } of this.#tables) {
      keepDigest.run(this.#engine, { table: id, digest: storedDigest(this.#engine, id, form) });
    }
  }

  /** Takes out what was stored of the file. @returns its submission's number. */
  #begin(): number {
    this.#flush();
    this.#tables = [];
    forgetFile.run(this.#engine, this.#file);
    return Number(addSubmission.run(this.#engine, this.#file).lastInsertRowid);
  }

  #table(number: number): OpenTable {
    const table = this.#tables[number];
    if (!table) throw new Error(`table ${number} was not announced`);
    return table;
  }

  #open(table: ReadTable): OpenTable {
    const form = this.#forms.find(({ id }) => id === table.form);
    const added = addTable.run(this.#engine, {
      submission_id: this.#submission,
      sheet: table.sheet,
      sheet_index: table.sheetIndex,
      ordinal: table.ordinal,
      hidden: table.hidden ? 1 : 0,
      form: table.form,
      header_first: table.headerRows?.[0] ?? null,
      header_last: table.headerRows?.[1] ?? null,
      typed: table.typed ? 1 : 0,
      lacks: table.lacks.length > 0 ? table.lacks.join(' ') : null,
      held: table.typed ? 0 : 1,
    });
    const id = Number(added.lastInsertRowid);
    for (const { field, column, header, unit, unitFrom } of table.columns) {
      this.#columns.write([id, field, column, header, unit, unitFrom]);
    }
    const rows = form && table.typed ? rowInserter(this.#engine, form, this.#file, id) : null;
    return { id, form, rows, isTyped: table.typed, data: 0, notData: 0, held: 0, end: null };
  }

  #takeRows(table: OpenTable, batch: RowBatch): void {
    table.rows?.insert(batch);
    const before = table.data;
    table.data += batch.rows;
    if (before < manyRows && table.data >= manyRows && table.form) this.#bulk.many(table.form);
    table.held += batch.held;
    for (const found of batch.findings) this.#note(table.id, found);
  }

  #close({ id, rows, isTyped, data, notData, held, end }: OpenTable): void {
    rows?.flush();
    for (const { row, column, header, stated, sum, agrees } of end?.totals ?? []) {
      const total = { table_id: id, row, column_index: column, header, stated, sum } as const;
      addTotal.run(this.#engine, { ...total, agrees: agrees ? 1 : 0 });
    }
    for (const { setting, line, rows } of end?.used ?? []) {
      addSettingUse.run(this.#engine, { table_id: id, setting, line, rows });
    }
    keepFacts.run(this.#engine, {
      table: id,
      held_by_reading: end?.held || !isTyped ? 1 : 0,
      rows_data: data,
      rows_not_data: notData,
      rows_held_by_reading: held,
      rows_held_back: held,
      content: end?.content ?? null,
      nil_return: end?.nilReturn ?? null,
      reporting_unit: end?.facts.reportingUnit ?? null,
      reported_on: end?.facts.reportedOn ?? null,
      reported_by: end?.facts.reportedBy ?? null,
      reviewed_by: end?.facts.reviewedBy ?? null,
      span_from: end?.span?.from ?? null,
      span_to: end?.span?.to ?? null,
    });
  }

  #note(table: number | null, found: Finding): void {
    const { rule, severity, sheet, row, column, header, value, personal, params } = found;
    const place = [sheet, row, column, header, value, personal];
    this.#findings.write([this.#submission, table, 'read', rule, severity, ...place, JSON.stringify(params)]);
  }

  #flush(): void {
    for (const writer of [this.#columns, this.#notData, this.#findings]) writer.flush();
  }
}

const findingColumns =
  `submission_id table_id origin rule severity sheet row column_index header value personal
  params`.split(/\s+/);

const forgetFile = statement((db, given: SubmissionFile) =>
  db
    .deleteFrom('submission')
    .where('unit', '=', given.unit)
    .where('period', '=', given.period)
    .where('file', '=', given.file),
);

const addSubmission = statement((db, given: SubmissionFile) =>
  db.insertInto('submission').values({
    ...columnsFrom(given, 'unit', 'period', 'file', 'sha256', 'stamp', 'reading'),
    readable: 0,
  }),
);

const keepFormat = statement((db, given: { submission: number; format: string; encoding: string | null }) =>
  db
    .updateTable('submission')
    .set({ readable: 1, format: given.format, encoding: given.encoding })
    .where('submission_id', '=', given.submission),
);

const keepCorrects = statement((db, given: { submission: number; corrects: string }) =>
  db
    .updateTable('submission')
    .set({ corrects: given.corrects })
    .where('submission_id', '=', given.submission),
);

const keepTables = statement((db, given: { submission: number; tables: number }) =>
  db.updateTable('submission').set({ tables: given.tables }).where('submission_id', '=', given.submission),
);

type NewTable = Pick<
  CoreTables['source_table'],
  | 'submission_id'
  | 'sheet'
  | 'sheet_index'
  | 'ordinal'
  | 'hidden'
  | 'form'
  | 'header_first'
  | 'header_last'
  | 'typed'
  | 'held'
  | 'lacks'
>;

const addTable = statement((db, given: NewTable) =>
  db.insertInto('source_table').values({
    ...columnsFrom(given, 'submission_id', 'sheet', 'sheet_index', 'ordinal', 'form', 'header_first'),
    ...columnsFrom(given, 'header_last', 'typed', 'held', 'hidden', 'lacks'),
    held_by_reading: given.held,
    rows_data: 0,
    rows_not_data: 0,
    rows_held_by_reading: 0,
    rows_held_back: 0,
  }),
);

const addTotal = statement((db, given: CoreTables['stated_total']) =>
  db
    .insertInto('stated_total')
    .values(columnsFrom(given, 'table_id', 'row', 'column_index', 'header', 'stated', 'sum', 'agrees')),
);

const addSettingUse = statement((db, given: CoreTables['setting_use']) =>
  db.insertInto('setting_use').values(columnsFrom(given, 'table_id', 'setting', 'line', 'rows')),
);

const tableFacts = [
  'held_by_reading',
  'rows_data',
  'rows_not_data',
  'rows_held_by_reading',
  'rows_held_back',
  'content',
  'nil_return',
  'reporting_unit',
  'reported_on',
  'reported_by',
  'reviewed_by',
  'span_from',
  'span_to',
] as const;

const keepFacts = statement(
  (db, given: { table: number } & Pick<CoreTables['source_table'], (typeof tableFacts)[number]>) =>
    db
      .updateTable('source_table')
      .set(columnsFrom(given, ...tableFacts))
      .where('table_id', '=', given.table),
);

const keepDigest = statement((db, given: { table: number; digest: string }) =>
  db.updateTable('source_table').set({ digest: given.digest }).where('table_id', '=', given.table),
);
