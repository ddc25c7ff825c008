import { TextDecoder } from 'node:util';
import { Unreadable } from '../unreadable.js';

/** How much of a part is looked at to tell its encoding. */
const PROLOG = 1024;

/**
 * An XML part's chunks as UTF-8 without a byte order mark, whatever the part is in (XML 1.0, appendix F).
 * UTF-8 chunks are passed on as they are.
 */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Buffer | null = Buffer.alloc(0);
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head !== null) {
      head = Buffer.concat([head, chunk]);
      if (head.length < PROLOG && !head.includes('>')) continue;
      decoder = decoderOf(head, part);
      bytes = withoutMark(head);
      head = null;
    }
    yield decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (head !== null) yield withoutMark(head);
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

/** The decoder that a part needs; null: it is UTF-8. */
function decoderOf(head: Buffer, part: string): TextDecoder | null {
  const label = encodingOf(head);
  if (/^(utf-?8|us-ascii|ascii)$/i.test(label)) return null;
  try {
    return new TextDecoder(label);
  } catch {
    throw new Unreadable('file.damaged', { part });
  }
}

function encodingOf(head: Buffer): string {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  if (a === 0xef) return 'utf-8';
  const declaration = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(
    head.toString('latin1', 0, PROLOG),
  );
  const label = declaration?.[1] ?? 'utf-8';
  // A part whose bytes are not UTF-16 but says so was converted without its declaration.
  return /^utf-?16/i.test(label) ? 'utf-8' : label;
}

function withoutMark(bytes: Buffer): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
