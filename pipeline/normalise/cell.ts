/** The cell of a column in a row: what it shows, and what it holds. */
import type { ColumnSpec } from '../forms/define.js';
import { Kind, kindAt, type Mark, type Row, shownText } from '../intake/workbook.js';
import type { TableColumn } from '../recognise/table.js';

export interface ColumnCell {
  /** As submitted: of two columns that make one 起点–终点, of an amount with what names its unit beside it. */
  readonly text: (row: Row) => string;
  readonly kind: (row: Row) => Kind;
  /** Whether and how its text is struck through or shifted. */
  readonly mark: (row: Row) => Mark | null;
  /** Its formula, where its result may be none; null: none. */
  readonly formula: (row: Row) => string | null;
  /** Whether the text is that of one column of the sheet wherever the row has no details. */
  readonly isPlain: boolean;
}

/** No column: every cell is empty. */
export const noCell: ColumnCell = {
  text: () => '',
  kind: () => Kind.text,
  mark: () => null,
  formula: () => null,
  isPlain: false,
};

export function columnCell({ column, joinedWith, unitColumns }: TableColumn, spec: ColumnSpec): ColumnCell {
  if (joinedWith !== null) return joinedCell(column, joinedWith);
  const namesUnits = spec.kind === 'measure' && unitColumns.length > 0;
  return {
    text: namesUnits ? (row) => withUnits(row, column, unitColumns) : (row) => shownText(row, column),
    kind: (row) => kindAt(row, column),
    mark: (row) => markAt(row, column),
    formula: ({ details }) => details?.[column]?.formula ?? null,
    isPlain: !namesUnits,
  };
}

const markAt = ({ details }: Row, column: number): Mark | null => details?.[column]?.mark ?? null;

/** The number, and the unit that a column of its own names. */
function withUnits(row: Row, column: number, unitColumns: readonly number[]): string {
  const text = shownText(row, column);
  if (text.trim() === '') return text;
  const units = unitColumns.map((at) => row.texts[at]?.trim() ?? '').filter((unit) => unit !== '');
  return [text, ...units].join(' ');
}

/** The kind of two columns that make one is that of the cell that holds no value. */
function joinedCell(column: number, joinedWith: number): ColumnCell {
  return {
    text: (row) => {
      const first = shownText(row, column);
      const second = shownText(row, joinedWith);
      return first === '' || second === '' ? first + second : `${first}–${second}`;
    },
    kind: (row) => {
      const second = kindAt(row, joinedWith);
      return second === Kind.error || second === Kind.unevaluated ? second : kindAt(row, column);
    },
    mark: (row) => markAt(row, column) ?? markAt(row, joinedWith),
    formula: () => null,
    isPlain: false,
  };
}
