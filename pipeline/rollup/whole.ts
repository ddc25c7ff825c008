/** The whole that the units add up to: its figures, what it finds, and the units behind it. */

import type { Figure } from '../figure.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import { yearEarlier } from '../indicators/sides.js';
import type { Settings } from '../inputs/settings.js';
import { childrenOf, leavesBelow, lineageOf, type UnitTree } from '../inputs/units.js';
import { version } from '../program/program.js';
import type { PartUnit, Publication, Township } from '../publication/publication.js';
import { evaluationsOf } from '../store/evaluations.js';
import type { UnitJob } from '../unit/job.js';
import { findCountedTwice } from './counted-twice.js';
import { checksOver, rollUpCoverage } from './coverage.js';
import { rollUpFigures } from './figures.js';
import { rollUpFindings } from './findings.js';
import type { RollUpUnit } from './members.js';
import type { Plan } from './plan.js';
import { rollUpPublication } from './publication.js';
import { rollUpSeries } from './series.js';

/**
 * The publication of a roll-up.
 * @param plans the roll-ups of the run.
 * @param members its units without children, in the order of units.csv.
 */
export function computeRollUp(
  { store, options, definitions, settings }: UnitJob,
  tree: UnitTree,
  plan: Plan,
  plans: readonly Plan[],
  members: readonly RollUpUnit[],
): Publication {
  const { indicators, checks } = definitions;
  const memberOf = new Map(members.map((member) => [member.unit, member]));
  const names = new Map(members.map(({ unit, name }) => [unit, name]));
  const evaluations = new Map(members.map(({ unit }) => [unit, evaluationsOf(store, unit, plan.asOf)]));
  const twice = findCountedTwice(store, plan.leaves, evaluations, indicators, forms);
  const sum = (of: readonly RollUpUnit[]): Figure[] =>
    rollUpFigures(of, indicators, twice.counted, (indicator) => departmentOf(indicator, of));
  const parts = childrenOf(tree, plan.unit).map(({ unit }): PartUnit => {
    const leaves = leavesBelow(tree, unit);
    const own = leaves.flatMap((leaf) => memberOf.get(leaf) ?? []);
    const [only] = own;
    const isLeaf = own.length === 1 && only?.unit === unit;
    return {
      unit,
      name: names.get(unit) ?? unit,
      leaves,
      reported: own.filter(({ folder }) => folder !== null).length,
      figures: isLeaf ? [...only.figures.values()].flat() : sum(own),
    };
  });
  const partOf = new Map(parts.flatMap(({ unit }) => leavesBelow(tree, unit).map((leaf) => [leaf, unit])));
  const figures = sum(members);
  return rollUpPublication({
    store,
    evaluations,
    twice,
    township: townshipOf(plan.unit, settings, tree),
    rollUp: {
      parts,
      folders: foldersOf(plan, plans, members),
      coverage: rollUpCoverage(members, forms, plan.date),
    },
    period: plan.period,
    asOf: plan.asOf,
    previousAsOf: yearEarlier(plan.asOf),
    today: options.today,
    version,
    figures,
    series: rollUpSeries(store, indicators, members, plan.asOf, figures, (one) => departmentOf(one, members)),
    checks: checksOver(members, checks),
    indicators,
    members,
    findings: rollUpFindings(
      figures,
      twice,
      (unit) => names.get(unit) ?? unit,
      (unit) => partOf.get(unit) ?? unit,
    ),
  });
}

/** Where the publications of the date stand, of the units without children and of the roll-ups of them. */
function foldersOf(
  plan: Plan,
  plans: readonly Plan[],
  members: readonly RollUpUnit[],
): Record<string, string> {
  const below = new Set(plan.leaves);
  const rolledUp = plans.filter(
    ({ unit, date, leaves }) =>
      unit !== plan.unit && date === plan.date && leaves.every((leaf) => below.has(leaf)),
  );
  return Object.fromEntries([
    ...members.flatMap(({ unit, folder }) => (folder === null ? [] : [[unit, folder]])),
    ...rolledUp.map(({ unit, folder }) => [unit, `${unit}/${folder}`]),
  ]);
}

/** The department that all units name for an indicator; where they differ, the form's own. */
function departmentOf({ id, form }: Indicator, members: readonly RollUpUnit[]): string {
  const named = new Set(
    members.flatMap(({ figures }) => figures.get(id) ?? []).map(({ department }) => department),
  );
  const [only, ...more] = named;
  const standard = forms.find((own) => own.id === form)?.departments[0] ?? '';
  return more.length === 0 ? (only ?? standard) : standard;
}

/** What the roll-up is called, and what it belongs to: by its unit.csv, else by the tree. */
function townshipOf(unit: string, { township }: Settings, tree: UnitTree): Township {
  const [own, ...above] = lineageOf(tree, unit);
  const province = above.find(({ level }) => level === 'province')?.unit ?? '';
  const parent = above[0]?.unit ?? '';
  return {
    unit,
    ...township,
    county: township.county ?? (parent === province ? '' : parent),
    province: township.province ?? province,
    divisionCode: township.divisionCode ?? own?.code ?? null,
    whole: `全${/(?:自治区|[县区市州盟旗省])$/.exec(township.name)?.[0] ?? '部'}`,
  };
}
