/** An OOXML package that is read and changed: parts by relationship, new parts under names that are free. */
import { contentTypesPart, emptyRelationships, partType } from './new-parts.js';
import type { Package } from './package.js';
import {
  partFinder,
  type Relationship,
  readRelationship,
  relationshipsPart,
  relativeTarget,
} from './relationships.js';
import {
  attribute,
  BadXml,
  decodeXml,
  documentRelationships,
  type Element,
  encodeXml,
  escapeXml,
  type Patch,
  parseXml,
  patched,
  type Xml,
} from './xml.js';

export interface PackageEditor {
  /** The parts as they are now; changed by every edit. */
  readonly parts: Package;
  /** @throws BadXml where the part is not there. */
  bytes(part: string): Uint8Array;
  /** A part as text, which need not be XML. @throws BadXml where it is not there or not valid in its encoding. */
  text(part: string): string;
  /** A part, parsed; the same object until the part is changed. @throws BadXml, which names the part. */
  xml(part: string): Xml;
  /** Puts a part in; a text in the encoding that the part had, else in UTF-8. */
  put(part: string, content: string | Uint8Array): void;
  /** Puts patches into a part, which keeps its encoding. */
  patch(part: string, patches: readonly Patch[]): void;
  /** Puts elements behind the last one of a part's root. @param elements by the prefix of the root's name. */
  append(part: string, elements: (prefix: string) => string): void;
  /** Those of a part; '' is the package itself. `part` is null also where the part is not there. */
  relationships(part: string): readonly Relationship[];
  /** The part that holds the document or lists the sheets; null where the package names none. */
  mainPart(): string | null;
  /** Adds a relationship and gives its id. */
  relate(part: string, type: string, target: string): string;
  /** Adds a part under the first free name (`xl/comments#.xml`, # a number), and gives the name. */
  add(name: string, contentType: string, content: string): string;
  /** Says what a part holds, whatever was said of it before. */
  setContentType(part: string, contentType: string): void;
  contentType(part: string): string | null;
  /** Takes a part out, with its content type and its own relationships. */
  remove(part: string): void;
  /** Takes out the parts to which relationships of that type lead, with those relationships. */
  removeRelated(part: string, type: string): void;
}

export function openPackageEditor(parts: Package): PackageEditor {
  const parsed = new Map<string, Xml>();
  let find: ((part: string) => string | undefined) | null = null;
  function nameOf(part: string): string | undefined {
    if (parts.has(part)) return part;
    find ??= partFinder([...parts.keys()].map((name) => [name, name]));
    return find(part);
  }

  function bytes(part: string): Uint8Array {
    const found = parts.get(part);
    if (found === undefined) throw new BadXml(`${part} (missing)`);
    return found;
  }
  const text = (part: string) => decodeXml(bytes(part)).text;
  function xml(part: string): Xml {
    const known = parsed.get(part);
    if (known) return known;
    try {
      const read = parseXml(bytes(part));
      parsed.set(part, read);
      return read;
    } catch (error) {
      throw error instanceof BadXml ? new BadXml(`${part} (${error.message})`) : error;
    }
  }
  function put(part: string, content: string | Uint8Array): void {
    const before = parts.get(part);
    if (before === undefined) find = null;
    parsed.delete(part);
    if (typeof content !== 'string') parts.set(part, content);
    else parts.set(part, encodeXml(content, before ? decodeXml(before).encoding : 'utf-8'));
  }
  function patch(part: string, patches: readonly Patch[]): void {
    if (patches.length === 0) return;
    const before = xml(part);
    put(part, encodeXml(patched(before.text, patches), before.encoding));
  }
  function append(part: string, elements: (prefix: string) => string): void {
    const { root } = xml(part);
    if (root.open === root.close && root.open === root.end) throw new BadXml(`${part} (empty)`);
    patch(part, [{ start: root.close, end: root.close, text: elements(root.prefix) }]);
  }

  /** The relationships of a part with their elements. */
  function listed(part: string): { readonly element: Element; readonly relationship: Relationship }[] {
    const name = nameOf(relationshipsPart(part));
    if (name === undefined) return [];
    const source = xml(name);
    return source.root.children.map((element) => {
      const read = readRelationship(part, (key) => attribute(source, element, key)?.value ?? null);
      return { element, relationship: { ...read, part: (read.part && nameOf(read.part)) || null } };
    });
  }

  function relate(part: string, type: string, target: string): string {
    const name = nameOf(relationshipsPart(part)) ?? relationshipsPart(part);
    if (!parts.has(name)) put(name, emptyRelationships);
    const taken = new Set(listed(part).map(({ relationship }) => relationship.id));
    let number = taken.size + 1;
    while (taken.has(`rId${number}`)) number++;
    const to = escapeXml(relativeTarget(part, target));
    append(
      name,
      (p) => `<${p}Relationship Id="rId${number}" Type="${documentRelationships}/${type}" Target="${to}"/>`,
    );
    return `rId${number}`;
  }

  function add(pattern: string, contentType: string, content: string): string {
    let number = 1;
    while (nameOf(pattern.replace('#', String(number))) !== undefined) number++;
    const name = pattern.replace('#', String(number));
    put(name, content);
    setContentType(name, contentType);
    return name;
  }

  function ownType(part: string): Element | undefined {
    const source = xml(contentTypesPart);
    return source.root.children.find(
      (element) => attribute(source, element, 'PartName')?.value.toLowerCase() === `/${part}`.toLowerCase(),
    );
  }
  function setContentType(part: string, contentType: string): void {
    removeElements(contentTypesPart, ownType(part));
    append(contentTypesPart, (p) => partType(part, contentType, p));
  }
  function contentType(part: string): string | null {
    const own = ownType(part);
    return own ? (attribute(xml(contentTypesPart), own, 'ContentType')?.value ?? null) : null;
  }

  function removeElements(part: string, ...elements: readonly (Element | undefined)[]): void {
    patch(
      part,
      elements.flatMap((element) => (element ? [{ start: element.start, end: element.end, text: '' }] : [])),
    );
  }
  function removeRelated(part: string, type: string): void {
    const related = listed(part).filter(({ relationship }) => relationship.type === type);
    removeElements(nameOf(relationshipsPart(part)) ?? '', ...related.map(({ element }) => element));
    for (const { relationship } of related) if (relationship.part !== null) remove(relationship.part);
  }
  function remove(part: string): void {
    removeElements(contentTypesPart, ownType(part));
    parts.delete(part);
    parts.delete(nameOf(relationshipsPart(part)) ?? '');
    find = null;
  }

  const relationships = (part: string) => listed(part).map(({ relationship }) => relationship);
  return {
    parts,
    bytes,
    text,
    xml,
    put,
    patch,
    append,
    relationships,
    mainPart: () => relationships('').find(({ type }) => type === 'officeDocument')?.part ?? null,
    relate,
    add,
    setContentType,
    contentType,
    remove,
    removeRelated,
  };
}
