/**
 * The cells of a worksheet from its bytes. Cells in the notation that nearly every writer uses are taken
 * straight from the window (`#plainCells`); whatever else is legal goes by tokens, to the same result.
 */
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import { address, Kind, type Row } from '../workbook.js';
import { columnIndex } from './frame.js';
import type { SharedStrings } from './strings.js';
import { decimalText, isoText, Shown, serialText } from './values.js';
import { decode, isTrue, Token, unescapeXstring, XmlScanner } from './xml.js';

/** What a sheet's cells refer to. */
export interface CellContext {
  readonly part: string;
  readonly sheet: string;
  readonly strings: SharedStrings;
  /** What each cell style shows of a number. */
  readonly styles: readonly Shown[];
  readonly date1904: boolean;
}

/** Cells in one batch, about. */
const BATCH = 16_384;

/**
 * The rows of a sheet's part in batches, in the part's order; throws Unreadable where the part is damaged, over
 * a limit, or where a row does not stand behind the one before it.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  context: CellContext,
  limits: Limits,
): AsyncGenerator<readonly Row[], void, undefined> {
  const scanner = new RowScanner(context, limits, true);
  for await (const chunk of chunks) {
    scanner.append(chunk);
    for (let goesOn = true; goesOn; ) {
      goesOn = scanner.run();
      if (scanner.batch.length > 0) yield scanner.take();
    }
    if (scanner.done) return;
  }
  scanner.finish();
}

/** The rows of a part whose rows stand in no order, or twice: by number, a later cell over an earlier one. */
export function readDisordered(part: Uint8Array, context: CellContext, limits: Limits): readonly Row[] {
  const scanner = new RowScanner(context, limits, false);
  scanner.append(part);
  while (scanner.run());
  if (!scanner.done) scanner.finish();
  const rows = new Map<number, Row>();
  for (const row of scanner.take()) {
    const earlier = rows.get(row.number);
    rows.set(row.number, earlier === undefined ? row : over(earlier, row));
  }
  return [...rows.values()].sort((a, b) => a.number - b.number);
}

