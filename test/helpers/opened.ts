/** Workbooks as tests look at them; their files are closed after each test. */
import { afterEach } from 'vitest';
import type { Limits } from '../../pipeline/intake/limits.js';
import { openWorkbook } from '../../pipeline/intake/open.js';
import type { Row, Workbook } from '../../pipeline/intake/workbook.js';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** The workbook of a file that must be readable. */
export async function opened(input: string | Uint8Array, limits?: Limits): Promise<Workbook> {
  const result = await openWorkbook(input, limits);
  if ('unreadable' in result) throw new Error(JSON.stringify(result.unreadable));
  closing.push(result.close);
  return result.workbook;
}

/** All rows of a sheet. */
export async function rowsOf(workbook: Workbook, sheet = 0): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of workbook.sheets[sheet]?.rows() ?? []) rows.push(...batch);
  return rows;
}

export async function textsOf(workbook: Workbook, sheet = 0): Promise<string[][]> {
  return (await rowsOf(workbook, sheet)).map(({ texts }) => [...texts]);
}
