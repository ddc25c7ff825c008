/**
 * The package around a workbook (APPNOTE.TXT 6.3): its directory from the end of the file, and its entries
 * inflated as streams. Nothing is ever written to disk, so names that climb out of a folder are only names.
 */
import { crc32, inflateRaw, isDeflateError } from './inflate.js';
import type { Limits } from './limits.js';
import type { ByteSource } from './source.js';
import { Unreadable } from './unreadable.js';

export interface ZipEntry {
  /** As written in the directory. */
  readonly name: string;
  /** 0 stored, 8 deflated; anything else cannot be read. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  /** Bytes in the package, and bytes that the directory claims they inflate to. */
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;

const INPUT = 128 * 1024;

/** The package's entries in the directory's order. Throws Unreadable where there is no directory, or one over a limit. */
export async function readDirectory(source: ByteSource, limits: Limits): Promise<ZipEntry[]> {
  const { at, start, size, count } = await findDirectory(source, limits);
  if (count > limits.entries) throw new Unreadable('file.too_many_parts', { limit: limits.entries });
  if (size > limits.directoryBytes) throw new Unreadable('file.too_many_parts', { limit: limits.entries });

  let directory = buffer(await source.read(start, size));
  // Bytes that are before the package shift everything in it.
  let shift = 0;
  if (count > 0 && signature(directory, 0) !== ENTRY) {
    shift = at - size - start;
    directory = buffer(await source.read(at - size, size));
    if (signature(directory, 0) !== ENTRY) throw new Unreadable('file.truncated');
  }

  const entries: ZipEntry[] = [];
  for (let i = 0; signature(directory, i) === ENTRY; ) {
    if (entries.length === limits.entries) {
      throw new Unreadable('file.too_many_parts', { limit: limits.entries });
    }
    if (i + 46 > directory.length) throw new Unreadable('file.truncated');
    const nameEnd = i + 46 + directory.readUInt16LE(i + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(i + 30);
    const sizes = wideSizes(directory.subarray(nameEnd, extraEnd), {
      compressedSize: directory.readUInt32LE(i + 20),
      size: directory.readUInt32LE(i + 24),
      headerOffset: directory.readUInt32LE(i + 42),
    });
    entries.push({
      name: directory.toString('utf8', i + 46, nameEnd),
      method: directory.readUInt16LE(i + 10),
      encrypted: (directory.readUInt16LE(i + 8) & 1) === 1,
      crc: directory.readUInt32LE(i + 16),
      ...sizes,
      headerOffset: Math.max(0, sizes.headerOffset + shift),
    });
    i = extraEnd + directory.readUInt16LE(i + 32);
  }
  if (entries.length < count) throw new Unreadable('file.truncated');
  return entries;
}

/**
 * An entry's content in chunks. Throws Unreadable at the chunk that breaks a limit, or where the entry is damaged.
 * @param again Whether it has been read to its end before: its checksum is known to be right.
 */
export async function* inflate(
  source: ByteSource,
  entry: ZipEntry,
  limits: Limits,
  again = false,
): AsyncGenerator<Buffer, void, undefined> {
  const part = entry.name;
  if (entry.encrypted) throw new Unreadable('file.encrypted');
  if (entry.method !== 0 && entry.method !== 8) throw new Unreadable('file.unknown_compression', { part });
  if (entry.size > limits.inflatedBytes) throw tooLarge(limits);

  let length = 0;
  let crc = 0;
  const blocks = compressed(source, entry);
  const chunks = entry.method === 0 ? blocks : inflateRaw(blocks, entry.size);
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > limits.inflatedBytes) throw tooLarge(limits);
      if (length > limits.ratioFrom && length > limits.ratio * entry.compressedSize) {
        throw new Unreadable('file.expands_too_much', { part, ratio: limits.ratio });
      }
      if (!again) crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    if (isDeflateError(error)) {
      throw new Unreadable('file.damaged', { part });
    }
    throw error;
  }
  if (!again && crc !== entry.crc) throw new Unreadable('file.damaged', { part });
}

