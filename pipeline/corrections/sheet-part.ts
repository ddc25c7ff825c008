/** A sheet's part with some of its cells in another style; everything else stays as it was written. */
import { isUtf8 } from 'node:buffer';
import { withAttributes } from '../office/tags.js';
import {
  attribute,
  child,
  descendants,
  documentRelationships,
  type Patch,
  parseXml,
  patched,
  valuePatch,
} from '../office/xml.js';
import { address, columnIndex } from '../text/address.js';
import { CannotMark } from './workbook-package.js';

/** A cell to be given another style. */
export interface Restyled {
  /** From 1, and from 0. */
  readonly row: number;
  readonly column: number;
  /** The style that takes the place of the cell's own. */
  readonly style: (own: number) => number;
}

/** What comes after `legacyDrawing` in the schema (CT_Worksheet). */
const behindDrawing: ReadonlySet<string> = new Set([
  'legacyDrawingHF',
  'drawingHF',
  'picture',
  'oleObjects',
  'controls',
  'AlternateContent',
  'webPublishItems',
  'tableParts',
  'extLst',
]);

/** A sheet's part that is about to be changed. */
export interface SheetPart {
  /** The drawing for notes that it has already, as the id of its relationship. */
  readonly drawing: string | null;
  /**
   * @param drawing id of the relationship to the drawing of its notes; null where it has one already, or needs none.
   * @throws CannotMark where the rows are not written as expected, BadXml where the rest of the part is damaged.
   */
  restyled(cells: readonly Restyled[], drawing: string | null): Uint8Array;
}

/**
 * A part in UTF-8, whose rows are looked at as characters of one byte: all that is looked for is ASCII, places in the
 * text are places in the bytes, and a large sheet is never held as text that takes several times its room.
 * @throws CannotMark where the rows are not written as expected.
 */
export function openSheetPart(bytes: Uint8Array): SheetPart {
  if (!isUtf8(bytes)) throw new CannotMark('rows in another encoding than UTF-8');
  const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = part.toString('latin1');
  const opening = /<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^>]*?)?(\/?)>/.exec(text);
  if (!opening) throw new CannotMark('no rows');
  const [tag, p = '', empty = ''] = opening;
  const from = opening.index + tag.length;
  const to = empty === '' ? text.lastIndexOf(`</${p}sheetData`) : from;
  if (to < from) throw new CannotMark('rows without an end');
  const rows = text.slice(from, to);
  // Comments and CDATA sections may hold what looks like a cell.
  if (rows.includes('<!')) throw new CannotMark('markup between the rows');
  const before = part.toString('utf8', 0, opening.index);
  const behind = part.toString('utf8', empty === '' ? text.indexOf('>', to) + 1 : to);
  const around = `${before}<${p}sheetData/>${behind}`;
  const at = around.length - behind.length;
  return {
    drawing: notesDrawing(around),
    restyled(cells, drawing) {
      const patches = aroundPatches(around, drawing);
      const [first, last] = [
        patches.filter(({ end }) => end <= before.length),
        patches.filter(({ start }) => start >= at),
      ];
      return Buffer.concat([
        Buffer.from(`${patched(around, first, 0, before.length)}<${p}sheetData>`),
        ...patchedBytes(part.subarray(from, to), rowPatches(rows, p, cells)),
        Buffer.from(`</${p}sheetData>${patched(around, last, at)}`),
      ]);
    },
  };
}

/** Bytes with patches in them, in pieces. @throws where two patches overlap. */
function patchedBytes(bytes: Uint8Array, patches: readonly Patch[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of patches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) throw new Error(`patches overlap at ${start}`);
    pieces.push(bytes.subarray(at, start), Buffer.from(text));
    at = end;
  }
  return [...pieces, bytes.subarray(at)];
}

/** The sheet is not among the selected ones, and leads to the drawing of its notes. */
function aroundPatches(around: string, notes: string | null): Patch[] {
  const xml = parseXml(new TextEncoder().encode(around));
  const { root } = xml;
  if (root.name !== 'worksheet') throw new CannotMark('no worksheet');
  const views = child(root, 'sheetViews');
  const selected = [...(views ? descendants(views) : [])].flatMap((element) => {
    const found = attribute(xml, element, 'tabSelected');
    return found ? [valuePatch(found, '0')] : [];
  });
  if (notes === null) return selected;
  const next = root.children.find(({ name }) => behindDrawing.has(name));
  const place = next?.start ?? root.close;
  const drawing = `<${root.prefix}legacyDrawing xmlns:r="${documentRelationships}" r:id="${notes}"/>`;
  return [...selected, { start: place, end: place, text: drawing }];
}

