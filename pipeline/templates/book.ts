/** A workbook's package, opened: which part is what, found through its relationships and never by its name. */
import type { Package } from '../office/package.js';
import { openPackageEditor } from '../office/package-editor.js';
import type { Relationship } from '../office/relationships.js';
import { attribute, attributes, child, descendants, type Element, textOf, type Xml } from '../office/xml.js';
import { type Area, readArea } from './a1.js';

export interface TemplateSheet {
  readonly name: string;
  readonly part: string;
  readonly xml: Xml;
  readonly tables: readonly TemplateTable[];
}

export interface TemplateTable {
  readonly part: string;
  readonly name: string;
  readonly area: Area;
  readonly headerRows: number;
}

export interface DefinedName {
  readonly element: Element;
  readonly name: string;
  /** The sheet that it belongs to; null the workbook. */
  readonly sheet: string | null;
  readonly formula: string;
}

export interface TemplateBook {
  readonly parts: Package;
  readonly workbookPart: string;
  readonly workbook: Xml;
  /** Sheets with cells; charts that are a sheet of their own are not among them. */
  readonly sheets: readonly TemplateSheet[];
  readonly names: readonly DefinedName[];
  /** The part of the shared strings and its items. */
  readonly strings: { readonly part: string; readonly xml: Xml; readonly items: readonly Element[] } | null;
  /** The sheet that a drawing, chart, table or comments part belongs to. */
  readonly sheetOf: ReadonlyMap<string, string>;
  relationships(part: string): readonly Relationship[];
  /** The part, parsed; throws BadXml. */
  xml(part: string): Xml;
}

/** A package that holds no workbook. */
export class NoWorkbook extends Error {}

/** Throws NoWorkbook, and BadXml where a part that must be read is damaged. */
export function openBook(parts: Package): TemplateBook {
  const { xml, relationships, mainPart } = openPackageEditor(parts);
  const workbookPart = mainPart();
  if (workbookPart === null) throw new NoWorkbook();
  const workbook = xml(workbookPart);
  if (workbook.root.name !== 'workbook') throw new NoWorkbook();
  const related = relationships(workbookPart);

  const all = (child(workbook.root, 'sheets')?.children ?? []).map((element) => {
    const own = attributes(workbook, element);
    const id = own.find((a) => a.name === 'id' && a.prefix !== '')?.value;
    const name = own.find((a) => a.name === 'name')?.value ?? '';
    return { name, part: related.find((r) => r.id === id)?.part ?? null };
  });
  const sheets: TemplateSheet[] = [];
  const sheetOf = new Map<string, string>();
  for (const { name, part } of all) {
    if (part === null) continue;
    for (const owned of partsBelow(part, relationships)) sheetOf.set(owned, name);
    const source = xml(part);
    if (!child(source.root, 'sheetData')) continue;
    const tables = relationships(part).flatMap((r) =>
      r.type === 'table' && r.part !== null ? readTable(xml(r.part), r.part) : [],
    );
    sheets.push({ name, part, xml: source, tables });
  }

  const stringsPart = related.find((r) => r.type === 'sharedStrings')?.part ?? null;
  return {
    parts,
    workbookPart,
    workbook,
    sheets,
    names: (child(workbook.root, 'definedNames')?.children ?? []).map((element) => {
      const index = attribute(workbook, element, 'localSheetId')?.value;
      return {
        element,
        name: attribute(workbook, element, 'name')?.value ?? '',
        sheet: index === undefined ? null : (all[Number(index)]?.name ?? null),
        formula: textOf(workbook, element),
      };
    }),
    strings:
      stringsPart === null
        ? null
        : {
            part: stringsPart,
            xml: xml(stringsPart),
            items: xml(stringsPart).root.children.filter((c) => c.name === 'si'),
          },
    sheetOf,
    relationships,
    xml,
  };
}

/** All parts that belong to a sheet, the sheet's own included: drawings, their charts, tables, comments. */
function partsBelow(part: string, relationships: TemplateBook['relationships']): Set<string> {
  const found = new Set([part]);
  for (const one of found) {
    for (const { part: next, type } of relationships(one)) {
      // What several sheets may share leads away from the sheet.
      if (next !== null && type !== 'pivotCacheDefinition' && type !== 'worksheet') found.add(next);
    }
  }
  return found;
}

function readTable(xml: Xml, part: string): TemplateTable[] {
  const area = readArea(attribute(xml, xml.root, 'ref')?.value ?? '');
  if (!area) return [];
  return [
    {
      part,
      area,
      name: attribute(xml, xml.root, 'displayName')?.value ?? '',
      headerRows: Number(attribute(xml, xml.root, 'headerRowCount')?.value ?? 1),
    },
  ];
}

/** The pieces of a rich text, in their order: its `t` elements, without the phonetic ones. */
export function textPieces(element: Element): Element[] {
  return [...descendants(element)].filter((e) => e.name === 't' && e.parent?.name !== 'rPh');
}

/** The sheets that a formula names: one, or with `一月:三月` all from one to the other. */
export function sheetsNamed(book: TemplateBook, name: string): string[] {
  const [from = '', to] = name.split(':');
  if (to === undefined) return [from];
  const index = (one: string) => book.sheets.findIndex((s) => s.name.toLowerCase() === one.toLowerCase());
  return book.sheets.slice(index(from), index(to) + 1).map((s) => s.name);
}
