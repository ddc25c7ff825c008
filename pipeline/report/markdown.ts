/** The filled document as markdown: made from the document itself, so that the two say the same. */
import type { Package } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import { attributes, child, descendants, type Element, parseXml, textOf, type Xml } from '../office/xml.js';
import { documentPart } from './comments.js';
import { ownTexts } from './own-texts.js';
import { traced } from './trace.js';

/** @param words of the traces, which become footnotes. */
export function markdownOf(filled: Package, words: readonly string[]): string {
  const editor = new PackageEditor(filled);
  const xml = editor.xml(documentPart(editor));
  const levels = headingLevels(filled);
  const notes: string[] = [];
  const line = (text: string) =>
    traced(text)
      .map(({ text: piece, trace }) => {
        if (trace === null) return escaped(piece);
        notes.push(words[trace] ?? '');
        return `${escaped(piece)}[^${notes.length}]`;
      })
      .join('');
  const paragraph = (element: Element) =>
    line(
      ownTexts(element)
        .map((t) => textOf(xml, t))
        .join(''),
    ).trim();

  const blocks = (parent: Element): string[] =>
    parent.children.flatMap((element): string[] => {
      if (element.name === 'tbl') return [table(element, paragraph)];
      if (element.name !== 'p') return element.name.startsWith('sdt') ? blocks(element) : [];
      const text = paragraph(element);
      if (text === '') return [];
      const level = levels(xml, element);
      return [level === 0 ? text.replace(/^([-+>#]|\d+[.)])(?=\s)/, '\\$1') : `${'#'.repeat(level)} ${text}`];
    });

  const body = child(xml.root, 'body');
  const text = body ? blocks(body).join('\n\n') : '';
  const footnotes = notes.map((note, at) => `[^${at + 1}]: ${escaped(note)}\n`).join('');
  return `${text}\n${footnotes === '' ? '' : `\n${footnotes}`}`;
}

function table(element: Element, paragraph: (p: Element) => string): string {
  const rows = element.children
    .filter(({ name }) => name === 'tr')
    .map((row) =>
      row.children
        .filter(({ name }) => name === 'tc')
        .map((cell) =>
          [...descendants(cell)]
            .filter(({ name }) => name === 'p')
            .map(paragraph)
            .join(' ')
            .replaceAll('|', '\\|'),
        ),
    );
  const [head = [], ...rest] = rows;
  const written = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [written(head), written(head.map(() => '---')), ...rest.map(written)].join('\n');
}

/** 1 for the title, 2 for outline level 1 and so on; 0 for text. */
function headingLevels(filled: Package): (xml: Xml, paragraph: Element) => number {
  const part = [...filled.keys()].find((name) => /(^|\/)styles\.xml$/.test(name));
  const bytes = part === undefined ? undefined : filled.get(part);
  const styles = new Map<string, { readonly based: string; readonly level: number | null }>();
  if (bytes) {
    const xml = parseXml(bytes);
    for (const style of xml.root.children.filter(({ name }) => name === 'style')) {
      const isTitle = valueAttribute(xml, child(style, 'name')).toLowerCase() === 'title';
      const id = attributes(xml, style).find(({ name }) => name === 'styleId')?.value ?? '';
      styles.set(id, {
        based: valueAttribute(xml, child(style, 'basedOn')),
        level: isTitle ? 1 : outlineOf(xml, child(style, 'pPr')),
      });
    }
  }
  return (xml, paragraph) => {
    const properties = child(paragraph, 'pPr');
    const own = outlineOf(xml, properties);
    if (own !== null) return own;
    let id = properties ? valueAttribute(xml, child(properties, 'pStyle')) : '';
    // A style is based on at most every other one.
    for (let steps = styles.size; steps > 0; steps--) {
      const style = styles.get(id);
      if (!style) return 0;
      if (style.level !== null) return style.level;
      id = style.based;
    }
    return 0;
  };
}

/** Outline level 9 is body text. */
function outlineOf(xml: Xml, properties: Element | null): number | null {
  const outline = properties && child(properties, 'outlineLvl');
  if (!outline) return null;
  const level = Number(valueAttribute(xml, outline));
  return level >= 0 && level < 5 ? level + 2 : 0;
}

function valueAttribute(xml: Xml, element: Element | null): string {
  return element ? (attributes(xml, element).find(({ name }) => name === 'val')?.value ?? '') : '';
}

/** An underscore inside a word means nothing in markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*[\]<>]|(?<!\w)_|_(?!\w)/g, '\\$&');
}
