/** The running text of a document, as it reads with all tracked changes accepted. */
import type { Package } from '../../office/package.js';
import { PackageEditor } from '../../office/package-editor.js';
import { descendants, type Element, parseXml, textOf, type Xml } from '../../office/xml.js';
import { documentPart } from '../comments.js';

/** What was deleted or moved away is not read; a fallback says again what its alternative says. */
const unread: ReadonlySet<string> = new Set(['del', 'moveFrom', 'Fallback']);

/** What is no text of the paragraph that it lies in: its looks, and paragraphs of their own. */
const ofItself: ReadonlySet<string> = new Set(['pPr', 'rPr', 'p', 'txbxContent']);

/**
 * The paragraphs of the document in their order, the cells of a table's row as one, and what is in foot- and
 * endnotes behind them.
 * @throws BadXml where a part is not well formed.
 */
export function paragraphTexts(document: Package): string[] {
  const editor = new PackageEditor(document);
  const main = documentPart(editor);
  const notes = [...document.keys()].filter((name) => /(^|\/)(?:foot|end)notes\.xml$/.test(name));
  return [main, ...notes].flatMap((name) => {
    const bytes = document.get(name);
    if (!bytes) return [];
    const xml = parseXml(bytes);
    return blocks(xml, xml.root).filter((text) => text.trim() !== '');
  });
}

function blocks(xml: Xml, parent: Element): string[] {
  return parent.children.flatMap((element) => {
    if (unread.has(element.name)) return [];
    if (element.name === 'tr')
      return [
        cells(element)
          .map((cell) => blocks(xml, cell).join('，'))
          .join('，'),
      ];
    if (element.name !== 'p') return blocks(xml, element);
    return [paragraph(xml, element), ...boxes(xml, element)];
  });
}

const cells = (row: Element) => row.children.filter(({ name }) => name === 'tc');

/** Text boxes, whose paragraphs lie inside of another. */
function boxes(xml: Xml, paragraph: Element): string[] {
  return [...descendants(paragraph)]
    .filter((element) => element.name === 'txbxContent' && !isUnread(element))
    .flatMap((element) => blocks(xml, element));
}

function isUnread(element: Element): boolean {
  for (let above = element.parent; above; above = above.parent) if (unread.has(above.name)) return true;
  return false;
}

function paragraph(xml: Xml, element: Element): string {
  return element.children
    .map((below): string => {
      if (unread.has(below.name) || ofItself.has(below.name)) return '';
      if (below.name === 't') return textOf(xml, below);
      if (below.name === 'tab' || below.name === 'br' || below.name === 'cr') return ' ';
      return paragraph(xml, below);
    })
    .join('');
}
