/** A workbook's package being changed: parts by relationship, new parts under names that are free. */
import { isUtf8 } from 'node:buffer';
import type { Package } from '../office/package.js';
import {
  attribute,
  decodeXml,
  type Element,
  escapeXml,
  type Patch,
  parseXml,
  patched,
  type Xml,
} from '../office/xml.js';

const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface PartRelationship {
  readonly id: string;
  /** The last step of its type: worksheet, comments. */
  readonly type: string;
  /** Name of the part; null where it leads out of the package, or to a part that is not there. */
  readonly part: string | null;
  readonly element: Element;
}

export interface PackageEditor {
  readonly parts: Package;
  /** Name of the part that lists the sheets. */
  readonly workbookPart: string;
  /** The bytes of a part. @throws CannotMark where they are not UTF-8. */
  bytes(part: string): Uint8Array;
  /** A part as text. @throws CannotMark where it is not UTF-8. */
  text(part: string): string;
  /** A small part, parsed. @throws BadXml, and CannotMark as `text` does. */
  xml(part: string): Xml;
  put(part: string, text: string): void;
  /** Puts patches into a part that has been parsed. */
  patch(part: string, patches: readonly Patch[]): void;
  relationships(part: string): readonly PartRelationship[];
  /** Adds a relationship and gives its id. */
  relate(part: string, type: string, target: string): string;
  /** Adds a part under the first free name (`xl/comments#.xml`, # a number), and gives the name. */
  add(name: string, contentType: string, content: string): string;
  /** Says what a part holds. */
  override(part: string, contentType: string): void;
  /** Takes a part out, with its content type and its relationships. */
  remove(part: string): void;
}

/** @throws CannotMark where the package holds no transitional workbook. */
export function openPackageEditor(parts: Package): PackageEditor {
  const nameOf = (part: string) =>
    parts.has(part) ? part : [...parts.keys()].find((name) => name.toLowerCase() === part.toLowerCase());

  function bytesOf(part: string): Uint8Array {
    const found = parts.get(part);
    if (found === undefined) throw new CannotMark(`no part ${part}`);
    return found;
  }
  function bytes(part: string): Uint8Array {
    const found = bytesOf(part);
    if (!isUtf8(found)) throw new CannotMark(`${part} is not in UTF-8`);
    return found;
  }
  function text(part: string): string {
    const { encoding, text: found } = decodeXml(bytesOf(part));
    if (encoding !== 'utf-8') throw new CannotMark(`${part} is not in UTF-8`);
    return found;
  }
  const xml = (part: string) => parseXml(new TextEncoder().encode(text(part)));
  const put = (part: string, content: string) => void parts.set(part, new TextEncoder().encode(content));
  const patch = (part: string, patches: readonly Patch[]) => put(part, patched(text(part), patches));
  const rels = (part: string) => {
    const slash = part.lastIndexOf('/') + 1;
    return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  };

  function relationships(part: string): PartRelationship[] {
    const name = nameOf(rels(part));
    if (name === undefined) return [];
    const source = xml(name);
    return source.root.children.map((element) => {
      const value = (attributeName: string) => attribute(source, element, attributeName)?.value ?? '';
      const inside = value('TargetMode') !== 'External';
      return {
        id: value('Id'),
        type: value('Type').split('/').at(-1) ?? '',
        part: (inside && nameOf(resolved(part, value('Target')))) || null,
        element,
      };
    });
  }

  function relate(part: string, type: string, target: string): string {
    const name = nameOf(rels(part)) ?? rels(part);
    if (!parts.has(name)) put(name, emptyRelationships);
    const source = xml(name);
    const taken = new Set(source.root.children.map((element) => attribute(source, element, 'Id')?.value));
    let number = taken.size + 1;
    while (taken.has(`rId${number}`)) number++;
    const { root } = source;
    const made = `<${root.prefix}Relationship Id="rId${number}" Type="${types}/${type}" Target="${escapeXml(relative(part, target))}"/>`;
    insertLast(name, root, made);
    return `rId${number}`;
  }

  function insertLast(part: string, root: Element, content: string): void {
    if (root.open === root.close && root.open === root.end) throw new CannotMark(`${part} holds nothing`);
    patch(part, [{ start: root.close, end: root.close, text: content }]);
  }

  function add(pattern: string, contentType: string, content: string): string {
    let number = 1;
    while (nameOf(pattern.replace('#', String(number))) !== undefined) number++;
    const name = pattern.replace('#', String(number));
    put(name, content);
    override(name, contentType);
    return name;
  }

  function override(part: string, contentType: string): void {
    const { root } = xml(contentTypes);
    const made = `<${root.prefix}Override PartName="/${escapeXml(part)}" ContentType="${contentType}"/>`;
    insertLast(contentTypes, root, made);
  }

  function remove(part: string): void {
    parts.delete(part);
    parts.delete(nameOf(rels(part)) ?? '');
    const source = xml(contentTypes);
    const own = source.root.children.filter(
      (element) => attribute(source, element, 'PartName')?.value.toLowerCase() === `/${part}`.toLowerCase(),
    );
    patch(
      contentTypes,
      own.map(({ start, end }) => ({ start, end, text: '' })),
    );
  }

  const workbookPart = relationships('').find(({ type }) => type === 'officeDocument')?.part;
  if (!workbookPart) throw new CannotMark('no workbook');
  const office = {
    parts,
    workbookPart,
    bytes,
    text,
    xml,
    put,
    patch,
    relationships,
    relate,
    add,
    override,
    remove,
  };
  // The relationships of a strict package have other types, and all of them would have to be like that.
  if (text(workbookPart).includes('http://purl.oclc.org/ooxml')) throw new CannotMark('strict package');
  return office;
}

const contentTypes = '[Content_Types].xml';
const emptyRelationships =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';

/** A relationship's target as the name of a part. */
function resolved(from: string, target: string): string {
  const path = target.replaceAll('\\', '/');
  const steps: string[] = [];
  for (const step of (path.startsWith('/') ? path : from.slice(0, from.lastIndexOf('/') + 1) + path).split(
    '/',
  )) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** A part's name as a target from another part; some programs know relative ones only. */
function relative(from: string, target: string): string {
  const base = from.split('/').slice(0, -1);
  const steps = target.split('/');
  let common = 0;
  while (common < base.length && common < steps.length - 1 && base[common] === steps[common]) common++;
  return [...base.slice(common).map(() => '..'), ...steps.slice(common)].join('/');
}

/** A submitted package in which cells cannot be marked without risk; its sheets are then written anew. */
export class CannotMark extends Error {}
