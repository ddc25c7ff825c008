/** What the rows below a header look like, column by column. */
import type { Line } from '../lines.js';
import { isDash } from '../vocabulary.js';

export interface Profile {
  /** Rows with at least two filled cells that were looked at. */
  readonly rows: number;
  /** Columns that such rows use, ascending. */
  readonly usedColumns: readonly number[];
  /** Columns that any such row uses. */
  readonly everUsed: ReadonlySet<number>;
  /** Of these, those that most of the rows use. */
  readonly mostlyUsed: readonly number[];
  /** Those of the used columns that mostly hold numbers or dates. */
  readonly numericColumns: readonly number[];
  /** The column whose numbers go up by one from row to row, the first of them; null: none does. */
  readonly counting: number | null;
  /** Filled cells of a typical row. */
  readonly typical: number;
}

/** Profile of up to `count` rows from a position on; sparse rows (notes, sections) are left out where others stand. */
export function profileOf(lines: readonly Line[], from: number, count: number): Profile {
  const window = untilGap(lines.slice(from, from + count));
  const widest = Math.max(0, ...window.map((l) => l.cells.length));
  const rows = window.filter((l) => l.cells.length * 3 >= widest && (l.cells.length >= 2 || widest < 2));
  const filled = new Map<number, number>();
  const numeric = new Map<number, number>();
  const count1 = (map: Map<number, number>, column: number) => map.set(column, (map.get(column) ?? 0) + 1);
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (cell.holds === 'text' && isDash(cell.words)) continue;
      count1(filled, cell.column);
      if (cell.holds !== 'text') count1(numeric, cell.column);
    }
  }
  const usedColumns = [...filled]
    .filter(([, n]) => n >= rows.length * 0.2)
    .map(([column]) => column)
    .sort((a, b) => a - b);
  const sizes = rows.map((l) => l.cells.length).sort((a, b) => a - b);
  return {
    rows: rows.length,
    usedColumns,
    everUsed: new Set(filled.keys()),
    mostlyUsed: usedColumns.filter((c) => (filled.get(c) ?? 0) * 2 > rows.length),
    numericColumns: usedColumns.filter((c) => (numeric.get(c) ?? 0) >= (filled.get(c) ?? 0) * 0.6),
    counting: usedColumns.find((c) => countsUpBelow(rows, c)) ?? null,
    typical: sizes[Math.floor((sizes.length * 3) / 4)] ?? 0,
  };
}

/** Up to the first blank row that has rows of data above it: what comes after may be another table. */
function untilGap(lines: readonly Line[]): readonly Line[] {
  let cells = 0;
  for (const [i, line] of lines.entries()) {
    const above = lines[i - 1];
    // A section and a remark beside it are not enough.
    if (cells > 2 && above && line.row.number > above.row.number + 1) return lines.slice(0, i);
    if (line.cells.length >= 2) cells += line.cells.length;
  }
  return lines;
}

/** Whether a column numbers the rows. */
function countsUpBelow(rows: readonly Line[], column: number): boolean {
  const numbers = rows.map((row) => Number(row.over(column)?.words ?? Number.NaN));
  return numbers.length >= 3 && numbers.every((n, i) => n === (numbers[0] ?? 0) + i);
}
