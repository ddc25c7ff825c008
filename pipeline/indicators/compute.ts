/** Figures from the evidence of both sides: values, changes, statuses. */

import type { Figure, Side, Status } from '../figure.js';
import { maskText } from '../findings/mask.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { reconciledRows } from '../reconcile/kept.js';
import type { Store } from '../store/database.js';
import { forgetEvaluations } from '../store/evaluations.js';
import { compareDecimal, divideText, multiplyText, percentChange, subtractText } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import type { Indicator } from './catalogue.js';
import { approximateGroups } from './doubts.js';
import { type Aggregate, aggregate, distinctRows, evaluate } from './evaluate.js';
import { dependsOnAmount } from './figures-reading.js';
import { type HeldRows, heldRows } from './held-rows.js';
import { type Basis, type Coverage, currentBasis, isHeldBack, previousBasis } from './sides.js';
import { waivedRows } from './waived-rows.js';

/** What is asked for: a unit's figures as of a date, from the submissions of a period's folder. */
export interface Question {
  readonly unit: string;
  readonly period: string;
  readonly asOf: string;
  /** Every period of the unit that has submissions. */
  readonly periods: readonly string[];
  readonly coverage: ReadonlyMap<string, Coverage>;
}

/**
 * Whether a figure has what it rests on, a submission with each part that it requires: `missing` where one was not sent,
 * `lacking` where one was sent without a column that it needs, `held` where all that was sent of one is held back.
 */
export type Availability = 'submitted' | 'held' | 'lacking' | 'missing';

export interface SideResult {
  readonly basis: Basis;
  readonly evaluationId: number;
  readonly availability: Availability;
  readonly groups: ReadonlyMap<string, Aggregate>;
  /** Groups in whose evidence a number says 约. */
  readonly approximate: ReadonlySet<string>;
  /** Rows that might count and do not. */
  readonly heldRows: HeldRows;
}

/** An indicator with the evidence of both sides; a ratio has that of its parts. */
export interface Computed {
  readonly indicator: Indicator;
  readonly form: Form;
  readonly grouped: boolean;
  readonly sides: Readonly<Record<Side, SideResult>>;
}

/** Selects the evidence of every indicator that has a query, both sides; what nothing has changed is kept. */
export function computeEvidence(
  store: Store,
  question: Question,
  indicators: readonly Indicator[],
  forms: readonly Form[],
  waivers: Waivers,
): ReadonlyMap<string, Computed> {
  const { unit, asOf } = question;
  const rows = reconciledRows(store, unit);
  forgetOthers(store, unit, asOf, indicators);
  const computed = new Map<string, Computed>();
  for (const indicator of indicators) {
    if (indicator.parts) continue;
    const form = forms.find(({ id }) => id === indicator.form);
    if (!form) throw new Error(`indicator ${indicator.id}: there is no form ${indicator.form}`);
    const waived = indicator.waives === null ? [] : waivedRows(store, unit, form, indicator.waives, waivers);
    const grouped = isGrouped(store, indicator);
    const side = (basis: Basis): SideResult => {
      const availability = availabilityOf(store, unit, indicator, basis);
      // Where a column is missing, what the tables that have it say is not the figure.
      const counted = availability === 'lacking' ? { ...basis, coverage: null } : basis;
      const evaluationId = evaluate(store, unit, asOf, indicator, form, counted, rows, waived);
      const groups = aggregate(store, evaluationId, indicator);
      return {
        basis,
        evaluationId,
        availability,
        groups: new Map(groups.map((group) => [group.group, group])),
        approximate: approximateGroups(store, evaluationId, indicator.column),
        heldRows: heldRows(store, unit, indicator, form, counted, grouped, groups.length > 0),
      };
    };
    computed.set(indicator.id, {
      indicator,
      form,
      grouped,
      sides: {
        current: side(currentBasis(question.coverage, form, question.period, asOf)),
        previous: side(previousBasis(question.coverage, form, asOf, question.periods)),
      },
    });
  }
  return computed;
}

function isGrouped({ engine }: Store, { sql }: Indicator): boolean {
  return engine
    .prepare(sql)
    .columns()
    .some(({ name }) => name === 'grp');
}

/** Evidence of indicators that there are no longer. */
function forgetOthers(store: Store, unit: string, asOf: string, indicators: readonly Indicator[]): void {
  const known = JSON.stringify(indicators.map(({ id }) => id));
  forgetEvaluations(
    store,
    'unit = :unit AND as_of = :asOf AND indicator NOT IN (SELECT value FROM json_each(:known))',
    { unit, asOf, known },
  );
}

