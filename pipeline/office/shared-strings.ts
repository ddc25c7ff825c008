/** The shared strings of a workbook: each text once, cells hold its number. */
import { cellText } from './cells.js';
import { stringsPart } from './new-workbook.js';
import { type PackedPart, packPart } from './package.js';
import { spreadsheetNamespace, xmlStart } from './xml.js';

export interface Strings {
  /** The number of a text, which is new or known. */
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
      const part = packPart(stringsPart);
      part.write(`${xmlStart}<sst xmlns="${spreadsheetNamespace}" uniqueCount="${numbers.size}">`);
      for (const text of numbers.keys()) part.write(`<si>${element(text)}</si>`);
      part.write('</sst>');
      return part.end();
    },
  };
}

function element(text: string): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<t${space}>${cellText(text)}</t>`;
}
