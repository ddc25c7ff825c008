/** Raw deflate streams (RFC 1951) and their checksums in a browser, of which the older ones inflate none themselves. */
import { Buffer } from 'buffer';
import { Inflate } from 'fflate';

/** As `intake/inflate`: what the blocks of a stream inflate to, in chunks. */
export async function* inflateRaw(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const chunks: Uint8Array[] = [];
  const inflater = new Inflate((chunk) => chunks.push(chunk));
  const made = () =>
    chunks.splice(0).map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  for await (const block of blocks) {
    inflater.push(block);
    yield* made();
  }
  inflater.push(new Uint8Array(0), true);
  yield* made();
}

/** Whether the stream was at fault: fflate numbers its errors. */
export function isDeflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}

/** Remainders of CRC-32 (ISO 3309) by the byte that is divided. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

/** @param before the checksum of what came before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) {
    crc = (remainders[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
