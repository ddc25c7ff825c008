/** A finished sheet, written into its part: the rows once their widths are known, the rest once all places are. */
import { linesIn, rowHeight } from '../office/look.js';
import { sheetPart } from '../office/new-workbook.js';
import { type PackedPart, packPart } from '../office/package.js';
import { rowXml, sheetEnd, sheetStart } from '../office/sheet.js';
import { chineseDate } from '../publication/labels.js';
import type { Publication } from '../publication/publication.js';
import { address } from '../text/address.js';
import type { Book, HeldRow, OpenSheet } from './model.js';

/** The part of the next sheet of a book. */
export function startPart({ sheets }: Book): OpenSheet['part'] {
  return packPart(sheetPart(sheets.length));
}

/** Writes everything up to the last row. */
export function writeBody(sheet: OpenSheet, widths: readonly number[]): void {
  const { part, columns, headerRow, frozen, rows } = sheet;
  part.write(
    sheetStart({
      fitToPage: true,
      size: { rows: rows.length, columns: columns.length },
      showGridLines: false,
      frozen: { rows: headerRow, columns: frozen },
      rowHeight: 18,
      columns: widths.map((width) => ({ width })),
    }),
  );
  const heightOf = heights(sheet, widths);
  for (const [at, row] of rows.entries()) {
    part.write(rowXml(at + 1, row.cells, { height: heightOf(row) }));
  }
  rows.length = 0;
}

/** Writes what comes after the rows, and gives the part. */
export function endPart({
  part,
  links,
  filter,
  columns,
  headerRow,
  charts,
  pagesFrom,
  pagesAcross,
  book,
}: OpenSheet): PackedPart {
  // Over the columns of the first page.
  const last = Math.floor(columns.length / pagesAcross) - 1;
  const banners = Array.from({ length: headerRow - 1 }, (_, at) => `A${at + 1}:${address(at + 1, last)}`);
  part.write(
    sheetEnd({
      filter,
      merges: banners,
      links: links.flatMap(({ cell, to, tip }) => {
        const place = book.places.get(to);
        return place === undefined ? [] : [{ cell, to: place, tip }];
      }),
      print: { centred: pagesAcross === 1, ...headerFooter(book.publication), pagesFrom, pagesAcross },
      drawing: charts.length > 0,
    }),
  );
  return part.end();
}

function headerFooter({ township, asOf }: Publication) {
  const font = '&"宋体,常规"&9 ';
  const name = township.name.replaceAll('&', '&&');
  return {
    header: `&L${font}${name}&C${font}&A&R${font}截至${chineseDate(asOf)}`,
    // The number of all pages would be that of the whole workbook, evidence included.
    footer: `&C${font}第 &P 页`,
  };
}

/** Heights in points by what the wrapped texts of a row need; null where a sheet wraps nothing. */
function heights({ wrapped }: OpenSheet, widths: readonly number[]): (row: HeldRow) => number | null {
  const known = wrapped.map(() => new Map<string, number>());
  const linesOf = (text: string, column: number) => {
    const lines = known[column]?.get(text) ?? linesIn(text, (widths[wrapped[column] ?? 0] ?? 10) - 3);
    known[column]?.set(text, lines);
    return lines;
  };
  return (row) => {
    if (row.height !== null || wrapped.length === 0) return row.height;
    return rowHeight(Math.max(...row.wrapped.map(linesOf)));
  };
}
