/** 报送覆盖: which unit reported which form. */
import { forms } from '../../forms/index.js';
import { colours } from '../../office/look.js';
import type { FormCoverage, RollUp } from '../../publication/publication.js';
import { groupBy } from '../../text/group.js';
import { centre } from '../cells.js';
import type { Book, CellValue } from '../model.js';
import { addRow, finishSheet, startSheet } from '../sheet.js';

const shown: Readonly<Record<FormCoverage['state'], CellValue>> = {
  reported: '已报',
  missing: { value: '缺', look: { fill: colours.missingFill } },
  not_owed: { value: '—', look: { colour: colours.quiet } },
};

/** A row per unit without others below it, a column per form, and how many of those that owe it reported it. */
export function writeCoverage(book: Book, { coverage }: RollUp): void {
  const units = groupBy(coverage, ({ unit }) => unit);
  const complete = [...units.values()].filter((own) => own.every(({ state }) => state !== 'missing')).length;
  const sheet = startSheet(book, {
    name: '报送覆盖',
    title: `${book.publication.township.name}各单位报送情况`,
    lines: [`共 ${units.size} 个单位，${complete} 个已报齐 · “—”为不应报也没有报`],
    columns: [
      { header: '单位', min: 14, max: 30 },
      { header: '已报/应报', min: 11, look: centre },
      ...forms.map(({ title }) => ({ header: title, min: 8, look: centre })),
    ],
    frozen: 2,
  });
  for (const [unit, own] of units) {
    addRow(sheet, [unit, share(own), ...own.map(({ state }) => shown[state])]);
  }
  const last = sheet.next - 1;
  const byForm = forms.map(({ id }) => share(coverage.filter(({ form }) => form === id)));
  addRow(sheet, ['已报/应报', share(coverage), ...byForm], { bold: true, fill: colours.blockFill });
  finishSheet(sheet, last);
}

function share(of: readonly FormCoverage[]): string {
  const reported = of.filter(({ state }) => state === 'reported').length;
  const missing = of.filter(({ state }) => state === 'missing').length;
  return `${reported}/${reported + missing}`;
}
