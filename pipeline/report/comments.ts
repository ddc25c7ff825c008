/** Traces as comments on the numbers of the document: they print on no page and go with one click. */
import type { Package } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import {
  attributes,
  child,
  descendants,
  type Element,
  escapeXml,
  type Patch,
  xmlStart,
} from '../office/xml.js';
import { isTraced, traced } from './trace.js';

const commentsContent = 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml';
const author = '数据来源';

/** The filled package, its traced numbers commented; headers, footers and text boxes can hold no comments. */
export function withComments(filled: Package, words: readonly string[], asOf: string): Package {
  const editor = new PackageEditor(new Map(filled));
  const main = documentPart(editor);
  const comments = openComments(editor, main);
  let id = comments.nextId;
  const added: string[] = [];
  for (const [part, bytes] of filled) {
    if (!/\.xml$/i.test(part)) continue;
    const text = new TextDecoder().decode(bytes);
    if (!isTraced(text)) continue;
    const xml = editor.xml(part);
    const patches: Patch[] = [];
    for (const element of descendants(xml.root)) {
      const content = xml.text.slice(element.open, element.close);
      if (element.name !== 't' || !isTraced(content)) continue;
      const pieces = traced(content);
      const run = element.parent;
      if (part !== main || run?.name !== 'r' || isInside(element, 'txbxContent')) {
        patches.push({ start: element.open, end: element.close, text: pieces.map((p) => p.text).join('') });
        continue;
      }
      const w = element.prefix;
      const looks = child(run, 'rPr');
      const runStart = `<${w}r>${looks ? xml.text.slice(looks.start, looks.end) : ''}<${w}t xml:space="preserve">`;
      const runEnd = `</${w}t></${w}r>`;
      const written = pieces.map(({ text: piece, trace }) => {
        if (trace === null) return piece;
        const own = id++;
        added.push(comment(w, own, words[trace] ?? '', asOf));
        const place = `${w}id="${own}"`;
        return `${runEnd}<${w}commentRangeStart ${place}/>${runStart}${piece}${runEnd}<${w}commentRangeEnd ${place}/><${w}r><${w}commentReference ${place}/></${w}r>${runStart}`;
      });
      patches.push({ start: element.open, end: element.close, text: written.join('') });
    }
    editor.patch(part, patches);
  }
  if (added.length > 0) comments.write(added);
  return editor.parts;
}

function comment(w: string, id: number, words: string, asOf: string): string {
  const looks = `<${w}rPr><${w}sz ${w}val="18"/></${w}rPr>`;
  return `<${w}comment ${w}id="${id}" ${w}author="${author}" ${w}date="${asOf}T00:00:00Z" ${w}initials="源"><${w}p><${w}r>${looks}<${w}annotationRef/></${w}r><${w}r>${looks}<${w}t xml:space="preserve">${escapeXml(words)}</${w}t></${w}r></${w}p></${w}comment>`;
}

/** The document's comments, there or not: the first id that is free, and how comments are added. */
function openComments(editor: PackageEditor, main: string) {
  const part = editor.relationships(main).find(({ type }) => type === 'comments')?.part ?? null;
  const written = part === null ? null : editor.xml(part);
  const ids = (written?.root.children ?? []).map((element) =>
    Number(written && attributes(written, element).find((a) => a.name === 'id')?.value),
  );
  return {
    nextId: Math.max(-1, ...ids) + 1,
    write(added: readonly string[]) {
      if (part !== null) {
        editor.append(part, () => added.join(''));
        return;
      }
      const document = editor.xml(main);
      const w = document.root.prefix;
      const declared = attributes(document, document.root)
        .filter(({ prefix, name }) => prefix === 'xmlns:' && `${name}:` === w)
        .map(({ value }) => `xmlns:${w.slice(0, -1)}="${value}"`);
      const comments = `${xmlStart}<${w}comments ${declared.join(' ')}>${added.join('')}</${w}comments>`;
      const folder = main.slice(0, main.lastIndexOf('/') + 1);
      const usual = `${folder}comments.xml`;
      const name = editor.parts.has(usual) ? `${folder}comments#.xml` : usual;
      editor.relate(main, 'comments', editor.add(name, commentsContent, comments));
    },
  };
}

/** The part with the document's text: `word/document.xml` of nearly all. */
export function documentPart(editor: PackageEditor): string {
  return editor.mainPart() ?? 'word/document.xml';
}

function isInside(element: Element, name: string): boolean {
  for (let above = element.parent; above; above = above.parent) if (above.name === name) return true;
  return false;
}
