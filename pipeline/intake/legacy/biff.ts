/**
 * What SheetJS leaves out of a binary workbook ([MS-XLS]): text that is struck through, raised or lowered, and
 * whether the workbook asks to be calculated. Of BIFF5 and BIFF8; older ones have no such fonts.
 */
import { joinRuns, type Run } from '../cells/runs.js';
import { type FontLook, fontMark, plainFont } from '../cells/style.js';
import type { Mark } from '../workbook.js';

export interface BiffFacts {
  readonly recalculates: boolean;
  /** The mark of a cell, by sheet, row and column from 0. */
  markOf(sheet: number, row: number, column: number): Mark | null;
}

interface BiffRecord {
  readonly type: number;
  /** Where it begins in the stream. */
  readonly at: number;
  readonly data: Buffer;
}

const BOF = 0x0809;
const EOF = 0x000a;
const CONTINUE = 0x003c;
const FONT = 0x0031;
const XF = 0x00e0;
const SST = 0x00fc;
const BOUND_SHEET = 0x0085;
const RECALC_ID = 0x01c1;
const UNCALCED = 0x005e;
const LABEL_SST = 0x00fd;
const MUL_RK = 0x00bd;
/** Cells of one column: NUMBER, RK, BOOLERR, FORMULA, LABEL, RSTRING. */
const SINGLE_CELLS: ReadonlySet<number> = new Set([0x0203, 0x027e, 0x0205, 0x0006, 0x0204, 0x00d6]);
const STRUCK = 0x0008;
/** [MS-XLS] 2.4.122: the fifth font has no number. */
const UNNUMBERED_FONT = 4;
const MOST_COLUMNS = 0x10000;

/** The records of a workbook's stream, as far as it goes. */
export function* recordsOf(stream: Buffer): Generator<BiffRecord, void, undefined> {
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt16LE(at + 2);
    yield { type: stream.readUInt16LE(at), at, data: stream.subarray(at + 4, at + 4 + length) };
    at += 4 + length;
  }
}

export function readBiffFacts(stream: Buffer): BiffFacts {
  const reader = new FactsReader();
  for (const record of recordsOf(stream)) reader.take(record);
  return reader;
}

class FactsReader implements BiffFacts {
  readonly #fonts: FontLook[] = [];
  /** By number of the cell format, the number of its font. */
  readonly #formats: number[] = [];
  readonly #sheetsAt = new Map<number, number>();
  readonly #marks = new Map<number, Map<number, Mark>>();
  readonly #strings: Buffer[] = [];
  #runs: ReadonlyMap<number, readonly TextPart[]> | null = null;
  #inStrings = false;
  #hasMarks = false;
  #depth = 0;
  #sheet = -1;
  #recalcId = 0;
  #uncalced = false;

  get recalculates(): boolean {
    return this.#uncalced || this.#recalcId === 0;
  }

  markOf(sheet: number, row: number, column: number): Mark | null {
    return this.#marks.get(sheet)?.get(row * MOST_COLUMNS + column) ?? null;
  }

  take({ type, at, data }: BiffRecord): void {
    this.#inStrings &&= type === CONTINUE;
    if (this.#inStrings) this.#strings.push(data);
    if (type === BOF && this.#depth++ === 0) this.#sheet = this.#sheetsAt.get(at) ?? -1;
    else if (type === EOF) this.#depth--;
    else if (type === FONT) this.#addFont(data);
    else if (type === XF) this.#formats.push(data.length >= 2 ? data.readUInt16LE(0) : 0);
    else if (type === SST && this.#hasMarks) {
      this.#strings.push(data);
      this.#inStrings = true;
    } else if (type === BOUND_SHEET && data.length >= 4) {
      this.#sheetsAt.set(data.readUInt32LE(0), this.#sheetsAt.size);
    } else if (type === RECALC_ID && data.length >= 8) this.#recalcId = data.readUInt32LE(4);
    else if (type === UNCALCED) this.#uncalced = true;
    else if (this.#hasMarks && this.#sheet >= 0 && this.#depth === 1) this.#addCells(type, data);
  }

  #addFont(data: Buffer): void {
    if (data.length < 10) return;
    const font = { struck: (data.readUInt16LE(2) & STRUCK) !== 0, raised: data.readUInt16LE(8) !== 0 };
    this.#fonts.push(font);
    this.#hasMarks ||= font.struck || font.raised;
  }

  #addCells(type: number, data: Buffer): void {
    if (data.length < 6) return;
    if (type === MUL_RK) {
      const first = data.readUInt16LE(2);
      for (let at = 4; at + 6 < data.length; at += 6) {
        this.#mark(data, first + (at - 4) / 6, fontMark(this.#fontOf(data.readUInt16LE(at))));
      }
    } else if (type === LABEL_SST && data.length >= 10) {
      const font = this.#fontOf(data.readUInt16LE(4));
      const parts = this.#partsOf(data.readUInt32LE(6));
      const mark = parts === undefined ? fontMark(font) : joinRuns(this.#runsOf(parts, font)).mark;
      this.#mark(data, data.readUInt16LE(2), mark);
    } else if (SINGLE_CELLS.has(type)) {
      this.#mark(data, data.readUInt16LE(2), fontMark(this.#fontOf(data.readUInt16LE(4))));
    }
  }

  #mark(data: Buffer, column: number, mark: Mark | null): void {
    if (mark === null) return;
    const marks = this.#marks.get(this.#sheet) ?? new Map<number, Mark>();
    this.#marks.set(this.#sheet, marks);
    marks.set(data.readUInt16LE(0) * MOST_COLUMNS + column, mark);
  }

  #fontOf(format: number): FontLook {
    return this.#font(this.#formats[format] ?? 0);
  }

