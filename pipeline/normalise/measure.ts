/**
 * Measures: a number and its unit as a whole number of the dimension's smallest unit (DOMAIN E, DESIGN “Exact
 * values in SQL”). The unit of a cell wins over that of its header, that over the form's.
 */
import { type ColumnSpec, smallestPerUnit } from '../forms/define.js';
import { type DimensionName, dimensions } from '../forms/units.js';
import { Kind } from '../intake/workbook.js';
import { isUnit } from '../recognise/header/unit.js';
import { multiplyText, toSmallest } from '../text/decimal.js';
import { fold } from '../text/fold.js';
import {
  type NumberProblem,
  numberInText,
  readNumber,
  type WrittenNumber,
  withoutExponent,
} from './number.js';
import { fail, longestNotation, type Read, type Reader, type Report, saysEmpty } from './reader.js';
import { dimensionOf, type Per, suffixOf, unitIn } from './unit.js';

/** Chinese numerals are read where things are counted. */
const counted: ReadonlySet<DimensionName> = new Set(['count', 'people', 'households', 'years']);

/** Above this many smallest units (10 万亿元 of money) a cell is a slip, and sums would leave 64 bits. */
const most = 10n ** 16n;

/** What is known of a measure column of a table. */
export interface MeasureColumn {
  readonly dimension: DimensionName;
  /** The unit of a cell that names none. */
  readonly unit: string;
  /** Of that unit; null: the header names one of another dimension, or none where one must be named. */
  readonly per: Per | null;
  /** The unit of the header as written, where it is one of another dimension. */
  readonly headerUnit: string | null;
  readonly minimum: bigint | null;
  readonly maximum: bigint | null;
}

/** @param headerUnit the unit that header or unit line give to the column, as written; null: none. */
export function measureColumn(spec: ColumnSpec, headerUnit: string | null): MeasureColumn {
  const dimension = spec.dimension ?? 'plain';
  const own = spec.unit ?? '';
  const written = headerUnit === null || headerUnit.trim() === '' ? null : headerUnit;
  // A plain number has no unit of its own: 年产能（亿只） only says what is counted.
  const label = dimension === 'plain' && written !== null && isLabel(written);
  const stated = written !== null && !label ? written : null;
  const per = stated !== null ? unitIn(dimension, stated) : spec.defaultUnit ? smallestPerUnit(spec) : null;
  const bound = (limit: number | null) =>
    limit === null ? null : BigInt(toSmallest(String(limit), smallestPerUnit(spec)).value);
  return {
    dimension,
    unit: stated !== null && per !== null ? stated : own,
    per,
    headerUnit: stated !== null && per === null ? stated : null,
    minimum: bound(spec.minimum),
    maximum: bound(spec.maximum),
  };
}

/** Whether a unit only says what a plain number counts (3亿只, 12万件): money is another figure. */
function isLabel(unit: string): boolean {
  return unit !== '%' && dimensionOf(unit) !== 'money' && suffixOf('plain', '', unit) === null;
}

/** What the number in a cell of a plain column counts: 亿只 of 3亿只; '' where the cell does not say. */
export function labelBehind(text: string): string {
  if (isPlain(text) || text.length > longestNotation) return '';
  const number = readNumber(text, false);
  return typeof number !== 'string' && isUnit(number.unit) && isLabel(number.unit) ? number.unit : '';
}

export function measureReader(spec: ColumnSpec, headerUnit: string | null): Reader {
  const column = measureColumn(spec, headerUnit);
  return (text, kind, report) => {
    if (column.per !== null && kind !== Kind.percent && isPlain(text)) {
      return store(text, column.per, column, spec, report);
    }
    return readSlowly(text, kind, column, spec, report);
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

function readSlowly(text: string, kind: Kind, column: MeasureColumn, spec: ColumnSpec, report: Report): Read {
  if (saysEmpty(text)) return null;
  if (kind === Kind.date) return fail(report, 'number.is_date');
  if (text.length > longestNotation) return fail(report, 'number.not_understood', expected(column, spec));
  const number = writtenNumber(text, kind, column);
  if (typeof number === 'string') return fail(report, number, expected(column, spec));
  const per = perOf(number.unit, column, report);
  if (per === null) return undefined;
  const value = store(number.decimal, per, column, spec, report);
  if (value !== undefined) {
    if (number.approximate) report('number.approximate', 'warning');
    if (number.exponent) report('number.exponent', 'warning', { read: number.decimal });
    if (number.inText) report('number.in_text', 'warning', { read: `${number.decimal}${number.unit}` });
  }
  return value;
}

/** The number that a cell holds, with its unit, or the rule that it breaks. */
function writtenNumber(text: string, kind: Kind, column: MeasureColumn): WrittenNumber | NumberProblem {
  const plain = kind === Kind.number || kind === Kind.percent ? (withoutExponent(text) ?? text) : text;
  const number = readNumber(plain, counted.has(column.dimension));
  if (typeof number === 'string') {
    return numberInText(text, (unit) => unitIn(column.dimension, unit) !== null) ?? number;
  }
  if (kind !== Kind.percent) return number;
  // A percentage cell holds the fraction that it shows a hundredfold.
  return { ...number, decimal: multiplyText(number.decimal, '100'), unit: '%' };
}

/** How many smallest units one of the number is; null where that has been reported as wrong. */
function perOf(unit: string, column: MeasureColumn, report: Report): Per | null {
  const { dimension } = column;
  const params = { unit, dimension: dimensions[dimension].name };
  if (unit === '') {
    if (column.headerUnit !== null) {
      report('number.header_unit', 'error', { ...params, unit: column.headerUnit });
    } else if (column.per === null) report('number.unit_missing', 'error', params);
    return column.per;
  }
  if (unit === '%' && dimension === 'plain') return [100, 1];
  if (dimension === 'plain' && isUnit(unit) && isLabel(unit)) return column.per;
  const per = unitIn(dimension, unit) ?? suffixOf(dimension, column.unit, unit);
  if (per === null) {
    const rule = dimensionOf(unit) === null ? 'number.unit_unknown' : 'number.unit_of_other_dimension';
    // A text may stand where a unit should: what follows the number can hold personal data.
    report(rule, 'error', rule === 'number.unit_unknown' ? { dimension: params.dimension } : params);
  }
  return per;
}

function store(decimal: string, per: Per, column: MeasureColumn, spec: ColumnSpec, report: Report): Read {
  const { value, exact } = toSmallest(decimal, per);
  if (value > most || value < -most) return fail(report, 'number.too_large');
  if (
    (column.minimum !== null && value < column.minimum) ||
    (column.maximum !== null && value > column.maximum)
  ) {
    return fail(report, 'number.out_of_bounds', bounds(spec));
  }
  if (!exact) {
    report('number.finer_than_unit', 'warning', { smallest: dimensions[column.dimension].smallest });
  }
  return value;
}

function expected(column: MeasureColumn, spec: ColumnSpec) {
  return { unit: column.unit, example: spec.example === '' ? `12.5${column.unit}` : spec.example };
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
export function rangeReader(spec: ColumnSpec, headerUnit: string | null): Reader {
  const single = measureReader(spec, headerUnit);
  return (text, kind, report) => {
    const match = kind === Kind.date ? null : rangeText.exec(fold(text));
    if (!match) return single(text, kind, report);
    const [, lower = '', upper = ''] = match;
    if (Number(lower) > Number(upper)) return fail(report, 'number.range_reversed');
    return single(spec.rangeEnd === 'upper' ? upper : lower, Kind.text, report);
  };
}
