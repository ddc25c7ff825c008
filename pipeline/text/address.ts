/** Addresses of cells as a spreadsheet shows them. */

/** Column letters of a column from 0: 0 is A, 26 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** Column from 0 of its letters, in either case: A is 0, AA is 26. */
export function columnIndex(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + (letters.charCodeAt(at) & 31);
  return column - 1;
}

/** Address of a cell: row from 1, column from 0. */
export function address(row: number, column: number): string {
  return columnName(column) + row;
}
