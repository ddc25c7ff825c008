/**
 * Builds the program into `dist/`, its libraries inside: few files, since a night's run that has one file to read spends
 * a tenth of its time on opening modules, and a USB stick is slow at thousands of small ones. What is needed now and
 * then is in chunks of its own, loaded when it is; what is native stays a package.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(project, 'dist');

const common = {
  absWorkingDir: project,
  bundle: true,
  charset: 'utf8',
  logLevel: 'warning',
  write: false,
};

const program = await build({
  ...common,
  outdir: 'dist',
  outbase: 'pipeline',
  // The command line, the documentation's writer, what runs in a thread or a process of its own, and commands
  // for a process that gives many of them.
  entryPoints: [
    'cli',
    'reference',
    'commands/execute',
    'commands/main',
    'read/worker',
    'read/inspect-worker',
    'read/suggest-worker',
    'workers/lifeline',
    'intake/legacy/worker',
    'corrections/worker',
    'serve/effect-worker',
    'readers/subprocess-worker',
    'store/postgres/connection-worker',
  ].map((entry) => `pipeline/${entry}.ts`),
  // The second is one that pg would use if somebody installed it.
  external: ['better-sqlite3', 'pg-native'],
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Bundled CommonJS asks for Node's own modules this way.
  banner: {
    js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
  },
});

const page = await build({
  ...common,
  outdir: 'dist/page',
  entryPoints: ['main.ts', 'style.css'].map((entry) => `pipeline/audit-page/page/${entry}`),
  // Published inside every index.html, whose bytes must not depend on where the sources lie.
  minify: true,
  legalComments: 'none',
  format: 'iife',
  // Office desktops carry old browsers.
  target: 'chrome86',
});

const desk = await build({
  ...common,
  outdir: 'dist/desk',
  entryPoints: ['main.tsx', 'style.css'].map((entry) => `pipeline/serve/page/${entry}`),
  minify: true,
  legalComments: 'none',
  format: 'esm',
  // Office desktops carry old browsers.
  target: 'chrome86',
});

/** What of the readers is Node's own, and what a browser has instead: modules below check-page/page/stand-ins. */
const standIns = [
  [/^node:buffer$/, 'buffer'],
  [/^node:crypto$/, 'crypto'],
  [/^node:util$/, 'util'],
  [/^\.\/inflate\.js$/, 'inflate'],
  [/^\.\/isolated\.js$/, 'isolated'],
  [/^@e965\/xlsx\/dist\/cpexcel/, 'codepages'],
];
const standIn = (name) => join(project, `pipeline/check-page/page/stand-ins/${name}.ts`);

const inBrowser = {
  name: 'in-browser',
  setup({ onResolve, onLoad }) {
    for (const [filter, name] of standIns) onResolve({ filter }, () => ({ path: standIn(name) }));
    // A browser of that age waits for no import at a module's top: what the index awaits is imported before.
    onLoad({ filter: /pipeline[\\/]forms[\\/]index\.ts$/ }, ({ path }) => {
      const imports = [];
      const contents = readFileSync(path, 'utf8').replaceAll(
        /\(await import\(('[^']+')\)\)/g,
        (_, module) => {
          imports.push(`import * as form${imports.length} from ${module};`);
          return `form${imports.length - 1}`;
        },
      );
      return { contents: [...imports, contents].join('\n'), loader: 'ts' };
    });
  },
};

const check = await build({
  ...common,
  outdir: 'dist/check',
  entryPoints: ['main.tsx', 'reader.ts', 'style.css'].map((entry) => `pipeline/check-page/page/${entry}`),
  minify: true,
  legalComments: 'none',
  format: 'iife',
  platform: 'browser',
  target: 'chrome86',
  plugins: [inBrowser],
});

const made = new Map(
  [program, page, desk, check]
    .flatMap(({ outputFiles }) => outputFiles)
    .map(({ path, contents }) => [path, contents]),
);
for (const [path, contents] of made) {
  // A run that is at work goes on reading what is as it was.
  if (existsSync(path) && readFileSync(path).equals(contents)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
mkdirSync(dist, { recursive: true });
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !made.has(path)) rmSync(path);
}
