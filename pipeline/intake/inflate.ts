/** Raw deflate streams (RFC 1951) and their checksums, by Node's own zlib; the page that runs in a browser has another. */
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

export { crc32 } from 'node:zlib';

/** Inflated bytes at a time: enough that threads seldom wait for each other, and little enough for the cache. */
const OUTPUT = 512 * 1024;
const LEAST_OUTPUT = 64 * 1024;

/**
 * What the blocks of a stream inflate to, in chunks.
 * @param claimedSize bytes that it is said to inflate to.
 * @throws an error that `isDeflateError` knows where the stream is damaged or cut off.
 */
export async function* inflateRaw(
  blocks: AsyncIterable<Buffer>,
  claimedSize: number,
): AsyncGenerator<Buffer, void, undefined> {
  const input = Readable.from(blocks, { highWaterMark: 2 });
  const inflater = createInflateRaw({ chunkSize: Math.min(OUTPUT, Math.max(LEAST_OUTPUT, claimedSize)) });
  input.on('error', (error) => inflater.destroy(error));
  input.pipe(inflater);
  try {
    for await (const chunk of inflater) yield chunk;
  } finally {
    input.destroy();
  }
}

/** Whether the stream was at fault. */
export function isDeflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
