/** Where a reader gets a file's bytes: by position, so that an archive can be read from its end. */
import type { FileHandle } from 'node:fs/promises';

export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** The bytes from an offset; fewer than asked for only where the file ends. The result is not written to. */
  read(offset: number, length: number): Promise<Uint8Array> | Uint8Array;
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, Math.min(offset + length, bytes.length)),
  };
}

/** An open file; the caller closes it once the workbook's rows have been read. */
export async function fileSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const buffer = Buffer.allocUnsafe(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await handle.read(buffer, filled, wanted - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
  };
}
