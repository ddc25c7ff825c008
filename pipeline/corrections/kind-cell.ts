/** A cell of any kind, written so that it reads back as the same text and kind. */
import { Kind } from '../intake/workbook.js';
import { textCell, valueCell } from '../office/cells.js';

/** What a cell shows, as far as its style depends on it. */
export type ShownKind = 'text' | 'number' | 'code' | 'percent' | 'date' | 'dateTime' | 'time';

/** What its kind cannot hold stays text. @param style of what the cell shows. */
export function kindCell(
  reference: string,
  style: (shown: ShownKind) => number,
  text: string,
  kind: Kind,
): string {
  if ((kind === Kind.number || kind === Kind.percent) && plainNumber.test(text)) {
    const shown = kind === Kind.percent ? 'percent' : /^\d{12,}$/.test(text) ? 'code' : 'number';
    return valueCell(reference, style(shown), text);
  }
  if (kind === Kind.date) {
    const serial = serialOf(text);
    if (serial !== null) return valueCell(reference, style(serial.shown), serial.value);
  }
  if (kind === Kind.boolean) return valueCell(reference, style('number'), text === 'TRUE' ? '1' : '0', 'b');
  if (kind === Kind.error && errors.has(text)) return valueCell(reference, style('number'), text, 'e');
  return textCell(reference, style('text'), text);
}

const plainNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const errors: ReadonlySet<string> = new Set([
  '#NULL!',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NAME?',
  '#NUM!',
  '#N/A',
]);

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
