/** The unit of a measure's column: stated, or proved, assumed or refused by the size of what is in it (DOMAIN E). */
import type { Finding, Severity } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { type ColumnSpec, type Plausible, smallestPerUnit } from '../forms/define.js';
import type { Per } from '../forms/units.js';
import type { UnitFrom } from '../recognise/kinds.js';
import type { TableColumn, UnitStatement } from '../recognise/table.js';
import { type StatedUnit, statedUnit } from '../recognise/units/around.js';
import { readPieces, type UnitFound, unitAmong } from '../recognise/units/grammar.js';

/** What is said of a whole column. */
export interface ColumnFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly params: Finding['params'];
}

export interface ColumnUnit {
  /** As written, or the form's own; null where it is not known. */
  readonly unit: string | null;
  readonly from: UnitFrom;
  /** Of a number that names no unit itself; null: such a number has no value. */
  readonly per: Per | null;
  readonly finding: ColumnFinding | null;
}

/** What is in the cells of a column, as far as its unit is concerned. */
export interface CellUnits {
  /** Numbers that name no unit, as written. */
  readonly numbers: Float64Array;
  /** The unit that all other cells name themselves, and where; null where there are none, or they differ. */
  readonly own: { readonly unit: string; readonly from: 'cell' | 'format' | 'column' } | null;
  /** Whether any cell names a unit itself. */
  readonly anyOwn: boolean;
}

export const noCells: CellUnits = { numbers: new Float64Array(0), own: null, anyOwn: false };

/**
 * @param around what is around the table, below it included.
 * @param answered the unit that the township has said holds where none is written; null: it has not.
 */
export function columnUnit(
  spec: ColumnSpec,
  column: Pick<TableColumn, 'stated'>,
  around: readonly UnitStatement[],
  cells: CellUnits,
  answered: string | null,
): ColumnUnit {
  if (spec.dimension === null || spec.dimension === 'plain') return labelled(spec, column);
  const stated = statedUnit(spec.dimension, column.stated, around);
  const median = medianOf(cells.numbers);
  if (stated.found.is === 'unclear') {
    // Where every number names its unit itself, nothing depends on it.
    return cells.anyOwn && cells.numbers.length === 0 ? ownUnits(spec, cells) : unclear(spec, stated);
  }
  if (stated.found.is === 'unit') return statedIn(spec, stated.found, stated.from ?? '', median);
  if (median === null && cells.anyOwn) return ownUnits(spec, cells);
  const answer = answered === null ? null : unitAmong(readPieces(answered), spec.dimension);
  if (answer?.is === 'unit') return statedIn(spec, answer, 'setting', median);
  return byDefault(spec, median);
}

/** The unit of values that no column of the sheet holds: the form's own. */
export const formUnit = (spec: ColumnSpec): ColumnUnit => ({
  unit: spec.unit,
  from: 'setting',
  per: smallestPerUnit(spec),
  finding: null,
});

const none: ColumnUnit = { unit: null, from: '', per: null, finding: null };

function ownUnits(spec: ColumnSpec, { own }: CellUnits): ColumnUnit {
  const per = spec.defaultUnit ? smallestPerUnit(spec) : null;
  return { unit: own?.unit ?? null, from: own?.from ?? 'cell', per, finding: null };
}

/** A plain number has no unit of its own: 年产能（亿只） only says what is counted, but money is another figure. */
function labelled(spec: ColumnSpec, { stated }: Pick<TableColumn, 'stated'>): ColumnUnit {
  const [first] = stated;
  if (!first) return { ...none, per: smallestPerUnit(spec) };
  const isLabel = first.is === 'unit' && !first.of.has('money');
  return isLabel
    ? { unit: first.text, from: 'header', per: smallestPerUnit(spec), finding: null }
    : unclear(spec, { found: { is: 'unclear', why: 'other', text: first.text }, from: 'header' });
}

const unclearRules = {
  unknown: 'unit.unknown',
  two: 'unit.two',
  rate: 'unit.rate',
  other: 'unit.other_dimension',
} as const satisfies Record<(UnitFound & { is: 'unclear' })['why'], RuleId>;

function unclear(spec: ColumnSpec, { found, from }: StatedUnit): ColumnUnit {
  if (found.is !== 'unclear') throw new Error('the unit is clear');
  const place = { header: '表头', line: '单位行', title: '标题', sheet: '工作表名', note: '表外说明' };
  const params = { unit: found.text, place: place[from ?? 'header'], expected: spec.unit ?? '' };
  const finding = { rule: unclearRules[found.why], severity: severityOf(spec), params };
  return { ...none, finding };
}

/** A cell that no figure reads is a warning at most, its value empty (DOMAIN B). */
const severityOf = (spec: ColumnSpec): Severity => (spec.inFigures ? 'error' : 'warning');

function statedIn(
  spec: ColumnSpec,
  { text, per }: UnitFound & { is: 'unit' },
  from: UnitFrom,
  median: number | null,
): ColumnUnit {
  const unusual = spec.plausible && median !== null && !lies(median, per, spec.plausible);
  const params = { unit: text, median: shownNumber(median), ...rangeOf(spec.plausible) };
  return {
    unit: text,
    from,
    per,
    finding: unusual ? { rule: 'unit.unusual', severity: 'warning', params } : null,
  };
}

function byDefault(spec: ColumnSpec, median: number | null): ColumnUnit {
  if (!spec.defaultUnit || spec.unit === null) return none;
  const known: ColumnUnit = { unit: spec.unit, from: 'certain', per: smallestPerUnit(spec), finding: null };
  const { plausible } = spec;
  if (!plausible) return known;
  if (median === null) return { ...known, unit: null, from: '' };
  const fits = (unit: string) => lies(median, smallestPerUnit(spec, unit), plausible);
  const others = plausible.usual.filter(fits);
  const params = {
    unit: spec.unit,
    median: shownNumber(median),
    ...rangeOf(plausible),
    others: others.join('、'),
  };
  if (!fits(spec.unit)) {
    const rule = others.length > 0 ? 'unit.refused' : 'unit.none_fits';
    return { ...none, from: 'refused', finding: { rule, severity: severityOf(spec), params } };
  }
  if (others.length === 0) return known;
  return { ...known, from: 'assumed', finding: { rule: 'unit.assumed', severity: 'warning', params } };
}

const rangeOf = (plausible: Plausible | null) => ({
  lowest: plausible?.shown[0] ?? '',
  highest: plausible?.shown[1] ?? '',
});

function lies(median: number, [numerator, denominator]: Per, { from, to }: Plausible): boolean {
  const smallest = (median * numerator) / denominator;
  return smallest >= from && smallest <= to;
}

/** Of the sizes of numbers, zeros left out; null where there are none. */
export function medianOf(numbers: Float64Array): number | null {
  const sizes = numbers
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort();
  const half = sizes.length >> 1;
  const [low, high] = [sizes[sizes.length % 2 === 0 ? half - 1 : half], sizes[half]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** A median as people read it: the mean of two decimals may not be one of a few digits. */
const shownNumber = (number: number | null): string => String(Number((number ?? 0).toPrecision(6)));
