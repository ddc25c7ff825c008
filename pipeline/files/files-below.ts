/** The files of a folder and its subfolders. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../text/fold.js';

export interface NamedFile {
  /** As it is recorded, with /. */
  readonly file: string;
  /** Where it can be opened. */
  readonly path: string;
}

/**
 * Every file below a folder, by path; names that begin with a point or ~$ left out.
 * @param as how the folder itself is recorded.
 */
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
