/** The cells of a sheet: their places, texts and formulas. */

import { translateFormula } from '../office/formula.js';
import { attribute, child, type Element, textOf, type Xml } from '../office/xml.js';
import { columnIndex } from '../text/address.js';
import { type TemplateBook, type TemplateSheet, textPieces } from './book.js';

export interface TemplateCell {
  readonly element: Element;
  /** As numbered by the spreadsheet, from 1, and from 0. */
  readonly row: number;
  readonly column: number;
  readonly formula: Element | null;
  /** The element that holds its text: the shared string or the cell itself; null for a number or an empty cell. */
  readonly text: { readonly xml: Xml; readonly element: Element; readonly pieces: readonly Element[] } | null;
}

export interface TemplateRow {
  readonly element: Element;
  readonly row: number;
  readonly cells: readonly TemplateCell[];
}

export function readTemplateRows(book: TemplateBook, sheet: TemplateSheet): TemplateRow[] {
  const data = child(sheet.xml.root, 'sheetData');
  const rows: TemplateRow[] = [];
  let row = 0;
  for (const element of data?.children ?? []) {
    row = Number(attribute(sheet.xml, element, 'r')?.value ?? row + 1);
    const cells: TemplateCell[] = [];
    let column = -1;
    for (const cell of element.children) {
      if (cell.name !== 'c') continue;
      const letters = /^[A-Za-z]+/.exec(attribute(sheet.xml, cell, 'r')?.value ?? '')?.[0];
      column = letters === undefined ? column + 1 : columnIndex(letters);
      const formula = child(cell, 'f');
      cells.push({ element: cell, row, column, formula, text: readText(book, sheet, cell) });
    }
    rows.push({ element, row, cells });
  }
  return rows;
}

function readText(book: TemplateBook, sheet: TemplateSheet, cell: Element): TemplateCell['text'] {
  const value = child(cell, 'v');
  switch (attribute(sheet.xml, cell, 't')?.value) {
    case 's': {
      const item = value && book.strings?.items[Number(textOf(sheet.xml, value))];
      return item && book.strings ? { xml: book.strings.xml, element: item, pieces: textPieces(item) } : null;
    }
    case 'inlineStr': {
      const inline = child(cell, 'is');
      return inline && { xml: sheet.xml, element: inline, pieces: textPieces(inline) };
    }
    case 'str':
      return value && { xml: sheet.xml, element: value, pieces: [value] };
    default:
      return null;
  }
}

export function templateText(cell: TemplateCell): string {
  const { text } = cell;
  return text ? text.pieces.map((piece) => textOf(text.xml, piece)).join('') : '';
}

/** What each formula cell of a sheet computes, the text of shared formulas translated to the cell. */
export function readFormulas(
  sheet: TemplateSheet,
  rows: readonly TemplateRow[],
): ReadonlyMap<TemplateCell, string> {
  const { xml } = sheet;
  const masters = new Map<string, { cell: TemplateCell; text: string }>();
  const formulas = new Map<TemplateCell, string>();
  const cells = rows.flatMap((row) => row.cells).filter((cell) => cell.formula !== null);
  const shared = (cell: TemplateCell) =>
    cell.formula && attribute(xml, cell.formula, 't')?.value === 'shared'
      ? (attribute(xml, cell.formula, 'si')?.value ?? null)
      : null;
  for (const cell of cells) {
    const text = cell.formula ? textOf(xml, cell.formula) : '';
    const index = shared(cell);
    if (index !== null && text !== '') masters.set(index, { cell, text });
    formulas.set(cell, text);
  }
  for (const cell of cells) {
    const master = masters.get(shared(cell) ?? '');
    if (master && formulas.get(cell) === '') {
      const { row, column } = master.cell;
      formulas.set(cell, translateFormula(master.text, cell.row - row, cell.column - column));
    }
  }
  return formulas;
}
