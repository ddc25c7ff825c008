/**
 * Puts every file below a folder through `inspect` and through a run's reading, and prints what became of them:
 * each is read or refused with a reason, within 10 seconds.
 *
 *     npm run build && npx esbuild test/corpus/run.ts --bundle --platform=node --format=esm --packages=external \
 *       --outfile=dist/corpus-run.js && node dist/corpus-run.js <folder> [variants of each file]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mutants } from './mutants.js';
import { outcomes } from './outcomes.js';

const most = 10_000;

const [folder, variants = '0'] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder of files');
const aside = mkdtempSync(join(tmpdir(), 'corpus-'));
const counts = new Map<string, { files: number; slowest: number }>();
let files = 0;
let bad = 0;
try {
  for await (const { file, inspected, digested, milliseconds, wrong } of outcomes(withVariants(folder))) {
    const what = digested === 'read' ? inspected : digested;
    const { files: so = 0, slowest = 0 } = counts.get(what) ?? {};
    counts.set(what, { files: so + 1, slowest: Math.max(slowest, milliseconds) });
    files++;
    const faults = milliseconds > most ? [...wrong, `took ${Math.round(milliseconds)} ms`] : wrong;
    if (faults.length === 0) continue;
    bad++;
    const kept = `${aside}-${bad}-${basename(file)}`;
    writeFileSync(kept, readFileSync(file));
    console.log(`! ${kept}\n  ${faults.join('\n  ')}`);
  }
} finally {
  rmSync(aside, { recursive: true });
}
for (const [what, count] of [...counts].sort((a, b) => b[1].files - a[1].files)) {
  console.log(
    `${String(count.files).padStart(6)}  ${what.padEnd(32)} slowest ${Math.round(count.slowest)} ms`,
  );
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${files} files, ${bad} not in order, at most ${peak} MiB`);
process.exitCode = bad > 0 ? 1 : 0;

function* withVariants(below: string): Generator<string> {
  for (const file of filesBelow(below)) {
    yield file;
    let i = 0;
    for (const bytes of mutants(readFileSync(file), Number(variants), file)) {
      const path = join(aside, `${i++}-${basename(file)}`);
      writeFileSync(path, bytes);
      yield path;
      rmSync(path);
    }
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path);
      return found.isDirectory() ? filesBelow(path) : found.isFile() ? [path] : [];
    });
}
