/**
 * The shared strings of a workbook, kept as the UTF-8 bytes that the file holds: a string is made when a cell
 * asks for it, so that half a million names cost their bytes and not half a million objects.
 */
import type { SharedStrings } from '../cells/row-builder.js';
import type { MarkIn } from '../cells/style.js';
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';
import { Token, XmlScanner } from '../xml/scanner.js';
import { RunCollector } from './runs.js';

/** A workbook without shared strings. */
export const noStrings: SharedStrings = { count: 0, at: () => null, markIn: () => undefined };

const BLOCK_BITS = 22;
const BLOCK = 2 ** BLOCK_BITS;
/** Most workbooks need no more. */
const FIRST_BLOCK = 2 ** 16;
const NOT_ASCII = 2 ** 30;
/** Strings that are used again soon are kept as they are: as many, and none longer than this in bytes. */
const KEPT = 2 ** 15;
const KEPT_BYTES = 256;

/** Reads `sharedStrings.xml`; phonetic runs are dropped. */
export async function readStrings(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
  limits: Limits,
): Promise<SharedStrings> {
  const xml = new XmlScanner(part, limits);
  const pool = new Pool(limits);
  const runs = new RunCollector();
  let inItem = false;
  let inText = false;
  let phonetic = false;
  let piece = '';
  for await (const chunk of chunks) {
    xml.append(chunk);
    for (;;) {
      if (!inItem) pool.addPlain(xml);
      const token = xml.next();
      if (token === Token.more) break;
      if (token === Token.text) {
        if (inText) piece = xml.textAfter(piece);
      } else if (xml.name === 't') {
        if (token === Token.close && inText) runs.addText(piece);
        inText = token === Token.open && inItem && !phonetic;
        piece = '';
      } else if (xml.name === 'rPh') {
        phonetic = token === Token.open;
      } else if (xml.name === 'si') {
        if (token === Token.empty || (token === Token.close && inItem))
          pool.add(runs.joined() ?? '', runs.markIn());
        inItem = token === Token.open;
        runs.clear();
      } else if (token !== Token.close && inItem) runs.open(xml.name, xml);
    }
  }
  xml.finish();
  if (inItem) throw xml.damaged();
  return pool;
}

class Pool implements SharedStrings {
  count = 0;
  readonly #limits: Limits;
  readonly #blocks: Buffer[] = [Buffer.allocUnsafeSlow(FIRST_BLOCK)];
  /** Bytes used of the last block, and of all. */
  #used = 0;
  #total = 0;
  /** Of each string: its block and its offset in it; its length in bytes, with a bit where it is more than ASCII. */
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  readonly #keptIndex = new Int32Array(KEPT).fill(-1);
  readonly #keptText: string[] = [];
  readonly #marks = new Map<number, MarkIn>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  at(index: number): string | null {
    if (!(index >= 0 && index < this.count)) return null;
    const slot = index % KEPT;
    if (this.#keptIndex[slot] === index) return this.#keptText[slot] as string;
    const start = this.#starts[index] as number;
    const written = this.#lengths[index] as number;
    const length = written & ~NOT_ASCII;
    const block = this.#blocks[start >>> BLOCK_BITS] as Buffer;
    const from = start & (BLOCK - 1);
    const text = block.toString(length === written ? 'latin1' : 'utf8', from, from + length);
    if (length <= KEPT_BYTES) {
      this.#keptIndex[slot] = index;
      this.#keptText[slot] = text;
    }
    return text;
  }

  markIn(index: number): MarkIn | undefined {
    return this.#marks.get(index);
  }

  add(text: string, markIn: MarkIn | null): void {
    if (markIn !== null) this.#marks.set(this.count, markIn);
    const bytes = Buffer.from(text);
    this.#reserve(bytes.length);
    bytes.copy(this.#block(), this.#used);
    this.#took(bytes.length, bytes.length > text.length);
  }

  /** Takes in as many strings as are before the scanner in the one common notation, `<si><t>…</t></si>`. */
  addPlain(xml: XmlScanner): void {
    const { bytes } = xml;
    let pos = xml.pos;
    for (;;) {
      let i = afterStart(bytes, pos);
      if (i < 0) break;
      const block = this.#block();
      let to = this.#used;
      const full = block.length;
      let or = 0;
      let byte = bytes[i] as number;
      while (PLAIN[byte] === 1 && to < full) {
        block[to++] = byte;
        or |= byte;
        byte = bytes[++i] as number;
      }
      if (to === full) {
        if (this.#used === 0) break;
        this.#reserve(BLOCK);
        continue;
      }
      if (byte !== LT || !isEnd(bytes, i)) break;
      this.#took(to - this.#used, or > 0x7f);
      pos = i + 9;
    }
    xml.pos = Math.min(pos, xml.end);
  }

  #block(): Buffer {
    return this.#blocks[this.#blocks.length - 1] as Buffer;
  }

  /** Makes room in the last block; a string never spans two. */
  #reserve(length: number): void {
    if (this.#used + length <= this.#block().length) return;
    this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)));
    this.#used = 0;
  }

  #took(length: number, notAscii: boolean): void {
    if (this.count === this.#limits.sharedStrings) {
      throw new Unreadable('file.too_many_strings', { limit: this.#limits.sharedStrings });
    }
    this.#total += length;
    if (this.#total > this.#limits.sharedStringBytes) {
      throw new Unreadable('file.too_large', { limit: this.#limits.sharedStringBytes / 2 ** 20 });
    }
    if (this.count === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#lengths = doubled(this.#lengths);
    }
    this.#starts[this.count] = (this.#blocks.length - 1) * BLOCK + this.#used;
    this.#lengths[this.count] = notAscii ? length | NOT_ASCII : length;
    this.count++;
    this.#used += length;
  }
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;

/** 1 for a byte of a text that means itself: no tag, entity, line end to fold, `_x000D_`, nor the window's end. */
const PLAIN = new Uint8Array(256).fill(1);
for (const byte of [0, 0x0d, 0x26, LT, 0x5f]) PLAIN[byte] = 0;

const PRESERVE = Buffer.from(' xml:space="preserve">');

/** Where the text begins if `<si><t>` or `<si><t xml:space="preserve">` is at a place; else -1. */
function afterStart(bytes: Buffer, i: number): number {
  if (
    bytes[i] !== LT ||
    bytes[i + 1] !== 0x73 ||
    bytes[i + 2] !== 0x69 ||
    bytes[i + 3] !== GT ||
    bytes[i + 4] !== LT ||
    bytes[i + 5] !== 0x74
  ) {
    return -1;
  }
  if (bytes[i + 6] === GT) return i + 7;
  for (let k = 0; k < PRESERVE.length; k++) {
    if (bytes[i + 6 + k] !== PRESERVE[k]) return -1;
  }
  return i + 6 + PRESERVE.length;
}

/** Whether `</t></si>` is at a place. */
function isEnd(bytes: Buffer, i: number): boolean {
  return (
    bytes[i + 1] === SLASH &&
    bytes[i + 2] === 0x74 &&
    bytes[i + 3] === GT &&
    bytes[i + 4] === LT &&
    bytes[i + 5] === SLASH &&
    bytes[i + 6] === 0x73 &&
    bytes[i + 7] === 0x69 &&
    bytes[i + 8] === GT
  );
}

function doubled(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(list.length * 2);
  larger.set(list);
  return larger;
}
