/**
 * The publication of a roll-up: figures summed, everything else as its units say it, under `<unit>/…`. What
 * writes a township's publication writes this one too.
 */

import type { Figure, FigureCoverage, Side } from '../figure.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import { changeRows, explanations } from '../publication/changes.js';
import { type Evidenced, inUnitOf } from '../publication/evidenced.js';
import { mergeExplanations, sealExplanations } from '../publication/explanations.js';
import { evidenceBasis, evidenceRows, evidenceTotals, readingOf } from '../publication/from-store.js';
import type {
  ChangeRow,
  EvidenceRow,
  EvidenceTotal,
  Explanation,
  Publication,
  PublishedFinding,
} from '../publication/publication.js';
import type { Store } from '../store/database.js';
import type { Evaluations } from '../store/evaluations.js';
import { subtractText } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
import type { CountedTwiceRows, OmittedRow } from './counted-twice.js';
import { groupBelow } from './figures.js';
import { pathBelow, type RollUpUnit } from './members.js';

/** What rows of units are read from. */
export interface RollUpSources {
  readonly store: Pick<Store, 'engine'>;
  readonly evaluations: ReadonlyMap<string, Evaluations>;
  readonly twice: CountedTwiceRows;
}

/** A unit's part in an indicator's evidence. */
export interface RolledUpEvidence {
  readonly unit: string;
  readonly evidenced: Evidenced;
  readonly omitted: readonly OmittedRow[];
}

/**
 * Where the evidence of a rolled-up indicator is, unit by unit in the order of their paths.
 * @param units those that the side, or the change, is of, in the order of units.csv.
 */
export function evidenceParts(
  { evaluations, twice }: RollUpSources,
  indicator: Indicator,
  units: readonly string[],
  sides: readonly Side[],
): RolledUpEvidence[] {
  const form = forms.find(({ id }) => id === indicator.form);
  if (!form) throw new Error(`there is no form ${indicator.form}`);
  const omitted = sides.flatMap((side) => twice.omitted(indicator.id, side, units));
  return inPathOrder(units).flatMap((unit): RolledUpEvidence[] => {
    const stored = evaluations.get(unit)?.(indicator.id);
    if (!stored) return [];
    const own = omitted.filter((row) => row.unit === unit);
    return [
      {
        unit,
        omitted: own,
        evidenced: {
          indicator,
          form,
          evaluations: { current: stored.current.id, previous: stored.previous.id },
          omitted: new Set(own.map(({ rowId }) => rowId)),
        },
      },
    ];
  });
}

/** The units in the order in which their paths are published. */
export function inPathOrder(units: readonly string[]): string[] {
  return [...units].sort((a, b) => compareText(`${a}/`, `${b}/`));
}

/** Whether an indicator's figures stay those of the units, under their names, rather than being summed. */
export function isListed(figures: readonly Figure[]): boolean {
  return figures.some(({ kind, coverage }) => kind !== 'ratio' && coverage === undefined);
}

/** A row of evidence as the roll-up names it. */
export function evidenceBelow<Row extends Pick<EvidenceRow, 'group' | 'file'>>(
  unit: string,
  row: Row,
  listed: boolean,
): Row {
  return { ...row, group: listed ? groupBelow(unit, row.group) : '', file: pathBelow(unit, row.file) };
}

/** A row of a change as the roll-up names it. */
export function changeBelow(unit: string, row: ChangeRow, listed: boolean): ChangeRow {
  return { ...evidenceBelow(unit, row, listed), previousFile: pathBelow(unit, row.previousFile) };
}

/** A part of a change as the roll-up names it: a village with its unit. */
export function explanationBelow(unit: string, part: Explanation, listed: boolean): Explanation {
  return {
    ...part,
    group: listed ? groupBelow(unit, part.group) : '',
    part: part.by === 'village' ? groupBelow(unit, part.part) : part.part,
  };
}

/** The units of which a figure, or its change, is; without coverage all. */
export function unitsWith(
  units: readonly string[],
  coverage: FigureCoverage | undefined,
  side: Side | 'both',
): string[] {
  const lacking = new Set([
    ...(side === 'previous' ? [] : (coverage?.missing ?? [])),
    ...(side === 'current' ? [] : (coverage?.previousMissing ?? [])),
  ]);
  return units.filter((unit) => !lacking.has(unit));
}

export interface RollUpBasis
  extends RollUpSources,
    Pick<
      Publication,
      | 'township'
      | 'rollUp'
      | 'period'
      | 'asOf'
      | 'previousAsOf'
      | 'today'
      | 'version'
      | 'figures'
      | 'series'
      | 'checks'
    > {
  readonly indicators: readonly Indicator[];
  /** In the order of units.csv. */
  readonly members: readonly RollUpUnit[];
  /** What the roll-up itself finds. */
  readonly findings: readonly PublishedFinding[];
}

