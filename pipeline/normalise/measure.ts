/**
 * Measures: a number and its unit as a whole number of the dimension's smallest unit (DOMAIN E, DESIGN “Exact
 * values in SQL”). The unit of a cell wins over that of its column.
 */
import { type ColumnSpec, smallestPerUnit } from '../forms/define.js';
import { type Dimension, type DimensionName, dimensions, type Per } from '../forms/units.js';
import { Kind } from '../intake/workbook.js';
import { type UnitFrom, unitPlaces } from '../recognise/kinds.js';
import {
  bareMultiple,
  dimensionsOf,
  isOwnCurrency,
  isUnit,
  readPieces,
  unitAmong,
} from '../recognise/units/grammar.js';
import { compareDecimal, multiplyText, toSmallest } from '../text/decimal.js';
import { fold } from '../text/fold.js';
import type { ColumnUnit } from './column-unit.js';
import { numberInText, readNumber, type WrittenNumber, withoutExponent } from './number.js';
import { fail, longestNotation, notZero, type Read, type Reader, type Report, saysEmpty } from './reader.js';

/** Above this many smallest units (10 万亿元 of money) a cell is a slip, and sums would leave 64 bits. */
const most = 10n ** 16n;

/** What the cells of a measure's column are read by. */
interface MeasureColumn {
  readonly spec: ColumnSpec;
  readonly dimension: DimensionName;
  /** Of a cell that names no unit; null: such a cell has no value. */
  readonly per: Per | null;
  /** The unit of such a cell, for messages and for 万 and 亿 behind a number. */
  readonly unit: string;
  /** Whether it is the unit that the column states. */
  readonly isStated: boolean;
  /** Why a cell that names no unit has no value is said once, of the column. */
  readonly toldOfColumn: boolean;
  readonly minimum: bigint | null;
  readonly maximum: bigint | null;
}

/** Where a unit is stated for all cells of a column at once. */
const statedAround: ReadonlySet<UnitFrom> = new Set([...unitPlaces, 'setting']);

function measureColumn(spec: ColumnSpec, { unit, per, from, finding }: ColumnUnit): MeasureColumn {
  const bound = (limit: number | null) =>
    limit === null ? null : BigInt(toSmallest(String(limit), smallestPerUnit(spec)).value);
  const dimension = spec.dimension ?? 'plain';
  return {
    spec,
    dimension,
    per,
    unit: dimension === 'plain' ? '' : (unit ?? spec.unit ?? ''),
    isStated: unit !== null && statedAround.has(from),
    toldOfColumn: finding !== null,
    minimum: bound(spec.minimum),
    maximum: bound(spec.maximum),
  };
}

/** Whether a unit only says what a plain number counts (3亿只, 12万件): money is another figure. */
function isLabel(unit: string): boolean {
  return isUnit(unit) && unit !== '%' && !dimensionsOf(unit).includes('money');
}

/** What the number in a cell of a plain column counts: 亿只 of 3亿只; '' where the cell does not say. */
export function labelBehind(text: string): string {
  if (isPlain(text) || text.length > longestNotation) return '';
  const number = readNumber(text, false);
  return typeof number !== 'string' && isLabel(number.unit) ? fold(number.unit) : '';
}

export function measureReader(spec: ColumnSpec, unit: ColumnUnit): Reader {
  const column = measureColumn(spec, unit);
  return (text, kind, report) => {
    if (column.per !== null && kind !== Kind.percent && isPlain(text)) {
      return store(text, column.per, column, report);
    }
    return readSlowly(text, kind, column, report);
  };
}

/** Digits with at most one point between them and a minus before them: what nearly every cell holds. */
function isPlain(text: string): boolean {
  let point = false;
  let digit = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digit = true;
    else if (code === 46 && digit && !point) point = true;
    else if (code !== 45 || i !== 0) return false;
  }
  return digit;
}

function readSlowly(text: string, kind: Kind, column: MeasureColumn, report: Report): Read {
  if (saysEmpty(text)) return null;
  if (kind === Kind.date) return fail(report, 'number.is_date');
  const number = numberIn(text, kind, column.dimension);
  if (typeof number === 'string') return fail(report, number, expected(column));
  const per = perOf(number, kind, column, report);
  if (per === undefined) return undefined;
  // 0 is 0 in any unit.
  if (per === null) return isZero(number) ? 0n : notZero;
  const value = store(number.decimal, per, column, report);
  if (value !== undefined) {
    if (number.approximate) report('number.approximate', 'warning');
    if (number.exponent) report('number.exponent', 'warning', { read: number.decimal });
    if (number.inText) report('number.in_text', 'warning', { read: `${number.decimal}${number.unit}` });
  }
  return value;
}

/** The number that a cell holds, with its unit, or the rule that it breaks. */
export function numberIn(text: string, kind: Kind, dimension: DimensionName) {
  if (text.length > longestNotation) return 'number.not_understood';
  const plain = kind === Kind.number || kind === Kind.percent ? (withoutExponent(text) ?? text) : text;
  const number = readNumber(plain, dimensions[dimension].whole || dimension === 'years');
  if (typeof number === 'string') {
    const isUnitOfIt = (unit: string) =>
      bareMultiple(unit) === null && unitAmong(readPieces(unit), dimension).is === 'unit';
    return numberInText(text, isUnitOfIt) ?? number;
  }
  if (kind !== Kind.percent) return number;
  // A percentage cell holds the fraction that it shows a hundredfold.
  return { ...number, decimal: multiplyText(number.decimal, '100'), unit: '%' };
}

