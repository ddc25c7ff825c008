/**
 * Rows of text tables that were cut inside a value (DOMAIN E, CSV): `1,234.5` without quotation marks makes two
 * cells of one, and moves all that follows. Which of them belong together is for the sender to say.
 */
import { type Finding, finding } from '../../findings/finding.js';
import type { Form } from '../../forms/define.js';
import type { Row } from '../../intake/workbook.js';
import type { Header } from '../header/header.js';
import type { Table, TableColumn } from '../table.js';

/** Marks rows that were cut; others, and those of workbooks, stay as they are. */
export function splitValueMarker(table: Table, header: Header): (row: Row) => Row {
  const find = table.sheet.separated ? splitValueFinder(table, header) : null;
  if (find === null) return (row) => row;
  return (row) => {
    const split = find(row);
    return split === null ? row : { ...row, findings: [...(row.findings ?? []), split] };
  };
}

/** null: the table has no named column. */
function splitValueFinder(table: Table, header: Header): ((row: Row) => Finding | null) | null {
  const columns = table.columns.filter(({ header: named }) => named !== '');
  const last = columns.toSorted((a, b) => a.column - b.column).at(-1);
  if (last === undefined) return null;
  const expected = expectations(columns, header, table.form);
  const mostlyUsed = new Set(header.body.mostlyUsed);
  const measures = columns.filter(({ column }) => expected.get(column) === 'number');

  const report = (row: Row, { column, header: of }: TableColumn, text: string) => {
    const place = { sheet: table.sheet.name, row: row.number, column, header: of, value: text };
    return finding('row.split_value', 'error', place);
  };

  return (row) => {
    const { texts } = row;
    const beyond = texts.findIndex((text, i) => i > last.column && text.trim() !== '' && !mostlyUsed.has(i));
    const isLonger = beyond >= 0;
    for (const column of measures) {
      const pieces = piecesAt(texts, column.column);
      if (pieces.length === 1) continue;
      const runsOver = column.column + pieces.length - 1 > last.column;
      if (isLonger || runsOver || hasSlid(texts, column.column, pieces.length, expected))
        return report(row, column, pieces.join(','));
    }
    return isLonger ? report(row, last, texts.slice(last.column, beyond + 1).join(',')) : null;
  };
}

type Expected = 'number' | 'date' | 'words';

/** Rows from which on it is telling that a column of words holds numbers. */
const ENOUGH_ROWS = 3;

/** What the cells of a column hold: as the form says, else as most of them do; columns of either are left out. */
function expectations(columns: readonly TableColumn[], { body }: Header, form: Form | null) {
  const expected = new Map<number, Expected>();
  const numeric = new Set(body.numericColumns);
  const used = new Set(body.mostlyUsed);
  for (const { column, field, role } of columns) {
    const kind = field === null ? undefined : form?.columns[field]?.spec.kind;
    const mostly = numeric.has(column) ? 'number' : 'words';
    if (kind === 'measure') expected.set(column, 'number');
    else if (kind === 'date') expected.set(column, 'date');
    else if (kind === 'choice' || kind === 'yes_no' || role === 'remark') expected.set(column, 'words');
    else if (used.has(column) && (mostly === 'words' || body.rows >= ENOUGH_ROWS))
      expected.set(column, mostly);
    else if (kind === 'text' || kind === 'name' || kind === 'list') expected.set(column, 'words');
  }
  return expected;
}

/** The pieces that a number with thousands separators, which begins in this cell, was cut into; one: it was not. */
function piecesAt(texts: readonly string[], at: number): string[] {
  const first = texts[at]?.trim() ?? '';
  const pieces = [first];
  if (!/^[-+￥¥]?[1-9]\d{0,2}$/.test(first)) return pieces;
  for (let i = at + 1; /^\d{3}(?!\d)/.test(texts[i]?.trim() ?? ''); i++) {
    const piece = texts[i]?.trim() ?? '';
    const isWhole = piece.length === 3;
    if (!isWhole && !/^\d{3}(?:\.\d+)?[元角分万亿亩里公千米人户%]{0,3}$/.test(piece)) break;
    pieces.push(piece);
    if (!isWhole) break;
  }
  return pieces;
}

/** Whether what follows fits its columns only where the pieces are one: with some of it in the wrong place now. */
function hasSlid(
  texts: readonly string[],
  at: number,
  pieces: number,
  expected: ReadonlyMap<number, Expected>,
): boolean {
  const scored = (by: number) => {
    let score = 0;
    let wrong = 0;
    for (const [column, holds] of expected) {
      if (column <= at) continue;
      const fits = fitsIn(texts[column + by]?.trim() ?? '', holds);
      score += fits;
      if (fits < 0) wrong++;
    }
    return { score, wrong };
  };
  const now = scored(0);
  if (now.wrong === 0) return false;
  for (let by = 1; by < pieces; by++) {
    const joined = scored(by);
    if (joined.wrong < now.wrong && joined.score > now.score) return true;
  }
  return false;
}

/** 1: a text of this kind, -1: of another, 0: blank. */
function fitsIn(text: string, expected: Expected): -1 | 0 | 1 {
  if (text === '') return 0;
  const isDate = /^\d{4}[-./年]\d|^\d{1,2}[月.]\d|^(?:19|20)\d{6}$/.test(text);
  const isNumber = /^[-+￥¥]?\d[\d,]*(?:\.\d+)?[元角分万亿亩里公千米人户%]{0,3}$/.test(text);
  const holds: Expected =
    isDate && expected === 'date' ? 'date' : isNumber ? 'number' : isDate ? 'date' : 'words';
  return holds === expected ? 1 : -1;
}
