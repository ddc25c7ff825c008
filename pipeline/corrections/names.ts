/** What each correction is called: as its original, in the same subfolders, as a workbook. */
import { compareText } from '../text/fold.js';

/** The folder of the corrections in a publication. */
export const correctionsFolder = 'corrections';

/**
 * Paths of the corrections of a period by the files' own paths below it: `财政所/支出.csv` → `财政所/支出.xlsx`. No
 * two are the same in either case, and none is the name of another original, which it would overwrite when it is
 * put back: a file that is no .xlsx itself then keeps its own ending, too (`支出.csv.xlsx`).
 */
export function correctionNames(files: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const workbooks = files.filter(isWorkbook);
  const others = files.filter((file) => !isWorkbook(file)).sort(compareText);
  for (const file of [...workbooks, ...others]) {
    let name = withoutEnding(file);
    if (taken.has(caseless(`${name}.xlsx`))) name = file;
    while (taken.has(caseless(`${name}.xlsx`))) name += '.xlsx';
    taken.add(caseless(`${name}.xlsx`));
    names.set(file, `${name}.xlsx`);
  }
  return names;
}

const caseless = (name: string) => name.normalize('NFC').toLowerCase();
const isWorkbook = (file: string) => /[^/]\.xlsx$/i.test(file);
const withoutEnding = (file: string) => file.replace(/(?<=[^/])\.[^./]*$/, '');