export function rollUpPublication(basis: RollUpBasis): Publication {
  const { members, findings, indicators, store, ...said } = basis;
  const units = members.map(({ unit }) => unit);
  const byUnit = new Map(members.map((member) => [member.unit, member]));
  const ordered = inPathOrder(units).flatMap((unit) => byUnit.get(unit) ?? []);
  const figuresOf = (id: string) => said.figures.filter((figure) => figure.id === id);
  const sides = ['current', 'previous'] as const;
  const parts = (id: string, side: Side) => {
    const indicator = indicators.find((own) => own.id === id);
    if (!indicator || indicator.parts) throw new Error(`${id} has no evidence of its own`);
    return evidenceParts(basis, indicator, unitsWith(units, figuresOf(id)[0]?.coverage, side), [side]);
  };
  return {
    township: said.township,
    ...(said.rollUp ? { rollUp: said.rollUp } : {}),
    period: said.period,
    asOf: said.asOf,
    previousAsOf: said.previousAsOf,
    today: said.today,
    version: said.version,
    figures: said.figures,
    series: said.series,
    checks: said.checks,
    settings: [],
    submissions: ordered.flatMap(({ unit, submissions }) =>
      submissions.map((line) => ({ ...line, file: pathBelow(unit, line.file) })),
    ),
    *findings() {
      yield* findings;
      for (const { unit, findings: own } of ordered) {
        // One that is of no file names its unit.
        for (const found of own()) yield { ...found, file: pathBelow(unit, found.file) || unit };
      }
    },
    findingCount: () => findings.length + members.reduce((sum, member) => sum + member.findingCount(), 0),
    *changes() {
      for (const indicator of indicators) {
        if (!indicator.parts) yield* changesOf(basis, indicator, ordered, figuresOf(indicator.id));
      }
    },
    explanations: () =>
      indicators.flatMap((indicator) =>
        indicator.parts ? [] : explanationsOf(basis, indicator, ordered, figuresOf(indicator.id)),
      ),
    evidence(id) {
      const listed = isListed(figuresOf(id));
      return sides.flatMap((side) =>
        parts(id, side).map(({ unit, evidenced }) => ({
          side,
          table: null,
          *rows(most: number) {
            for (const row of evidenceRows(store, evidenced, side, most)) {
              yield evidenceBelow(unit, row, listed);
            }
          },
        })),
      );
    },
    *evidenceTotals(id) {
      const listed = isListed(figuresOf(id));
      for (const side of sides) {
        for (const { unit, evidenced, omitted } of parts(id, side)) {
          for (const total of evidenceTotals(store, evidenced, side)) {
            const left = without(total, omitted, evidenced.indicator);
            if (left.rows > 0) yield evidenceBelow(unit, left, listed);
          }
        }
      }
    },
    evidenceCount(id) {
      const own = figuresOf(id);
      const count = (of: (figure: Figure) => number) => own.reduce((sum, figure) => sum + of(figure), 0);
      return { current: count(({ rows }) => rows), previous: count(({ previousRows }) => previousRows) };
    },
    evidenceBasis: (id) =>
      hashOf([
        isListed(figuresOf(id)),
        sides.map((side) =>
          parts(id, side).map(({ unit, evidenced, omitted }) => [
            unit,
            evidenceBasis(store, evidenced),
            omitted.map(({ file, sheet, row }) => [file, sheet, row]),
          ]),
        ),
      ]),
    readings: new Map(indicators.map((indicator) => [indicator.id, readingOf(indicator)])),
    tables: [],
    tableRows: () => [],
    leftOut: () => [],
  };
}

/** A total per file less the rows of it that are counted for another unit. */
function without(total: EvidenceTotal, omitted: readonly OmittedRow[], indicator: Indicator): EvidenceTotal {
  const own = omitted.filter(
    ({ group, file, sheet }) => group === total.group && file === total.file && sheet === total.sheet,
  );
  const value = inUnitOf(
    indicator,
    own.reduce((sum, row) => sum + row.value, 0n),
  );
  return { ...total, rows: total.rows - own.length, value: subtractText(total.value, value) };
}

/** A unit's part in the change of an indicator. */
interface ChangedUnit {
  readonly unit: string;
  readonly evidenced: Evidenced;
  readonly listed: boolean;
  /** As the unit itself names them. */
  readonly groups: ReadonlySet<string>;
  readonly ofSeals: readonly ChangeRow[];
}

/** The units that the change of an indicator is published for. */
function changedUnits(
  sources: RollUpSources,
  indicator: Indicator,
  members: readonly RollUpUnit[],
  figures: readonly Figure[],
): ChangedUnit[] {
  const changed = figures.filter(({ change }) => change !== null);
  if (changed.length === 0) return [];
  const units = unitsWith(
    members.map(({ unit }) => unit),
    changed[0]?.coverage,
    'both',
  );
  const published = new Set(changed.map(({ group }) => group));
  const listed = isListed(figures);
  return evidenceParts(sources, indicator, units, ['current', 'previous']).map(({ unit, evidenced }) => {
    const own = members.find((member) => member.unit === unit);
    const wanted = (own?.figures.get(indicator.id) ?? []).filter(
      ({ group }) => !listed || published.has(groupBelow(unit, group)),
    );
    const groups = new Set(wanted.map(({ group }) => group));
    const ofSeals = (own?.ofSeals ?? []).filter(({ id, group }) => id === indicator.id && groups.has(group));
    return { unit, evidenced, listed, groups, ofSeals };
  });
}

/** What makes the change of an indicator, over the units that it is published for. */
function* changesOf(...of: Parameters<typeof changedUnits>): Generator<ChangeRow> {
  const [{ store }] = of;
  for (const { unit, evidenced, listed, groups, ofSeals } of changedUnits(...of)) {
    for (const row of changeRows(store, evidenced, groups)) yield changeBelow(unit, row, listed);
    for (const row of ofSeals) yield changeBelow(unit, row, listed);
  }
}

/** The change of an indicator taken apart. */
function explanationsOf(...of: Parameters<typeof changedUnits>): Explanation[] {
  const [{ store }] = of;
  return mergeExplanations(
    changedUnits(...of).flatMap(({ unit, evidenced, listed, groups, ofSeals }) => {
      const own = explanations(store, evidenced, groups);
      return [...own, ...sealExplanations(own, ofSeals)].map((part) => explanationBelow(unit, part, listed));
    }),
  );
}
