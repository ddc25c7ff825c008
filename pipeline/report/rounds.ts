/** The rounds of a loop over projects or communities: which there are, and in which order. */
import type { Figure } from '../figure.js';
import { familiesWithParticulars } from '../publication/particulars.js';
import type { TemplateFacts } from '../templates/index.js';
import { compareDecimal, sumText } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import { type Families, firstStep } from './mark.js';

/** One round of a loop: a project, a community. */
export interface Round {
  readonly family: string;
  readonly group: string;
  /** From 1. */
  readonly number: number;
  readonly first: boolean;
  readonly last: boolean;
}

export const others = 'others';

/** What may be looped over: `projects`, and of it those behind `projects.over_100m.count`, or behind no such count. */
export function familiesOf({ ids, figures }: TemplateFacts): Families {
  const brokenDown: ReadonlySet<string> = new Set(familiesWithParticulars);
  return new Map(
    [...new Set(ids.map(firstStep))].map((family) => {
      const parts = figures
        .filter(({ id, kind }) => kind !== 'planned' && brokenDown.has(family) && firstStep(id) === family)
        .flatMap(({ id }) => /^\w+\.(\w+)\.count$/.exec(id)?.[1] ?? []);
      return [family, new Set(brokenDown.has(family) ? [...parts, others] : [])];
    }),
  );
}

/**
 * A round for every group of a family that has a value, the largest investment first.
 * @param part null: all of them.
 */
export function roundsOf(
  family: string,
  part: string | null,
  facts: TemplateFacts,
  families: Families,
): Round[] {
  const known = facts.figures.filter(
    ({ id, group, value }) => firstStep(id) === family && group !== '' && value !== null,
  );
  const counted = (name: string) => facts.namesOf(`${family}.${name}.count`);
  const inSome = new Set(
    [...(families.get(family) ?? [])].filter((name) => name !== others).flatMap(counted),
  );
  const own = part === null || part === others ? null : new Set(counted(part));
  const groups = [...new Set(known.map(({ group }) => group))]
    .filter((group) => (own ? isNamed(own, group) : part === null || !isNamed(inSome, group)))
    .sort((a, b) => compareDecimal(investment(known, b), investment(known, a)) || compareText(a, b));
  return groups.map((group, at) => ({
    family,
    group,
    number: at + 1,
    first: at === 0,
    last: at === groups.length - 1,
  }));
}

/** A group of a roll-up has its unit before it: 北渡镇/北渡码头. */
function isNamed(names: ReadonlySet<string>, group: string): boolean {
  return names.has(group) || names.has(group.slice(group.indexOf('/') + 1));
}

/** Of the whole, else of the phases; '0' where none is known. */
function investment(figures: readonly Figure[], group: string): string {
  const of = (part: string) =>
    figures.find((figure) => figure.group === group && figure.id === `projects.investment.${part}`)?.value;
  return of('total') ?? sumText(of('phase1') ?? '0', of('phase2') ?? '0');
}
