/** The sheets that a workbook's package lists. */
import type { PackageEditor } from './package-editor.js';
import type { Relationship } from './relationships.js';
import { attributes, child, type Element } from './xml.js';

export interface ListedSheet {
  readonly element: Element;
  readonly name: string;
  /** To its part; null where there is none of that id. */
  readonly relationship: Relationship | null;
}

/** Sheets in their order, chart and dialog sheets among them. @param part the one that lists them */
export function listedSheets(editor: PackageEditor, part: string): ListedSheet[] {
  const xml = editor.xml(part);
  const related = editor.relationships(part);
  return (child(xml.root, 'sheets')?.children ?? []).map((element) => {
    const own = attributes(xml, element);
    const id = own.find((a) => a.name === 'id' && a.prefix !== '')?.value;
    return {
      element,
      name: own.find((a) => a.name === 'name' && a.prefix === '')?.value ?? '',
      relationship: related.find((one) => one.id === id) ?? null,
    };
  });
}
