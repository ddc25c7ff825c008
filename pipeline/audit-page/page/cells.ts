/** A cell that is looked for by its address, in every sheet that has it. */
import { columnName } from '../../text/address.js';
import { grid } from './grid.js';
import { page, placeWords, sourceOf } from './model.js';
import { cellInSheet } from './sheet.js';

/** The sheets that have this cell (F223), each to be opened at it; null where the words name no cell of any. */
export function cellsNamed(words: string): HTMLElement | null {
  const [, letters, digits] = /^([a-z]{1,3})([1-9]\d{0,6})$/i.exec(words) ?? [];
  if (letters === undefined || digits === undefined) return null;
  const [column, row] = [letters.toUpperCase(), Number(digits)];
  const sheets = page.tables.filter(
    ({ columns, chunks, file, sheet }, at) =>
      (chunks[0] ?? Number.POSITIVE_INFINITY) <= row &&
      columns.some(({ index }) => columnName(index) === column) &&
      sourceOf(file, sheet, row)[3] === at,
  );
  if (sheets.length === 0) return null;
  return grid({
    label: `单元格 ${column}${row}`,
    rows: sheets,
    columns: [{ header: `有 ${column}${row} 的工作表`, text: ({ file, sheet }) => placeWords(file, sheet) }],
    open: ({ file, sheet }) => cellInSheet(sourceOf(file, sheet, row), row, column + row),
  });
}
