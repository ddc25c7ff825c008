/** Keeps the bytes of what a publication rests on beside its submissions: settings, templates, definitions. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { NamedFile } from '../files/files-below.js';
import { inParallel } from '../files/flush.js';
import type { ArchivedFile } from '../publication/run-record.js';
import { sha256 } from '../text/hash.js';

/** Copies files into the archive under their hashes. */
export async function archiveFiles(archive: string, files: readonly NamedFile[]): Promise<ArchivedFile[]> {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  const missing = new Map<string, Buffer>();
  const archived = files.map(({ file, path }) => {
    const bytes = readFileSync(path);
    const hash = sha256(bytes);
    if (!existsSync(join(archive, hash))) missing.set(hash, bytes);
    return { file: file.normalize('NFC'), sha256: hash };
  });
  const limit = pLimit(inParallel);
  await Promise.all([...missing].map(([hash, bytes]) => limit(() => keep(join(archive, hash), bytes))));
  return archived;
}

/** Keeps a text of ours as `file`. */
export async function archiveText(archive: string, file: string, text: string): Promise<ArchivedFile> {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  const hash = sha256(text);
  if (!existsSync(join(archive, hash))) await keep(join(archive, hash), Buffer.from(text));
  return { file, sha256: hash };
}

async function keep(place: string, bytes: Buffer): Promise<void> {
  await writeFile(`${place}.aside`, bytes, { mode: 0o600, flush: true });
  await rename(`${place}.aside`, place);
}
