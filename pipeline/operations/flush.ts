/** What was written reaches the disk before what points to it does. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';

/** Flushed side by side, files share the journal's commits; one after the other each waits for its own. */
export const sideBySide = 32;
const windows = process.platform === 'win32';

/** Flushes every file below a folder, then the folders. */
export async function flushTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const limit = pLimit(sideBySide);
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map((entry) => limit(() => flush(join(entry.parentPath, entry.name)))));
  for (const entry of entries.filter((one) => one.isDirectory())) {
    flushFolder(join(entry.parentPath, entry.name));
  }
  flushFolder(folder);
}

async function flush(path: string): Promise<void> {
  const file = await open(path, windows ? 'r+' : 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes the names in a folder; Windows has no such call and keeps them in order by itself. */
export function flushFolder(folder: string): void {
  if (windows) return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
