/**
 * Text as UTF-8 bytes, in the order in which it comes. Most of what is published is millions of short plain texts:
 * these go into the bytes character by character, which no encoder is as fast for, nor joining them before.
 */

/** Bytes under way. */
export interface ByteWriter {
  /** How many there are so far. */
  readonly length: number;
  /**
   * Writes a text, unless one of its characters is not in the set.
   * @returns whether it was written.
   */
  plain(text: string, set: CharacterSet): boolean;
  text(text: string): void;
  /** An ASCII character, by its code. */
  ascii(code: number): void;
  bytes(bytes: Uint8Array): void;
  /** Hands out what has not been handed out yet. */
  flush(): void;
}

/** ASCII characters, by their codes: 1 where one is in it. */
export type CharacterSet = Uint8Array;

/** The printable characters of ASCII but those in `without`. */
export function printableBut(without: string): CharacterSet {
  const set = new Uint8Array(128);
  for (let code = 0x20; code < 0x7f; code++) set[code] = without.includes(String.fromCharCode(code)) ? 0 : 1;
  return set;
}

/**
 * @param take gets the bytes in pieces, which it must not keep: they are written over.
 * @param room bytes that a piece has at the most; a longer one is handed out as it came.
 */
export function openBytes(take: (piece: Uint8Array) => void, room = 128 * 1024): ByteWriter {
  const buffer = Buffer.allocUnsafe(room);
  let at = 0;
  let before = 0;
  const flush = () => {
    if (at > 0) take(buffer.subarray(0, at));
    before += at;
    at = 0;
  };
  const bytes = (piece: Uint8Array) => {
    if (piece.length > room - at) flush();
    if (piece.length > room) {
      take(piece);
      before += piece.length;
      return;
    }
    buffer.set(piece, at);
    at += piece.length;
  };
  return {
    get length() {
      return before + at;
    },
    plain(text, set) {
      const { length } = text;
      if (length > room - at) flush();
      if (length > room) return false;
      for (let i = 0; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127 || set[code] === 0) return false;
        buffer[at + i] = code;
      }
      at += length;
      return true;
    },
    text(text) {
      // No character takes more than three bytes.
      if (text.length * 3 > room) {
        bytes(Buffer.from(text, 'utf8'));
        return;
      }
      if (text.length * 3 > room - at) flush();
      at += buffer.write(text, at, 'utf8');
    },
    ascii(code) {
      if (at === room) flush();
      buffer[at++] = code;
    },
    bytes,
    flush,
  };
}
