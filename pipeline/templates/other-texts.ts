/** Marks outside cells: headers and footers, text boxes, chart titles, notes, properties of the document. */

import {
  type Attribute,
  attributes,
  contentPatch,
  descendants,
  type Element,
  type Patch,
  textOf,
  valuePatch,
  type Xml,
} from '../office/xml.js';
import { fillPieces, type MarkAnswers, type MarkPlace } from './answers.js';
import { type TemplateBook, textPieces } from './book.js';
import { hasMark, splitMarks } from './mark.js';
import { rootName } from './moved-parts.js';
import { piecePatches } from './sheet-data.js';

/** Where a part holds words for people, by the name of its root; elsewhere no mark can be filled. */
interface Words {
  /** Elements whose `t` elements are one text in pieces. */
  readonly rich?: readonly string[];
  /** Elements whose content is text. */
  readonly plain?: (element: Element) => boolean;
  readonly attributes?: readonly string[];
}

const headerFooter = (e: Element) => /^(odd|even|first)(Header|Footer)$/.test(e.name);
const drawing: Words = { rich: ['p'], plain: headerFooter, attributes: ['descr', 'title'] };
const sheetWords: Words = {
  plain: headerFooter,
  attributes: ['display', 'tooltip', 'prompt', 'promptTitle', 'error', 'errorTitle', 'altText'],
};
const properties: Words = { plain: (e) => e.children.length === 0 };

const words: Readonly<Record<string, Words>> = {
  worksheet: sheetWords,
  chartsheet: sheetWords,
  dialogsheet: sheetWords,
  macrosheet: sheetWords,
  comments: { rich: ['comment'] },
  ThreadedComments: { plain: (e) => e.name === 'text' },
  wsDr: drawing,
  chartSpace: drawing,
  userShapes: drawing,
  // SmartArt: its model, and the picture that is kept of it.
  dataModel: drawing,
  drawing,
  table: { attributes: ['name', 'totalsRowLabel'] },
  coreProperties: properties,
  Properties: properties,
};

/** Fills the marks of all parts but the cells'; `edit` takes the patches. */
export function fillOtherTexts(
  book: TemplateBook,
  answers: MarkAnswers,
  edit: (part: string, patches: readonly Patch[]) => void,
): void {
  for (const [part, bytes] of book.parts) {
    const root = rootName(bytes);
    const kind = Object.hasOwn(words, root) ? words[root] : undefined;
    if (!kind) continue;
    const xml = book.xml(part);
    if (!/\{|｛|&#/.test(xml.text)) continue;
    const place = { part, sheet: book.sheetOf.get(part) ?? null, row: null, column: null };
    edit(part, textPatches(xml, kind, place, answers));
  }
}

function textPatches(xml: Xml, kind: Words, place: MarkPlace, answers: MarkAnswers): Patch[] {
  const patches: Patch[] = [];
  const fill = (text: string) => fillPieces([text], (mark) => answers.ask(mark, place).text).join('');
  for (const top of xml.root.children) {
    if (top.name === 'sheetData') continue;
    for (const element of descendants(top)) {
      if (kind.rich?.includes(element.name)) {
        const pieces = textPieces(element);
        const texts = pieces.map((piece) => textOf(xml, piece));
        if (hasMark(texts.join(''))) {
          const filled = fillPieces(texts, (mark) => answers.ask(mark, place).text);
          patches.push(...pieces.flatMap((piece, i) => piecePatches(xml, piece, filled[i] ?? '')));
        }
      } else if (kind.plain?.(element) && hasMark(textOf(xml, element))) {
        const text = textOf(xml, element);
        patches.push(
          contentPatch(element, headerFooter(element) ? fillHeader(text, place, answers) : fill(text)),
        );
      }
      for (const a of attributes(xml, element)) {
        if (a.prefix === '' && isWords(kind, element, a) && hasMark(a.value)) {
          patches.push(valuePatch(a, fill(a.value)));
        }
      }
    }
  }
  return patches;
}

function isWords(kind: Words, element: Element, a: Attribute): boolean {
  if (a.name === 'name') return element.name === 'tableColumn' && kind.attributes?.includes('name') === true;
  return kind.attributes?.includes(a.name) === true;
}

/** In headers and footers `&` begins a code, and digits behind a size (`&12`) would be read as part of it. */
function fillHeader(text: string, place: MarkPlace, answers: MarkAnswers): string {
  return splitMarks(text).reduce<string>((before, part) => {
    if (typeof part === 'string') return before + part;
    const value = answers.ask(part, place).text.replaceAll('&', '&&');
    return `${before}${/&\d+$/.test(before) && /^\d/.test(value) ? ' ' : ''}${value}`;
  }, '');
}
