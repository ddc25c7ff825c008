/**
 * XML parts read with the place of everything in them, so that a few characters can be replaced and all
 * others stay as they are. Names are compared without their prefix: prefixes are the writer's choice, and
 * Strict and Transitional OOXML differ in namespaces only.
 */

/** A part that is not there, cannot be read as XML, or not be written back as it was. */
export class BadXml extends Error {}

export interface Element {
  /** Without prefix. */
  readonly name: string;
  /** With its colon; '' where there is none. */
  readonly prefix: string;
  readonly parent: Element | null;
  readonly children: Element[];
  /** Places in the text: of '<', behind the start tag, of the end tag, behind it. */
  readonly start: number;
  readonly open: number;
  close: number;
  end: number;
}

export interface Xml {
  readonly text: string;
  readonly root: Element;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
}

export interface Attribute {
  /** Without prefix, and the prefix with its colon. */
  readonly name: string;
  readonly prefix: string;
  readonly value: string;
  /** Place of the value between its quotes. */
  readonly start: number;
  readonly end: number;
  /** Place of the whole attribute with the blanks before it. */
  readonly from: number;
  readonly to: number;
}

/** The text between two places is replaced; an insertion where they are the same. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The bytes of a part -> its text and encoding. Throws BadXml where the bytes could not be written back the same. */
export function decodeXml(bytes: Uint8Array): Pick<Xml, 'text' | 'encoding'> {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BadXml('not valid in its encoding');
  }
  const declared = /^\ufeff?<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1]?.toLowerCase();
  const fits = declared === undefined || declared.replace(/le$|be$/, '') === encoding.replace(/le$|be$/, '');
  if (!fits && declared !== 'utf8' && declared !== 'us-ascii') {
    throw new BadXml(`encoding ${declared}`);
  }
  return { text, encoding };
}

/** The inverse of `decodeXml`. */
export function encodeXml(text: string, encoding: Xml['encoding']): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(encoding === 'utf-16be' ? bytes.swap16() : bytes);
}

/** A part's elements with their places. Throws BadXml where it is not well formed or declares entities. */
export function parseXml(bytes: Uint8Array): Xml {
  const { text, encoding } = decodeXml(bytes);
  let root: Element | null = null;
  let parent: Element | null = null;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const next = text.charCodeAt(at + 1);
    if (next === 0x21 /* ! */ || next === 0x3f /* ? */) {
      at = behindMarkup(text, at);
      continue;
    }
    const behind = behindTag(text, at);
    if (next === 0x2f /* / */) {
      const name = text.slice(at + 2, behind - 1).trim();
      if (!parent || parent.prefix + parent.name !== name) throw new BadXml(`end tag ${name}`);
      parent.close = at;
      parent.end = behind;
      parent = parent.parent;
    } else {
      if (root && !parent) throw new BadXml('two roots');
      const element = startTag(text, at, behind, parent);
      parent?.children.push(element);
      root ??= element;
      if (text.charCodeAt(behind - 2) !== 0x2f) parent = element;
    }
    at = behind;
  }
  if (!root || parent) throw new BadXml('unclosed');
  return { text, root, encoding };
}

function startTag(text: string, start: number, open: number, parent: Element | null): Element {
  let end = start + 1;
  while (end < open && !/[\s/>]/.test(text.charAt(end))) end++;
  const name = text.slice(start + 1, end);
  if (name === '') throw new BadXml('tag without a name');
  const colon = name.indexOf(':') + 1;
  return {
    name: name.slice(colon),
    prefix: name.slice(0, colon),
    parent,
    children: [],
    start,
    open,
    close: open,
    end: open,
  };
}

function behindMarkup(text: string, at: number): number {
  const [opening, closing] = text.startsWith('<!--', at)
    ? [4, '-->']
    : text.startsWith('<![CDATA[', at)
      ? [9, ']]>']
      : text.startsWith('<?', at)
        ? [2, '?>']
        : [0, ''];
  if (opening === 0) throw new BadXml('document type declaration');
  const end = text.indexOf(String(closing), at + Number(opening));
  if (end === -1) throw new BadXml('unclosed');
  return end + String(closing).length;
}

