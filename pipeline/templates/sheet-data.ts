/** The rows of a sheet as they are written: filled cells, repeated rows, formulas that follow them. */

import {
  type Attribute,
  attribute,
  attributes,
  child,
  type Element,
  escapeXml,
  type Patch,
  patched,
  textOf,
  valuePatch,
  type Xml,
} from '../office/xml.js';
import { firstCopy, mapRows, movedCell, readArea } from './a1.js';
import type { MarkAnswers } from './answers.js';
import { type TemplateCell, type TemplateRow, templateText } from './cells.js';
import { type MovesOf, moveFormula } from './formula.js';
import { hasMark } from './mark.js';
import { cellPlace, type Filling, type SheetPlan } from './plan.js';

export interface SheetSurroundings {
  readonly answers: MarkAnswers;
  readonly movesOf: MovesOf;
  /** Whether the cell's formula has a cached result that no longer holds. */
  isStale(cell: TemplateCell): boolean;
}

/** Patches of a sheet's rows. Errors and warnings go to `answers`. */
export function rowPatches(plan: SheetPlan, around: SheetSurroundings): Patch[] {
  const { xml } = plan.sheet;
  const formulas = formulaPatches(plan, around);
  const cell = (c: TemplateCell, copy: number): Patch[] => {
    const filling = plan.fillings.get(c)?.[copy];
    const row = firstCopy(plan.moves, c.row) + copy;
    if (filling) {
      const text = writeCell(xml, c, filling, row);
      return [{ start: c.element.start, end: c.element.end, text }];
    }
    const patches = numberPatches(xml, c.element, row);
    if (c.formula === null) return patches;
    const stale = copy > 0 || around.isStale(c) || hasMark(templateText(c));
    return [...patches, ...formulas(c, copy), ...(stale ? withoutResult(xml, c.element) : [])];
  };
  const written = (row: TemplateRow, copy: number): Patch[] => [
    ...numberPatches(xml, row.element, firstCopy(plan.moves, row.row) + copy),
    ...row.cells.flatMap((c) => cell(c, copy)),
  ];
  return plan.rows.flatMap((row) => {
    const extra = plan.moves.find((m) => m.row === row.row)?.extra ?? 0;
    if (extra === 0) return written(row, 0);
    const { start, end } = row.element;
    const copies = Array.from({ length: extra + 1 }, (_, copy) =>
      patched(xml.text, written(row, copy), start, end),
    );
    return [{ start, end, text: copies.join('') }];
  });
}

/** The row's number in `r` of a row or cell, where it changes. */
function numberPatches(xml: Xml, element: Element, row: number): Patch[] {
  const r = attribute(xml, element, 'r');
  if (!r) return [];
  const moved = r.value.replace(/\d+$/, String(row));
  return moved === r.value ? [] : [valuePatch(r, moved)];
}

/** A formula's kept result is taken out, so that every program computes it anew. */
function withoutResult(xml: Xml, cell: Element): Patch[] {
  const value = child(cell, 'v');
  const type = attribute(xml, cell, 't');
  return [
    ...(value ? [{ start: value.start, end: value.end, text: '' }] : []),
    ...(type ? [{ start: type.from, end: type.to, text: '' }] : []),
  ];
}

function writeCell(xml: Xml, cell: TemplateCell, filling: Filling, row: number): string {
  const { element } = cell;
  const p = element.prefix;
  const type = attribute(xml, element, 't');
  const tag = patched(
    xml.text,
    [...numberPatches(xml, element, row), ...(type ? [{ start: type.from, end: type.to, text: '' }] : [])],
    element.start,
    element.open,
  ).replace(/\s*\/?>$/, '');
  const kept = element.children
    .filter((c) => c.name === 'extLst')
    .map((c) => xml.text.slice(c.start, c.end))
    .join('');
  switch (filling.kind) {
    case 'number':
      return `${tag}><${p}v>${filling.value}</${p}v>${kept}</${p}c>`;
    case 'empty':
      return kept === '' ? `${tag}/>` : `${tag}>${kept}</${p}c>`;
    case 'text':
      return `${tag} t="inlineStr"><${p}is>${writeText(cell, filling.pieces)}</${p}is>${kept}</${p}c>`;
  }
}

