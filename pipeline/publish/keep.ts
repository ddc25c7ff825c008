/** Keeps the bytes of what a publication rests on beside its submissions: settings, templates, definitions. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../text/fold.js';
import type { ArchivedFile } from './record.js';

export interface NamedFile {
  /** As it is recorded, with /. */
  readonly file: string;
  /** Where it stands. */
  readonly path: string;
}

const settingsNames = ['unit.csv', 'owed.csv', 'aliases.csv', 'waivers.csv', 'templates', 'seals'];

/** The township's own settings, templates and seals, by their path below inputs/<unit>/. */
export function settingsFiles(unitFolder: string): NamedFile[] {
  return settingsNames.flatMap((name) => {
    const path = join(unitFolder, name);
    if (!existsSync(path)) return [];
    return statSync(path).isDirectory() ? filesBelow(path, name) : [{ file: name, path }];
  });
}

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
export function archiveFiles(archive: string, files: readonly NamedFile[]): ArchivedFile[] {
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  return files.map(({ file, path }) => {
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place = join(archive, sha256);
    if (!existsSync(place)) {
      writeFileSync(`${place}.aside`, bytes, { mode: 0o600, flush: true });
      renameSync(`${place}.aside`, place);
    }
    return { file: file.normalize('NFC'), sha256 };
  });
}
