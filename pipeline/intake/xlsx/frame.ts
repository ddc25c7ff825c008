/** What is around a sheet's rows: hidden columns before them, the filter and the merged ranges behind. */
import { columnIndex } from '../../text/address.js';
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import type { Merge } from '../workbook.js';
import { isTrue, Token, XmlScanner } from '../xml/scanner.js';

export interface Frame {
  readonly merges: readonly Merge[];
  readonly hiddenColumns: readonly number[];
  readonly filtered: boolean;
}

/**
 * How much of a part's end is searched for the end of its rows, before all of it is: searching a hundred
 * megabytes of rows costs as much as inflating them.
 */
const TAIL = 8 * 2 ** 20;

/**
 * Reads a sheet's part to its end, passing over the rows.
 * Throws Unreadable where it is no worksheet, breaks off, or has too many merged ranges.
 *
 * @param read Gives the part's content from its beginning; called again only where very much is behind the rows.
 */
export async function readFrame(
  read: () => AsyncIterable<Uint8Array>,
  part: string,
  sheet: string,
  limits: Limits,
): Promise<Frame> {
  const reader = new FrameReader(part, sheet, limits);
  const tail: Uint8Array[] = [];
  let tailBytes = 0;
  let isWhole = true;
  for await (const chunk of read()) {
    if (!reader.inRows) {
      reader.append(chunk);
      continue;
    }
    tail.push(chunk);
    tailBytes += chunk.length;
    while (tailBytes - (tail[0]?.length ?? 0) >= TAIL) {
      tailBytes -= tail.shift()?.length ?? 0;
      isWhole = false;
    }
  }
  for (const chunk of tail) reader.append(chunk);
  if (!reader.inRows || isWhole) return reader.finish();

  const searching = new FrameReader(part, sheet, limits);
  for await (const chunk of read()) searching.append(chunk);
  return searching.finish();
}

class FrameReader {
  /** Whether the end of the rows is still to be found. */
  inRows = false;
  readonly #xml: XmlScanner;
  readonly #sheet: string;
  readonly #limits: Limits;
  readonly #merges: Merge[] = [];
  readonly #hidden: [first: number, last: number][] = [];
  #filtered = false;
  #root = '';
  #closed = false;

  constructor(part: string, sheet: string, limits: Limits) {
    this.#xml = new XmlScanner(part, limits);
    this.#sheet = sheet;
    this.#limits = limits;
  }

  append(chunk: Uint8Array): void {
    const xml = this.#xml;
    xml.append(chunk);
    for (;;) {
      if (this.inRows && !xml.skipToClose('sheetData')) return;
      this.inRows = false;
      const token = xml.next();
      if (token === Token.more) return;
      if (token === Token.close) this.#closed ||= xml.name === this.#root;
      else if (token !== Token.text) this.#open(token === Token.empty);
    }
  }

  finish(): Frame {
    this.#xml.finish();
    if (this.inRows || this.#root !== 'worksheet' || !this.#closed) throw this.#xml.damaged();
    return {
      merges: this.#merges.sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn),
      hiddenColumns: columnsOf(this.#hidden),
      filtered: this.#filtered,
    };
  }

  #open(empty: boolean): void {
    const xml = this.#xml;
    if (this.#root === '') {
      this.#root = xml.name;
      this.#closed = empty;
    } else if (xml.name === 'sheetData') {
      this.inRows = !empty;
    } else if (xml.name === 'col') {
      this.#column();
    } else if (xml.name === 'autoFilter') {
      this.#filtered = true;
    } else if (xml.name === 'mergeCell') {
      const merge = mergeOf(xml.attribute('ref') ?? '', this.#limits);
      if (merge !== null) this.#merges.push(merge);
      if (this.#merges.length > this.#limits.merges) {
        throw new Unreadable('file.too_many_merges', { limit: this.#limits.merges }, this.#sheet);
      }
    }
  }

  /** Notes the columns of a `<col>` that are hidden, or without width. */
  #column(): void {
    const width = this.#xml.attribute('width');
    const isHidden = isTrue(this.#xml.attribute('hidden')) || (width !== null && Number(width) === 0);
    const first = Math.max(1, Number(this.#xml.attribute('min')));
    const last = Math.min(Number(this.#xml.attribute('max')), this.#limits.columns);
    if (isHidden && first <= last) this.#hidden.push([first - 1, last - 1]);
  }
}

/** Every column of the ranges once, in order. */
function columnsOf(ranges: readonly (readonly [number, number])[]): number[] {
  const columns: number[] = [];
  let next = 0;
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    for (next = Math.max(next, first); next <= last; next++) columns.push(next);
  }
  return columns;
}

const RANGE = /^\$?([A-Z]*)\$?(\d*):\$?([A-Z]*)\$?(\d*)$/;

/** A range as a merge; whole columns (A:C) and rows (1:3) reach to the grid's end. null: one cell, or no range. */
function mergeOf(ref: string, limits: Limits): Merge | null {
  const match = RANGE.exec(ref.trim().toUpperCase());
  if (match === null) return null;
  const [, firstLetters = '', firstDigits = '', lastLetters = '', lastDigits = ''] = match;
  const rows = [Number(firstDigits || 1), Number(lastDigits || limits.rows)];
  const columns = [
    firstLetters === '' ? 0 : columnIndex(firstLetters),
    lastLetters === '' ? limits.columns - 1 : columnIndex(lastLetters),
  ];
  const merge = {
    firstRow: Math.min(...rows),
    lastRow: Math.min(Math.max(...rows), limits.rows),
    firstColumn: Math.min(...columns),
    lastColumn: Math.min(Math.max(...columns), limits.columns - 1),
  };
  const isOutside = merge.firstRow < 1 || merge.firstRow > limits.rows || merge.firstColumn >= limits.columns;
  const isOne = merge.firstRow === merge.lastRow && merge.firstColumn === merge.lastColumn;
  return isOutside || isOne ? null : merge;
}
