/** What a row says beside the columns of its form: rows that differ in it are not the same (DOMAIN B “Duplicates”). */
import type { Row } from '../intake/workbook.js';
import type { Table } from '../recognise/table.js';
import { fold } from '../text/fold.js';

/** @returns the hash of a row's remark and of its cells in columns that the form does not know; null: they are empty. */
export function otherCells(table: Table): (row: Row) => number | null {
  const columns = table.columns.flatMap(({ column, role }) =>
    role === 'remark' || role === 'unknown' || role === 'ignored' ? [column] : [],
  );
  if (columns.length === 0) return () => null;
  return ({ texts }) => {
    const cells = columns.map((column) => fold(texts[column] ?? ''));
    return cells.every((cell) => cell === '') ? null : hashOf(cells.join('\u001f'));
  };
}

/** cyrb53, by bryc (public domain): a whole number of 53 bits. */
function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 0x100000000 * (0x1fffff & b) + (a >>> 0);
}
