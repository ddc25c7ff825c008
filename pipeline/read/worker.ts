/** Runs in a thread of its own: digests one file at a time and hands the pieces over as they are asked for. */
import { parentPort } from 'node:worker_threads';
import { forms } from '../forms/index.js';
import type { Context } from '../normalise/row.js';
import { watchMemory } from '../workers/memory-watch.js';
import { type ReadEvent, readFile } from './read-file.js';

/** To the thread: a file to digest, or room for that many more pieces. */
export type ToWorker =
  | { readonly is: 'digest'; readonly path: string; readonly context: Context }
  | { readonly is: 'room'; readonly pieces: number };

/** From the thread: a piece of the file, its end, or a mistake of the program. */
export type FromWorker =
  | { readonly is: 'piece'; readonly piece: ReadEvent }
  | { readonly is: 'done' }
  | { readonly is: 'failed'; readonly error: Error };

/** Pieces that may be on their way at once. */
export const roomAtFirst = 8;

const port = parentPort;
if (!port) throw new Error('this module runs as a worker thread');

watchMemory(port);

let room = 0;
let wake = () => {};

port.on('message', (message: ToWorker) => {
  if (message.is === 'room') {
    room += message.pieces;
    wake();
  } else {
    room = roomAtFirst;
    void work(message.path, message.context);
  }
});

async function work(path: string, context: Context): Promise<void> {
  const answer = (message: FromWorker) => port?.postMessage(message);
  try {
    for await (const piece of readFile(path, forms, context)) {
      while (room === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      room--;
      answer({ is: 'piece', piece });
    }
    answer({ is: 'done' });
  } catch (error) {
    answer({ is: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
  }
}