/** Zero is not missing (DESIGN idea 5): a figure rests on rows, or on a nil return, of each part it requires. */
function availabilityOf(store: Store, unit: string, indicator: Indicator, { coverage }: Basis): Availability {
  const { requires } = indicator;
  if (!coverage?.submitted) return coverage && isHeldBack(coverage) ? 'held' : 'missing';
  if (indicator.needs.some((name) => coverage.lacking.has(name))) return 'lacking';
  if (!requires) return 'submitted';
  const exists = store.engine.prepare<[object], { found: number }>(
    `SELECT 1 AS found FROM ${indicator.form} WHERE unit = :unit AND period = :period
      AND ${requires.column} = :value LIMIT 1`,
  );
  // A row whose part cannot be read may be of this one.
  const held = store.engine.prepare<[object], { found: number }>(
    `SELECT 1 AS found FROM ${indicator.form}_row WHERE unit = :unit AND period = :period AND held = 1
      AND (${requires.column} = :value OR ${requires.column} IS NULL) LIMIT 1`,
  );
  const parts = requires.values.map((value): Availability => {
    const part = { unit, period: coverage.period, value };
    if (coverage.nil.has('') || coverage.nil.has(value) || exists.get(part)) return 'submitted';
    return held.get(part) || coverage.rowsUntyped > 0 ? 'held' : 'missing';
  });
  return worstAvailability.find((availability) => parts.includes(availability)) ?? 'submitted';
}

const worstAvailability: readonly Availability[] = ['missing', 'lacking', 'held', 'submitted'];

/**
 * Whether a side of a group is missing although rows of it came: none that might count does, or they say different
 * things of what is one thing (`projects.investors_at_odds`).
 */
function isAllHeld({ availability, groups, heldRows }: SideResult, group: string): boolean {
  const found = groups.get(group);
  return availability === 'submitted' && (found ? found.isAtOdds : heldRows.possible.has(group));
}

/** Everything about a figure but its statuses, which the checks have a say in. */
export type Valued = Omit<Figure, 'status' | 'previousStatus' | 'changeStatus' | 'department'> & {
  readonly indicator: Indicator;
  readonly form: Form;
};

/**
 * Values and changes of every figure, in the order of the report.
 * @param moreGroups groups of an indicator that are published though no row has them now.
 */
export function computeValues(
  store: Store,
  indicators: readonly Indicator[],
  computed: ReadonlyMap<string, Computed>,
  moreGroups: (id: string) => readonly string[] = () => [],
): Valued[] {
  return indicators.flatMap((indicator) => {
    if (indicator.parts) return [ratio(store, indicator, computed)];
    const own = part(computed, indicator.id);
    return groupsOf(own, moreGroups(indicator.id)).map((group) => valued(own, group));
  });
}

function part(computed: ReadonlyMap<string, Computed>, id: string): Computed {
  const found = computed.get(id);
  if (!found) throw new Error(`there is no indicator ${id} with a query`);
  return found;
}

/** One line per group found in either year; without a submission one line for the missing figure. */
function groupsOf({ grouped, sides }: Computed, more: readonly string[]): string[] {
  if (!grouped) return [''];
  const of = ({ groups, availability, heldRows }: SideResult) =>
    availability === 'submitted' ? [...groups.keys(), ...heldRows.possible] : [];
  const found = new Set([...of(sides.current), ...of(sides.previous), ...more]);
  if (found.size === 0 && sides.current.availability !== 'submitted') return [''];
  return [...found].sort(compareText);
}

/** The value of a group on one side, in the indicator's unit; null where it is missing or cannot exist. */
function amountOf({ indicator, grouped, sides }: Computed, group: string, side: Side): string | null {
  const { availability, groups } = sides[side];
  if (availability !== 'submitted' || isAllHeld(sides[side], group)) return null;
  const found = groups.get(group);
  if (!found) return grouped ? null : '0';
  const [perUnit, parts] = indicator.scale;
  return divideText(multiplyText(String(found.total), String(parts)), String(perUnit), 12);
}

function valued(own: Computed, group: string): Valued {
  const { indicator, form, sides } = own;
  const value = amountOf(own, group, 'current');
  const previous = amountOf(own, group, 'previous');
  const units = [sides.current.groups.get(group)?.unit, sides.previous.groups.get(group)?.unit];
  const travelling = units.find((unit) => unit !== null && unit !== undefined);
  const sameUnit = travelling === undefined || units[0] === units[1];
  const total = (side: Side) => [...sides[side].groups.values()].reduce((sum, { rows }) => sum + rows, 0);
  const coverage = sides.current.basis.coverage;
  const unread = sides.current.heldRows.unread.get(group) ?? 0;
  return {
    ...described(indicator, form),
    group,
    unit: travelling ?? indicator.unit,
    value,
    previous,
    ...change(value, sameUnit ? previous : null, indicator.inPercent),
    rows: sides.current.groups.get(group)?.rows ?? 0,
    previousRows: sides.previous.groups.get(group)?.rows ?? 0,
    rowsHeldBack: (coverage?.rowsHeldBack ?? 0) + unread,
    rowsLeftOut: (coverage?.rowsAccepted ?? 0) - total('current') - unreadOf(sides.current),
    missing: missingOf(indicator, sides.current),
  };
}

