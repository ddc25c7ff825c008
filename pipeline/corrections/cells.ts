/** Cells as a sheet's part holds them: text always as text, so that nothing in it becomes a formula. */
import { Kind } from '../intake/workbook.js';
import { escapeXml, standsInXml } from '../office/xml.js';

/** What a spreadsheet program takes into one cell. */
export const longestText = 32_767;

/** Styles of cells by what they show, as indexes into the cell formats. */
export interface KindStyles {
  readonly text: number;
  readonly number: number;
  /** Of whole numbers with so many digits that they are codes rather than amounts. */
  readonly code: number;
  readonly percent: number;
  readonly date: number;
  readonly dateTime: number;
  readonly time: number;
}

/** A text cell. */
export function textCell(reference: string, style: number, text: string): string {
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${correctionText(text)}</t></is></c>`;
}

/** A cell of any kind, which reads as the same text and kind; what its kind cannot hold stays text. */
export function kindCell(reference: string, styles: KindStyles, text: string, kind: Kind): string {
  const cell = (style: number, value: string, type = '') =>
    `<c r="${reference}" s="${style}"${type}><v>${value}</v></c>`;
  if ((kind === Kind.number || kind === Kind.percent) && numberText.test(text)) {
    const style =
      kind === Kind.percent ? styles.percent : /^\d{12,}$/.test(text) ? styles.code : styles.number;
    return cell(style, text);
  }
  if (kind === Kind.date) {
    const serial = serialOf(text);
    if (serial !== null) return cell(styles[serial.shown], String(serial.value));
  }
  if (kind === Kind.boolean) return cell(styles.number, text === 'TRUE' ? '1' : '0', ' t="b"');
  if (kind === Kind.error && errors.has(text)) return cell(styles.number, text, ' t="e"');
  return textCell(reference, styles.text, text);
}

const numberText = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const errors: ReadonlySet<string> = new Set([
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
]);

/** Text as XML: what XML does not know, or would fold, is written in the format's own escape (22.9.2.19). */
export function correctionText(text: string): string {
  if (standsInXml(text) && !text.includes('_')) return text;
  const escaped = text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, (c) => `_x${hex(c)}_`);
  return escapeXml(escaped);
}

const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');

const day = 86_400;
const firstDay = Date.UTC(1899, 11, 30);
/** 1900-02-29, a day that never was (ECMA-376 part 1, 18.17.4.1), and the serial of the day before it. */
const noDay = { text: '1900-02-29', serial: 60 };

/** The inverse of a date cell's text: its serial since 1900, and how it is shown; null: it has none. */
export function serialOf(
  text: string,
): { readonly value: number; readonly shown: 'date' | 'dateTime' | 'time' } | null {
  const match = /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^| )(\d+):(\d\d):(\d\d))?$/.exec(text);
  if (!match || text === '') return null;
  const [, year, month, date, hours, minutes, seconds] = match;
  const clock =
    hours === undefined ? 0 : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / day;
  if (year === undefined) return { value: clock, shown: 'time' };
  const days = (Date.UTC(Number(year), Number(month) - 1, Number(date)) - firstDay) / (day * 1000);
  const serial = text.startsWith(noDay.text) ? noDay.serial : days <= noDay.serial ? days - 1 : days;
  return serial < 1 ? null : { value: serial + clock, shown: clock === 0 ? 'date' : 'dateTime' };
}
