/**
 * The fast way through a sheet: rows and cells in the one notation that nearly every writer uses, straight
 * from the bytes of the scanner's window. It stops before whatever is written differently, which goes by tokens
 * (`row-scanner.ts`) to the same result; zeros behind the window stop it where the window ends.
 */
import { decimalText } from '../cells/number.js';
import type { RowBuilder } from '../cells/row-builder.js';
import { Kind } from '../workbook.js';
import { decodeText, unescapeXstring, type XmlScanner } from '../xml/scanner.js';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const SPACE = 0x20;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER = {
  c: 0x63,
  e: 0x65,
  h: 0x68,
  i: 0x69,
  n: 0x6e,
  o: 0x6f,
  r: 0x72,
  s: 0x73,
  t: 0x74,
  v: 0x76,
  w: 0x77,
};

const PRESERVE = Buffer.from(' xml:space="preserve">');
const INLINE_START = Buffer.from('<is><t');
const INLINE_END = Buffer.from('</t></is></c>');
const VALUE_END = '</v></c>'.length;

/** Most digits of a whole number that is made from its value instead of its bytes. */
const SMALL_DIGITS = 9;
/** Digits that a double holds for certain, and those with which it is written in full. */
const DOUBLE_DIGITS = 15;
const WRITTEN_DIGITS = 17;

/** Takes in what is next in the plain notation, between cells or between rows, until the batch is full. */
export function takePlain(xml: XmlScanner, rows: RowBuilder): void {
  while (!rows.isFull) {
    if (rows.inRow) {
      takeCells(xml, rows);
      if (!takeRowEnd(xml, rows)) return;
    } else if (!takeRowStart(xml, rows)) return;
  }
}

/** `<row r="5" …>` in double quotes, not hidden in any way. */
function takeRowStart(xml: XmlScanner, rows: RowBuilder): boolean {
  const { bytes } = xml;
  let i = xml.pos;
  if (
    bytes[i] !== LT ||
    bytes[i + 1] !== LETTER.r ||
    bytes[i + 2] !== LETTER.o ||
    bytes[i + 3] !== LETTER.w ||
    bytes[i + 4] !== SPACE ||
    bytes[i + 5] !== LETTER.r ||
    bytes[i + 6] !== EQUALS ||
    bytes[i + 7] !== QUOTE
  ) {
    return false;
  }
  i += 8;
  let number = 0;
  let byte = bytes[i] as number;
  for (; isDigit(byte); byte = bytes[++i] as number) number = number * 10 + byte - ZERO;
  if (number === 0 || byte !== QUOTE) return false;
  byte = bytes[++i] as number;
  while (byte === SPACE) {
    // hidden, and ht where it is 0
    if (bytes[i + 1] === LETTER.h && (bytes[i + 2] !== LETTER.t || bytes[i + 5] === ZERO)) return false;
    do byte = bytes[++i] as number;
    while (byte !== QUOTE && byte !== GT && byte !== 0);
    if (byte !== QUOTE || bytes[i - 1] !== EQUALS) return false;
    do byte = bytes[++i] as number;
    while (byte !== QUOTE && byte !== LT && byte !== 0);
    if (byte !== QUOTE) return false;
    byte = bytes[++i] as number;
  }
  if (byte !== GT) return false;
  rows.openRow(number, false);
  xml.pos = i + 1;
  return true;
}

function takeRowEnd(xml: XmlScanner, rows: RowBuilder): boolean {
  const { bytes, pos } = xml;
  if (
    bytes[pos] !== LT ||
    bytes[pos + 1] !== SLASH ||
    bytes[pos + 2] !== LETTER.r ||
    bytes[pos + 3] !== LETTER.o ||
    bytes[pos + 4] !== LETTER.w ||
    bytes[pos + 5] !== GT
  ) {
    return false;
  }
  rows.closeRow();
  xml.pos = pos + 6;
  return true;
}

/**
 * Cells with the attributes r, s and t in double quotes, and a shared string or a number in `<v>`, or one text
 * in `<is>`, or nothing.
 */
function takeCells(xml: XmlScanner, rows: RowBuilder): void {
  const { bytes } = xml;
  for (;;) {
    let i = xml.pos;
    if (bytes[i] !== LT || bytes[i + 1] !== LETTER.c) return;
    i += 2;
    let column = rows.column + 1;
    let style = 0;
    /** First letter of the type: n, s, or i for an inline string. */
    let type = LETTER.n;
    let byte = bytes[i] as number;
    while (byte === SPACE && bytes[i + 2] === EQUALS && bytes[i + 3] === QUOTE) {
      const name = bytes[i + 1];
      i += 4;
      byte = bytes[i] as number;
      if (name === LETTER.r) {
        column = 0;
        for (; byte >= 0x41 && byte <= 0x5a; byte = bytes[++i] as number) column = column * 26 + byte - 0x40;
        if (--column < 0) return;
        while (isDigit(byte)) byte = bytes[++i] as number;
      } else if (name === LETTER.s) {
        for (; isDigit(byte); byte = bytes[++i] as number) style = style * 10 + byte - ZERO;
      } else if (name === LETTER.t) {
        type = byte;
        if (type === LETTER.i) i += 'inlineStr'.length;
        else if (type === LETTER.n || type === LETTER.s) i++;
        else return;
        byte = bytes[i] as number;
      } else return;
      if (byte !== QUOTE) return;
      byte = bytes[++i] as number;
    }
    if (byte === SLASH && bytes[i + 1] === GT) {
      rows.openCell(column);
      xml.pos = i + 2;
      continue;
    }
    if (byte !== GT) return;
    i++;
    if (type === LETTER.i) {
      i = takeInline(xml, rows, i, column, style);
    } else {
      if (bytes[i] !== LT || bytes[i + 1] !== LETTER.v || bytes[i + 2] !== GT) return;
      i =
        type === LETTER.s
          ? takeShared(xml, rows, i + 3, column, style)
          : takeNumber(xml, rows, i + 3, column, style);
    }
    if (i < 0) return;
    xml.pos = i;
  }
}

