/**
 * Tags and texts of an XML part, from bytes in chunks of any size, without a tree. Only what workbooks need:
 * names are compared without their prefix, entities are the five of XML and numbers, a DOCTYPE is refused.
 *
 *     for await (const chunk of chunks) {
 *       xml.append(chunk);
 *       for (let token = xml.next(); token !== Token.more; token = xml.next()) …
 *     }
 *     xml.finish();
 */
import type { Limits } from '../limits.js';
import { Unreadable } from '../unreadable.js';

export const Token = {
  /** The window holds no further whole token. */
  more: 0,
  open: 1,
  /** An element without content; no close token follows. */
  empty: 2,
  close: 3,
  text: 4,
} as const;
export type Token = (typeof Token)[keyof typeof Token];

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COLON = 0x3a;

/** Zeros behind the window's end: a scanner that looks a few bytes ahead meets them instead of old bytes. */
const PADDING = 64;
/** How far before a searched name its tag may begin: the longest prefix that is looked for. */
const LONGEST_PREFIX = 256;

export class XmlScanner {
  /** The window: `bytes` from `pos` to `end` are still to be read; zeros follow. */
  bytes: Buffer = Buffer.alloc(4096);
  pos = 0;
  end = 0;
  /** Of the last open, empty or close token: its name without prefix. */
  name = '';
  readonly #part: string;
  readonly #limits: Limits;
  /** Of the last token: where its attributes or its text stand. */
  #from = 0;
  #to = 0;
  #cdata = false;

  /** @param part Name of the part, for findings. */
  constructor(part: string, limits: Limits) {
    this.#part = part;
    this.#limits = limits;
  }

