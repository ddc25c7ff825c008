/** Keeps the bytes of what a publication rests on beside its submissions: settings, templates, definitions. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { inParallel } from '../files/flush.js';
import type { NamedFile } from '../inputs/settings-files.js';
import type { ArchivedFile } from '../publication/run-record.js';
import { compareText } from '../text/fold.js';

/** Every file below a folder, by path; names that begin with a point or ~$ left out. */
export function filesBelow(folder: string, as = ''): NamedFile[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && !name.startsWith('~$'))
    .sort(compareText)
    .flatMap((name) => {
      const path = join(folder, name);
      const file = as === '' ? name : `${as}/${name}`;
      return statSync(path).isDirectory() ? filesBelow(path, file) : [{ file, path }];
    });
}

/** Copies files into the archive under their hashes. */
export async function archiveFiles(archive: string, files: readonly NamedFile[]): Promise<ArchivedFile[]> {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  const missing = new Map<string, Buffer>();
  const archived = files.map(({ file, path }) => {
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (!existsSync(join(archive, sha256))) missing.set(sha256, bytes);
    return { file: file.normalize('NFC'), sha256 };
  });
  const limit = pLimit(inParallel);
  await Promise.all([...missing].map(([sha256, bytes]) => limit(() => keep(join(archive, sha256), bytes))));
  return archived;
}

async function keep(place: string, bytes: Buffer): Promise<void> {
  await writeFile(`${place}.aside`, bytes, { mode: 0o600, flush: true });
  await rename(`${place}.aside`, place);
}
