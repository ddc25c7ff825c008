/**
 * In which encoding a text file stands, decided on all of its bytes: the first character that is not ASCII may
 * come late, and a short file gives little to count. Reads in chunks; holds no file whole.
 *
 *     a byte order mark                      → what it says
 *     zero bytes on one side of each pair    → UTF-16 without a mark
 *     all bytes valid UTF-8                  → UTF-8, unless it says nothing in it (see `readUtf8`)
 *     else all bytes valid GB18030           → GB18030, which contains GBK and GB2312
 *     else                                   → Unreadable, with the offset of the first byte that does not fit
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { ByteSource } from './source.js';
import { Unreadable } from './unreadable.js';

export interface TextEncoding {
  /** As WHATWG names it. */
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark that is before the text; 0 without one. */
  readonly bom: number;
}

/** Bytes that are read and judged at a time. */
const CHUNK = 256 * 1024;
/** Bytes that are decoded at a time: what is made of few of them is gone before the collector looks at it. */
const DECODED = 32 * 1024;
const LONGEST_CHARACTER = 4;
/** Of these at least one completes the beginning of any character in UTF-8 and GB18030. */
const COMPLETIONS = [[0x80, 0x80, 0x80], [0x90, 0x80, 0x80], [0xa0, 0x80], [0xa1, 0x30], [0x30]] as const;

/** The encoding of the whole file. Throws Unreadable where bytes fit none, or the file ends within a character. */
export async function detectEncoding(source: ByteSource): Promise<TextEncoding> {
  const head = await source.read(0, CHUNK);
  const marked = byteOrderMark(head);
  if (marked?.encoding === 'utf-8') {
    const { misfit } = await readUtf8(source, marked.bom);
    if (misfit !== null) throw unreadable(misfit, 'utf-8');
    return marked;
  }
  const wide = marked ?? utf16WithoutMark(head);
  if (wide !== null) {
    await checkUtf16(source, wide);
    return wide;
  }

  const utf8 = await readUtf8(source, 0);
  if (utf8.misfit === null && !utf8.likelyGb18030) return { encoding: 'utf-8', bom: 0 };
  if (utf8.misfit?.cut && utf8.hasWide) throw unreadable(utf8.misfit, 'utf-8');
  const gb18030 = await firstMisfit(source, 0, wholeGb18030);
  if (gb18030 === null) return { encoding: 'gb18030', bom: 0 };
  if (utf8.misfit === null) return { encoding: 'utf-8', bom: 0 };
  // The one that holds for longer is what the file was meant to be.
  if (gb18030.offset > utf8.misfit.offset) throw unreadable(gb18030, 'gb18030');
  throw unreadable(utf8.misfit, 'utf-8');
}

/** The text without its byte order mark, in chunks that end between characters. */
export async function* decode(
  source: ByteSource,
  { encoding, bom }: TextEncoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  for (let at = bom; at < source.size; ) {
    const bytes = await source.read(at, CHUNK);
    if (bytes.length === 0) break;
    for (let from = 0; from < bytes.length; from += DECODED) {
      const piece = bytes.subarray(from, from + DECODED);
      at += piece.length;
      const text = decoder.decode(piece, { stream: at < source.size });
      if (text !== '') yield text;
    }
  }
}

/** Where bytes stop being valid; `cut`: only because the file ends within a character. */
interface Misfit {
  readonly offset: number;
  readonly cut: boolean;
}

function unreadable({ offset, cut }: Misfit, encoding: string): Unreadable {
  return new Unreadable(cut ? 'text.cut_short' : 'text.encoding', { offset, encoding });
}

function byteOrderMark(head: Uint8Array): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  return null;
}

/**
 * UTF-16 shows itself by the zero bytes of its digits, delimiters and line ends, all on one side. A text of one
 * byte per character into which some zero bytes strayed has line ends without a zero beside them.
 */
function utf16WithoutMark(head: Uint8Array): TextEncoding | null {
  let even = 0;
  let odd = 0;
  let lonelyBreaks = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] === 0) {
      if (i % 2 === 0) even++;
      else odd++;
    } else if (head[i] === 0x0a && head[i - 1] !== 0 && head[i + 1] !== 0) lonelyBreaks++;
  }
  const zeros = Math.max(even, odd);
  // 上 (U+4E0A) holds a lonely 0A, too, but characters in ASCII are far more frequent.
  if (zeros < head.length / 400 || Math.min(even, odd) > 0 || lonelyBreaks > zeros / 4) return null;
  if (zeros === 0) return null;
  return { encoding: odd > even ? 'utf-16le' : 'utf-16be', bom: 0 };
}

