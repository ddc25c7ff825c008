/** Cells as a line of a text table, quoted where they must be (RFC 4180); without its line end. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  cells.map((cell) => quoted(cell, delimiter)).join(delimiter);

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