/** Whether the rows of a whole part stand in ascending order for certain. */
export function isAscending(part: Buffer): boolean {
  let last = 0;
  for (let at = part.indexOf('<row'); at >= 0; at = part.indexOf('<row', at + 4)) {
    const tag = part.toString('latin1', at, part.indexOf('>', at));
    const number = /\sr\s*=\s*["'](\d+)/.exec(tag)?.[1];
    const row = number === undefined ? last + 1 : Number(number);
    if (row <= last) return false;
    last = row;
  }
  return last > 0;
}

function over(earlier: Row, later: Row): Row {
  const texts = [...earlier.texts];
  const kinds = [...(earlier.kinds ?? [])];
  for (const [column, text] of later.texts.entries()) {
    if (text === '' && column < texts.length) continue;
    texts[column] = text;
    kinds[column] = later.kinds?.[column] ?? Kind.text;
  }
  return { number: later.number, texts, kinds, hidden: earlier.hidden && later.hidden };
}

/** What the `t` attribute of a cell says (ECMA-376 part 1, 18.18.11). */
const Type = { number: 0, shared: 1, text: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;
type Type = (typeof Type)[keyof typeof Type];

const TYPES: Readonly<Record<string, Type>> = {
  n: Type.number,
  s: Type.shared,
  str: Type.text,
  inlineStr: Type.inline,
  b: Type.boolean,
  e: Type.error,
  d: Type.date,
};

class RowScanner {
  batch: Row[] = [];
  /** Whether the last row has been read. */
  done = false;
  readonly #xml: XmlScanner;
  readonly #context: CellContext;
  readonly #limits: Limits;
  readonly #ordered: boolean;
  readonly #styles: Uint8Array;
  #batchCells = 0;
  #cells = 0;

  #inRows = false;
  #inRow = false;
  #row = 0;
  #hidden = false;
  #texts: string[] = [];
  #kinds: Kind[] = [];

  #inCell = false;
  #column = -1;
  #type: Type = Type.number;
  #style = 0;
  #value: string | null = null;
  #formula: string | null = null;
  #inline: string | null = null;

  /** The element whose text is being collected, and the one that is passed over; '' for none. */
  #collected = '';
  #piece = '';
  #skipped = '';
  #skippedDepth = 0;

  constructor(context: CellContext, limits: Limits, ordered: boolean) {
    this.#context = context;
    this.#limits = limits;
    this.#ordered = ordered;
    this.#xml = new XmlScanner(context.part, limits);
    this.#styles = Uint8Array.from(context.styles);
  }

  append(chunk: Uint8Array): void {
    this.#xml.append(chunk);
  }

  take(): Row[] {
    const { batch } = this;
    this.batch = [];
    this.#batchCells = 0;
    return batch;
  }

  finish(): void {
    this.#xml.finish();
    if (this.#inRows) throw this.#xml.damaged();
  }

  /** Reads on until the batch is full (true) or the window or the sheet is at its end (false). */
  run(): boolean {
    const xml = this.#xml;
    while (!this.done) {
      if (this.#inRow && !this.#inCell && this.#skipped === '') this.#plainCells();
      const token = xml.next();
      if (token === Token.more) return false;
      if (token === Token.text) {
        if (this.#collected !== '') this.#piece += xml.text();
      } else if (this.#skipped !== '') {
        this.#passOver(token);
      } else if (token === Token.close) {
        this.#close(xml.name);
        if (this.#batchCells >= BATCH) return true;
      } else {
        this.#open(xml.name, token === Token.empty);
      }
    }
    return false;
  }

  #passOver(token: Token): void {
    if (this.#xml.name !== this.#skipped || token === Token.empty) return;
    this.#skippedDepth += token === Token.open ? 1 : -1;
    if (this.#skippedDepth === 0) this.#skipped = '';
  }

  #open(name: string, empty: boolean): void {
    switch (name) {
      case 'sheetData':
        this.#inRows = !empty;
        this.done = empty;
        break;
      case 'row':
        if (!this.#inRows) break;
        this.#openRow();
        if (empty) this.#closeRow();
        break;
      case 'c':
        if (!this.#inRow) break;
        this.#openCell();
        if (empty) this.#closeCell();
        break;
      case 'v':
      case 'f':
      case 't':
        if (!this.#inCell) break;
        this.#piece = '';
        this.#collected = name;
        if (empty) this.#closeText(name);
        break;
      case 'rPh':
      case 'extLst':
        if (!this.#inRow || empty) break;
        this.#skipped = name;
        this.#skippedDepth = 1;
        break;
    }
  }

  #close(name: string): void {
    switch (name) {
      case 'sheetData':
        if (this.#inRow) throw this.#xml.damaged();
        this.done = this.#inRows;
        break;
      case 'row':
        if (this.#inRows) this.#closeRow();
        break;
      case 'c':
        if (this.#inRow) this.#closeCell();
        break;
      default:
        if (name === this.#collected) this.#closeText(name);
    }
  }

  #closeText(name: string): void {
    if (name === 'v') this.#value = this.#piece;
    else if (name === 'f') this.#formula = this.#piece;
    else this.#inline = (this.#inline ?? '') + unescapeXstring(this.#piece);
    this.#collected = '';
  }

  #openRow(): void {
    const xml = this.#xml;
    if (this.#inRow) throw xml.damaged();
    const written = xml.attribute('r');
    const number = written === null ? this.#row + 1 : Number(written);
    if (!Number.isInteger(number) || number < 1) throw xml.damaged();
    if (number > this.#limits.rows) throw this.#outside(number, 0);
    if (this.#ordered && number <= this.#row) {
      throw new Unreadable('file.rows_out_of_order', { row: number }, this.#context.sheet);
    }
    const height = xml.attribute('ht');
    this.#row = number;
    this.#hidden = isTrue(xml.attribute('hidden')) || (height !== null && Number(height) === 0);
    this.#texts = [];
    this.#kinds = [];
    this.#column = -1;
    this.#inRow = true;
  }

  #closeRow(): void {
    if (!this.#inRow || this.#inCell) throw this.#xml.damaged();
    this.#inRow = false;
    const width = this.#texts.length;
    if (width === 0) return;
    this.#cells += width;
    if (this.#cells > this.#limits.cells) {
      throw new Unreadable('file.too_many_cells', { limit: this.#limits.cells }, this.#context.sheet);
    }
    this.#batchCells += width;
    this.batch.push({ number: this.#row, texts: this.#texts, kinds: this.#kinds, hidden: this.#hidden });
  }

  #openCell(): void {
    const xml = this.#xml;
    if (this.#inCell) throw xml.damaged();
    const letters = /^[A-Z]+/i.exec(xml.attribute('r') ?? '')?.[0];
    this.#column = letters === undefined ? this.#column + 1 : columnIndex(letters.toUpperCase());
    const type = xml.attribute('t');
    this.#type = type === null ? Type.number : (TYPES[type] ?? Type.text);
    this.#style = Number(xml.attribute('s') ?? 0);
    this.#value = null;
    this.#formula = null;
    this.#inline = null;
    this.#inCell = true;
  }

  #closeCell(): void {
    if (!this.#inCell) throw this.#xml.damaged();
    this.#inCell = false;
    const value = this.#value ?? (this.#type === Type.inline ? this.#inline : null);
    const isCached = value !== null && (value !== '' || this.#type === Type.text);
    if (isCached) this.#putValue(this.#value === null ? Type.inline : this.#type, value);
    else if (this.#inline !== null) this.#put(this.#inline, Kind.text);
    else if (this.#formula !== null) this.#put(`=${this.#formula}`, Kind.unevaluated);
  }

  #putValue(type: Type, value: string): void {
    switch (type) {
      case Type.number:
        this.#putNumber(value);
        break;
      case Type.shared:
        this.#putShared(Number(value));
        break;
      case Type.text:
        this.#put(unescapeXstring(value), Kind.text);
        break;
      case Type.inline:
        this.#put(value, Kind.text);
        break;
      case Type.boolean:
        this.#put(isTrue(value.trim().toLowerCase()) ? 'TRUE' : 'FALSE', Kind.boolean);
        break;
      case Type.error:
        this.#put(value, Kind.error);
        break;
      case Type.date: {
        const date = isoText(value);
        this.#put(date ?? value, date === null ? Kind.text : Kind.date);
      }
    }
  }

  #putShared(index: number): void {
    const text = this.#context.strings.at(index);
    // A text that is lost must not look like an empty cell.
    if (text === null) throw this.#xml.damaged();
    this.#put(text, Kind.text);
  }

  #putNumber(written: string): void {
    const text = decimalText(written);
    if (text === null) this.#put(written, Kind.text);
    else this.#putDecimal(text);
  }

  /** A number in the kind that its style shows. */
  #putDecimal(text: string): void {
    const shown = (this.#styles[this.#style] ?? Shown.number) as Shown;
    if (shown === Shown.number) this.#put(text, Kind.number);
    else if (shown === Shown.percent) this.#put(text, Kind.percent);
    else {
      const date = serialText(Number(text), shown, this.#context.date1904);
      this.#put(date ?? text, date === null ? Kind.number : Kind.date);
    }
  }

  #put(text: string, kind: Kind): void {
    const column = this.#column;
    if (column >= this.#limits.columns) throw this.#outside(this.#row, column);
    if (text === '') return;
    const texts = this.#texts;
    const kinds = this.#kinds;
    while (texts.length < column) {
      texts.push('');
      kinds.push(Kind.text);
    }
    if (texts.length === column) {
      texts.push(text);
      kinds.push(kind);
    } else {
      texts[column] = text;
      kinds[column] = kind;
    }
  }

  #outside(row: number, column: number): Unreadable {
    return new Unreadable('file.outside_grid', { cell: address(row, column) }, this.#context.sheet);
  }

  /**
   * Takes in as many cells as stand next in the common notation: attributes r, s and t in double quotes, and
   * a shared string or a number in `<v>`, or one text in `<is>`, or nothing. Stops before any other.
   */
  #plainCells(): void {
    const xml = this.#xml;
    const { bytes } = xml;
    for (;;) {
      let i = xml.pos;
      if (bytes[i] !== LT || bytes[i + 1] !== 0x63) return;
      i += 2;
      let column = this.#column + 1;
      let style = 0;
      let type: Type = Type.number;
      let byte = bytes[i] as number;
      while (byte === 0x20 && bytes[i + 2] === EQUALS && bytes[i + 3] === QUOTE) {
        const name = bytes[i + 1];
        i += 4;
        byte = bytes[i] as number;
        if (name === 0x72) {
          column = 0;
          for (; byte >= 0x41 && byte <= 0x5a; byte = bytes[++i] as number)
            column = column * 26 + byte - 0x40;
          if (--column < 0) return;
          while (isDigit(byte)) byte = bytes[++i] as number;
        } else if (name === 0x73) {
          for (; isDigit(byte); byte = bytes[++i] as number) style = style * 10 + byte - 0x30;
        } else if (name === 0x74) {
          if (byte === 0x73 && bytes[i + 1] === QUOTE) type = Type.shared;
          else if (byte === 0x6e && bytes[i + 1] === QUOTE) type = Type.number;
          else if (byte === 0x69 && bytes[i + 9] === QUOTE) type = Type.inline;
          else return;
          i += type === Type.inline ? 9 : 1;
          byte = bytes[i] as number;
        } else return;
        if (byte !== QUOTE) return;
        byte = bytes[++i] as number;
      }
      if (byte === SLASH && bytes[i + 1] === GT) {
        this.#column = column;
        xml.pos = i + 2;
        continue;
      }
      if (byte !== GT) return;
      i =
        type === Type.inline
          ? this.#plainInline(i + 1, column)
          : this.#plainValue(i + 1, column, style, type);
      if (i < 0) return;
      xml.pos = i;
    }
  }

  /** Takes in `<v>…</v></c>` that begins at a place; where the cell ends, or -1 where something else stands. */
  #plainValue(at: number, column: number, style: number, type: Type): number {
    const { bytes } = this.#xml;
    if (bytes[at] !== LT || bytes[at + 1] !== 0x76 || bytes[at + 2] !== GT) return -1;
    const from = at + 3;
    let i = from;
    let byte = bytes[i] as number;
    if (type === Type.shared) {
      let index = 0;
      for (; isDigit(byte); byte = bytes[++i] as number) index = index * 10 + byte - 0x30;
      if (i === from || !isValueEnd(bytes, i)) return -1;
      this.#column = column;
      this.#putShared(index);
      return i + CELL_END;
    }
    if (byte === 0x2d) byte = bytes[++i] as number;
    const whole = i;
    let number = 0;
    for (; isDigit(byte); byte = bytes[++i] as number) number = number * 10 + byte - 0x30;
    let digits = i - whole;
    // Leading or trailing zeros, and more digits than a double holds: the decimal is not what is written.
    let isDecimal =
      digits > 0 && (bytes[whole] !== 0x30 || (digits === 1 && (whole === from || byte !== LT)));
    if (byte === 0x2e) {
      const point = i;
      byte = bytes[++i] as number;
      while (isDigit(byte)) byte = bytes[++i] as number;
      digits += i - point - 1;
      if (bytes[i - 1] === 0x30 || i === point + 1) isDecimal = false;
    }
    if (byte !== LT) {
      isDecimal = false;
      while (isDigit(byte) || byte === 0x45 || byte === 0x65 || byte === 0x2d || byte === 0x2b)
        byte = bytes[++i] as number;
    }
    if (i === from || !isValueEnd(bytes, i)) return -1;
    this.#column = column;
    this.#style = style;
    if (isDecimal && whole === from && i - from === digits && digits <= 9) {
      this.#putDecimal(String(number));
    } else {
      const written = bytes.toString('latin1', from, i);
      if (isDecimal && digits <= 15) this.#putDecimal(written);
      else this.#putNumber(written);
    }
    return i + CELL_END;
  }

  /** As `#plainValue`, of `<is><t>…</t></is></c>`. */
  #plainInline(at: number, column: number): number {
    const { bytes, end } = this.#xml;
    if (!startsWith(bytes, at, INLINE_START)) return -1;
    let from = at + INLINE_START.length;
    if (bytes[from] === GT) from++;
    else if (startsWith(bytes, from, PRESERVE)) from += PRESERVE.length;
    else return -1;
    let i = from;
    while (i < end && bytes[i] !== LT) i++;
    if (i >= end || !startsWith(bytes, i, INLINE_END)) return -1;
    this.#column = column;
    this.#put(unescapeXstring(decode(bytes, from, i)), Kind.text);
    return i + INLINE_END.length;
  }
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const INLINE_START = Buffer.from('<is><t');
const PRESERVE = Buffer.from(' xml:space="preserve">');
const INLINE_END = Buffer.from('</t></is></c>');
const CELL_END = '</v></c>'.length;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Whether `</v></c>` stands at a place. */
function isValueEnd(bytes: Buffer, i: number): boolean {
  return (
    bytes[i] === LT &&
    bytes[i + 1] === SLASH &&
    bytes[i + 2] === 0x76 &&
    bytes[i + 3] === GT &&
    bytes[i + 4] === LT &&
    bytes[i + 5] === SLASH &&
    bytes[i + 6] === 0x63 &&
    bytes[i + 7] === GT
  );
}

function startsWith(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) {
    if (bytes[at + i] !== expected[i]) return false;
  }
  return true;
}
