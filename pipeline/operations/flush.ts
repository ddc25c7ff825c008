/** What was written reaches the disk before what points to it does. */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Flushes every file below a folder, and the folders. */
export function flushTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) flushTree(path);
    else flush(path);
  }
  flushFolder(folder);
}

/** Flushes the names in a folder; Windows has no such call and keeps them in order by itself. */
export function flushFolder(folder: string): void {
  if (process.platform !== 'win32') flush(folder);
}

function flush(path: string): void {
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
