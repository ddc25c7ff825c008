/**
 * Zip packages (workbooks, documents) as parts, and the one writer that every published package passes:
 * sorted entries, fixed times, deflate in JavaScript. Node's own zlib gives other bytes from build to build.
 */
import { crc32 } from 'node:zlib';
import { Deflate, deflateSync, strFromU8, strToU8, unzipSync } from 'fflate';
import { compareText } from '../text/fold.js';

/** The parts of a package by name (`xl/workbook.xml`), uncompressed. */
export type Package = Map<string, Uint8Array>;

/** The parts of a zip package; folder entries are no parts. Throws where the bytes are no zip. */
export function readPackage(bytes: Uint8Array): Package {
  return new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')));
}

/** Measured on sheets: two fifths of the time of the usual 6, for a tenth more bytes. */
const level = 3;

/** The package as bytes, which depend on its parts alone: not on their order, the clock or the time zone. */
export function writePackage(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return joinParts(
    [...parts].map(([name, bytes]) => ({
      name,
      size: bytes.length,
      crc: crc32(bytes),
      deflated: deflateSync(bytes, { level }),
    })),
  );
}

/** A compressed part of a package. */
export interface PackedPart {
  readonly name: string;
  /** Before compression. */
  readonly size: number;
  readonly crc: number;
  readonly deflated: Uint8Array;
}

/** A part that is compressed as its text comes, so that a long one is never held as a whole. */
export interface PartWriter {
  write(text: string): void;
  end(): PackedPart;
}

/** Text is compressed in pieces of about so many characters; other pieces would give other bytes. */
const piece = 64 * 1024;

export function packPart(name: string): PartWriter {
  const chunks: Uint8Array[] = [];
  const deflate = new Deflate({ level, mem: 4 }, (chunk) => chunks.push(chunk));
  const encoder = new TextEncoder();
  let pending = '';
  let size = 0;
  let crc = 0;
  const push = (last: boolean) => {
    const bytes = encoder.encode(pending);
    pending = '';
    size += bytes.length;
    // Of no bytes, Node 20 and 22 give 0 whatever came before.
    if (bytes.length > 0) crc = crc32(bytes, crc);
    deflate.push(bytes, last);
  };
  return {
    write(text) {
      pending += text;
      if (pending.length >= piece) push(false);
    },
    end() {
      push(true);
      return { name, size, crc, deflated: Buffer.concat(chunks) };
    },
  };
}

/** A part of one text. */
export function packText(name: string, text: string): PackedPart {
  const part = packPart(name);
  part.write(text);
  return part.end();
}

/** What is the same in both headers of an entry (APPNOTE 4.3.7, 4.3.12), from the version on. */
function entryFacts({ name, size, crc, deflated }: PackedPart): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0); // version needed: deflate
  facts.writeUInt16LE(/^[\0-\x7f]*$/.test(name) ? 0 : 0x800, 2); // names beyond ASCII are UTF-8
  facts.writeUInt16LE(8, 4); // deflate
  // A zip holds local time, so a local time is what is the same everywhere: the format's first noon.
  facts.writeUInt16LE(12 << 11, 6);
  facts.writeUInt16LE((1 << 5) | 1, 8);
  facts.writeUInt32LE(crc, 10);
  facts.writeUInt32LE(deflated.length, 14);
  facts.writeUInt32LE(size, 18);
  facts.writeUInt16LE(Buffer.byteLength(name), 22);
  return facts;
}

/** A package of parts that are compressed already, in its canonical order. */
export function joinParts(parts: readonly PackedPart[]): Uint8Array {
  const sorted = [...parts].sort((a, b) => rank(a.name) - rank(b.name) || compareText(a.name, b.name));
  const entries: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  for (const part of sorted) {
    const [name, facts] = [Buffer.from(part.name), entryFacts(part)];
    const more = Buffer.alloc(14);
    more.writeUInt32LE(lengthOf(entries), 10);
    entries.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, part.deflated);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, more, name);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(sorted.length, 8);
  end.writeUInt16LE(sorted.length, 10);
  end.writeUInt32LE(lengthOf(directory), 12);
  end.writeUInt32LE(lengthOf(entries), 16);
  const all = [...entries, ...directory, end];
  const bytes = new Uint8Array(lengthOf(all));
  let at = 0;
  for (const chunk of all) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** [Content_Types].xml comes first, as OPC readers expect; then the relationships of the package. */
function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : name === '_rels/.rels' ? 1 : 2;
}

/**
 * A package as a writing library left it, in bytes or in parts -> the same package, whose bytes show nothing
 * of the library, the clock or the user. `date` (ISO) becomes its date of creation and of change; who
 * changed or printed it last is taken out.
 */
export function canonicalPackage(
  written: Uint8Array | ReadonlyMap<string, Uint8Array>,
  { date }: { readonly date: string },
): Uint8Array {
  const parts: Package = written instanceof Uint8Array ? readPackage(written) : new Map(written);
  const core = parts.get('docProps/core.xml');
  if (core) parts.set('docProps/core.xml', strToU8(datedProperties(strFromU8(core), date)));
  return writePackage(parts);
}

function datedProperties(xml: string, date: string): string {
  return xml
    .replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*(?=<\/dcterms:\2>)/g, `$1${date}T00:00:00Z`)
    .replace(/<cp:(lastModifiedBy|lastPrinted|revision)\b(?:[^>]*\/>|[^>]*>[^<]*<\/cp:\1>)/g, '');
}