  #font(number: number): FontLook {
    return this.#fonts[number > UNNUMBERED_FONT ? number - 1 : number] ?? plainFont;
  }

  #partsOf(index: number): readonly TextPart[] | undefined {
    this.#runs ??= richStrings(this.#strings);
    return this.#runs.get(index);
  }

  #runsOf(parts: readonly TextPart[], cell: FontLook): Run[] {
    return parts.map(({ text, font }) => ({ text, ...(font === null ? cell : this.#font(font)) }));
  }
}

/** A part of a text in a font of its own; null: in that of its cell. */
interface TextPart {
  readonly text: string;
  readonly font: number | null;
}

/** The texts of the shared strings that are shown in several fonts, by their number ([MS-XLS] 2.5.293). */
function richStrings(records: readonly Buffer[]): ReadonlyMap<number, readonly TextPart[]> {
  const found = new Map<number, readonly TextPart[]>();
  const reader = new ContinuedReader(records);
  reader.skip(4);
  const count = reader.number(4);
  for (let index = 0; index < count && !reader.atEnd; index++) {
    const length = reader.number(2);
    const flags = reader.number(1);
    const runs = (flags & 8) === 0 ? 0 : reader.number(2);
    const extension = (flags & 4) === 0 ? 0 : reader.number(4);
    const text = reader.text(length, (flags & 1) !== 0);
    const starts = Array.from(
      { length: Math.min(runs, length + 1) },
      () => [reader.number(2), reader.number(2)] as const,
    );
    reader.skip(4 * (runs - starts.length) + extension);
    if (starts.length > 0) found.set(index, partsOf(text, starts));
  }
  return found;
}

function partsOf(text: string, starts: readonly (readonly [at: number, font: number])[]): TextPart[] {
  const parts: TextPart[] = [{ text: text.slice(0, starts[0]?.[0] ?? 0), font: null }];
  starts.forEach(([at, font], i) => {
    parts.push({ text: text.slice(at, starts[i + 1]?.[0]), font });
  });
  return parts;
}

/** Reads what goes on from record to record; a text that does begins there with a byte that says its width anew. */
class ContinuedReader {
  readonly #records: readonly Buffer[];
  #record = 0;
  #at = 0;

  constructor(records: readonly Buffer[]) {
    this.#records = records;
  }

  get atEnd(): boolean {
    this.#turn();
    return this.#record >= this.#records.length;
  }

  number(bytes: number): number {
    let number = 0;
    for (let i = 0; i < bytes; i++) {
      this.#turn();
      number += (this.#records[this.#record]?.[this.#at] ?? 0) * 2 ** (8 * i);
      this.#at++;
    }
    return number;
  }

  skip(bytes: number): void {
    let left = bytes;
    while (left > 0 && !this.atEnd) {
      const step = Math.min(left, (this.#records[this.#record]?.length ?? 0) - this.#at);
      this.#at += step;
      left -= step;
    }
  }

  text(length: number, wide: boolean): string {
    let text = '';
    let isWide = wide;
    let current = this.#record;
    while (text.length < length && !this.atEnd) {
      if (this.#record !== current) {
        current = this.#record;
        isWide = (this.number(1) & 1) !== 0;
      }
      const record = this.#records[this.#record] ?? Buffer.alloc(0);
      const width = isWide ? 2 : 1;
      const end = Math.min(record.length, this.#at + width * (length - text.length));
      if (end - this.#at < width) break;
      text += record.toString(isWide ? 'utf16le' : 'latin1', this.#at, end);
      this.#at = end;
    }
    return text;
  }

  #turn(): void {
    while (this.#record < this.#records.length && this.#at >= (this.#records[this.#record]?.length ?? 0)) {
      this.#record++;
      this.#at = 0;
    }
  }
}
