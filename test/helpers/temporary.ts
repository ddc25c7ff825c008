import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new temporary folder. */
export function temporary(name: string): string {
  return mkdtempSync(join(tmpdir(), `${name}-`));
}
