/** The pieces of a file on their way through a database: many in one parcel, in the form in which threads hand them on. */
import { deserialize, serialize } from 'node:v8';
import type { ReadEvent } from '../read/read-file.js';

/** A parcel is sent once it holds so many bytes. */
const fullBytes = 1 << 20;
const lengthBytes = 4;

/**
 * Names the form of a parcel: who writes and who reads it must be of one mind.
 * @returns the version that stands at the head of all that Node serialises.
 */
export const chunkVersion = String(serialize(null).at(1));

/** Packs pieces as they come. */
export async function* chunksOf(pieces: AsyncIterable<ReadEvent>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const part = serialize(piece);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(part.length);
    parts.push(length, part);
    bytes += part.length;
    if (bytes >= fullBytes) {
      yield Buffer.concat(parts);
      parts = [];
      bytes = 0;
    }
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** The pieces of a parcel, in their order. */
export function* piecesIn(parcel: Buffer): Generator<ReadEvent, void, undefined> {
  for (let at = 0; at < parcel.length; ) {
    const from = at + lengthBytes;
    at = from + parcel.readUInt32LE(at);
    yield deserialize(parcel.subarray(from, at)) as ReadEvent;
  }
}
