/** Addresses of cells as a spreadsheet shows them. */

/** Column letters of a column from 0: 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Address of a cell: row from 1, column from 0. */
export function address(row: number, column: number): string {
  return columnName(column) + row;
}
