/**
 * Parts of a workbook are compressed in a thread of its own while others are written: with a library, since the one
 * that Node brings gives other bytes in other versions.
 */
import { Worker } from 'node:worker_threads';
import { builtPath } from '../workers/entry-points.js';
import { inPieces, openPacking, type PackedPart, type PartWriter, packPart } from './package.js';

export interface Packer {
  /** Starts a part. */
  part(name: string): PartWriter<PackedPart | Promise<PackedPart>>;
}

/** Without a thread. */
export const packHere: Packer = { part: packPart };

/** To the thread: the next piece of a part. */
export interface PackRequest {
  readonly part: number;
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** What the thread made of a part. */
export type Packed = Omit<PackedPart, 'name'> & { readonly part: number };

/** A part of no more pieces is compressed sooner than a thread is started. */
const fewPieces = 1;
const youngMebibytes = 8;

/** A packer whose thread is started once a part is large. */
export function openPacker(): Packer & { close(): Promise<void> } {
  const waiting = new Map<number, { made(packed: Packed): void; failed(error: Error): void }>();
  let worker: Worker | null = null;
  let failure: Error | null = null;
  let parts = 0;
  const fail = (error: Error) => {
    failure = error;
    for (const { failed } of waiting.values()) failed(error);
  };
  const thread = () => {
    worker ??= new Worker(builtPath('office/packer-worker'), {
      resourceLimits: { maxYoungGenerationSizeMb: youngMebibytes },
    })
      .on('message', (packed: Packed) => waiting.get(packed.part)?.made(packed))
      .on('error', fail);
    return worker;
  };
  return {
    part(name) {
      const number = parts++;
      let early: PackRequest[] | null = [];
      const send = (request: PackRequest) =>
        thread().postMessage(request, [request.bytes.buffer as ArrayBuffer]);
      return inPieces(
        (bytes, last) => {
          early?.push({ part: number, bytes, last });
          if (early === null) send({ part: number, bytes, last });
          else if (early.length > fewPieces) {
            for (const request of early) send(request);
            early = null;
          }
        },
        () => {
          if (early) {
            const { push, packed } = openPacking();
            for (const { bytes, last } of early) push(bytes, last);
            return { name, ...packed() };
          }
          return new Promise((made, failed) => {
            if (failure) failed(failure);
            waiting.set(number, { made: ({ part: _, ...packed }) => made({ name, ...packed }), failed });
          });
        },
      );
    },
    async close() {
      await worker?.terminate();
    },
  };
}
