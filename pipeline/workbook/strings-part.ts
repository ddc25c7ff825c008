/** The shared strings of a workbook: each text once, cells hold its number. */
import { type PackedPart, packPart } from '../office/package.js';
import { escapeXml, spreadsheetNamespace, xmlStart } from '../office/xml.js';

export interface Strings {
  /** The number of a text, which is new or stands already. */
  number(text: string): number;
  part(): PackedPart;
}

export function openStrings(): Strings {
  const numbers = new Map<string, number>();
  return {
    number(text) {
      let number = numbers.get(text);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(text, number);
      }
      return number;
    },
    part() {
      const part = packPart('xl/sharedStrings.xml');
      part.write(`${xmlStart}<sst xmlns="${spreadsheetNamespace}" uniqueCount="${numbers.size}">`);
      for (const text of numbers.keys()) part.write(`<si>${element(text)}</si>`);
      part.write('</sst>');
      return part.end();
    },
  };
}

function element(text: string): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<t${space}>${escapeXml(cellText(text))}</t>`;
}

/**
 * Text as a cell takes it: no more than 32,767 characters, none that XML does not know, and what looks like
 * the format's own escape (ECMA-376 part 1, 22.9.2.19) escaped.
 */
function cellText(text: string): string {
  const most = 32_767;
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut
    .replace(/[^\P{Cc}\t\n\r\x80-\x9f]/gu, '')
    .replace(
      /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x');
}
