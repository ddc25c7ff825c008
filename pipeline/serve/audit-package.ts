/** A publication as one file for whoever audits it: all of it but the corrections, which hold personal data in full. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Zip, ZipDeflate } from 'fflate';
import { filesBelow } from '../files/files-below.js';

/** @param folder of the publication. @returns a zip, made as it is read. */
export function auditPackage(folder: string): Readable {
  return Readable.from(zipped(folder));
}

async function* zipped(folder: string): AsyncGenerator<Uint8Array, void, undefined> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const take = () => {
    const ready = made;
    made = [];
    return ready;
  };
  for (const { file, path } of filesBelow(folder)) {
    if (file.startsWith('corrections/')) continue;
    const entry = new ZipDeflate(file, { level: 6 });
    zip.add(entry);
    for await (const chunk of createReadStream(path)) {
      entry.push(new Uint8Array(chunk as Buffer));
      yield* take();
    }
    entry.push(new Uint8Array(), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
