/** Columns whose cells name the units of other columns (DOMAIN E): 金额单位, 币种, 计量单位, and 单位 over units. */
import type { DimensionName } from '../../forms/units.js';
import type { HeaderColumn } from '../header/readings.js';
import { readHeader } from '../header/text.js';
import type { Line } from '../lines.js';
import { statedAsWhole } from './statement.js';

const ofMoney = /^(?:(?:金额|货币|资金|投资|支出|缴费)(?:计量)?单位|币种|货币(?:种类|名称)?)$/;
const ofMeasure = /^(?:计量|数量|面积|长度|里程)?单位$/;

/** A column that a form reads as a quantity of a dimension. */
export interface MeasureColumn {
  readonly column: number;
  readonly dimension: DimensionName;
}

/**
 * By the column of a measure, the columns that name its units; those of money serve all amounts of a row, any other
 * serves the measure before it.
 * @param below lines of the body, as samples of what is in the columns.
 */
export function unitColumnsOf(
  columns: readonly HeaderColumn[],
  measures: readonly MeasureColumn[],
  below: readonly Line[],
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  const add = (measure: MeasureColumn | undefined, column: number) => {
    if (measure) found.set(measure.column, [...(found.get(measure.column) ?? []), column]);
  };
  for (const { column, parts } of columns) {
    if (measures.some((measure) => measure.column === column)) continue;
    const { key } = readHeader(parts.at(-1) ?? '');
    if (ofMoney.test(key)) {
      for (const measure of measures) if (measure.dimension === 'money') add(measure, column);
    } else if (ofMeasure.test(key)) {
      const dimensions = dimensionsUnder(column, below);
      add(
        nearest(
          column,
          measures.filter(({ dimension }) => dimensions.has(dimension)),
        ),
        column,
      );
    }
  }
  return found;
}

/** The dimensions of the units that are in a column; none where anything else is there too. */
function dimensionsUnder(column: number, below: readonly Line[]): ReadonlySet<DimensionName> {
  const cells = below.flatMap((line) => line.over(column)?.text ?? []).map(statedAsWhole);
  if (cells.some((pieces) => pieces.length === 0)) return new Set();
  return new Set(
    cells.flat().flatMap((piece) => (piece.is === 'unit' ? [...piece.of.keys()] : piece.dimensions)),
  );
}

function nearest(column: number, measures: readonly MeasureColumn[]): MeasureColumn | undefined {
  const before = measures.filter((measure) => measure.column < column);
  return before.length > 0
    ? before.reduce((a, b) => (a.column > b.column ? a : b))
    : measures.reduce<MeasureColumn | undefined>((a, b) => (a && a.column < b.column ? a : b), undefined);
}
