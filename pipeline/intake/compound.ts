/** OLE compound files ([MS-CFB]): the package of .xls, .et, .doc and of encrypted workbooks; read by position. */
import type { ByteSource } from './source.js';
import { Unreadable } from './unreadable.js';

export interface CompoundFile {
  /** Names of the streams and storages, the root's left out. */
  readonly names: ReadonlySet<string>;
  /** Class of the document, 16 bytes as they stand. */
  readonly classId: Buffer;
  /** A stream's content; null where there is none of that name. Throws Unreadable where the file is damaged. */
  stream(name: string): Promise<ByteSource | null>;
}

interface Entry {
  readonly start: number;
  readonly size: number;
}

const HEADER = 512;
const ENTRY = 128;
const MINI_SECTOR = 64;
/** Streams that are smaller are in a stream of their own kind, cut into small sectors. */
const LEAST_SIZE = 4096;
const STREAM = 2;
const ROOT = 5;
/** No real file comes near; a chain that is longer runs in a circle. */
const MOST_DIRECTORY_SECTORS = 4096;
const END_OF_CHAIN = 0xfffffffa;
/** Sectors of the allocation table that the header itself lists. */
const LISTED_IN_HEADER = 109;

/** Reads the directory of a file that begins with the signature of compound files. Throws Unreadable where it is cut. */
export async function readCompoundFile(source: ByteSource): Promise<CompoundFile> {
  const sectors = await openSectors(source);
  const names = new Set<string>();
  const streams = new Map<string, Entry>();
  let root: Entry = { start: END_OF_CHAIN, size: 0 };
  let classId: Buffer = Buffer.alloc(16);
  for (const index of await sectors.chain(sectors.directory, MOST_DIRECTORY_SECTORS)) {
    const directory = await sectors.read(index);
    for (let at = 0; at < sectors.size; at += ENTRY) {
      const length = Math.min(directory.readUInt16LE(at + 0x40), 64);
      const type = directory[at + 0x42];
      const entry = { start: directory.readUInt32LE(at + 0x74), size: directory.readUInt32LE(at + 0x78) };
      if (type === ROOT) {
        classId = directory.subarray(at + 0x50, at + 0x60);
        root = entry;
      } else if (type === 1 || type === STREAM) {
        const name = directory.toString('utf16le', at, at + Math.max(0, length - 2));
        names.add(name);
        if (type === STREAM && !streams.has(name)) streams.set(name, entry);
      }
    }
  }
  return {
    names,
    classId,
    async stream(name) {
      const entry = streams.get(name);
      if (entry === undefined) return null;
      return entry.size < LEAST_SIZE ? smallStream(sectors, root, entry) : largeStream(sectors, entry);
    },
  };
}

interface Sectors {
  /** In bytes. */
  readonly size: number;
  /** First sectors of the directory and of the table of small sectors. */
  readonly directory: number;
  readonly miniTable: number;
  read(index: number, from?: number, length?: number): Promise<Buffer>;
  /** The sectors of a chain in their order. Throws Unreadable where it has more than `most`. */
  chain(first: number, most: number): Promise<number[]>;
}

async function openSectors(source: ByteSource): Promise<Sectors> {
  const header = await bytesAt(source, 0, HEADER);
  const shift = header.readUInt16LE(0x1e);
  if (shift !== 9 && shift !== 12) throw damaged();
  const size = 1 << shift;
  const perSector = size / 4;
  const tables = new Map<number, Buffer>();
  const read = (index: number, from = 0, length = size) => bytesAt(source, (index + 1) * size + from, length);

  /** A sector of the allocation table. */
  async function table(number: number): Promise<Buffer> {
    let known = tables.get(number);
    if (known === undefined) {
      known = await read(await tableAt(number));
      tables.set(number, known);
    }
    return known;
  }

  async function tableAt(number: number): Promise<number> {
    if (number < LISTED_IN_HEADER) return header.readUInt32LE(0x4c + 4 * number);
    let listed = await read(header.readUInt32LE(0x44));
    let skip = number - LISTED_IN_HEADER;
    for (; skip >= perSector - 1; skip -= perSector - 1) listed = await read(listed.readUInt32LE(size - 4));
    return listed.readUInt32LE(4 * skip);
  }

  return {
    size,
    directory: header.readUInt32LE(0x30),
    miniTable: header.readUInt32LE(0x3c),
    read,
    async chain(first, most) {
      const found: number[] = [];
      for (let index = first; index < END_OF_CHAIN; ) {
        if (found.length === most) throw damaged();
        found.push(index);
        index = (await table(Math.floor(index / perSector))).readUInt32LE(4 * (index % perSector));
      }
      return found;
    },
  };
}

async function largeStream(sectors: Sectors, { start, size }: Entry): Promise<ByteSource> {
  const most = Math.ceil(size / sectors.size);
  const chain = await sectors.chain(start, most + 1);
  if (chain.length < most) throw damaged();
  return cutSource(size, sectors.size, (piece, from, length) =>
    sectors.read(chain[piece] as number, from, length),
  );
}

async function smallStream(sectors: Sectors, root: Entry, { start, size }: Entry): Promise<ByteSource> {
  const all = await largeStream(sectors, root);
  const table: Buffer[] = [];
  for (const index of await sectors.chain(sectors.miniTable, MOST_DIRECTORY_SECTORS)) {
    table.push(await sectors.read(index));
  }
  const links = Buffer.concat(table);
  const chain: number[] = [];
  for (let index = start; chain.length * MINI_SECTOR < size; index = links.readUInt32LE(4 * index)) {
    if (4 * index + 4 > links.length) throw damaged();
    chain.push(index);
  }
  return cutSource(size, MINI_SECTOR, (piece, from, length) =>
    all.read((chain[piece] as number) * MINI_SECTOR + from, length),
  );
}

/** A source of pieces of one size. */
function cutSource(
  size: number,
  pieceSize: number,
  read: (piece: number, from: number, length: number) => Promise<Uint8Array> | Uint8Array,
): ByteSource {
  return {
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size);
      const bytes = Buffer.alloc(Math.max(0, end - offset));
      for (let at = offset; at < end; ) {
        const from = at % pieceSize;
        const wanted = Math.min(pieceSize - from, end - at);
        bytes.set(await read(Math.floor(at / pieceSize), from, wanted), at - offset);
        at += wanted;
      }
      return bytes;
    },
  };
}

async function bytesAt(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  const bytes = offset < source.size ? await source.read(offset, length) : new Uint8Array(0);
  if (bytes.length < length) throw new Unreadable('file.truncated');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(): Unreadable {
  return new Unreadable('file.damaged_document');
}
