/** A submitted .xlsx or .xlsm as the package that its correction is made of. */
import { open } from 'node:fs/promises';
import { defaultLimits, type Limits } from '../intake/limits.js';
import { fileSource } from '../intake/source.js';
import { inflate, readDirectory } from '../intake/zip.js';
import type { Package } from '../office/package.js';
import { WorkbookPackage } from './workbook-package.js';

/**
 * All parts of the package, inflated.
 * @returns null where they are more than `bytes`.
 * @throws Unreadable where the package is damaged.
 */
export async function originalPackage(path: string, bytes: number): Promise<Package | null> {
  const limits: Limits = { ...defaultLimits, inflatedBytes: bytes };
  const handle = await open(path);
  try {
    const source = await fileSource(handle);
    const parts: Package = new Map();
    let total = 0;
    for (const entry of await readDirectory(source, limits)) {
      const name = entry.name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
      if (name === '' || name.endsWith('/') || name.split('/').includes('..')) continue;
      if (total + entry.size > bytes) return null;
      const chunks: Uint8Array[] = [];
      for await (const chunk of inflate(source, entry, limits)) {
        total += chunk.length;
        if (total > bytes) return null;
        chunks.push(chunk);
      }
      parts.set(name, new Uint8Array(Buffer.concat(chunks)));
    }
    return parts;
  } finally {
    await handle.close();
  }
}

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** Takes macros out: a workbook that is named .xlsx and holds some is refused by the programs that open it. */
export function withoutMacros(parts: Package): void {
  const editor = new WorkbookPackage(parts);
  const { workbookPart } = editor;
  editor.removeRelated(workbookPart, 'vbaProject');
  const type = editor.contentType(workbookPart);
  if (type !== null && type !== workbookType) editor.setContentType(workbookPart, workbookType);
}