function ratio(store: Store, indicator: Indicator, computed: ReadonlyMap<string, Computed>): Valued {
  const { numerator, denominator, factor } = indicator.parts ?? {};
  if (!numerator || !denominator || !factor) throw new Error(`${indicator.id} is no ratio`);
  const above = part(computed, numerator);
  const below = part(computed, denominator);
  const value = (side: Side) => {
    const [top, bottom] = [amountOf(above, '', side), amountOf(below, '', side)];
    if (top === null || bottom === null || compareDecimal(bottom, '0') === 0) return null;
    return divideText(multiplyText(top, factor), bottom, 12);
  };
  const rows = (side: Side) =>
    distinctRows(store, above.sides[side].evaluationId, below.sides[side].evaluationId);
  const coverage = above.sides.current.basis.coverage;
  const [current, previous] = [value('current'), value('previous')];
  return {
    ...described(indicator, above.form),
    group: '',
    unit: indicator.unit,
    value: current,
    previous,
    ...change(current, previous, indicator.inPercent),
    rows: rows('current'),
    previousRows: rows('previous'),
    rowsHeldBack: (coverage?.rowsHeldBack ?? 0) + unreadOf(above.sides.current),
    rowsLeftOut: (coverage?.rowsAccepted ?? 0) - rows('current') - unreadOf(above.sides.current),
    missing:
      missingOf(above.indicator, above.sides.current) || missingOf(below.indicator, below.sides.current),
  };
}

/** Accepted rows that might count but for a cell that was not understood, of all groups. */
function unreadOf({ heldRows }: SideResult): number {
  return [...heldRows.unread.values()].reduce((sum, rows) => sum + rows, 0);
}

/** What a missing figure lacks: the form, or a column with the files that lack it. */
function missingOf({ form, needs }: Indicator, { availability, basis }: SideResult): string {
  if (availability === 'missing') return form;
  if (availability !== 'lacking') return '';
  const lacking = basis.coverage?.lacking ?? new Map<string, readonly string[]>();
  const columns = needs.filter((name) => lacking.has(name));
  const files = columns.flatMap((name) => lacking.get(name) ?? []);
  const names = columns.map((name) => `${form}.${name}`).join('、');
  return `${names} ${[...new Set(files.map(maskText))].join('、')}`;
}

function described(indicator: Indicator, form: Form) {
  return {
    indicator,
    form,
    id: indicator.id,
    label: indicator.label,
    kind: indicator.kind,
    section: indicator.section,
    definition: indicator.definition,
    parts: indicator.parts ? [indicator.parts.numerator, indicator.parts.denominator] : [],
    zeroClaim: indicator.zeroClaim,
    inPercent: indicator.inPercent,
  };
}

/** The change of a value, exact, and in percent where that says something. */
export function change(value: string | null, previous: string | null, inPercent: boolean) {
  if (value === null || previous === null) return { change: null, changePct: null };
  return {
    change: subtractText(value, previous),
    changePct: inPercent ? percentChange(value, previous) : null,
  };
}

const worstFirst: readonly Status[] = ['L', 'O', 'M', 'B', 'E', 'P', 'A'];

/** The worse of statuses, in the order L, O, M, B, E, P, A. */
export function worst(...statuses: readonly Status[]): Status {
  return worstFirst.find((status) => statuses.includes(status)) ?? 'A';
}

/**
 * The figures with their statuses.
 * @param failing forms with a failing error check, by side.
 * @param departmentOf the department that owes a form.
 */
export function withStatuses(
  values: readonly Valued[],
  computed: ReadonlyMap<string, Computed>,
  failing: Readonly<Record<Side, ReadonlySet<string>>>,
  departmentOf: (form: Form) => string,
): Figure[] {
  const statusOf = (own: Computed, group: string, side: Side): Status => {
    const { basis, availability, groups } = own.sides[side];
    if (availability !== 'submitted') return availability === 'held' ? 'O' : 'L';
    if (isAllHeld(own.sides[side], group)) return 'O';
    if (own.grouped && !groups.has(group)) return 'M';
    const { coverage } = basis;
    const held =
      (coverage?.rowsHeldBack ?? 0) > 0 ||
      (own.sides[side].heldRows.unread.get(group) ?? 0) > 0 ||
      coverage?.contradicted === true;
    const isAssumed = [...(coverage?.assumed ?? [])].some((field) => dependsOnAmount(own.indicator, field));
    return worst(
      (own.indicator.kind !== 'flow' && basis.estimated) || basis.short ? 'E' : 'A',
      own.sides[side].approximate.has(group) ? 'E' : 'A',
      held || isAssumed || failing[side].has(own.form.id) ? 'P' : 'A',
    );
  };
  return values.map(({ indicator, form, ...figure }) => {
    const status = (side: Side): Status => {
      if (!indicator.parts) return statusOf(part(computed, figure.id), figure.group, side);
      const of = [indicator.parts.numerator, indicator.parts.denominator].map((id) =>
        statusOf(part(computed, id), '', side),
      );
      const value = side === 'current' ? figure.value : figure.previous;
      return worst(...of, value === null ? 'M' : 'A');
    };
    const [current, previous] = [status('current'), status('previous')];
    return {
      ...figure,
      status: current,
      previousStatus: previous,
      changeStatus: worst(current, previous),
      department: departmentOf(form),
    };
  });
}
