/**
 * Links inside the workbook, written into the sheets' own parts: exceljs links only text, and a figure's
 * value is a number.
 */
import { strFromU8, strToU8 } from 'fflate';
import type { Package } from '../package.js';
import type { Book, Link } from './sheet.js';

/** Adds the book's links to the package that was written from it. */
export function addLinks(book: Book, parts: Package): void {
  book.workbook.worksheets.forEach((sheet) => {
    const part = `xl/worksheets/sheet${sheet.id}.xml`;
    const xml = strFromU8(parts.get(part) ?? new Uint8Array());
    const links = book.links
      .filter((link) => link.sheet === sheet.name)
      .flatMap((link) => element(book, link));
    if (links.length === 0) return;
    // CT_Worksheet is a sequence: the links stand right before the print set-up.
    const at = xml.search(/<(?:printOptions|pageMargins)\b/);
    if (at < 0) throw new Error(`${part} has no print set-up to put the links before`);
    parts.set(part, strToU8(`${xml.slice(0, at)}<hyperlinks>${links.join('')}</hyperlinks>${xml.slice(at)}`));
  });
}

function element(book: Book, { cell, to, tip }: Link): string[] {
  const location = book.places.get(to);
  if (location === undefined) return [];
  return [`<hyperlink ref="${cell}" location="${escaped(location)}" tooltip="${escaped(tip)}"/>`];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
