/** Runs in a thread of its own: compresses parts, whose pieces come in their order. */
import { parentPort } from 'node:worker_threads';
import { openPacking } from './package.js';
import type { Packed, PackRequest } from './packer.js';

const port = parentPort;
if (!port) throw new Error('this module runs as a worker thread');

const open = new Map<number, ReturnType<typeof openPacking>>();

port.on('message', ({ part, bytes, last }: PackRequest) => {
  const packing = open.get(part) ?? openPacking();
  open.set(part, packing);
  packing.push(bytes, last);
  if (!last) return;
  open.delete(part);
  port.postMessage({ part, ...packing.packed() } satisfies Packed);
});
