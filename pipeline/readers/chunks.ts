/** The events of a file on their way through a database: many in one chunk, serialised as between threads. */
import { deserialize, serialize } from 'node:v8';
import type { ReadEvent } from '../read/read-file.js';

/** A chunk is sent once it holds so many bytes. */
const fullBytes = 1 << 20;
const lengthBytes = 4;

/**
 * The wire format of a chunk: who writes and who reads it must have the same.
 * @returns the version at the head of all that Node serialises.
 */
export const chunkVersion = String(serialize(null).at(1));

/** Packs events as they come. */
export async function* chunksOf(events: AsyncIterable<ReadEvent>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const event of events) {
    const part = serialize(event);
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

/** The events of a chunk, in their order. */
export function* eventsIn(chunk: Buffer): Generator<ReadEvent, void, undefined> {
  for (let at = 0; at < chunk.length; ) {
    const from = at + lengthBytes;
    at = from + chunk.readUInt32LE(at);
    yield deserialize(chunk.subarray(from, at)) as ReadEvent;
  }
}
