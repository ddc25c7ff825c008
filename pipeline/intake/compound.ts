/** The directory of an OLE compound file ([MS-CFB]): what stands in the package of .xls, .et, .doc and encrypted files. */
import type { ByteSource } from './source.js';
import { Unreadable } from './unreadable.js';

export interface CompoundFile {
  /** Names of the streams and storages, the root's left out. */
  readonly names: ReadonlySet<string>;
  /** Class of the document, 16 bytes as they stand. */
  readonly classId: Buffer;
}

const HEADER = 512;
const ENTRY = 128;
/** No real file comes near; a chain that is longer runs in a circle. */
const MOST_DIRECTORY_SECTORS = 4096;
const END_OF_CHAIN = 0xfffffffa;

/** Reads the directory of a file that begins with the signature of compound files. Throws Unreadable where it is cut. */
export async function readCompoundFile(source: ByteSource): Promise<CompoundFile> {
  const header = await bytesAt(source, 0, HEADER);
  const shift = header.readUInt16LE(0x1e);
  if (shift !== 9 && shift !== 12) throw new Unreadable('file.damaged_document');
  const sectorSize = 1 << shift;
  const sector = (index: number) => bytesAt(source, (index + 1) * sectorSize, sectorSize);

  const names = new Set<string>();
  let classId: Buffer = Buffer.alloc(16);
  let index = header.readUInt32LE(0x30);
  for (let read = 0; index < END_OF_CHAIN; read++) {
    if (read === MOST_DIRECTORY_SECTORS) throw new Unreadable('file.damaged_document');
    const directory = await sector(index);
    for (let at = 0; at < sectorSize; at += ENTRY) {
      const length = Math.min(directory.readUInt16LE(at + 0x40), 64);
      const type = directory[at + 0x42];
      if (type === 5) classId = directory.subarray(at + 0x50, at + 0x60);
      else if (type === 1 || type === 2)
        names.add(directory.toString('utf16le', at, at + Math.max(0, length - 2)));
    }
    index = await next(index);
  }
  return { names, classId };

  /** The sector after this one in its chain, by the allocation table. */
  async function next(index: number): Promise<number> {
    const perSector = sectorSize / 4;
    const table = Math.floor(index / perSector);
    let location: number;
    if (table < 109) location = header.readUInt32LE(0x4c + 4 * table);
    else {
      let list = header.readUInt32LE(0x44);
      let skip = table - 109;
      let listed = await sector(list);
      for (; skip >= perSector - 1; skip -= perSector - 1) {
        list = listed.readUInt32LE(sectorSize - 4);
        listed = await sector(list);
      }
      location = listed.readUInt32LE(4 * skip);
    }
    return (await sector(location)).readUInt32LE(4 * (index % perSector));
  }
}

async function bytesAt(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  const bytes = offset < source.size ? await source.read(offset, length) : new Uint8Array(0);
  if (bytes.length < length) throw new Unreadable('file.truncated');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
