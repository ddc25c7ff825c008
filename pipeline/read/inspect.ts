/** How a file on this machine would be read. */
import { hashOfFile } from '../files/hashed-file.js';
import type { Finding } from '../findings/finding.js';
import type { Language } from '../findings/words.js';
import { openWorkbook } from '../intake/open.js';
import { type Inspection, type InspectOptions, inspectOpened, inspectRefused } from './inspection.js';

/**
 * Reads the file at `path` as a run would, and publishes nothing. Personal data is masked.
 * @param file how the file is called in the result
 * @throws Error of the file system where the file is not there.
 */
export async function inspect(path: string, file: string, options: InspectOptions): Promise<Inspection> {
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) return refusedInspection(path, file, opened.unreadable, options.language);
  try {
    const sha256 = await hashOfFile(path);
    return await inspectOpened(opened.workbook, { file, sha256 }, options);
  } finally {
    await opened.close();
  }
}

/** What is said of a file that cannot be read. */
export async function refusedInspection(
  path: string,
  file: string,
  why: Finding,
  language: Language,
): Promise<Inspection> {
  return inspectRefused({ file, sha256: await hashOfFile(path) }, why, language);
}
