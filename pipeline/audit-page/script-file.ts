/** Script files that hold data: text from spreadsheets in them is inert wherever a browser may read it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openHashedFile } from '../files/hashed-file.js';
import type { PublishedFile, Segment } from '../publication/published-file.js';
import { publishedFile } from '../publication/published-file.js';
import { openBytes, printableBut } from '../text/bytes.js';
import { inertJson } from '../text/html.js';

/** Text of a file, as it is or in bytes, or the bytes of a segment with the hash of what it is made from. */
export type JsonPiece =
  | string
  | Uint8Array
  | { readonly from: string; readonly chunks: readonly Uint8Array[] };

/** What an item of a long list consists of. */
type Tuple = readonly (string | number | null)[];

const [comma, quote, opened, closed] = [0x2c, 0x22, 0x5b, 0x5d];
/** What inert JSON holds unescaped. */
const plainInJson = printableBut('"\\<>&');

/** A long list, of which nothing is held but its JSON, as bytes. */
export function inertList<Item extends Tuple>() {
  const pieces: JsonPiece[] = ['['];
  let [from, chunks]: [string | null, Uint8Array[]] = [null, []];
  const out = openBytes((piece) => chunks.push(Buffer.from(piece)));
  let isEmpty = true;
  let isFirst = true;
  const endSegment = () => {
    out.flush();
    const hasItems = chunks.some(({ length }) => length > 0);
    if (hasItems && !isEmpty) pieces.push(',');
    if (hasItems) isEmpty = false;
    if (from === null) pieces.push(...chunks);
    else pieces.push({ from, chunks });
  };
  const put = (value: Tuple[number]) => {
    if (typeof value !== 'string') {
      out.plain(JSON.stringify(value), plainInJson);
      return;
    }
    out.ascii(quote);
    if (out.plain(value, plainInJson)) out.ascii(quote);
    else out.text(inertJson(value).slice(1));
  };
  return {
    push(item: Item): void {
      if (!isFirst) out.ascii(comma);
      isFirst = false;
      out.ascii(opened);
      for (let at = 0; at < item.length; at++) {
        if (at > 0) out.ascii(comma);
        put(item[at] ?? null);
      }
      out.ascii(closed);
    },
    /**
     * Begins a segment of items.
     * @param made hash of all that it is made from; null: unknown.
     * @param items the whole of it, where it is known already; else the items that are pushed next.
     */
    segment(made: string | null, items: Uint8Array | null): void {
      endSegment();
      [from, chunks] = [made, items ? [items] : []];
      isFirst = true;
    },
    /** Its JSON; nothing is pushed after. */
    json(): readonly JsonPiece[] {
      endSegment();
      return [...pieces, ']'];
    },
  };
}

/** Writes a text below `folder`, whose subfolders are made. */
export function writeText(folder: string, path: string, text: string): PublishedFile {
  const bytes = Buffer.from(text, 'utf8');
  writeFileSync(placeFor(folder, path), bytes);
  return publishedFile(path, bytes);
}

function placeFor(folder: string, path: string): string {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  return place;
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
  data: Readonly<Record<string, readonly JsonPiece[]>>,
): PublishedFile {
  const file = openHashedFile(placeFor(folder, path));
  const { out } = file;
  const segments: Segment[] = [];
  const write = (piece: JsonPiece) => {
    if (typeof piece === 'string') out.text(piece);
    else if (piece instanceof Uint8Array) out.bytes(piece);
    else {
      const at = out.length;
      for (const chunk of piece.chunks) out.bytes(chunk);
      segments.push({ from: piece.from, at, bytes: out.length - at });
    }
  };
  write(opening(name));
  for (const [at, [property, pieces]] of Object.entries(data).entries()) {
    write(`${at > 0 ? ',' : '{'}${inertJson(property)}:`);
    for (const piece of pieces) write(piece);
  }
  write(`}${closing}`);
  const written = { path, ...file.close() };
  return segments.length > 0 ? { ...written, segments } : written;
}

const opening = (name: string) => `auditData(${inertJson(name)}, `;
const closing = ');\n';

/** What a script file holds, as it was given to `writeScript`. */
export function readScript(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  return JSON.parse(text.slice(text.indexOf(', ') + 2, text.lastIndexOf(closing)));
}
