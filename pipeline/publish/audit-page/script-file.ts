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

const chunk = 64 * 1024;

/** A long list, of which nothing is held but its JSON, as bytes. */
export function inertList<Item>() {
  const chunks: Buffer[] = [];
  let pending = '[';
  let items = 0;
  return {
    push(item: Item): void {
      pending += (items++ > 0 ? ',' : '') + inertJson(item);
      if (pending.length < chunk) return;
      chunks.push(Buffer.from(pending, 'utf8'));
      pending = '';
    },
    json: (): readonly (string | Uint8Array)[] => [...chunks, `${pending}]`],
  };
}

/** Writes a text below `folder`, whose subfolders are made. */
export function writeText(folder: string, path: string, text: string): PublishedFile {
  return writeBytes(folder, path, Buffer.from(text, 'utf8'));
}

function writeBytes(folder: string, path: string, bytes: Uint8Array): PublishedFile {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Writes the script file `<path>`, which hands `data` to the page under `name`. */
export function writeScript(folder: string, path: string, name: string, data: unknown): PublishedFile {
  return writeText(folder, path, `${opening(name)}${inertJson(data)}${closing}`);
}

/** The same where the properties of the data are JSON already, in pieces. */
export function writeScriptOf(
  folder: string,
  path: string,
  name: string,
  data: Readonly<Record<string, readonly (string | Uint8Array)[]>>,
): PublishedFile {
  const properties = Object.entries(data).flatMap(([property, pieces], at) => [
    `${at > 0 ? ',' : '{'}${inertJson(property)}:`,
    ...pieces,
  ]);
  const pieces = [opening(name), ...properties, `}${closing}`];
  return writeBytes(folder, path, Buffer.concat(pieces.map(bytesOf)));
}

const opening = (name: string) => `auditData(${inertJson(name)}, `;
const closing = ');\n';
const bytesOf = (piece: string | Uint8Array) => (typeof piece === 'string' ? Buffer.from(piece) : piece);
