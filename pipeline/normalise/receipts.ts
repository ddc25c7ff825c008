/** Lines of a ledger that hold no spending: an amount under 收入 alone (DOMAIN B 8). */
import type { Form } from '../forms/define.js';
import { type Row, shownText } from '../intake/workbook.js';
import { readHeader } from '../recognise/header/text.js';
import type { Table } from '../recognise/table.js';
import { saysEmpty } from './reader.js';

const isBlank = (text: string): boolean => saysEmpty(text) || /^\s*0+(?:\.0+)?\s*$/.test(text);

/** @returns whether a row of the table is one; never where the form is no ledger, or the table has no such column. */
export function receiptsIn(table: Table, { ledger }: Form): (row: Row) => boolean {
  const spent = table.columns.find(({ field }) => ledger !== undefined && field === ledger.spent);
  const names = new Set(ledger?.received.map((header) => readHeader(header).key));
  const received = table.columns.filter(
    ({ field, header }) => field === null && names.has(readHeader(header.split('/').at(-1) ?? '').key),
  );
  if (!spent || received.length === 0) return () => false;
  return (row) =>
    isBlank(shownText(row, spent.column)) && received.some(({ column }) => !isBlank(shownText(row, column)));
}