/** Puts the shared string whose index begins at a place; where its cell ends, or -1 where it is written differently. */
function takeShared(xml: XmlScanner, rows: RowBuilder, from: number, column: number, style: number): number {
  const { bytes } = xml;
  let i = from;
  let index = 0;
  for (let byte = bytes[i] as number; isDigit(byte); byte = bytes[++i] as number) {
    index = index * 10 + byte - ZERO;
  }
  if (i === from || !isValueEnd(bytes, i)) return -1;
  rows.openCell(column);
  rows.putShared(index, style);
  return i + VALUE_END;
}

/** The same for a number. */
function takeNumber(xml: XmlScanner, rows: RowBuilder, from: number, column: number, style: number): number {
  const { bytes } = xml;
  let i = from;
  let byte = bytes[i] as number;
  if (byte === MINUS) byte = bytes[++i] as number;
  const whole = i;
  let number = 0;
  for (; isDigit(byte); byte = bytes[++i] as number) number = number * 10 + byte - ZERO;
  const wholeDigits = i - whole;
  let digits = wholeDigits;
  // Leading or trailing zeros, or -0: the decimal is not what is written.
  let isDecimal = digits === 1 ? byte === POINT || number > 0 || whole === from : bytes[whole] !== ZERO;
  if (byte === POINT) {
    const fraction = i + 1;
    byte = bytes[++i] as number;
    while (isDigit(byte)) byte = bytes[++i] as number;
    digits += i - fraction;
    if (i === fraction || bytes[i - 1] === ZERO) isDecimal = false;
  }
  if (byte !== LT) {
    isDecimal = false;
    while (isDigit(byte) || byte === 0x45 || byte === LETTER.e || byte === MINUS || byte === 0x2b) {
      byte = bytes[++i] as number;
    }
  }
  if (wholeDigits === 0 || !isValueEnd(bytes, i)) return -1;
  rows.openCell(column);
  if (isDecimal && whole === from && digits === wholeDigits && digits <= SMALL_DIGITS) {
    rows.putNumber(String(number), style);
  } else {
    const isRounded =
      isDecimal && digits > DOUBLE_DIGITS && digits <= WRITTEN_DIGITS && wholeDigits < DOUBLE_DIGITS;
    const rounded = isRounded ? roundedText(bytes, from, whole, i) : null;
    const written = rounded ?? bytes.toString('latin1', from, i);
    const text = rounded !== null || (isDecimal && digits <= DOUBLE_DIGITS) ? written : decimalText(written);
    if (text === null) rows.put(written, Kind.text);
    else rows.putNumber(text, style);
  }
  return i + VALUE_END;
}

/**
 * 37.799999999999997 → 37.8: what `decimalText` makes of a number with a point, from its bytes alone, in a third
 * of the time. null where the digits that fall away are so near a half that the double itself must decide: it may
 * be up to 9 of the 17th digit away from what is written.
 */
function roundedText(bytes: Buffer, from: number, whole: number, to: number): string | null {
  if (bytes[whole] === ZERO) return null;
  let last = whole + DOUBLE_DIGITS;
  const tens = ((bytes[last + 1] as number) - ZERO) * 10;
  const cut = last + 2 < to ? tens + (bytes[last + 2] as number) - ZERO : tens;
  if (cut > 40 && cut < 60) return null;
  const skipped = cut > 50 ? ZERO + 9 : ZERO;
  while (bytes[last] === skipped) last--;
  if (cut < 50) return bytes.toString('latin1', from, bytes[last] === POINT ? last : last + 1);
  if (bytes[last] === POINT) return null;
  return bytes.toString('latin1', from, last) + String.fromCharCode((bytes[last] as number) + 1);
}

/** The same for `<is><t>…</t></is>`. */
function takeInline(xml: XmlScanner, rows: RowBuilder, at: number, column: number, style: number): number {
  const { bytes, end } = xml;
  if (!startsWith(bytes, at, INLINE_START)) return -1;
  let from = at + INLINE_START.length;
  if (bytes[from] === GT) from++;
  else if (startsWith(bytes, from, PRESERVE)) from += PRESERVE.length;
  else return -1;
  let i = from;
  while (i < end && bytes[i] !== LT) i++;
  if (i >= end || !startsWith(bytes, i, INLINE_END)) return -1;
  rows.openCell(column);
  rows.putText(unescapeXstring(decodeText(bytes, from, i)), style);
  return i + INLINE_END.length;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

/** Whether `</v></c>` is at a place. */
function isValueEnd(bytes: Buffer, i: number): boolean {
  return (
    bytes[i] === LT &&
    bytes[i + 1] === SLASH &&
    bytes[i + 2] === LETTER.v &&
    bytes[i + 3] === GT &&
    bytes[i + 4] === LT &&
    bytes[i + 5] === SLASH &&
    bytes[i + 6] === LETTER.c &&
    bytes[i + 7] === GT
  );
}

function startsWith(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) {
    if (bytes[at + i] !== expected[i]) return false;
  }
  return true;
}
