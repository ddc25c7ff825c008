/** Workers of a test's own, built as those of the program are. */

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const project = new URL('../../', import.meta.url).pathname;

/**
 * @param folder of the test's own.
 * @param source TypeScript; imports begin at the project's folder.
 * @returns where the module is.
 */
export function workerModule(folder: string, name: string, source: string): string {
  // Laid out as a built program, in which modules look for each other.
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'workers'), { recursive: true });
  copyFileSync(join(project, 'dist/workers/lifeline.js'), join(dist, 'workers/lifeline.js'));
  const outfile = join(dist, `${name}.mjs`);
  buildSync({
    stdin: { contents: source, resolveDir: project, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
  });
  return outfile;
}
