/** A spreadsheet as an office edits it: rows with their part in the table, cells with what they show. */

export interface Cell {
  readonly value: string | number | Date | null;
  readonly format?: string;
  /** Struck through: the whole cell, or its first character only. */
  readonly struck?: 'all' | 'part';
  readonly bold?: boolean;
  readonly colour?: string;
  readonly formula?: string;
  /** Part of the cell to the left, or of the one above. */
  readonly merged?: 'left' | 'up';
}

export type Role = 'title' | 'line' | 'header' | 'data' | 'total' | 'below' | 'blank';

export interface Row {
  readonly role: Role;
  readonly cells: readonly Cell[];
  readonly hidden?: boolean;
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly hidden?: boolean;
  /** Hidden columns, from 0. */
  readonly hiddenColumns?: readonly number[];
}

export type Format = 'xlsx' | 'xls' | 'ods' | 'html' | 'csv' | 'gb18030';

/** A file as it is sent, by its path below the period's folder, without its ending. */
export interface Book {
  readonly path: string;
  readonly format: Format;
  readonly sheets: readonly Sheet[];
}

export const cell = (value: Cell['value']): Cell => ({ value });
export const row = (role: Role, ...values: readonly Cell['value'][]): Row => ({
  role,
  cells: values.map(cell),
});

/** The first sheet with other rows. */
export function withRows(book: Book, change: (rows: readonly Row[]) => readonly Row[]): Book {
  const [first, ...others] = book.sheets;
  return first ? { ...book, sheets: [{ ...first, rows: change(first.rows) }, ...others] } : book;
}

/** Each row of some roles with other cells. */
export function withCells(
  book: Book,
  roles: readonly Role[],
  change: (cells: readonly Cell[], row: Row) => readonly Cell[],
): Book {
  return withRows(book, (rows) =>
    rows.map((one) => (roles.includes(one.role) ? { ...one, cells: change(one.cells, one) } : one)),
  );
}

/** The rows with others before the first, or after the last, of a role. */
export function insert(
  rows: readonly Row[],
  where: 'before' | 'after',
  role: Role,
  ...added: readonly Row[]
): readonly Row[] {
  const at =
    where === 'before'
      ? rows.findIndex((one) => one.role === role)
      : rows.findLastIndex((one) => one.role === role) + 1;
  return at < 0 ? rows : [...rows.slice(0, at), ...added, ...rows.slice(at)];
}

/** How wide the table is. */
export function widthOf(book: Book): number {
  return book.sheets[0]?.rows.find(({ role }) => role === 'header')?.cells.length ?? 0;
}