function notesDrawing(text: string): string | null {
  const tag = /<(?:[A-Za-z_][\w.-]*:)?legacyDrawing\s[^>]*>/.exec(text)?.[0];
  return /\s(?:[A-Za-z_][\w.-]*:)id\s*=\s*["']([^"']+)["']/.exec(tag ?? '')?.[1] ?? null;
}

function rowPatches(rows: string, p: string, cells: readonly Restyled[]): Patch[] {
  const wanted = new Map<number, Restyled[]>();
  for (const cell of cells) {
    const row = wanted.get(cell.row);
    if (row) row.push(cell);
    else wanted.set(cell.row, [cell]);
  }
  for (const row of wanted.values()) row.sort((a, b) => a.column - b.column);
  const left = [...wanted.keys()].sort((a, b) => a - b);
  const patches: Patch[] = [];
  const insertBefore = (row: number, place: number) => {
    for (let next = left[0]; next !== undefined && next < row; next = left[0]) {
      left.shift();
      const made = (wanted.get(next) ?? []).map((cell) => newCell(p, cell, 0)).join('');
      patches.push({ start: place, end: place, text: `<${p}row r="${next}">${made}</${p}row>` });
    }
  };
  const rowTag = new RegExp(`<${p}row(?=[\\s/>])([^>]*)>`, 'g');
  let number = 0;
  for (let match = rowTag.exec(rows); match && left.length > 0; match = rowTag.exec(rows)) {
    const [tag, attributes = ''] = match;
    const written = /\sr\s*=\s*["'](\d+)/.exec(attributes)?.[1];
    const row = written === undefined ? number + 1 : Number(written);
    if (row <= number) throw new CannotMark('rows in no order');
    number = row;
    insertBefore(row, match.index);
    if (left[0] !== row) continue;
    left.shift();
    patches.push(...cellPatches(rows, p, { at: match.index, tag, attributes }, wanted.get(row) ?? []));
  }
  insertBefore(Number.POSITIVE_INFINITY, rows.length);
  return patches;
}

function cellPatches(
  rows: string,
  p: string,
  row: { readonly at: number; readonly tag: string; readonly attributes: string },
  wanted: readonly Restyled[],
): Patch[] {
  const open = row.at + row.tag.length;
  const own = /\scustomFormat\s*=\s*["'](?:1|true)["']/.test(row.attributes) ? styleOf(row.attributes) : 0;
  if (row.attributes.endsWith('/')) {
    const cells = wanted.map((cell) => newCell(p, cell, own)).join('');
    return [{ start: open - 2, end: open, text: `>${cells}</${p}row>` }];
  }
  const close = rows.indexOf(`</${p}row`, open);
  if (close < 0) throw new CannotMark('row without an end');
  const patches: Patch[] = [];
  const left = [...wanted];
  const insertBefore = (column: number, place: number) => {
    for (let cell = left[0]; cell && cell.column < column; cell = left[0]) {
      left.shift();
      patches.push({ start: place, end: place, text: newCell(p, cell, own) });
    }
  };
  const cellTag = new RegExp(`<${p}c(?=[\\s/>])([^>]*)>`, 'g');
  cellTag.lastIndex = open;
  let column = -1;
  for (let match = cellTag.exec(rows); match && match.index < close; match = cellTag.exec(rows)) {
    const [tag, attributes = ''] = match;
    const letters = /\sr\s*=\s*["']([A-Za-z]+)\d+["']/.exec(attributes)?.[1];
    const next = letters === undefined ? column + 1 : columnIndex(letters);
    if (next <= column) throw new CannotMark('cells in no order');
    column = next;
    insertBefore(column, match.index);
    const [cell] = left;
    if (cell?.column !== column) continue;
    left.shift();
    const restyled = withAttributes(tag, { s: String(cell.style(styleOf(attributes))) });
    patches.push({ start: match.index, end: match.index + tag.length, text: restyled });
  }
  insertBefore(Number.POSITIVE_INFINITY, close);
  // How many columns the row takes is a hint that may no longer hold.
  const spans = /\sspans\s*=\s*["'][^"']*["']/.exec(row.tag);
  const start = row.at + (spans?.index ?? 0);
  return spans ? [{ start, end: start + spans[0].length, text: '' }, ...patches] : patches;
}

function newCell(p: string, { row, column, style }: Restyled, own: number): string {
  return `<${p}c r="${address(row, column)}" s="${style(own)}"/>`;
}

function styleOf(attributes: string): number {
  return Number(/\ss\s*=\s*["'](\d+)["']/.exec(attributes)?.[1] ?? 0);
}
