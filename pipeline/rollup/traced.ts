/** Where the evidence of a published roll-up is: the evaluations of the units that it was made from. */

import type { Figure, Side } from '../figure.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import { UsageError } from '../options.js';
import { runLine } from '../program/program.js';
import type { Evidenced } from '../publication/evidenced.js';
import type { ChangeRow, EvidenceRow, Explanation } from '../publication/publication.js';
import type { RolledUpUnit } from '../publication/run-record.js';
import { lastPublication } from '../publish/record.js';
import type { Store } from '../store/database.js';
import { evaluationsOf } from '../store/evaluations.js';
import { figuresAsOf } from '../store/figures.js';
import { sha256 } from '../text/hash.js';
import { findCountedTwice, type OmittedRow } from './counted-twice.js';
import { groupBelow } from './figures.js';
import {
  changeBelow,
  evidenceBelow,
  evidenceParts,
  explanationBelow,
  isListed,
  unitsWith,
} from './publication.js';

/** A unit's part in the evidence of an indicator, and how its rows are named. */
export interface TracedPart {
  readonly unit: string;
  readonly evidenced: Evidenced;
  readonly omitted: readonly OmittedRow[];
  readonly asEvidence: <Row extends Pick<EvidenceRow, 'group' | 'file'>>(row: Row) => Row;
  readonly asChange: (row: ChangeRow) => ChangeRow;
  readonly asExplanation: (part: Explanation) => Explanation;
  /** What its own group is called. */
  readonly groupOf: (group: string) => string;
}

/** A unit of a roll-up, with what it says of the figures that are traced. */
export interface TracedUnit {
  readonly unit: string;
  /** Below outputs/; null: nothing of it is in the sum. */
  readonly folder: string | null;
  readonly figures: readonly Figure[];
}

/**
 * The parts behind an indicator of a roll-up.
 * @param units as its run.json names them.
 * @throws UsageError where a unit was published anew since: its rows are no longer those of the roll-up.
 */
export function traceRollUp(
  store: Pick<Store, 'engine'>,
  units: readonly RolledUpUnit[],
  asOf: string,
  indicators: readonly Indicator[],
  figures: readonly Figure[],
): {
  readonly parts: (indicator: Indicator, side: Side | 'both') => TracedPart[];
  readonly unitsWithFigures: (ids: readonly string[]) => TracedUnit[];
} {
  refuseRenewed(store, units);
  const names = units.map(({ unit }) => unit);
  const evaluations = new Map(names.map((unit) => [unit, evaluationsOf(store, unit, asOf)]));
  const twice = findCountedTwice(store, names, evaluations, indicators, forms);
  return {
    parts(indicator, side) {
      const own = figures.filter(({ id }) => id === indicator.id);
      const listed = isListed(own);
      const sides = side === 'both' ? (['current', 'previous'] as const) : [side];
      const among = unitsWith(names, own[0]?.coverage, side);
      return evidenceParts({ store, evaluations, twice }, indicator, among, sides).map((part) => ({
        ...part,
        asEvidence: (row) => evidenceBelow(part.unit, row, listed),
        asChange: (row) => changeBelow(part.unit, row, listed),
        asExplanation: (of) => explanationBelow(part.unit, of, listed),
        groupOf: (group) => (listed ? groupBelow(part.unit, group) : ''),
      }));
    },
    unitsWithFigures: (ids) =>
      units.map(({ unit, folder }) => ({
        unit,
        folder,
        figures: (figuresAsOf(store, unit, asOf) ?? []).filter(({ id }) => ids.includes(id)),
      })),
  };
}

function refuseRenewed(store: Pick<Store, 'engine'>, units: readonly RolledUpUnit[]): void {
  const renewed = units.filter(({ unit, folder, run }) => {
    if (folder === null) return false;
    const last = lastPublication(store, unit, folder.slice(unit.length + 1));
    return !last || sha256(last.run_json) !== run;
  });
  if (renewed.length === 0) return;
  const names = renewed.map(({ unit }) => unit);
  throw new UsageError(
    `${names.join('、')} 在汇总之后重新发布过，请先运行 ${runLine}，再追溯汇总数。`,
    `${names.join(', ')} was published anew since; run ${runLine} before tracing the roll-up.`,
  );
}
