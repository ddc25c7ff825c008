/** The units of a roll-up as its page shows them: what each says of every figure, with the way to its own page. */
import type { PartUnit, Publication, RollUp } from '../publication/publication.js';
import { groupBy } from '../text/group.js';
import type { PagePart, PageRollUp, PartFigure } from './data.js';

export function pageRollUp(
  { township, figures }: Publication,
  { parts, folders, coverage }: RollUp,
): PageRollUp {
  const summed = new Set(
    figures.filter(({ kind, coverage: of }) => kind === 'ratio' || of).map(({ id }) => id),
  );
  const pages = Object.fromEntries(
    Object.entries(folders).map(([unit, folder]) => [unit, encodeURI(`../../${folder}/index.html`)]),
  );
  const coverageOf = groupBy(coverage, ({ unit }) => unit);
  return {
    whole: township.whole ?? township.name,
    pages,
    parts: parts.map((part): PagePart => {
      const own = part.leaves.flatMap((leaf) => coverageOf.get(leaf) ?? []);
      const reported = own.filter(({ state }) => state === 'reported').length;
      return {
        unit: part.unit,
        name: part.name,
        units: part.leaves.length,
        reported: part.reported,
        formsOwed: reported + own.filter(({ state }) => state === 'missing').length,
        formsReported: reported,
        figures: figuresOf(part, summed),
      };
    }),
  };
}

function figuresOf({ figures }: PartUnit, summed: ReadonlySet<string>): Record<string, PartFigure> {
  return Object.fromEntries(
    figures
      .filter(({ id, group }) => group === '' && summed.has(id))
      .map(({ id, value, previous, change, changePct, status, kind, unit }) => [
        id,
        { value, previous, change, changePct, status, kind, unit },
      ]),
  );
}
