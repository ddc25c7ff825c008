/** What a package holds twice, nobody can tell which counts (DOMAIN E): rows, cells, parts. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../pipeline/intake/workbook.js';
import { outcome, parts, read, rowsOf, worksheet, zipped } from '../helpers/xlsx-package.js';

async function rows(sheetData: string): Promise<Row[]> {
  const book = await read(zipped(parts(sheetData)));
  return rowsOf(book.sheets[0]);
}
const found = ({ number, findings }: Row) => `${number} ${findings?.map(({ rule }) => rule).join() ?? 'ok'}`;
const cell = (at: string, value: number | null) =>
  value === null ? `<c r="${at}"/>` : `<c r="${at}"><v>${value}</v></c>`;

describe('a row number', () => {
  it('that stands there twice holds that row, and no other', async () => {
    const data = `<row r="1">${cell('A1', 1)}</row><row r="2">${cell('A2', 2)}</row><row r="2">${cell('A2', 9)}</row><row r="3">${cell('A3', 3)}</row>`;
    expect((await rows(data)).map(found)).toEqual(['1 ok', '2 row.twice', '3 ok']);
  });

  it('out of order is in order, and so are blank rows that come twice', async () => {
    const data = `<row r="3">${cell('A3', 3)}</row><row r="1">${cell('A1', 1)}</row><row r="2"/><row r="2"/>`;
    expect((await rows(data)).map(found)).toEqual(['1 ok', '3 ok']);
  });
});

describe('a cell address', () => {
  it.each([
    ['next to each other', cell('A1', 1) + cell('A1', 2)],
    ['apart', cell('A1', 1) + cell('B1', 3) + cell('A1', 2)],
    ['once blank', cell('A1', 1) + cell('A1', null)],
    ['once blank, before', cell('A1', null) + cell('A1', 1)],
    ['in another notation', `${cell('A1', 1)}<c r='A1' t="str"><v>x</v></c>`],
  ])('that stands there twice holds its row: %s', async (_, cells) => {
    const data = `<row r="1">${cells}</row><row r="2">${cell('A2', 5)}</row>`;
    expect((await rows(data)).map(found)).toEqual(['1 cell.twice', '2 ok']);
  });

  it('out of order is in order', async () => {
    expect(
      (await rows(`<row r="1">${cell('C1', 3) + cell('A1', 1) + cell('B1', 2)}</row>`)).map(found),
    ).toEqual(['1 ok']);
  });
});

describe('a part of the package', () => {
  const twice = (name: string, content: string) => ({ [name]: content });

  it('that stands there twice, case aside, is refused where it is read', async () => {
    const sheet = worksheet(`<row r="1">${cell('A1', 2)}</row>`);
    const base = parts(`<row r="1">${cell('A1', 1)}</row>`);
    expect(await outcome(zipped(base, twice('xl/worksheets/SHEET1.xml', sheet)))).toBe('file.part_twice');
    expect(await outcome(zipped(base, twice('XL/workbook.xml', String(base['xl/workbook.xml']))))).toBe(
      'file.part_twice',
    );
  });

  it('that nothing reads may', async () => {
    const base = parts(`<row r="1">${cell('A1', 1)}</row>`);
    expect(await outcome(zipped(base, { 'docProps/app.xml': '<a/>', 'docprops/app.xml': '<b/>' }))).toBe(
      'read',
    );
  });
});
