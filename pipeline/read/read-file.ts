/**
 * One file's bytes -> its tables as typed rows, with everything that was noticed on the way. Plain data that
 * can cross to another thread; never opens the database.
 */

import { type Finding, finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import { openWorkbook } from '../intake/open.js';
import { Unreadable } from '../intake/unreadable.js';
import type { Row, Workbook } from '../intake/workbook.js';
import { normaliser } from '../normalise/index.js';
import type { Context, Normaliser } from '../normalise/row.js';
import { columnUses } from '../normalise/setting-counts.js';
import type { SettingUse } from '../recognise/answers.js';
import { correctedIn } from '../recognise/correction-mark.js';
import { neededOf } from '../recognise/header/table.js';
import { contradictions } from '../recognise/index.js';
import type { UnitFrom } from '../recognise/kinds.js';
import { type Span, spanOf } from '../recognise/span.js';
import type { Facts, NotData, StatedTotal, Table } from '../recognise/table.js';
import { otherCells } from './other-cells.js';
import { fullBatch, type PackedRow, type RowBatch, type RowPacker, rowPacker } from './row-batch.js';
import { type SurveyedPiece, surveyed } from './surveyed.js';

/** A table by its number within the file, from 0 in reading order. */
export interface ReadTable {
  readonly number: number;
  readonly sheet: string;
  readonly sheetIndex: number;
  readonly ordinal: number;
  /** Whether the spreadsheet hides its sheet. */
  readonly hidden: boolean;
  /** Form id; null: unknown, ambiguous, or a sheet without a table. */
  readonly form: string | null;
  readonly headerRows: readonly [number, number] | null;
  /** False where a required column is lacking: its rows are counted, not typed. */
  readonly typed: boolean;
  /** Columns that only some figures need and that it lacks; whether a list supplies them, reconciling finds. */
  readonly lacks: readonly string[];
  readonly columns: readonly {
    readonly field: string;
    readonly column: number;
    readonly header: string;
    readonly unit: string | null;
    readonly unitFrom: UnitFrom;
  }[];
}

export type ReadEvent =
  | { readonly is: 'file'; readonly format: string; readonly encoding: string | null }
  /** The file cannot be read, or not to its end: nothing of it counts. */
  | { readonly is: 'refused'; readonly finding: Finding }
  /** The file is a correction of those with these sha256. */
  | { readonly is: 'corrects'; readonly sha256: readonly string[] }
  | { readonly is: 'table'; readonly table: ReadTable }
  | { readonly is: 'rows'; readonly number: number; readonly batch: RowBatch }
  /** Rows of data that cannot be typed: of an unknown form, or of one that lacks a required column. */
  | { readonly is: 'untyped'; readonly number: number; readonly rows: number }
  | { readonly is: 'not_data'; readonly number: number; readonly rows: readonly NotData[] }
  | { readonly is: 'findings'; readonly number: number | null; readonly findings: readonly Finding[] }
  | {
      readonly is: 'end';
      readonly number: number;
      readonly facts: Facts;
      /** What the sheet says that it covers; null: nothing. */
      readonly span: Span | null;
      readonly totals: readonly StatedTotal[];
      readonly nilReturn: string | null;
      /** Hash of the rows as submitted; null: there is none, or they are not typed. */
      readonly content: string | null;
      /** The sheet contradicts its folder: all its rows are held back. */
      readonly held: boolean;
      /** Lines of the township's settings that were used. */
      readonly used: readonly SettingUse[];
    };

/**
 * Reads, recognises and normalises the file at `path`. Nothing that a file holds makes this throw: one that
 * cannot be read ends in `refused`.
 */
export async function* readFile(
  path: string,
  forms: readonly Form[],
  context: Context,
): AsyncGenerator<ReadEvent, void, undefined> {
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) {
    yield { is: 'refused', finding: opened.unreadable };
    return;
  }
  try {
    yield* readWorkbook(opened.workbook, forms, context);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    yield { is: 'refused', finding: error.finding };
  } finally {
    await opened.close();
  }
}

