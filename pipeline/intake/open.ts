/** The folder's one way in: a file, whatever it is, as a workbook, or the finding that says why it is none. */
import { type FileHandle, open } from 'node:fs/promises';
import { type Finding, finding } from '../findings/finding.js';
import { defaultLimits, type Limits } from './limits.js';
import { openSource } from './open-source.js';
import { bytesSource, fileSource } from './source.js';
import { Unreadable } from './unreadable.js';
import type { Workbook } from './workbook.js';

export type Opened =
  | {
      readonly workbook: Workbook;
      /** Lets go of the file; call it once the rows have been read. */
      readonly close: () => Promise<void>;
    }
  /** An error about the file as a whole, that says what it is and what to do. */
  | { readonly unreadable: Finding };

/**
 * Opens a file by its content; its name says nothing. What cannot be read is a finding, be it the file's fault or
 * the file system's. While rows are read, `rows()` may still throw Unreadable: its finding concerns the whole file,
 * too, and the rows that came before do not count.
 */
export async function openWorkbook(
  input: string | Uint8Array,
  limits: Limits = defaultLimits,
): Promise<Opened> {
  let handle: FileHandle | null = null;
  try {
    if (typeof input === 'string') handle = await open(input);
    const file = handle === null ? bytesSource(input as Uint8Array) : await fileSource(handle);
    const workbook = await openSource(file, limits);
    const opened = handle;
    return { workbook, close: async () => opened?.close() };
  } catch (error) {
    await handle?.close();
    if (error instanceof Unreadable) return { unreadable: error.finding };
    if (error instanceof Error && 'code' in error && 'syscall' in error) {
      return { unreadable: finding('file.unreadable', 'error', {}, { reason: String(error.code) }) };
    }
    throw error;
  }
}
