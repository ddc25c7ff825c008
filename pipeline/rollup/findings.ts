/** What a roll-up finds in its units: who is missing, what a change is of, what two of them registered. */

import { comparedUnits, type Figure, type FigureCoverage, isOverBoth } from '../figure.js';
import { type Finding, finding } from '../findings/finding.js';
import { maskKey } from '../findings/mask.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Form } from '../forms/define.js';
import { forms } from '../forms/index.js';
import { sideWords } from '../publication/labels.js';
import type { PublishedFinding } from '../publication/publication.js';
import { publishedFinding } from '../publication/published-finding.js';
import type { CountedTwiceRows, SharedRow } from './counted-twice.js';
import { pathBelow } from './members.js';

/**
 * The findings of a roll-up itself, in a fixed order.
 * @param nameOf what a unit is called.
 * @param partOf the unit right below the roll-up: what its own units share is a finding of theirs.
 */
export function rollUpFindings(
  figures: readonly Figure[],
  twice: CountedTwiceRows,
  nameOf: (unit: string) => string,
  partOf: (unit: string) => string,
): PublishedFinding[] {
  return [
    ...missingUnits(figures, nameOf),
    ...forms.flatMap((form) =>
      twice
        .shared(form.id)
        .flatMap(([first, ...more]) =>
          more
            .filter((row) => first && partOf(row.unit) !== partOf(first.unit))
            .map((row) => sameKey(form, row, first ?? row, nameOf)),
        ),
    ),
  ];
}

type Covered = Figure & { readonly coverage: FigureCoverage };

/** One finding for all figures that lack the same units. */
function missingUnits(figures: readonly Figure[], nameOf: (unit: string) => string): PublishedFinding[] {
  const covered = figures.filter((figure): figure is Covered => figure.coverage !== undefined);
  const partial = (
    side: string,
    of: readonly Covered[],
    lacking: (coverage: FigureCoverage) => readonly string[],
  ) =>
    byUnits(of, lacking).map(({ units, coverage, labels }) =>
      warning('rollup.units_missing', {
        side,
        of: coverage.units,
        missing: units.length,
        units: listed(units, nameOf),
        figures: labels.join('、'),
      }),
    );
  const lackingEither = ({ missing, previousMissing }: FigureCoverage) => [
    ...new Set([...missing, ...previousMissing]),
  ];
  return [
    ...partial(
      sideWords.current,
      covered.filter(({ value }) => value !== null),
      ({ missing }) => missing,
    ),
    ...partial(
      sideWords.previous,
      covered.filter(({ previous }) => previous !== null),
      ({ previousMissing }) => previousMissing,
    ),
    ...byUnits(covered.filter(isOverBoth), lackingEither).map(({ units, coverage, labels }) =>
      warning('rollup.change_over_both', {
        compared: comparedUnits(coverage),
        units: listed(units, nameOf),
        figures: labels.join('、'),
      }),
    ),
  ];
}

function byUnits(figures: readonly Covered[], lacking: (coverage: FigureCoverage) => readonly string[]) {
  const found = new Map<string, { units: readonly string[]; coverage: FigureCoverage; labels: string[] }>();
  for (const { coverage, label } of figures) {
    const units = lacking(coverage);
    const key = JSON.stringify(units);
    const same = found.get(key) ?? { units, coverage, labels: [] };
    same.labels.push(label);
    found.set(key, same);
  }
  return [...found.values()].filter(({ units }) => units.length > 0);
}

/** More names than these say no more; the coverage lists them all. */
const mostNames = 30;

function listed(units: readonly string[], nameOf: (unit: string) => string): string {
  const names = units.slice(0, mostNames).map(nameOf).join('、');
  return units.length > mostNames ? `${names}等` : names;
}

function sameKey(
  form: Form,
  row: SharedRow,
  counted: SharedRow,
  nameOf: (unit: string) => string,
): PublishedFinding {
  const field = form.key[0] ?? '';
  const column = form.columns[field]?.spec;
  const value = maskKey(row.key, form);
  const place = { sheet: row.sheet, row: row.row, header: column?.header ?? '', value };
  const params = {
    other: nameOf(counted.unit),
    form: form.title,
    other_file: pathBelow(counted.unit, counted.file),
    other_row: counted.row,
  };
  return publishedFinding(
    pathBelow(row.unit, row.file),
    finding('rollup.same_key', 'warning', place, params),
  );
}

function warning(rule: RuleId, params: Finding['params']): PublishedFinding {
  return publishedFinding('', finding(rule, 'warning', {}, params));
}
