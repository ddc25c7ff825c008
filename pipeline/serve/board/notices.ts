/** What to send to departments: the notices as they are published. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from '../recorded.js';

export interface Notice {
  readonly department: string;
  readonly text: string;
}

/** All notices of a publication, by the name of their files. */
export function noticesOf({ folder, run }: Recorded): Notice[] {
  return run.files.flatMap(({ path }) => {
    const [, department] = /^notices\/([^/]+)\.txt$/.exec(path) ?? [];
    if (department === undefined || !existsSync(join(folder, path))) return [];
    const text = readFileSync(join(folder, path), 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n');
    return [{ department, text: text.trim() }];
  });
}

/** Those that ask for a form, one below the other. */
export function reminderOf(record: Recorded): string {
  return noticesOf(record)
    .filter(({ text }) => text.includes('请报送：'))
    .map(({ text }) => text)
    .join('\n\n');
}
