/** The flag in the workbook's own part by which formulas are computed on opening. */

import { attribute, child, type Patch, valuePatch, type Xml } from '../office/xml.js';

/** What comes before calcPr in the schema (CT_Workbook), the nearest first. */
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