  /** Puts a chunk behind what has not been read yet. Positions of earlier tokens are lost. */
  append(chunk: Uint8Array): void {
    const left = this.end - this.pos;
    if (left > this.#limits.textBytes) {
      throw this.#tooLong();
    }
    // No character of XML (1.0, 2.2), and PostgreSQL has no text that holds it.
    if (chunk.includes(0)) throw this.damaged();
    const needed = left + chunk.length + PADDING;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, this.pos, this.end);
      this.bytes = larger;
    } else if (this.pos > 0) {
      this.bytes.copyWithin(0, this.pos, this.end);
    }
    this.bytes.set(chunk, left);
    this.pos = 0;
    this.end = left + chunk.length;
    this.bytes.fill(0, this.end, this.end + PADDING);
  }

  /** Says that no chunk follows: anything but blanks that is left then is a damage. */
  finish(): void {
    const left = this.bytes.toString('latin1', this.pos, this.end);
    if (left.trim() !== '') throw this.damaged();
  }

  next(): Token {
    const { bytes, end } = this;
    for (;;) {
      const from = this.pos;
      if (from >= end) return Token.more;
      if (bytes[from] !== LT) {
        const to = this.#find(LT, from);
        if (to < 0) return Token.more;
        return this.#text(from, to, to, false);
      }
      switch (bytes[from + 1]) {
        case SLASH: {
          const to = this.#find(GT, from + 2);
          if (to < 0) return Token.more;
          this.#setName(from + 2, to);
          this.pos = to + 1;
          return Token.close;
        }
        case QUESTION: {
          const to = this.#find('?>', from + 2);
          if (to < 0) return Token.more;
          this.pos = to + 2;
          break;
        }
        case BANG: {
          if (end - from < 9) return Token.more;
          if (bytes.toString('latin1', from, from + 9) === '<![CDATA[') {
            const to = this.#find(']]>', from + 9);
            return to < 0 ? Token.more : this.#text(from + 9, to, to + 3, true);
          }
          if (bytes.toString('latin1', from, from + 4) !== '<!--') {
            throw new Unreadable('file.doctype', { part: this.#part });
          }
          const to = this.#find('-->', from + 4);
          if (to < 0) return Token.more;
          this.pos = to + 3;
          break;
        }
        default: {
          const to = this.#tagEnd(from + 1);
          if (to < 0) return Token.more;
          const empty = bytes[to - 1] === SLASH;
          this.#to = empty ? to - 1 : to;
          this.#from = this.#setName(from + 1, this.#to);
          this.pos = to + 1;
          return empty ? Token.empty : Token.open;
        }
      }
    }
  }

  /** The last text token's text: entities replaced, line ends as XML reads them. */
  text(): string {
    return this.#cdata
      ? lineEnds(this.bytes.toString('utf8', this.#from, this.#to))
      : decodeText(this.bytes, this.#from, this.#to);
  }

  /** The last text token's text behind a beginning: a text comes in several tokens where CDATA or comments divide it. */
  textAfter(beginning: string): string {
    const text = beginning + this.text();
    if (text.length > this.#limits.textBytes) throw this.#tooLong();
    return text;
  }

  /** An attribute of the last open or empty token by its whole name; null where it does not stand. */
  attribute(name: string): string | null {
    return this.#attribute(name, false);
  }

  /** As `attribute`, by the name behind any prefix: the `id` of `r:id`. */
  prefixedAttribute(name: string): string | null {
    return this.#attribute(name, true);
  }

  /** Moves to the next close tag of the given name without looking at what is before; false: it is not in the window. */
  skipToClose(name: string): boolean {
    const { bytes } = this;
    for (let from = this.pos; ; ) {
      const at = this.#find(name, from);
      if (at < 0) {
        this.pos = Math.max(this.pos, this.end - LONGEST_PREFIX - name.length);
        return false;
      }
      let start = at - 1;
      if (bytes[start] === COLON) {
        const first = Math.max(this.pos, at - LONGEST_PREFIX);
        while (start > first && bytes[start] !== SLASH && bytes[start] !== LT) start--;
      }
      const after = bytes[at + name.length] ?? 0;
      if (
        bytes[start] === SLASH &&
        bytes[start - 1] === LT &&
        start > this.pos &&
        (after === GT || after <= 32)
      ) {
        this.pos = start - 1;
        return true;
      }
      from = at + name.length;
    }
  }

  damaged(): Unreadable {
    return new Unreadable('file.damaged', { part: this.#part });
  }

  #tooLong(): Unreadable {
    return new Unreadable('file.text_too_long', { limit: this.#limits.textBytes / 2 ** 20 });
  }

  #text(from: number, to: number, next: number, cdata: boolean): Token {
    this.#from = from;
    this.#to = to;
    this.#cdata = cdata;
    this.pos = next;
    return Token.text;
  }

  /** Sets the name that begins at a place, and says where it ends. */
  #setName(from: number, limit: number): number {
    const { bytes } = this;
    let start = from;
    let i = from;
    for (; i < limit; i++) {
      const byte = bytes[i] as number;
      if (byte <= 32) break;
      if (byte === COLON) start = i + 1;
    }
    if (i === start) throw this.damaged();
    this.name = bytes.toString('latin1', start, i);
    return i;
  }

  /** The `>` that ends a tag; one inside an attribute's value does not. */
  #tagEnd(from: number): number {
    const { bytes, end } = this;
    let quote = 0;
    for (let i = from; i < end; i++) {
      const byte = bytes[i];
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === GT) {
        return i;
      } else if (byte === QUOTE || byte === APOSTROPHE) {
        quote = byte;
      } else if (byte === LT) {
        throw this.damaged();
      }
    }
    return -1;
  }

  #attribute(name: string, anyPrefix: boolean): string | null {
    const { bytes } = this;
    const to = this.#to;
    let i = this.#from;
    for (;;) {
      while (i < to && (bytes[i] as number) <= 32) i++;
      if (i >= to) return null;
      const nameFrom = i;
      while (i < to && (bytes[i] as number) > 32 && bytes[i] !== EQUALS) i++;
      const nameTo = i;
      while (i < to && (bytes[i] as number) <= 32) i++;
      if (bytes[i] !== EQUALS) throw this.damaged();
      i++;
      while (i < to && (bytes[i] as number) <= 32) i++;
      const quote = bytes[i];
      if (quote !== QUOTE && quote !== APOSTROPHE) throw this.damaged();
      const valueFrom = i + 1;
      i = bytes.indexOf(quote, valueFrom);
      if (i < 0 || i >= to) throw this.damaged();
      if (this.#isNamed(nameFrom, nameTo, name, anyPrefix)) return decodeText(bytes, valueFrom, i);
      i++;
    }
  }

  #isNamed(from: number, to: number, name: string, anyPrefix: boolean): boolean {
    const start = to - name.length;
    if (start < from || (start > from && !(anyPrefix && this.bytes[start - 1] === COLON))) return false;
    for (let i = 0; i < name.length; i++) {
      if (this.bytes[start + i] !== name.charCodeAt(i)) return false;
    }
    return true;
  }

  #find(what: number | string, from: number): number {
    const at = this.bytes.indexOf(what, from, 'latin1');
    return at >= 0 && at + (typeof what === 'string' ? what.length : 1) <= this.end ? at : -1;
  }
}

/** Calls a function for every token of a part. */
export async function eachToken(
  chunks: AsyncIterable<Uint8Array>,
  xml: XmlScanner,
  visit: (token: Token) => void,
): Promise<void> {
  for await (const chunk of chunks) {
    xml.append(chunk);
    for (let token = xml.next(); token !== Token.more; token = xml.next()) {
      visit(token);
    }
  }
  xml.finish();
}

/** Bytes of a text or an attribute's value as written, to the text that they mean. */
export function decodeText(bytes: Buffer, from: number, to: number): string {
  let or = 0;
  let special = false;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    or |= byte;
    if (byte === 0x26 || byte === 0x0d) special = true;
  }
  const text = bytes.toString(or < 0x80 ? 'latin1' : 'utf8', from, to);
  return special
    ? lineEnds(text).replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(amp|lt|gt|quot|apos));/g, entity)
    : text;
}

/**
 * Replaces `_x000D_` and its like, by which workbooks write characters that XML cannot (ECMA-376 part 1,
 * 22.9.2.19).
 */
export function unescapeXstring(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([\da-fA-F]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Whether an attribute of type xsd:boolean is true. */
export function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** Whether it is false; where it does not stand, its default holds. */
export function isFalse(value: string | null): boolean {
  return value === '0' || value === 'false' || value === 'off';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(_: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name] ?? '';
  const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}

function lineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