interface DirectoryEnd {
  /** Where the end record begins. */
  readonly at: number;
  /** Of the directory: its begin, its bytes, its entries. */
  readonly start: number;
  readonly size: number;
  readonly count: number;
}

async function findDirectory(source: ByteSource, limits: Limits): Promise<DirectoryEnd> {
  const length = Math.min(source.size, END_SIZE + LONGEST_COMMENT);
  const tail = buffer(await source.read(source.size - length, length));
  const base = source.size - length;
  for (let i = tail.length - END_SIZE; i >= 0; i--) {
    if (tail.readUInt32LE(i) !== END) continue;
    const found = await wideEnd(source, {
      at: base + i,
      start: tail.readUInt32LE(i + 16),
      size: tail.readUInt32LE(i + 12),
      count: tail.readUInt16LE(i + 10),
    });
    if (found.count > limits.entries || found.size > limits.directoryBytes) return found;
    if (found.size > found.at) throw new Unreadable('file.truncated');
    return found;
  }
  const head = buffer(await source.read(0, 4));
  throw new Unreadable(signature(head, 0) === LOCAL ? 'file.truncated' : 'file.not_a_workbook');
}

/** The end record of zip64, where there is one before the given (APPNOTE 4.3.14). */
async function wideEnd(source: ByteSource, end: DirectoryEnd): Promise<DirectoryEnd> {
  if (end.start !== 0xffffffff && end.size !== 0xffffffff && end.count !== 0xffff) return end;
  const locator = buffer(await source.read(Math.max(0, end.at - 20), 20));
  if (signature(locator, 0) !== END64_LOCATOR) return end;
  const at = Number(locator.readBigUInt64LE(8));
  const record = buffer(await source.read(Math.min(at, source.size), 56));
  if (signature(record, 0) !== END64 || record.length < 56) throw new Unreadable('file.truncated');
  return {
    at,
    count: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    start: Number(record.readBigUInt64LE(48)),
  };
}

type Sizes = Pick<ZipEntry, 'size' | 'compressedSize' | 'headerOffset'>;

/** Sizes and offset of an entry: those of zip64 come from its extra field (APPNOTE 4.5.3). */
function wideSizes(extra: Buffer, narrow: Sizes): Sizes {
  const sizes = { ...narrow };
  for (let i = 0; i + 4 <= extra.length; ) {
    const end = i + 4 + extra.readUInt16LE(i + 2);
    if (extra.readUInt16LE(i) === 1) {
      let at = i + 4;
      for (const field of ['size', 'compressedSize', 'headerOffset'] as const) {
        if (sizes[field] !== 0xffffffff) continue;
        if (at + 8 > Math.min(end, extra.length)) throw new Unreadable('file.truncated');
        sizes[field] = Number(extra.readBigUInt64LE(at));
        at += 8;
      }
    }
    i = end;
  }
  return sizes;
}

/** The entry's bytes as they are in the package. */
async function* compressed(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer, void, undefined> {
  const header = buffer(await source.read(Math.min(entry.headerOffset, source.size), 30));
  if (header.length < 30 || signature(header, 0) !== LOCAL) throw new Unreadable('file.truncated');
  // The local header may lie about everything but the length of its own name and extra field.
  let at = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = at + entry.compressedSize;
  if (end > source.size) throw new Unreadable('file.truncated');
  while (at < end) {
    const block = buffer(await source.read(at, Math.min(INPUT, end - at)));
    if (block.length === 0) throw new Unreadable('file.truncated');
    at += block.length;
    yield block;
  }
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function signature(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0;
}

function tooLarge(limits: Limits): Unreadable {
  return new Unreadable('file.too_large', { limit: limits.inflatedBytes / 2 ** 20 });
}