/** Throws Unreadable where half of a pair of surrogates is alone, or half a unit at the end. */
async function checkUtf16(source: ByteSource, { encoding, bom }: TextEncoding): Promise<void> {
  const highByte = encoding === 'utf-16le' ? 1 : 0;
  let open = false;
  let at = bom;
  while (at + 1 < source.size) {
    const bytes = await source.read(at, CHUNK);
    const end = bytes.length - (bytes.length % 2);
    if (end === 0) break;
    for (let i = 0; i < end; i += 2) {
      const high = (bytes[i + highByte] ?? 0) & 0xfc;
      if ((high === 0xdc) !== open) throw unreadable({ offset: at + i, cut: false }, encoding);
      open = high === 0xd8;
    }
    at += end;
  }
  if (open || at < source.size) throw unreadable({ offset: at, cut: true }, encoding);
}

/**
 * Reads all bytes as UTF-8: where that fails, whether characters of three bytes or more came before (all Chinese
 * ones are), and whether GB18030 is the likelier reading although it does not fail. Chinese in GBK may happen to
 * be valid UTF-8 (一月 begins as D2 BB), but then it reads as runs of Cyrillic or Hebrew letters, or as accented
 * letters side by side; m² and José have one alone.
 */
async function readUtf8(source: ByteSource, from: number) {
  let hasWide = false;
  let likelyGb18030 = false;
  const misfit = await firstMisfit(source, from, (bytes) => {
    const whole = wholeUtf8(bytes);
    if (!hasWide && !isAscii(bytes.subarray(0, whole))) {
      for (let i = 0; i < whole && !hasWide; i++) {
        const lead = bytes[i] ?? 0;
        if (lead >= 0xe0) hasWide = true;
        else if (lead >= 0xc4 || (lead >= 0xc2 && (bytes[i + 2] ?? 0) >= 0xc2)) likelyGb18030 = true;
      }
    }
    return whole;
  });
  return { misfit, hasWide, likelyGb18030: likelyGb18030 && !hasWide };
}

/** Reads all bytes; `whole` says how many bytes at the beginning of a chunk are whole characters. */
async function firstMisfit(
  source: ByteSource,
  from: number,
  whole: (bytes: Uint8Array) => number,
): Promise<Misfit | null> {
  for (let at = from; at < source.size; ) {
    const bytes = await source.read(at, CHUNK);
    if (bytes.length === 0) break;
    const end = whole(bytes);
    const left = bytes.length - end;
    const last = at + bytes.length >= source.size;
    if (left >= LONGEST_CHARACTER || (last && left > 0)) {
      const tail = bytes.subarray(end);
      const cut =
        left < LONGEST_CHARACTER &&
        COMPLETIONS.some((completion) => whole(Uint8Array.from([...tail, ...completion])) > left);
      return { offset: at + end, cut };
    }
    at += end;
  }
  return null;
}

function wholeUtf8(bytes: Uint8Array): number {
  let end = bytes.length;
  for (let back = 1; back < LONGEST_CHARACTER && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      if (utf8Length(byte) > back) end -= back;
      break;
    }
  }
  return isUtf8(bytes.subarray(0, end)) ? end : validUtf8(bytes, end);
}

/** Where the first character is that is wrong, found by halves: what is before `valid` is right. */
function validUtf8(bytes: Uint8Array, before: number): number {
  let valid = 0;
  let end = before;
  while (end - valid > 64) {
    let middle = (valid + end) >> 1;
    while (((bytes[middle] ?? 0) & 0xc0) === 0x80 && middle > valid) middle--;
    if (middle === valid) break;
    if (isUtf8(bytes.subarray(valid, middle))) valid = middle;
    else end = middle;
  }
  while (valid < bytes.length) {
    const next = valid + utf8Length(bytes[valid] ?? 0);
    if (next > bytes.length || !isUtf8(bytes.subarray(valid, next))) break;
    valid = next;
  }
  return valid;
}

function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/**
 * As WHATWG decodes it: one byte up to 80 (80 is the euro sign of code page 936); two bytes 81–FE and 40–FE but
 * 7F; four bytes 81–FE, 30–39, 81–FE, 30–39 where Unicode has characters.
 */
function wholeGb18030(bytes: Uint8Array): number {
  const { length } = bytes;
  let at = 0;
  while (at < length) {
    const first = bytes[at] as number;
    if (first <= 0x80) {
      at++;
      continue;
    }
    if (first === 0xff || at + 1 === length) break;
    const second = bytes[at + 1] as number;
    if (second >= 0x40) {
      if (second === 0x7f || second === 0xff) break;
      at += 2;
      continue;
    }
    const assigned = first <= 0x84 || (first >= 0x90 && first <= 0xe3);
    if (second < 0x30 || second > 0x39 || !assigned || at + 3 >= length) break;
    const third = bytes[at + 2] as number;
    const fourth = bytes[at + 3] as number;
    if (third <= 0x80 || third === 0xff || fourth < 0x30 || fourth > 0x39) break;
    at += 4;
  }
  return at;
}