function behindTag(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x3e) return i + 1;
    if (c === 0x22 || c === 0x27) {
      i = text.indexOf(c === 0x22 ? '"' : "'", i + 1);
      if (i === -1) break;
    }
  }
  throw new BadXml('unclosed tag');
}

export function attributes(xml: Xml, element: Element): Attribute[] {
  const tag = xml.text.slice(element.start, element.open);
  const found: Attribute[] = [];
  for (const match of tag.matchAll(/\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const whole = match[1] ?? '';
    const colon = whole.indexOf(':') + 1;
    const raw = match[2] ?? match[3] ?? '';
    const from = element.start + match.index;
    const to = from + match[0].length;
    found.push({
      name: whole.slice(colon),
      prefix: whole.slice(0, colon),
      value: unescapeXml(raw),
      start: to - 1 - raw.length,
      end: to - 1,
      from,
      to,
    });
  }
  return found;
}

/** An attribute without prefix. */
export function attribute(xml: Xml, element: Element, name: string): Attribute | null {
  return attributes(xml, element).find((a) => a.name === name && a.prefix === '') ?? null;
}

export function child(element: Element, name: string): Element | null {
  return element.children.find((c) => c.name === name) ?? null;
}

/** The element and all below it, in the order of the text. */
export function* descendants(element: Element): Generator<Element, void, undefined> {
  yield element;
  for (const below of element.children) yield* descendants(below);
}

/** The text of the element itself, without that of elements below it. */
export function textOf(xml: Xml, element: Element): string {
  let text = '';
  let at = element.open;
  for (const below of element.children) {
    text += plain(xml.text.slice(at, below.start));
    at = below.end;
  }
  return text + plain(xml.text.slice(at, element.close));
}

/** Character data, CDATA sections included, as the text that it means. */
function plain(raw: string): string {
  if (!raw.includes('<')) return unescapeXml(raw);
  return raw.replace(
    /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|[^<]+/g,
    (all, data?: string) => data ?? (all.startsWith('<') ? '' : unescapeXml(all)),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeXml(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (all, hex?: string, dec?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? all;
      const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text escaped for an element or attribute; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  if (standsInXml(text)) return text;
  return text
    .replace(/\p{Cs}|[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (c) => escapes[c] ?? c);
}

/** Text as an attribute's value, in which XML would read line breaks and tabs as blanks. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Whether a text needs no escaping and holds nothing rare: most texts are such, and a loop finds it soonest. */
export function standsInXml(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isMarkup = code === 0x22 || code === 0x26 || code === 0x3c || code === 0x3e;
    const isRare = code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
    if (isMarkup || isRare || code >= 0xfffe) return false;
  }
  return true;
}

/** The attribute's value replaced. */
export function valuePatch(a: Attribute, value: string): Patch {
  return { start: a.start, end: a.end, text: escapeAttribute(value) };
}

/** Everything inside the element replaced; it must not be an empty tag. */
export function contentPatch(element: Element, text: string): Patch {
  return { start: element.open, end: element.close, text: escapeXml(text) };
}

/** A range of the text with the patches that lie in it. Throws where two of them overlap. */
export function patched(text: string, patches: readonly Patch[], from = 0, to = text.length): string {
  let result = '';
  let at = from;
  for (const patch of patches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (patch.start < at || patch.end > to) throw new Error(`patches overlap at ${patch.start}`);
    result += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return result + text.slice(at, to);
}

/** How every part that is written here begins. */
export const xmlStart = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const spreadsheetNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Namespace of the ids that name relationships, and the beginning of most relationships' types. */
export const documentRelationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The beginning of the package's own namespaces and types. */
export const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
