/** Parts beside a sheet that refer to its cells: drawings, notes, tables, charts, controls, pivots, names. */

import {
  type Attribute,
  attribute,
  attributes,
  contentPatch,
  decodeXml,
  descendants,
  type Element,
  encodeXml,
  type Patch,
  textOf,
  valuePatch,
  type Xml,
} from '../office/xml.js';
import { movedCell, movedRange, readArea } from './a1.js';
import type { MarkAnswers } from './answers.js';
import type { TemplateBook } from './book.js';
import { belowTitle } from './chart-cache.js';
import { type MovesOf, moveFormula } from './formula.js';
import { movedAnchors, moveVml } from './moved-drawing.js';

/** How a value refers to cells: a list of ranges, a cell, a formula read like a chart's, or any other formula. */
type Kind = 'ranges' | 'cell' | 'chart' | 'formula';

/** What refers to cells in a part, by the name of its root. Ranges and cells are those of the part's own sheet. */
const referring: Readonly<Record<string, (element: Element, attribute: Attribute | null) => Kind | null>> = {
  wsDr: (_, a) => (a?.name === 'textlink' ? 'formula' : null),
  comments: (e, a) => (e.name === 'comment' && a?.name === 'ref' ? 'cell' : null),
  ThreadedComments: (e, a) => (e.name === 'threadedComment' && a?.name === 'ref' ? 'cell' : null),
  singleXmlCells: (e, a) => (e.name === 'singleXmlCell' && a?.name === 'r' ? 'cell' : null),
  namedSheetViews: (_, a) => (a?.name === 'ref' ? 'ranges' : null),
  pivotTableDefinition: (e, a) => (e.name === 'location' && a?.name === 'ref' ? 'ranges' : null),
  formControlPr: (_, a) =>
    a?.name === 'fmlaRange' ? 'chart' : a?.name.startsWith('fmla') ? 'formula' : null,
  chartSpace: (e, a) =>
    a !== null || (e.name !== 'f' && e.name !== 'sqref') ? null : belowTitle(e) ? 'formula' : 'chart',
  table: (e, a) =>
    a?.name === 'ref'
      ? 'ranges'
      : a === null && /^(calculatedColumn|totalsRow)Formula$/.test(e.name)
        ? 'formula'
        : null,
};

/** Patches of all parts beside the sheets' own; `edit` takes them, `replace` a part as a whole. */
export function moveParts(
  book: TemplateBook,
  movesOf: MovesOf,
  answers: MarkAnswers,
  edit: (part: string, patches: readonly Patch[]) => void,
  replace: (part: string, bytes: Uint8Array) => void,
): void {
  for (const [part, bytes] of book.parts) {
    const sheet = book.sheetOf.get(part) ?? null;
    const moves = sheet === null ? undefined : movesOf(sheet);
    const root = rootName(bytes);
    if (moves && part.toLowerCase().endsWith('.vml')) {
      const { text, encoding } = decodeXml(bytes);
      replace(part, encodeXml(moveVml(text, moves), encoding));
    }
    if (root === 'pivotCacheDefinition') edit(part, pivotSource(book.xml(part), movesOf));
    const kindOf = Object.hasOwn(referring, root) ? referring[root] : undefined;
    if (!kindOf) continue;
    const xml = book.xml(part);
    if (moves && root === 'wsDr') edit(part, movedAnchors(xml, xml.root, moves));
    const place = { part, sheet, row: null, column: null };
    const moved = (text: string, kind: Kind): string => {
      if (kind === 'ranges' || kind === 'cell') {
        const area = moves && readArea(text.split(/\s+/)[0] ?? '');
        if (!moves || !area) return text;
        if (root === 'pivotTableDefinition' && moves.some((m) => m.row >= area.top && m.row <= area.bottom)) {
          answers.report('template.pivot_over_repeated', 'error', place, { range: text });
        }
        return kind === 'cell' ? movedCell(moves, text) : movedRange(moves, text);
      }
      const formula = moveFormula(
        text,
        kind === 'chart' ? { sheet: sheet ?? '', reader: kind } : { sheet: sheet ?? '' },
        movesOf,
      );
      if (formula.manySheets) answers.report('template.many_sheets', 'error', place);
      if (formula.firstOnly)
        answers.report('template.first_of_repeated', 'warning', place, { formula: text });
      return formula.text;
    };
    for (const element of descendants(xml.root)) {
      for (const a of attributes(xml, element)) {
        const kind = kindOf(element, a);
        const text = kind && moved(a.value, kind);
        if (text !== null && text !== a.value) edit(part, [valuePatch(a, text)]);
      }
      const kind = kindOf(element, null);
      if (kind === null || element.children.length > 0) continue;
      const before = textOf(xml, element);
      const text = moved(before, kind);
      if (text !== before) edit(part, [contentPatch(element, text)]);
    }
  }
  edit(book.workbookPart, movedNames(book, movesOf, answers));
}

function pivotSource(xml: Xml, movesOf: MovesOf): Patch[] {
  return [...descendants(xml.root)].flatMap((element) => {
    const ref = element.name === 'worksheetSource' && attribute(xml, element, 'ref');
    const moves = movesOf(attribute(xml, element, 'sheet')?.value ?? '');
    return ref && moves ? [valuePatch(ref, movedRange(moves, ref.value))] : [];
  });
}

function movedNames(book: TemplateBook, movesOf: MovesOf, answers: MarkAnswers): Patch[] {
  return book.names.flatMap(({ element, name, formula, sheet }) => {
    // Print areas and the like never count from a cell, though some programs leave out the `$`.
    const home = name.startsWith('_xlnm.') ? {} : { reader: 'name' as const };
    const moved = moveFormula(formula, { sheet: sheet ?? '', ...home }, movesOf);
    if (moved.manySheets) {
      answers.report('template.many_sheets', 'error', {
        part: book.workbookPart,
        sheet,
        row: null,
        column: null,
      });
    }
    return moved.text === formula ? [] : [contentPatch(element, moved.text)];
  });
}

/** The name of a part's root without its prefix; '' where it is no XML. */
export function rootName(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096))
    .toString('latin1')
    .replaceAll('\0', '');
  if (!/^(?:ï»¿|ÿþ|þÿ)?\s*</.test(head)) return '';
  return /<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(head.replace(/<!--[\s\S]*?-->/g, ''))?.[1] ?? '';
}
