/** Runs in a thread of its own: makes one correction at a time. */
import { parentPort } from 'node:worker_threads';
import { type Correction, patchedCorrection, rewrittenCorrection } from './correction.js';
import type { CorrectionRequest, Way, WrittenCorrection } from './pool.js';

const port = parentPort;
if (!port) throw new Error('this module runs as a worker thread');

const ways: Readonly<Record<Way, (correction: Correction) => Promise<Uint8Array | null>>> = {
  patched: patchedCorrection,
  rewritten: rewrittenCorrection,
};

port.on('message', ({ way, correction }: CorrectionRequest) => {
  void make(way, correction).then((answer) => port.postMessage(answer));
});

async function make(way: Way, correction: Correction): Promise<WrittenCorrection> {
  try {
    const bytes = await ways[way](correction);
    return bytes === null ? { is: 'refused' } : { is: 'made', bytes };
  } catch (error) {
    return { is: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