async function* readWorkbook(
  workbook: Workbook,
  forms: readonly Form[],
  context: Context,
): AsyncGenerator<ReadEvent, void, undefined> {
  yield { is: 'file', format: workbook.format, encoding: workbook.encoding };

  let number = 0;
  const corrected = new Set<string>();
  for (const sheet of workbook.sheets) {
    const numbers = new Map<Table, OpenTable>();
    let early: SurveyedPiece[] = [];
    for await (const piece of surveyed(sheet, forms, context, false)) {
      if (piece.is === 'table') {
        const rows = piece.survey
          ? {
              normaliser: normaliser(piece.table, context, piece.survey),
              packer: rowPacker(),
              others: otherCells(piece.table),
              waiting: [],
            }
          : null;
        const entry: OpenTable = { number: number++, rows };
        numbers.set(piece.table, entry);
        yield { is: 'table', table: readTable(entry.number, piece.table, rows?.normaliser ?? null) };
        for (const waiting of early) yield* plain(waiting, entry.number);
        early = [];
        continue;
      }
      if (piece.is === 'not_data' && piece.table === null) {
        for (const { text } of piece.rows) for (const sha256 of correctedIn(text)) corrected.add(sha256);
      }
      const table = piece.is === 'unknown' ? null : piece.table;
      const entry = table ? numbers.get(table) : numbers.values().next().value;
      if (!entry) {
        early.push(piece);
      } else if (piece.is === 'data') {
        yield* dataOf(piece.rows, entry);
      } else if (piece.is === 'end') {
        yield* packed(entry);
        const against = piece.table.form ? contradictions(piece.end.facts, piece.table, context) : [];
        const findings = [...(entry.rows?.normaliser.finish() ?? []), ...against];
        if (findings.length > 0) yield { is: 'findings', number: entry.number, findings };
        yield {
          is: 'end',
          number: entry.number,
          facts: piece.end.facts,
          span: spanOf(piece.end.facts, sheet.name, context.asOf),
          totals: piece.end.totals,
          nilReturn: piece.end.nilReturn,
          content: entry.rows?.packer.content() ?? null,
          held: against.some((found) => found.severity === 'error'),
          used: entry.rows?.normaliser.used() ?? columnUses(piece.table, piece.end.dataRows),
        };
      } else {
        // What is found stays in the order of reading.
        yield* packed(entry);
        yield* plain(piece, entry.number);
      }
    }
    if (early.length > 0) {
      yield { is: 'table', table: sheetWithoutTable(number, sheet.name, sheet.index) };
      for (const piece of early) yield* plain(piece, number);
      number++;
    }
  }
  const first = workbook.sheets[0];
  if (number === 0 && first) {
    yield { is: 'table', table: sheetWithoutTable(0, first.name, first.index) };
    const blank = finding('file.not_filled_in', 'error', { sheet: first.name });
    yield { is: 'findings', number: 0, findings: [blank] };
  }
  if (corrected.size > 0) yield { is: 'corrects', sha256: [...corrected] };
  // Some are only noticed while the rows are read.
  if (workbook.findings.length > 0) yield { is: 'findings', number: null, findings: workbook.findings };
}

/** Pieces that need no normalising. */
function* plain(piece: SurveyedPiece, number: number): Generator<ReadEvent> {
  if (piece.is === 'not_data') yield { is: 'not_data', number, rows: piece.rows };
  if (piece.is === 'unknown') yield { is: 'untyped', number, rows: piece.rows.length };
  // What it lacks is said once it is known what lists supply.
  if (piece.is === 'finding' && piece.finding.rule !== 'column.needed')
    yield { is: 'findings', number, findings: [piece.finding] };
}

/** A table while its rows come in. */
interface OpenTable {
  readonly number: number;
  /** null: they are counted, not typed. */
  readonly rows: {
    readonly normaliser: Normaliser;
    readonly packer: RowPacker;
    readonly others: (row: Row) => number | null;
    /** Until there are enough of them for a batch, or something else follows. */
    waiting: PackedRow[];
  } | null;
}

function* dataOf(batch: readonly Row[], table: OpenTable): Generator<ReadEvent> {
  const { rows } = table;
  if (!rows) {
    yield { is: 'untyped', number: table.number, rows: batch.length };
    return;
  }
  for (const row of batch) {
    rows.waiting.push({ ...rows.normaliser.push(row), others: rows.others(row) });
  }
  yield* packed(table, fullBatch);
}

/** @param least rows that are worth a batch. */
function* packed({ number, rows }: OpenTable, least = 1): Generator<ReadEvent> {
  if (!rows) return;
  const { waiting } = rows;
  let at = 0;
  for (; waiting.length - at >= least; at += fullBatch) {
    yield { is: 'rows', number, batch: rows.packer.pack(waiting.slice(at, at + fullBatch)) };
  }
  if (at > 0) rows.waiting = waiting.slice(at);
}

function readTable(number: number, table: Table, rows: Normaliser | null): ReadTable {
  const units = rows?.units();
  return {
    number,
    sheet: table.sheet.name,
    sheetIndex: table.sheet.index,
    ordinal: table.ordinal,
    hidden: table.sheet.state !== 'visible',
    form: table.form?.id ?? null,
    headerRows: table.headerRows,
    typed: rows !== null,
    lacks: neededOf(table),
    columns: table.columns.flatMap(({ field, column, header, unit, unitFrom }) => {
      if (field === null) return [];
      const known = units?.get(field) ?? { unit, from: unitFrom };
      return [{ field, column, header, unit: known.unit, unitFrom: known.from }];
    }),
  };
}

function sheetWithoutTable(number: number, sheet: string, sheetIndex: number): ReadTable {
  const noTable = {
    ordinal: 0,
    hidden: false,
    form: null,
    headerRows: null,
    typed: false,
    lacks: [],
    columns: [],
  };
  return { number, sheet, sheetIndex, ...noTable };
}
