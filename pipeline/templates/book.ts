/** A workbook's package, opened: which part is what, found through its relationships and never by its name. */
import type { Package } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import { listedSheets } from '../office/workbook.js';
import { attribute, child, descendants, type Element, textOf, type Xml } from '../office/xml.js';
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
  /** The part, parsed; throws BadXml. */
  xml(part: string): Xml;
}

/** A package that holds no workbook. */
export class NoWorkbook extends Error {}

/** Throws NoWorkbook, and BadXml where a part that must be read is damaged. */
export function openBook(parts: Package): TemplateBook {
  const editor = new PackageEditor(parts);
  const workbookPart = editor.mainPart();
  if (workbookPart === null) throw new NoWorkbook();
  const workbook = editor.xml(workbookPart);
  if (workbook.root.name !== 'workbook') throw new NoWorkbook();

  const listed = listedSheets(editor, workbookPart);
  const sheets: TemplateSheet[] = [];
  const sheetOf = new Map<string, string>();
  for (const { name, relationship } of listed) {
    const part = relationship?.part ?? null;
    if (part === null) continue;
    for (const owned of partsBelow(part, editor)) sheetOf.set(owned, name);
    const xml = editor.xml(part);
    if (child(xml.root, 'sheetData')) sheets.push({ name, part, xml, tables: readTables(editor, part) });
  }
  return {
    parts,
    workbookPart,
    workbook,
    sheets,
    names: readNames(
      workbook,
      listed.map(({ name }) => name),
    ),
    strings: readStrings(editor, workbookPart),
    sheetOf,
    xml: (part) => editor.xml(part),
  };
}

/** @param sheets names of all sheets, by position. */
function readNames(workbook: Xml, sheets: readonly string[]): DefinedName[] {
  return (child(workbook.root, 'definedNames')?.children ?? []).map((element) => {
    const index = attribute(workbook, element, 'localSheetId')?.value;
    return {
      element,
      name: attribute(workbook, element, 'name')?.value ?? '',
      sheet: index === undefined ? null : (sheets[Number(index)] ?? null),
      formula: textOf(workbook, element),
    };
  });
}

function readStrings(editor: PackageEditor, workbookPart: string): TemplateBook['strings'] {
  const related = editor.relationships(workbookPart).find(({ type }) => type === 'sharedStrings');
  const part = related?.part ?? null;
  if (part === null) return null;
  const xml = editor.xml(part);
  return { part, xml, items: xml.root.children.filter(({ name }) => name === 'si') };
}

/** All parts that belong to a sheet, the sheet's own included: drawings, their charts, tables, comments. */
function partsBelow(part: string, editor: PackageEditor): Set<string> {
  const found = new Set([part]);
  for (const one of found) {
    for (const { part: next, type } of editor.relationships(one)) {
      // What several sheets may share leads away from the sheet.
      if (next !== null && type !== 'pivotCacheDefinition' && type !== 'worksheet') found.add(next);
    }
  }
  return found;
}

function readTables(editor: PackageEditor, sheet: string): TemplateTable[] {
  return editor.relationships(sheet).flatMap(({ type, part }) => {
    if (type !== 'table' || part === null) return [];
    const xml = editor.xml(part);
    const value = (name: string) => attribute(xml, xml.root, name)?.value;
    const area = readArea(value('ref') ?? '');
    if (!area) return [];
    return [
      { part, area, name: value('displayName') ?? '', headerRows: Number(value('headerRowCount') ?? 1) },
    ];
  });
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
