/** Anchors of what floats over cells: charts, pictures, text boxes, controls, notes. */

import {
  attribute,
  child,
  contentPatch,
  descendants,
  type Element,
  type Patch,
  textOf,
  type Xml,
} from '../office/xml.js';
import { firstCopy, type Moves } from './a1.js';

/**
 * `from` and `to` below the element, moved as a spreadsheet moves them when rows are inserted: what is tied to
 * both of its corners grows, what is tied to one moves, what is tied to none stays.
 */
export function movedAnchors(xml: Xml, below: Element, moves: Moves): Patch[] {
  const patches: Patch[] = [];
  for (const anchor of descendants(below)) {
    const from = rowOf(xml, child(anchor, 'from'));
    if (!from) continue;
    const tied =
      attribute(xml, anchor, 'editAs')?.value ??
      (anchor.name === 'anchor' ? controlTie(xml, anchor) : 'twoCell');
    if (tied === 'absolute') continue;
    const shift = moved(moves, from.row) - from.row;
    const to = rowOf(xml, child(anchor, 'to'));
    patches.push(...patch(from, from.row + shift));
    if (to) patches.push(...patch(to, tied === 'oneCell' ? to.row + shift : moved(moves, to.row)));
  }
  return patches;
}

/** Controls and embedded objects say how they are tied on the anchor itself. */
function controlTie(xml: Xml, anchor: Element): string {
  const yes = (name: string) => /^(1|true)$/.test(attribute(xml, anchor, name)?.value ?? '');
  return yes('sizeWithCells') ? 'twoCell' : yes('moveWithCells') ? 'oneCell' : 'absolute';
}

interface AnchorRow {
  readonly element: Element;
  /** From 0. */
  readonly row: number;
}

function rowOf(xml: Xml, corner: Element | null): AnchorRow | null {
  const element = corner && child(corner, 'row');
  return element && { element, row: Number(textOf(xml, element)) };
}

const moved = (moves: Moves, row: number) => firstCopy(moves, row + 1) - 1;

function patch({ element, row }: AnchorRow, to: number): Patch[] {
  return to === row ? [] : [contentPatch(element, String(to))];
}

/**
 * Legacy drawings (VML), which hold the boxes of notes: written as text that need not be well-formed XML. A note goes with
 * its cell; any other shape moves whole.
 */
export function moveVml(text: string, moves: Moves): string {
  return text.replace(/<(\w+:)ClientData\b[\s\S]*?<\/\1ClientData>/g, (data) => {
    const row = /<\w+:Row>\s*(\d+)\s*<\/\w+:Row>/.exec(data)?.[1];
    return data
      .replace(/(<\w+:Row>\s*)(\d+)/, (_, tag, at) => `${tag}${moved(moves, Number(at))}`)
      .replace(/(<\w+:Anchor>)([^<]*)/, (all, tag, list) => {
        const numbers = String(list)
          .split(',')
          .map((n) => Number(n.trim()));
        const [left, leftBy, top, topBy, right, rightBy, bottom, bottomBy] = numbers;
        if (top === undefined || bottom === undefined || numbers.some(Number.isNaN)) return all;
        const tied = row === undefined ? top : Number(row);
        const by = moved(moves, tied) - tied;
        if (by === 0) return all;
        return `${tag}${[left, leftBy, top + by, topBy, right, rightBy, bottom + by, bottomBy].join(', ')}`;
      });
  });
}
