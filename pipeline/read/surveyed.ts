/**
 * The pieces of a sheet, with what the whole of a table says of its columns known before its rows come: a note below
 * the table may name the unit of every number above it (DOMAIN E).
 */
import type { Form } from '../forms/define.js';
import type { SourceSheet } from '../intake/workbook.js';
import { type Survey, type Surveyor, surveyor } from '../normalise/survey.js';
import { type Expectation, recognise } from '../recognise/index.js';
import { isReadable, type Table, type TablePiece } from '../recognise/table.js';

export type SurveyedPiece =
  | Exclude<TablePiece, { readonly is: 'table' }>
  /** Without a survey its rows are counted, not typed. */
  | { readonly is: 'table'; readonly table: Table; readonly survey: Survey | null };

/** Rows that are kept until it is known how they are read; a longer table is read twice. */
const MOST_KEPT = 20_000;

/** As `recognise`; memory stays bounded however many rows the sheet has. */
export async function* surveyed(
  sheet: SourceSheet,
  forms: readonly Form[],
  expectation: Expectation | null,
  allSums = true,
): AsyncGenerator<SurveyedPiece, void, undefined> {
  const tables: { readonly table: Table; readonly surveyor: Surveyor | null }[] = [];
  let kept: SurveyedPiece[] = [];
  let rows = 0;
  let passed = 0;
  let isTooLong = false;

  function survey(piece: TablePiece): SurveyedPiece {
    if (piece.is === 'table') {
      const { table } = piece;
      tables[table.ordinal] = {
        table,
        surveyor: isReadable(table) ? surveyor(table, table.form, expectation) : null,
      };
      return { is: 'table', table, survey: tables[table.ordinal]?.surveyor ?? null };
    }
    const current = piece.is === 'unknown' || !piece.table ? null : tables[piece.table.ordinal]?.surveyor;
    if (piece.is === 'data') for (const row of piece.rows) current?.look(row);
    if (piece.is === 'end') current?.close(piece.end.facts.units);
    return piece;
  }

  for await (const found of recognise(sheet, forms, expectation, allSums)) {
    const piece = survey(found);
    if (isTooLong) continue;
    kept.push(piece);
    rows += piece.is === 'data' ? piece.rows.length : 0;
    if (tables.some((table) => table?.surveyor?.isOpen())) {
      isTooLong = rows > MOST_KEPT;
      if (isTooLong) kept = [];
    } else {
      passed += kept.length;
      yield* kept;
      kept = [];
      rows = 0;
    }
  }
  yield* kept;
  if (!isTooLong) return;
  // The same bytes come apart into the same pieces.
  for await (const piece of recognise(sheet, forms, expectation, allSums)) {
    if (passed-- <= 0) yield again(piece, tables);
  }
}

/** A piece of the second reading, of the table of the first. */
function again(
  piece: TablePiece,
  tables: readonly { readonly table: Table; readonly surveyor: Surveyor | null }[],
): SurveyedPiece {
  const known = (of: Table) => {
    const found = tables[of.ordinal];
    if (!found) throw new Error(`sheet ${of.sheet.name}: its second reading is another than its first`);
    return found;
  };
  if (piece.is === 'table')
    return { ...piece, table: known(piece.table).table, survey: known(piece.table).surveyor };
  return piece.is === 'unknown' || piece.table === null
    ? piece
    : { ...piece, table: known(piece.table).table };
}
