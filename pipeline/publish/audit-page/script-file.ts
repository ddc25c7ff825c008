/** Script files that hold data: text from spreadsheets in them is inert wherever a browser may read it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PublishedFile } from '../tables.js';

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON that may stand in a script element or a script file: no tag, no comment, no line end in it. */
export function inertJson(data: unknown): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => escapes[c] ?? c);
}

/** Writes a text below `folder`, whose subfolders are made. */
export function writeText(folder: string, path: string, text: string): PublishedFile {
  const bytes = Buffer.from(text, 'utf8');
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Writes the script file `<path>`, which hands `data` to the page under `name`. */
export function writeScript(folder: string, path: string, name: string, data: unknown): PublishedFile {
  return writeText(folder, path, `auditData(${inertJson(name)}, ${inertJson(data)});\n`);
}
