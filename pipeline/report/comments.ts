/** Traces as comments on the numbers of the document: they print on no page and go with one click. */
import type { Package } from '../office/package.js';
import {
  attribute,
  attributes,
  child,
  descendants,
  type Element,
  encodeXml,
  escapeXml,
  type Patch,
  parseXml,
  patched,
  type Xml,
} from '../office/xml.js';
import { isTraced, traced } from './trace.js';

const relationshipsOf = 'http://schemas.openxmlformats.org/package/2006/relationships';
const commentsType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments';
const commentsContent = 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml';
const author = '数据来源';

/** The filled package, its traced numbers commented; headers, footers and text boxes can hold no comments. */
export function withComments(filled: Package, words: readonly string[], asOf: string): Package {
  const parts: Package = new Map(filled);
  const main = mainPart(filled);
  const comments = commentsOf(parts, main);
  let id = comments.nextId;
  const added: string[] = [];
  for (const [part, bytes] of filled) {
    if (!/\.xml$/i.test(part)) continue;
    const text = new TextDecoder().decode(bytes);
    if (!isTraced(text)) continue;
    const xml = parseXml(bytes);
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
    parts.set(part, encodeXml(patched(xml.text, patches), xml.encoding));
  }
  if (added.length > 0) comments.write(added);
  return parts;
}

function comment(w: string, id: number, words: string, asOf: string): string {
  const looks = `<${w}rPr><${w}sz ${w}val="18"/></${w}rPr>`;
  return `<${w}comment ${w}id="${id}" ${w}author="${author}" ${w}date="${asOf}T00:00:00Z" ${w}initials="源"><${w}p><${w}r>${looks}<${w}annotationRef/></${w}r><${w}r>${looks}<${w}t xml:space="preserve">${escapeXml(words)}</${w}t></${w}r></${w}p></${w}comment>`;
}

/** The document's comments, there or not: the first id that is free, and how comments are added. */
function commentsOf(parts: Package, main: string) {
  const slash = main.lastIndexOf('/') + 1;
  const folder = main.slice(0, slash);
  const relsPart = `${folder}_rels/${main.slice(slash)}.rels`;
  const rels = parts.get(relsPart);
  const known = rels && relationships(parseXml(rels)).find(({ type }) => type.endsWith('/comments'));
  const part = known ? resolved(folder, known.target) : `${folder}comments.xml`;
  const there = parts.get(part);
  const written = there && parseXml(there);
  const ids = written
    ? written.root.children.map((element) =>
        Number(attributes(written, element).find((a) => a.name === 'id')?.value),
      )
    : [];
  return {
    nextId: Math.max(-1, ...ids) + 1,
    write(added: readonly string[]) {
      if (there) {
        append(parts, part, added.join(''));
        return;
      }
      const { root, text } = documentRoot(parts, main);
      const declared = attributes({ text, root, encoding: 'utf-8' }, root)
        .filter(({ prefix, name }) => prefix === 'xmlns:' && `${name}:` === root.prefix)
        .map(({ value }) => `xmlns:${root.prefix.slice(0, -1)}="${value}"`);
      const w = root.prefix;
      parts.set(
        part,
        encodeXml(
          `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${w}comments ${declared.join(' ')}>${added.join('')}</${w}comments>`,
          'utf-8',
        ),
      );
      append(
        parts,
        '[Content_Types].xml',
        `<Override PartName="/${part}" ContentType="${commentsContent}"/>`,
      );
      if (!rels) {
        parts.set(relsPart, encodeXml(`<Relationships xmlns="${relationshipsOf}"></Relationships>`, 'utf-8'));
      }
      append(parts, relsPart, `<Relationship Id="rTraces" Type="${commentsType}" Target="comments.xml"/>`);
    },
  };
}

/** Puts elements behind the last one in a part's root. */
function append(parts: Package, part: string, elements: string): void {
  const bytes = parts.get(part);
  if (!bytes) throw new Error(`no part ${part}`);
  const xml = parseXml(bytes);
  const { close } = xml.root;
  parts.set(part, encodeXml(patched(xml.text, [{ start: close, end: close, text: elements }]), xml.encoding));
}

function documentRoot(parts: Package, main: string): { readonly root: Element; readonly text: string } {
  const bytes = parts.get(main);
  if (!bytes) throw new Error(`no part ${main}`);
  return parseXml(bytes);
}

function relationships(xml: Xml): { readonly type: string; readonly target: string }[] {
  return xml.root.children.map((element) => ({
    type: attribute(xml, element, 'Type')?.value ?? '',
    target: attribute(xml, element, 'Target')?.value ?? '',
  }));
}

/** The part that a relationship of a part in the folder names. */
function resolved(folder: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
}

/** The part with the document's text: `word/document.xml` of nearly all. */
export function mainPart(parts: Package): string {
  const rels = parts.get('_rels/.rels');
  const found = rels && relationships(parseXml(rels)).find(({ type }) => type.endsWith('/officeDocument'));
  return found?.target.replace(/^\//, '') ?? 'word/document.xml';
}

function isInside(element: Element, name: string): boolean {
  for (let above = element.parent; above; above = above.parent) if (above.name === name) return true;
  return false;
}