/** The unit that the cell of a measure names itself, as written: 万元 of 12.5万元; '' where its column's holds. */
export function unitInCell(
  text: string,
  { kind, dimension }: Pick<ColumnSpec, 'kind' | 'dimension'>,
): string {
  if (kind !== 'measure' || dimension === null || isPlain(text) || saysEmpty(text)) return '';
  const number = numberIn(text, Kind.text, dimension);
  if (typeof number === 'string') return '';
  return number.unit === '' && number.currency && dimension === 'money' ? '元' : number.unit;
}

/** Words that make of an amount another one: 元以上, （预计）. */
const qualified = /[比较增减升降超近余多不未每均至到~±]|约|以上|以下|以内|其中|计划|预计|同期/;

/** What a number in a cell names as its own unit: how many smallest units one is; null: none; undefined: not understood. */
export function ownUnit(
  { unit, currency }: WrittenNumber,
  kind: Kind,
  dimension: DimensionName,
  columnUnit: string,
): Per | null | undefined {
  // ￥ alone is 元; 人民币 and RMB alone only name the currency.
  const isYuan = unit === '' ? currency : /^\s*[¥￥]\s*$/.test(unit);
  if (dimension === 'money' && isYuan) return dimensions.money.units.元;
  if (unit === '' || (dimension === 'money' && isOwnCurrency(unit))) return null;
  if (unit === '%' && dimension === 'plain') return [100, 1];
  if (dimension === 'plain') return isLabel(unit) ? null : suffixed(dimension, columnUnit, unit);
  const found = unitAmong(readPieces(unit), dimension);
  // What a number format writes behind a number without naming a unit is a remark.
  if (found.is === 'none' && kind === Kind.number && readPieces(unit).length === 0) return null;
  if (found.is === 'none') return suffixed(dimension, columnUnit, unit);
  return found.is === 'unit' && !qualified.test(fold(unit).replace(fold(found.text), ''))
    ? found.per
    : undefined;
}

/** 1.2万 in a column of 亩 is 1.2万亩. */
function suffixed(dimension: DimensionName, columnUnit: string, written: string): Per | undefined {
  const factor = bareMultiple(written);
  if (factor === null) return undefined;
  if (dimension === 'plain') return [factor * dimensions.plain.units[''][0], 1];
  const plain = columnUnit.replace(/^(?:百万|[千万亿](?=元|人|户|平方米))/, '');
  const found = unitAmong(readPieces(written + plain), dimension);
  return found.is === 'unit' ? found.per : undefined;
}

/**
 * How many smallest units one of the number is; null: neither it nor its column says, undefined: what it says is not
 * understood; both have been reported.
 */
function perOf(number: WrittenNumber, kind: Kind, column: MeasureColumn, report: Report) {
  const { dimension, spec } = column;
  const own = ownUnit(number, kind, dimension, column.unit);
  const params = { unit: number.unit, dimension: dimensions[dimension].name };
  // ￥ before a number is its unit only where the column has no other.
  if (own && !(number.unit === '' && column.isStated)) return own;
  if (own === undefined) {
    const others = dimensionsOf(number.unit);
    // A text may stand where a unit should: what follows the number can hold personal data.
    if (others.length === 0) report('number.unit_unknown', 'error', { dimension: params.dimension });
    else report('number.unit_of_other_dimension', 'error', params);
    return undefined;
  }
  if (column.per === null && !column.toldOfColumn && !isZero(number))
    report('number.unit_missing', 'error', { ...params, unit: spec.unit ?? '' });
  return column.per;
}

const isZero = ({ decimal }: WrittenNumber) => compareDecimal(decimal, '0') === 0;

function store(decimal: string, per: Per, column: MeasureColumn, report: Report): Read {
  const { spec } = column;
  const dimension: Dimension = dimensions[column.dimension];
  const { value, exact } = toSmallest(decimal, per);
  if (value > most || value < -most) return fail(report, 'number.too_large');
  if (value < 0 && dimension.neverNegative)
    return fail(report, 'number.negative', { dimension: dimension.name });
  if (
    (column.minimum !== null && value < column.minimum) ||
    (column.maximum !== null && value > column.maximum)
  ) {
    return fail(report, 'number.out_of_bounds', bounds(spec));
  }
  if (!exact && dimension.whole) return fail(report, 'number.fraction', { dimension: dimension.name });
  if (!exact) report('number.finer_than_unit', 'warning', { smallest: dimension.smallest });
  return value;
}

function expected({ spec, unit }: MeasureColumn) {
  return { unit, example: spec.example === '' ? `12.5${unit}` : spec.example };
}

function bounds(spec: ColumnSpec) {
  const unit = spec.unit ?? '';
  return {
    minimum: spec.minimum === null ? '' : `${spec.minimum}${unit}`,
    maximum: spec.maximum === null ? '' : `${spec.maximum}${unit}`,
  };
}

const rangeText = /^(\d+(?:\.\d+)?)年?(?:-|−|–|—|―|─|~|～|至|到)+(\d+(?:\.\d+)?)年?$/;

/** One end of a range in one cell (3-5年, 3至5年); a single value is both ends. */
export function rangeReader(spec: ColumnSpec, unit: ColumnUnit): Reader {
  const single = measureReader(spec, unit);
  return (text, kind, report) => {
    const match = kind === Kind.date ? null : rangeText.exec(fold(text));
    if (!match) return single(text, kind, report);
    const [, lower = '', upper = ''] = match;
    if (Number(lower) > Number(upper)) return fail(report, 'number.range_reversed');
    return single(spec.rangeEnd === 'upper' ? upper : lower, Kind.text, report);
  };
}
