/** The folder's one way in: a file, whatever it is, as a workbook, or the finding that says why it is none. */
import { type FileHandle, open } from 'node:fs/promises';
import { type Finding, finding } from '../findings/finding.js';
import { withFitTexts } from './characters.js';
import { openCsv } from './csv/open.js';
import { type Content, detectContent } from './detect.js';
import type { TextEncoding } from './encoding.js';
import { openHtml } from './html/open.js';
import { openLegacy } from './legacy/open.js';
import { defaultLimits, type Limits } from './limits.js';
import { openOds } from './ods/open.js';
import { type ByteSource, bytesSource, fileSource } from './source.js';
import { Unreadable } from './unreadable.js';
import type { Workbook } from './workbook.js';
import { openXlsx } from './xlsx/open.js';
import { openXml2003 } from './xml2003/open.js';

export type Opened =
  | {
      readonly workbook: Workbook;
      /** Lets go of the file; call it once the rows have been read. */
      readonly close: () => Promise<void>;
    }
  /** An error about the file as a whole, that says what it is and what to do. */
  | { readonly unreadable: Finding };

type Reader = (source: ByteSource, limits: Limits, encoding?: TextEncoding) => Promise<Workbook>;

const readers: Readonly<Record<Content, Reader>> = {
  xlsx: (source, limits) => openXlsx(source, limits),
  xls: (source, limits) => openLegacy(source, 'xls', limits),
  et: (source, limits) => openLegacy(source, 'et', limits),
  ods: (source, limits) => openOds(source, limits),
  xml: (source, limits) => openXml2003(source, limits),
  html: openHtml,
  text: openCsv,
};

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
    const { content, encoding, source } = await detectContent(file, limits);
    const workbook = withFitTexts(await readers[content](source, limits, encoding ?? undefined));
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
