/** A table as a department lays it out: title, facts, header, data, totals, footer. */

/** A date, written in the notation of its column. */
export interface Day {
  readonly day: string;
}
/** Text stands as it is; a number is written as its column says. */
export type Value = string | number | null | Day;
export const day = (iso: string | null): Day | null => (iso === null ? null : { day: iso });

export type Notation = 'cell' | 'serial' | 'iso' | 'slash' | 'dot' | 'chinese' | 'compact' | 'time';

export interface Column {
  readonly header: string;
  /** Header of the row above, merged over the neighbours that have the same. */
  readonly over?: string;
  readonly dates?: Notation;
  readonly decimals?: number;
  /** Numbers as text with thousands separators. */
  readonly separators?: true;
  /** Has its sum in subtotals and totals. */
  readonly sum?: true;
  /** Equal neighbours below each other are merged. */
  readonly merge?: true;
  readonly width?: number;
}

export interface Table {
  readonly sheet: string;
  readonly title: string;
  /** 填报单位, 填报日期, 单位: one text over the whole width, or several spread over it; [] none. */
  readonly facts: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** Header of a leading column of numbers; null: none. */
  readonly serial?: string | null;
  /** The column (from 0, without 序号) whose runs of equal values have a 小计 row each. */
  readonly subtotals?: number;
  readonly total?: string;
  /** 零报告 and the like, in a row of its own. */
  readonly nil?: string;
  readonly columnNumbers?: true;
  /** The header stands again after so many rows, as on printed pages. */
  readonly headerEvery?: number;
  readonly hide?: (row: readonly Value[]) => boolean;
  readonly below?: readonly string[];
}

export interface Book {
  /** Below the township's folder. */
  readonly path: string;
  /** A CSV has one sheet. */
  readonly sheets: readonly Table[];
  /** Of a CSV. */
  readonly encoding?: 'utf-8' | 'gb18030';
}

export interface Grid {
  /** A Date is a date cell. */
  readonly rows: (string | number | Date | null)[][];
  /** First row, first column, last row, last column, from 0. */
  readonly merges: (readonly [number, number, number, number])[];
  readonly hidden: number[];
  readonly headerRows: number[];
  readonly widths: readonly number[];
}

const pad = (n: string | undefined) => String(n).padStart(2, '0');

function written(iso: string, notation: Notation): string | number | Date {
  const [y, m, d] = iso.split('-').map((part) => String(Number(part)));
  switch (notation) {
    case 'cell':
      return new Date(`${iso}T00:00:00Z`);
    case 'serial':
      return Date.parse(iso) / 86_400_000 + 25_569;
    case 'iso':
      return iso;
    case 'slash':
      return `${y}/${m}/${d}`;
    case 'dot':
      return `${y}.${m}.${d}`;
    case 'chinese':
      return `${y}年${m}月${d}日`;
    case 'compact':
      return `${y}${pad(m)}${pad(d)}`;
    case 'time':
      return `${iso} 09:${pad(d)}:${pad(m)}`;
  }
}

function separated(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${fraction ? `.${fraction}` : ''}`;
}

function shown(value: Value, column: Column): string | number | Date | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'object') return written(value.day, column.dates ?? 'iso');
  return column.separators ? separated(value, column.decimals ?? 0) : value;
}

/** Exact, in whole units of the column's last decimal. */
function sumOf(rows: readonly (readonly Value[])[], at: number, column: Column): number {
  const per = 10 ** (column.decimals ?? 0);
  let sum = 0;
  for (const row of rows) {
    const value = row[at];
    if (typeof value === 'number') sum += Math.round(value * per);
  }
  return sum / per;
}

/** Lays the table out. */
export function layOut(table: Table): Grid {
  const serial = table.serial === undefined ? '序号' : table.serial;
  const lead = serial === null ? 0 : 1;
  const columns: Column[] = [...(serial === null ? [] : [{ header: serial, width: 6 }]), ...table.columns];
  const width = columns.length;
  const grid: Grid = {
    rows: [],
    merges: [],
    hidden: [],
    headerRows: [],
    widths: columns.map((c) => c.width ?? 14),
  };
  const blank = () => new Array<string | number | Date | null>(width).fill(null);
  const across = (text: string) => {
    const row = blank();
    row[0] = text;
    grid.merges.push([grid.rows.length, 0, grid.rows.length, width - 1]);
    grid.rows.push(row);
  };
  const putFacts = () => {
    if (table.facts.length === 0) return;
    if (table.facts.length === 1) return across(table.facts[0] ?? '');
    const row = blank();
    table.facts.forEach((fact, i) => {
      row[Math.round((i * (width - 1)) / (table.facts.length - 1))] = fact;
    });
    grid.rows.push(row);
  };
  const putHeader = () => {
    const top = grid.rows.length;
    const two = columns.some((c) => c.over !== undefined);
    if (two) {
      grid.headerRows.push(top);
      grid.rows.push(columns.map((c) => c.over ?? c.header));
      for (let c = 0; c < width; c++) {
        const over = columns[c]?.over;
        if (over === undefined) grid.merges.push([top, c, top + 1, c]);
        else if (columns[c - 1]?.over !== over) {
          let last = c;
          while (columns[last + 1]?.over === over) last++;
          for (let blankAt = c + 1; blankAt <= last; blankAt++) (grid.rows[top] ?? [])[blankAt] = null;
          if (last > c) grid.merges.push([top, c, top, last]);
        }
      }
    }
    grid.headerRows.push(grid.rows.length);
    grid.rows.push(columns.map((c) => (two && c.over === undefined ? null : c.header)));
  };
  const putSum = (label: string, rows: readonly (readonly Value[])[]) => {
    const row = blank();
    row[lead === 1 && label === '小计' ? 1 : 0] = label;
    table.columns.forEach((column, i) => {
      if (column.sum) row[i + lead] = shown(sumOf(rows, i, column), column);
    });
    grid.rows.push(row);
  };

  across(table.title);
  putFacts();
  putHeader();
  if (table.columnNumbers) grid.rows.push(columns.map((_, i) => `(${i + 1})`));
  const runs = columns.map(() => 0);
  table.rows.forEach((row, i) => {
    if (table.headerEvery && i > 0 && i % table.headerEvery === 0) putHeader();
    const at = grid.rows.length;
    const cells = table.columns.map((column, c) => shown(row[c] ?? null, column));
    table.columns.forEach((column, c) => {
      if (!column.merge) return;
      const continues = i > 0 && table.rows[i - 1]?.[c] === row[c] && row[c] !== null;
      if (continues) cells[c] = null;
      else runs[c] = at;
      const ends = table.rows[i + 1]?.[c] !== row[c];
      const first = runs[c] ?? at;
      if (ends && at > first) grid.merges.push([first, c + lead, at, c + lead]);
    });
    grid.rows.push(serial === null ? cells : [i + 1, ...cells]);
    if (table.hide?.(row)) grid.hidden.push(at);
    const by = table.subtotals;
    if (by !== undefined && table.rows[i + 1]?.[by] !== row[by]) {
      putSum(
        '小计',
        table.rows.filter((other) => other[by] === row[by]),
      );
    }
  });
  if (table.nil) across(table.nil);
  if (table.total) putSum(table.total, table.rows);
  for (const text of table.below ?? []) across(text);
  return grid;
}
