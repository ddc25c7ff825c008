/** Folders on a disk of their own, which fills up. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, cpSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { temporary } from './temporary.js';

const mounted: string[] = [];
afterEach(() => {
  for (const place of mounted.splice(0)) execFileSync('umount', ['-l', place]);
});

/** Puts what is at `place` on a disk of its own until the test ends; false where this machine does not let us have one. */
export function mount(place: string, megabytes: number): boolean {
  const before = temporary('before');
  cpSync(place, before, { recursive: true });
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place]);
  if (status !== 0) return false;
  mounted.push(place);
  cpSync(before, place, { recursive: true });
  return true;
}

/** Fills the disk of a folder. @returns the file that takes all room. */
export function fill(folder: string): string {
  const filler = join(folder, '.filler');
  const file = openSync(filler, 'w');
  for (const size of [1 << 20, 1 << 14, 1 << 9]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
  closeSync(file);
  return filler;
}
