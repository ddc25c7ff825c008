/** What each marked cell becomes, and which rows are repeated: decided before anything is written. */

import { textOf } from '../office/xml.js';
import { contains, type Moves } from './a1.js';
import type { MarkAnswers, MarkPlace } from './answers.js';
import { fillPieces, marksOf } from './answers.js';
import type { TemplateBook, TemplateSheet } from './book.js';
import {
  readFormulas,
  readTemplateRows,
  type TemplateCell,
  type TemplateRow,
  templateText,
} from './cells.js';
import { hasMark, type MarkText, splitMarks } from './mark.js';

/** What a marked cell holds: a number as an exact decimal, a text in its pieces, or nothing. */
export type Filling =
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'text'; readonly pieces: readonly string[] }
  | { readonly kind: 'empty' };

export interface SheetPlan {
  readonly sheet: TemplateSheet;
  readonly rows: readonly TemplateRow[];
  readonly formulas: ReadonlyMap<TemplateCell, string>;
  readonly moves: Moves;
  /** Of a marked cell, what each copy of it becomes. */
  readonly fillings: ReadonlyMap<TemplateCell, readonly Filling[]>;
}

export function planSheet(book: TemplateBook, sheet: TemplateSheet, answers: MarkAnswers): SheetPlan {
  const rows = readTemplateRows(book, sheet);
  const fillings = new Map<TemplateCell, Filling[]>();
  const moves: { row: number; extra: number }[] = [];
  for (const row of rows) {
    const marked = row.cells.filter((cell) => hasMark(templateText(cell)) && cell.formula === null);
    if (marked.length === 0) continue;
    const each = marked.flatMap((cell) =>
      marksOf(templateText(cell))
        .filter((mark) => mark.kind === 'figure' && mark.each)
        .map((mark) => ({ mark, place: cellPlace(sheet, cell) })),
    );
    const copies = each.length === 0 ? [undefined] : groupsOf(each, answers);
    if (copies.length > 1) moves.push({ row: row.row, extra: copies.length - 1 });
    for (const cell of marked) {
      fillings.set(
        cell,
        copies.map((group) => fillCell(sheet, cell, answers, group)),
      );
    }
  }
  const formulas = readFormulas(sheet, rows);
  for (const [cell, formula] of formulas) {
    for (const mark of marksOf(formula)) {
      answers.report('template.mark_in_formula', 'error', cellPlace(sheet, cell), { mark: mark.raw });
    }
  }
  const bottom = rows.at(-1)?.row ?? 0;
  if (bottom + moves.reduce((n, m) => n + m.extra, 0) > 1_048_576) {
    answers.report('template.too_many_rows', 'error', {
      part: sheet.part,
      sheet: sheet.name,
      row: null,
      column: null,
    });
  }
  return { sheet, rows, formulas, moves, fillings };
}

/** A row whose indicators have no group yet is written once, for none: rows below keep what they refer to. */
function groupsOf(each: readonly { mark: MarkText; place: MarkPlace }[], answers: MarkAnswers): string[] {
  const groups = new Set(each.flatMap(({ mark, place }) => answers.groups([mark], place)));
  return groups.size === 0 ? [''] : [...groups];
}

function fillCell(
  sheet: TemplateSheet,
  cell: TemplateCell,
  answers: MarkAnswers,
  group: string | undefined,
): Filling {
  const place = cellPlace(sheet, cell);
  const pieces = cell.text?.pieces.map((piece) => (cell.text ? textOf(cell.text.xml, piece) : '')) ?? [];
  const parts = splitMarks(pieces.join('').trim());
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== 'string' && !inTableHeader(sheet, cell)) {
    const { value, number, text } = answers.ask(only, place, group);
    if (value === null) return { kind: 'empty' };
    if (number && /^-?\d+(\.\d+)?$/.test(value)) return { kind: 'number', value };
    return { kind: 'text', pieces: fillPieces(pieces, () => text) };
  }
  return { kind: 'text', pieces: fillPieces(pieces, (mark) => answers.ask(mark, place, group).text) };
}

/** A table's header must be text, and the same text as the column's name in the table's own part. */
function inTableHeader(sheet: TemplateSheet, cell: TemplateCell): boolean {
  return sheet.tables.some(
    ({ area, headerRows }) => contains(area, cell) && cell.row < area.top + headerRows,
  );
}

export function cellPlace(sheet: TemplateSheet, cell: TemplateCell): MarkPlace {
  return { part: sheet.part, sheet: sheet.name, row: cell.row, column: cell.column };
}