/** The cell's text with other words; its runs and their looks stay. */
function writeText(cell: TemplateCell, pieces: readonly string[]): string {
  const p = cell.element.prefix;
  const { text } = cell;
  if (!text || text.element.name === 'v') {
    return `<${p}t xml:space="preserve">${escapeXml(pieces.join(''))}</${p}t>`;
  }
  const { xml, element } = text;
  const phonetic = element.children.filter((c) => c.name === 'rPh' || c.name === 'phoneticPr');
  const inner = patched(
    xml.text,
    [
      ...text.pieces.flatMap((piece, i) => piecePatches(xml, piece, pieces[i] ?? '')),
      ...phonetic.map((c) => ({ start: c.start, end: c.end, text: '' })),
    ],
    element.open,
    element.close,
  );
  if (element.prefix === p) return inner;
  return inner.replace(new RegExp(`<(/?)${element.prefix}(?=[A-Za-z])`, 'g'), `<$1${p}`);
}

/** Patches that give a `t` element another text. */
export function piecePatches(xml: Xml, piece: Element, text: string): Patch[] {
  if (text === textOf(xml, piece)) return [];
  const patches = [{ start: piece.open, end: piece.close, text: escapeXml(text) }];
  // Text of drawings keeps its blanks anyway, and may not bear the attribute.
  const drawn = piece.parent?.parent?.name === 'p';
  const spaced = attributes(xml, piece).some((a) => a.name === 'space');
  if (text !== text.trim() && !spaced && !drawn) {
    const at = piece.open - 1;
    patches.push({ start: at, end: at, text: ' xml:space="preserve"' });
  }
  return patches;
}

/** How each formula is written in each copy of its cell. */
function formulaPatches(
  plan: SheetPlan,
  around: SheetSurroundings,
): (cell: TemplateCell, copy: number) => Patch[] {
  const { sheet, moves, formulas } = plan;
  const { xml } = sheet;
  const copiesOf = (cell: TemplateCell) => (moves.find((m) => m.row === cell.row)?.extra ?? 0) + 1;
  const texts = new Map<TemplateCell, string[]>();
  /** Formulas that no longer are each other's copies and must be written out, by the number that they share. */
  const apart = new Set<string>();
  for (const [cell, formula] of formulas) {
    const written = Array.from({ length: copiesOf(cell) }, (_, copy) =>
      moveFormula(
        formula,
        { sheet: sheet.name, cell: { row: cell.row, column: cell.column, copy } },
        around.movesOf,
      ),
    );
    const place = cellPlace(sheet, cell);
    if (written.some((f) => f.manySheets)) around.answers.report('template.many_sheets', 'error', place);
    if (written.some((f) => f.firstOnly)) {
      around.answers.report('template.first_of_repeated', 'warning', place, { formula });
    }
    texts.set(
      cell,
      written.map((f) => f.text),
    );
    const index = cell.formula && attribute(xml, cell.formula, 'si')?.value;
    if (index && (moves.length > 0 || written.some((f) => f.text !== formula))) apart.add(index);
  }

  return (cell, copy) => {
    const element = cell.formula;
    const text = texts.get(cell)?.[copy];
    if (!element || text === undefined) return [];
    const own = attributes(xml, element);
    const value = (name: string) => own.find((a) => a.name === name);
    const index = value('si')?.value;
    if (value('t')?.value === 'shared' && index !== undefined) {
      if (!apart.has(index)) return [];
      const p = element.prefix;
      const always = value('ca') ? ' ca="1"' : '';
      return [{ start: element.start, end: element.end, text: `<${p}f${always}>${escapeXml(text)}</${p}f>` }];
    }
    const patches = own.flatMap((a) => rangePatches(plan, around, cell, copy, a));
    if (text !== formulas.get(cell))
      patches.push({ start: element.open, end: element.close, text: escapeXml(text) });
    return patches;
  };
}

/** `ref` of an array formula or data table, and the input cells of the latter. */
function rangePatches(
  plan: SheetPlan,
  around: SheetSurroundings,
  cell: TemplateCell,
  copy: number,
  a: Attribute,
): Patch[] {
  const { moves } = plan;
  if (a.name === 'r1' || a.name === 'r2') return moved(a, movedCell(moves, a.value));
  const area = a.name === 'ref' ? readArea(a.value) : null;
  if (!area) return [];
  if (area.bottom > area.top && moves.some((m) => m.row >= area.top && m.row <= area.bottom)) {
    around.answers.report('template.array_over_repeated', 'error', cellPlace(plan.sheet, cell), {
      range: a.value,
    });
  }
  const shift = (row: number) => firstCopy(moves, row) + copy;
  return moved(a, mapRows(a.value, shift, shift));
}

function moved(a: Attribute, value: string): Patch[] {
  return value === a.value ? [] : [valuePatch(a, value)];
}
