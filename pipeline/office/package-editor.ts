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

export class PackageEditor {
  /** As they are now; every edit changes them. */
  readonly parts: Package;
  readonly #parsed = new Map<string, Xml>();
  #find: ((part: string) => string | undefined) | null = null;

  constructor(parts: Package) {
    this.parts = parts;
  }

  /** @throws BadXml where the part is not there. */
  bytes(part: string): Uint8Array {
    const found = this.parts.get(part);
    if (found === undefined) throw new BadXml(`${part} (missing)`);
    return found;
  }

  /** A part as text, which need not be XML. @throws BadXml where it is not there or not valid in its encoding. */
  text(part: string): string {
    return decodeXml(this.bytes(part)).text;
  }

  /** A part, parsed; the same object until the part is changed. @throws BadXml, which names the part. */
  xml(part: string): Xml {
    const known = this.#parsed.get(part);
    if (known) return known;
    try {
      const read = parseXml(this.bytes(part));
      this.#parsed.set(part, read);
      return read;
    } catch (error) {
      throw error instanceof BadXml ? new BadXml(`${part} (${error.message})`) : error;
    }
  }

  /** Puts a part in; a text in the encoding that the part had, else in UTF-8. */
  put(part: string, content: string | Uint8Array): void {
    const before = this.parts.get(part);
    if (before === undefined) this.#find = null;
    this.#parsed.delete(part);
    if (typeof content !== 'string') this.parts.set(part, content);
    else this.parts.set(part, encodeXml(content, before ? decodeXml(before).encoding : 'utf-8'));
  }

  /** Puts patches into a part, which keeps its encoding. */
  patch(part: string, patches: readonly Patch[]): void {
    if (patches.length === 0) return;
    const { text, encoding } = this.xml(part);
    this.put(part, encodeXml(patched(text, patches), encoding));
  }

  /** Puts elements behind the last one of a part's root. @param elements by the prefix of the root's name. */
  append(part: string, elements: (prefix: string) => string): void {
    const { root } = this.xml(part);
    if (root.open === root.close && root.open === root.end) throw new BadXml(`${part} (empty)`);
    this.patch(part, [{ start: root.close, end: root.close, text: elements(root.prefix) }]);
  }

  /** Those of a part; '' is the package itself. `part` is null also where the part is not there. */
  relationships(part: string): readonly Relationship[] {
    return this.#listed(part).map(({ relationship }) => relationship);
  }

  /** The part that holds the document or lists the sheets; null where the package names none. */
  mainPart(): string | null {
    return this.relationships('').find(({ type }) => type === 'officeDocument')?.part ?? null;
  }

  /** Adds a relationship and gives its id. */
  relate(part: string, type: string, target: string): string {
    const name = this.#nameOf(relationshipsPart(part)) ?? relationshipsPart(part);
    if (!this.parts.has(name)) this.put(name, emptyRelationships);
    const taken = new Set(this.relationships(part).map(({ id }) => id));
    let number = taken.size + 1;
    while (taken.has(`rId${number}`)) number++;
    const whole = `Id="rId${number}" Type="${documentRelationships}/${type}" Target="${escapeXml(relativeTarget(part, target))}"`;
    this.append(name, (p) => `<${p}Relationship ${whole}/>`);
    return `rId${number}`;
  }

  /** Adds a part under the first free name (`xl/comments#.xml`, # a number), and gives the name. */
  add(pattern: string, contentType: string, content: string): string {
    let number = 1;
    while (this.#nameOf(pattern.replace('#', String(number))) !== undefined) number++;
    const name = pattern.replace('#', String(number));
    this.put(name, content);
    this.setContentType(name, contentType);
    return name;
  }

  contentType(part: string): string | null {
    const own = this.#typeOf(part);
    return own ? (attribute(this.xml(contentTypesPart), own, 'ContentType')?.value ?? null) : null;
  }

  /** Says what a part holds, whatever was said of it before. */
  setContentType(part: string, contentType: string): void {
    this.#removeElements(contentTypesPart, this.#typeOf(part));
    this.append(contentTypesPart, (p) => partType(part, contentType, p));
  }

  /** Takes a part out, with its content type and its own relationships. */
  remove(part: string): void {
    this.#removeElements(contentTypesPart, this.#typeOf(part));
    this.parts.delete(part);
    this.parts.delete(this.#nameOf(relationshipsPart(part)) ?? '');
    this.#find = null;
  }

  /** Takes out the parts to which relationships of that type lead, with those relationships. */
  removeRelated(part: string, type: string): void {
    const related = this.#listed(part).filter(({ relationship }) => relationship.type === type);
    const name = this.#nameOf(relationshipsPart(part)) ?? '';
    this.#removeElements(name, ...related.map(({ element }) => element));
    for (const { relationship } of related) if (relationship.part !== null) this.remove(relationship.part);
  }

  /** The name under which a part is in the package. */
  #nameOf(part: string): string | undefined {
    if (this.parts.has(part)) return part;
    this.#find ??= partFinder([...this.parts.keys()].map((name) => [name, name]));
    return this.#find(part);
  }

  #listed(part: string): { readonly element: Element; readonly relationship: Relationship }[] {
    const name = this.#nameOf(relationshipsPart(part));
    if (name === undefined) return [];
    const source = this.xml(name);
    return source.root.children.map((element) => {
      const read = readRelationship(part, (key) => attribute(source, element, key)?.value ?? null);
      return { element, relationship: { ...read, part: (read.part && this.#nameOf(read.part)) || null } };
    });
  }

  /** The element that says what a part holds. */
  #typeOf(part: string): Element | undefined {
    const source = this.xml(contentTypesPart);
    return source.root.children.find(
      (element) => attribute(source, element, 'PartName')?.value.toLowerCase() === `/${part}`.toLowerCase(),
    );
  }

  #removeElements(part: string, ...elements: readonly (Element | undefined)[]): void {
    const found = elements.filter((element) => element !== undefined);
    this.patch(
      part,
      found.map(({ start, end }) => ({ start, end, text: '' })),
    );
  }
}
