/** What was written reaches the disk before what points to it does. */
import { closeSync, type Dirent, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';

/** Flushed side by side, files share the journal's commits; one after the other each waits for its own. */
export const inParallel = 32;
const windows = process.platform === 'win32';

/** Flushes a folder's files while others are still being made. */
export interface Flushing {
  /** Begins with those of the files, by their paths in the folder, that it has not begun yet. They are complete. */
  begin(files: Iterable<string>): void;
  /** A file of the folder is on the disk: it has a hard link elsewhere. */
  flushed(file: string): void;
  /** Waits for what has begun, so that the folder may be taken away; `finish` throws if it failed. */
  idle(): Promise<void>;
  /** Flushes every file below the folder that has not been, then the folders. */
  finish(): Promise<void>;
}

export function openFlushing(folder: string): Flushing {
  const limit = pLimit(inParallel);
  const begun = new Map<string, Promise<void>>();
  const begin = (path: string) => {
    if (begun.has(path)) return;
    const done = limit(() => flush(path));
    // Told at the end, if at all: nobody may be waiting yet.
    done.catch(() => {});
    begun.set(path, done);
  };
  return {
    begin(files) {
      for (const file of files) begin(join(folder, file));
    },
    flushed(file) {
      begun.set(join(folder, file), Promise.resolve());
    },
    async idle() {
      await Promise.allSettled(begun.values());
    },
    async finish() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = (wanted: (entry: Dirent) => boolean) =>
        entries.filter(wanted).map((entry) => join(entry.parentPath, entry.name));
      for (const path of paths((entry) => entry.isFile())) begin(path);
      await Promise.all(begun.values());
      for (const path of paths((entry) => entry.isDirectory())) flushFolder(path);
      flushFolder(folder);
    },
  };
}

/** Flushes every file below a folder, then the folders. */
export function flushTree(folder: string): Promise<void> {
  return openFlushing(folder).finish();
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
