/** The programs that the bench starts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { works } from './measure.js';

/** A program of the bench itself, built beside this one. */
export function beside(name: string): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
}

/** Arguments for Node: a whole run of our command line, as built in the folder `program`. */
export function ourRun(inputs: string, outputs: string, program = process.cwd()): string[] {
  return [join(program, 'dist/cli.js'), 'run', '--inputs', inputs, '--outputs', outputs, '--quiet'];
}

/** Run from its source, where its package is installed. */
export const duckdb = 'test/bench/duckdb.mjs';

/** A Python that has the modules: the one on the path, else the system's; null where neither has. */
function pythonWith(...modules: string[]): string | null {
  const asked = ['python3', '/usr/bin/python3'];
  return asked.find((python) => works(python, '-c', `import ${modules.join(', ')}`)) ?? null;
}

export const pandas = pythonWith('pandas');
export const pandasExcel = pythonWith('pandas', 'openpyxl');

/** Why a program that may not be there is skipped; null where it is there. */
export const lacks = {
  unzip: works('unzip', '-v') ? null : 'unzip is not installed',
  sqlite3: works('sqlite3', '-version') ? null : 'sqlite3 is not installed',
  duckdb: existsSync('test/bench/node_modules') ? null : 'npm run bench:install has not been run',
  pandas: pandas ? null : 'python3 with pandas is not installed',
  pandasExcel: pandasExcel ? null : 'python3 with pandas and openpyxl is not installed',
};
