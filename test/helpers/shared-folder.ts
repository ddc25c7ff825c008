/**
 * A folder for what several test files share, from the start of the tests to their end; and the temporary folder of all
 * tests and of the programs that they start, so that nothing of them stays.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    shared: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'shared-'));
  // A database server runs as another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  project.provide('shared', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
