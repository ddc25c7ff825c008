/** Numbers of source rows in the database, never published: those of one table follow each other, in its order. */

/** Rows per table beyond this many cannot be distinguished; a spreadsheet has at most 2^20. */
export const rowsPerTable = 2 ** 24;

export function rowIdOf(tableId: number, row: number): number {
  return tableId * rowsPerTable + row;
}

/** The numbers of a table's rows, as parameters of a query: from `first`, below `beyond`. */
export function rowRange(tableId: number): { readonly first: number; readonly beyond: number } {
  return { first: rowIdOf(tableId, 0), beyond: rowIdOf(tableId + 1, 0) };
}
