/** The workbook's own part: the flag to recalculate on opening, and the order of calculation that may go. */

import { attribute, child, descendants, type Patch, valuePatch, type Xml } from '../office/xml.js';
import type { TemplateBook } from './book.js';

/** What stands before calcPr in the schema (CT_Workbook), the nearest first. */
const beforeCalculation = ['definedNames', 'externalReferences', 'functionGroups', 'sheets'];

/** All formulas are computed when the workbook is opened. */
export function recalculated(workbook: Xml): Patch[] {
  const { root } = workbook;
  const properties = child(root, 'calcPr');
  if (properties) {
    const flag = attribute(workbook, properties, 'fullCalcOnLoad');
    if (flag) return flag.value === '1' ? [] : [valuePatch(flag, '1')];
    const at = properties.start + 1 + properties.prefix.length + properties.name.length;
    return [{ start: at, end: at, text: ' fullCalcOnLoad="1"' }];
  }
  const before = beforeCalculation.map((name) => child(root, name)).find((element) => element !== null);
  const at = before?.end ?? root.open;
  return [{ start: at, end: at, text: `<${root.prefix}calcPr fullCalcOnLoad="1"/>` }];
}

/** The calculation chain lists formulas by their cells, and is made anew where it is not there. */
export function withoutCalculationChain(
  book: TemplateBook,
  edit: (part: string, patches: readonly Patch[]) => void,
): string | null {
  const chain = book.relationships(book.workbookPart).find((r) => r.type === 'calcChain');
  if (!chain?.part) return null;
  const remove = (part: string | undefined, isIt: (value: (name: string) => string) => boolean) => {
    if (part === undefined) return;
    const xml = book.xml(part);
    const found = [...descendants(xml.root)].filter((e) =>
      isIt((name) => attribute(xml, e, name)?.value ?? ''),
    );
    edit(
      part,
      found.map(({ start, end }) => ({ start, end, text: '' })),
    );
  };
  const named = (name: string) => [...book.parts.keys()].find((p) => p.toLowerCase() === name.toLowerCase());
  const slash = book.workbookPart.lastIndexOf('/') + 1;
  const rels = `${book.workbookPart.slice(0, slash)}_rels/${book.workbookPart.slice(slash)}.rels`;
  remove(named(rels), (value) => value('Id') === chain.id);
  const path = `/${chain.part}`.toLowerCase();
  remove(named('[Content_Types].xml'), (value) => value('PartName').toLowerCase() === path);
  return chain.part;
}
