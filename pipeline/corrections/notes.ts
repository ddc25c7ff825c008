/** Cell notes: the texts in a comments part, their boxes in a drawing (VML, as every program still reads it). */

import { cellText } from '../office/cells.js';
import {
  attribute,
  child,
  descendants,
  type Element,
  parseXml,
  patched,
  spreadsheetNamespace,
  textOf,
  xmlStart,
} from '../office/xml.js';
import { severityWords } from '../publication/labels.js';
import type { PublishedFinding } from '../publication/publication.js';
import { address } from '../text/address.js';
import { CannotMark } from './workbook-package.js';

export interface Note {
  /** From 1, and from 0. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

const author = '统计流水线';

export const noComments = `${xmlStart}<comments xmlns="${spreadsheetNamespace}"><authors><author>${author}</author></authors><commentList></commentList></comments>`;

export const noDrawing =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>';

/**
 * A comments part with these notes in it. A cell has one note: its earlier text follows ours.
 * @param withoutMarks what a note says but for the marks of an earlier correction
 * @returns the part; the cells whose notes are gone; the cells that had a note, and a box for it
 */
export function withNotes(
  comments: string,
  notes: readonly Note[],
  withoutMarks: (text: string) => string,
): { readonly text: string; readonly gone: readonly string[]; readonly boxed: ReadonlySet<string> } {
  const xml = parseXml(new TextEncoder().encode(comments));
  const p = xml.root.prefix;
  const authors = child(xml.root, 'authors');
  const list = child(xml.root, 'commentList');
  if (!authors || !list || authors.close === authors.end || list.close === list.end) {
    throw new CannotMark('comments without authors or list');
  }
  const people = authors.children.map((element) => textOf(xml, element));
  const known = people.indexOf(author);
  const authorId = known < 0 ? people.length : known;
  const added = known < 0 ? `<${p}author>${author}</${p}author>` : '';
  const wanted = new Map(notes.map((note) => [address(note.row, note.column), note]));

  const existing = list.children.map((element) => {
    const cell = attribute(xml, element, 'ref')?.value.toUpperCase() ?? '';
    const text = textIn(element);
    return { element, cell, text, kept: withoutMarks(text) };
  });
  const replaced = existing.filter(({ cell, text, kept }) => kept !== text || wanted.has(cell));
  const texts = new Map([...wanted].map(([cell, { text }]) => [cell, text]));
  for (const { cell, kept } of replaced) {
    const ours = texts.get(cell);
    if (kept !== '') texts.set(cell, ours === undefined ? kept : ours + earlierNote + kept);
  }
  const made = [...texts].map(([cell, whole]) => {
    const run = `<${p}r><${p}rPr><${p}sz val="9"/><${p}rFont val="宋体"/><${p}charset val="134"/></${p}rPr><${p}t xml:space="preserve">${cellText(whole)}</${p}t></${p}r>`;
    return `<${p}comment ref="${cell}" authorId="${authorId}"><${p}text>${run}</${p}text></${p}comment>`;
  });
  return {
    text: patched(xml.text, [
      { start: authors.close, end: authors.close, text: added },
      ...replaced.map(({ element: { start, end } }) => ({ start, end, text: '' })),
      { start: list.close, end: list.close, text: made.join('') },
    ]),
    gone: replaced.filter(({ cell }) => !texts.has(cell)).map(({ cell }) => cell),
    boxed: new Set(existing.map(({ cell }) => cell)),
  };

  function textIn(element: Element): string {
    return [...descendants(element)]
      .filter(({ name }) => name === 't')
      .map((t) => textOf(xml, t))
      .join('');
  }
}

const shape = /<v:shape\b[\s\S]*?<\/v:shape>/g;

/**
 * A drawing with boxes for these notes. What office programs write there is not always XML: it is only added
 * to, and boxes are taken out whole.
 * @param gone addresses of cells that have a note no more
 */
export function withBoxes(drawing: string, notes: readonly Note[], gone: readonly string[]): string {
  const without = new Set(gone);
  const kept = drawing.replace(shape, (box) => {
    const row = /<x:Row>\s*(\d+)\s*<\/x:Row>/.exec(box)?.[1];
    const column = /<x:Column>\s*(\d+)\s*<\/x:Column>/.exec(box)?.[1];
    const cell = row !== undefined && column !== undefined ? address(Number(row) + 1, Number(column)) : '';
    return without.has(cell) ? '' : box;
  });
  const end = kept.lastIndexOf('</xml>');
  if (end < 0) throw new CannotMark('drawing without an end');
  const last = Math.max(1024, ...[...kept.matchAll(/_x0000_s(\d{1,9})"/g)].map(([, id]) => Number(id)));
  const boxes = notes.map((note, i) => box(note, last + 1 + i));
  return `${kept.slice(0, end)}${boxes.join('')}${kept.slice(end)}`;
}

/** Half-width characters on one line of a box, about. */
const lineWidth = 44;

function box({ row, column, text }: Note, id: number): string {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.ceil((2 * line.length + 1) / lineWidth), 1);
  const bottom = row + Math.min(lines, 24);
  return (
    `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:${Math.min(lines, 24) * 14}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>' +
    `<x:Anchor>${column + 1}, 12, ${Math.max(0, row - 2)}, 4, ${column + 5}, 12, ${bottom}, 4</x:Anchor>` +
    `<x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
  );
}

/** Separates it from what the cell's note said before. */
export const earlierNote = '\n\n原批注：';

/** Of one finding; what was found is masked. */
export function noteText({ severity, problem, value, advice, rule }: PublishedFinding): string {
  return [
    `【${severityWords[severity]}】${problem}`,
    ...(value === '' ? [] : [`填报内容：${value}`]),
    ...(advice === '' ? [] : [`怎么改：${advice}`]),
    `规则：${rule}`,
  ].join('\n');
}

/** What a cell's note said before it was made one of `noteText`; any other note unchanged. */
export function withoutOurNote(note: string): string {
  const isOurs = Object.values(severityWords).some((word) => note.startsWith(`【${word}】`));
  if (!isOurs || !note.includes('\n规则：')) return note;
  const before = note.indexOf(earlierNote);
  return before < 0 ? '' : note.slice(before + earlierNote.length);
}
