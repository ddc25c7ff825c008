/** What refers to a sheet's rows from around them: merges, formats, validations, links, breaks, sparklines. */

import {
  type Attribute,
  attribute,
  attributes,
  contentPatch,
  descendants,
  type Element,
  type Patch,
  patched,
  textOf,
  valuePatch,
} from '../office/xml.js';
import { address } from '../text/address.js';
import { firstCopy, lastCopy, movedCell, movedRange, readArea } from './a1.js';
import type { MarkAnswers } from './answers.js';
import { type MovesOf, moveFormula } from './formula.js';
import { movedAnchors } from './moved-drawing.js';
import type { SheetPlan } from './plan.js';

/** Attributes that hold cells, whatever element bears them. */
const ranges = new Set(['ref', 'sqref']);
const points = new Set(['activeCell', 'topLeftCell']);
const formulaElements = new Set(['f', 'formula', 'formula1', 'formula2', 'fmla']);

/** Patches of a sheet's part outside its rows, once rows here or in other sheets are repeated. */
export function moveSheet(plan: SheetPlan, movesOf: MovesOf, answers: MarkAnswers): Patch[] {
  const { sheet, moves } = plan;
  const { xml } = sheet;
  const patches: Patch[] = [];
  const skipped = new Set<Element>();
  for (const top of xml.root.children) {
    if (top.name === 'sheetData') continue;
    for (const element of descendants(top)) {
      if (element.parent && skipped.has(element.parent)) {
        skipped.add(element);
        continue;
      }
      const copies = moves.length === 0 ? null : copiedElement(plan, element, movesOf);
      if (copies) {
        patches.push(copies);
        skipped.add(element);
        continue;
      }
      const own = attributes(xml, element);
      const frozen = own.some((a) => a.name === 'state' && a.value.startsWith('frozen'));
      patches.push(...own.flatMap((a) => movedAttribute(sheet.name, element, a, movesOf, frozen)));
      patches.push(...movedText(plan, element, movesOf, answers));
    }
    if (moves.length > 0) patches.push(...movedAnchors(xml, top, moves), ...mergeCount(plan, top));
  }
  return patches;
}

function movedAttribute(
  sheet: string,
  element: Element,
  a: Attribute,
  movesOf: MovesOf,
  frozen: boolean,
): Patch[] {
  if (a.prefix !== '') return [];
  const changed = (value: string) => (value === a.value ? [] : [valuePatch(a, value)]);
  const formula = () => changed(moveFormula(a.value, { sheet }, movesOf).text);
  if (element.name === 'hyperlink' && a.name === 'location') return formula();
  if (element.name === 'cfvo' && a.name === 'val') return formula();
  const moves = movesOf(sheet);
  if (!moves) return [];
  if (ranges.has(a.name))
    return readArea(a.value.split(/\s+/)[0] ?? '') ? changed(movedRange(moves, a.value)) : [];
  if (points.has(a.name)) return changed(movedCell(moves, a.value));
  if (a.name === 'r' && (element.name === 'cellWatch' || element.name === 'inputCells')) {
    return changed(movedCell(moves, a.value));
  }
  // A row break comes after the row that its id names.
  if (element.name === 'brk' && a.name === 'id' && element.parent?.name === 'rowBreaks') {
    return changed(String(lastCopy(moves, Number(a.value))));
  }
  // Frozen panes count rows, others measure.
  if (element.name === 'pane' && a.name === 'ySplit' && frozen) {
    return changed(String(lastCopy(moves, Number(a.value))));
  }
  return [];
}

function movedText(plan: SheetPlan, element: Element, movesOf: MovesOf, answers: MarkAnswers): Patch[] {
  const { xml, name } = plan.sheet;
  if (element.name === 'sqref') {
    const text = textOf(xml, element);
    const to = movedRange(plan.moves, text);
    return to === text ? [] : [contentPatch(element, to)];
  }
  if (!formulaElements.has(element.name) || element.children.length > 0) return [];
  const text = textOf(xml, element);
  const moved = moveFormula(text, { sheet: name }, movesOf);
  if (moved.manySheets) {
    const place = { part: plan.sheet.part, sheet: name, row: null, column: null };
    answers.report('template.many_sheets', 'error', place);
  }
  return moved.text === text ? [] : [contentPatch(element, moved.text)];
}

/** Merged cells and sparklines of a repeated row belong to each of its copies. */
function copiedElement(plan: SheetPlan, element: Element, movesOf: MovesOf): Patch | null {
  const { xml, name: sheet } = plan.sheet;
  const { moves } = plan;
  const target =
    element.name === 'mergeCell'
      ? attribute(xml, element, 'ref')?.value
      : element.name === 'sparkline'
        ? element.children.filter((c) => c.name === 'sqref').map((c) => textOf(xml, c))[0]
        : undefined;
  const area = readArea(target ?? '');
  const move = area && area.top === area.bottom && moves.find((m) => m.row === area.top);
  if (!move) return null;
  const copy = (n: number) => {
    const row = firstCopy(moves, area.top) + n;
    const from = address(row, area.left);
    const range = target?.includes(':') ? `${from}:${address(row, area.right)}` : from;
    const cell = { row: area.top, column: area.left, copy: n };
    const patches = [...descendants(element)].flatMap((e): Patch[] => {
      const ref = attribute(xml, e, 'ref');
      if (e.name === 'mergeCell' && ref) return [valuePatch(ref, range)];
      if (e.name === 'sqref') return [contentPatch(e, range)];
      if (e.name === 'f') return [contentPatch(e, ownRow(textOf(xml, e), { sheet, cell }, movesOf))];
      return [];
    });
    return patched(xml.text, patches, element.start, element.end);
  };
  const text = Array.from({ length: move.extra + 1 }, (_, n) => copy(n)).join('');
  return { start: element.start, end: element.end, text };
}

/** A sparkline's range, whose rows are its own whether or not they are written with `$`. */
function ownRow(
  formula: string,
  home: { sheet: string; cell: { row: number; column: number; copy: number } },
  movesOf: MovesOf,
): string {
  return moveFormula(formula.replaceAll(/\$(?=\d)/g, ''), home, movesOf).text;
}

function mergeCount(plan: SheetPlan, element: Element): Patch[] {
  if (element.name !== 'mergeCells') return [];
  const { xml } = plan.sheet;
  const count = attribute(xml, element, 'count');
  const extra = element.children.reduce((n, merge) => {
    const area = readArea(attribute(xml, merge, 'ref')?.value ?? '');
    const move = area && area.top === area.bottom && plan.moves.find((m) => m.row === area.top);
    return n + (move ? move.extra : 0);
  }, 0);
  return count && extra > 0 ? [valuePatch(count, String(Number(count.value) + extra))] : [];
}
