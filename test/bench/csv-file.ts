/** A CSV written row by row, so that it may be larger than memory. */
import { closeSync, openSync, writeSync } from 'node:fs';

export function writeCsv(
  file: string,
  rows: Iterable<readonly string[]>,
  encode: (text: string) => Uint8Array,
): void {
  const handle = openSync(file, 'w');
  let pending = '';
  const flush = () => {
    writeSync(handle, encode(pending));
    pending = '';
  };
  for (const row of rows) {
    pending += `${row.join(',')}\r\n`;
    if (pending.length > 1 << 16) flush();
  }
  flush();
  closeSync(handle);
}

export const utf8 = (text: string) => new TextEncoder().encode(text);
