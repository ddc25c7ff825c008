/**
 * Files digested in worker threads, each under a limit of time and memory that really stops it: a thread that
 * never returns to its event loop is ended from outside. One bad file never costs another.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { finding } from '../findings/finding.js';
import type { Context } from '../normalise/row.js';
import { defaultPatience, messagesOf, startWorker, timeFor } from '../workers/watched-worker.js';
import type { ReadEvent } from './read-file.js';
import type { FromWorker, ToWorker } from './worker.js';

/** A thread that has read a larger file, in bytes, is not kept: what it took for it would stay with it. */
const mostKept = 4e6;

export interface ReadPool {
  /** How many files are digested at once. */
  readonly size: number;
  /** The pieces of a file; one that is stopped ends in `refused`. */
  digest(path: string, context: Context): AsyncGenerator<ReadEvent, void, undefined>;
  close(): Promise<void>;
}

/**
 * Threads are started when a file asks for one.
 * @param onFault is told of mistakes of the readers; the file that brought them to light is refused like any other
 *   that cannot be read.
 */
export function openReadPool(
  patience = defaultPatience,
  onFault: (path: string, error: Error) => void = () => {},
): ReadPool {
  const size = Math.max(1, Math.min(4, availableParallelism()));
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const leaving: Promise<unknown>[] = [];
  let closed = false;
  const start = () => {
    const worker = startWorker('read/worker');
    all.add(worker);
    return worker;
  };
  return {
    size,
    async *digest(path, context) {
      // Of a run that failed, streams that were still to come may yet be opened.
      if (closed) return;
      const { size: bytes } = await stat(path);
      const worker = idle.pop() ?? start();
      let ended = false;
      try {
        const messages = messagesOf<FromWorker>(worker, timeFor(bytes, patience));
        worker.postMessage({ is: 'digest', path, context } satisfies ToWorker);
        for await (const message of messages) {
          if (message.is === 'piece') {
            yield message.piece;
            worker.postMessage({ is: 'room', pieces: 1 } satisfies ToWorker);
          } else if (message.is === 'failed') {
            onFault(path, message.error);
            yield { is: 'refused', finding: finding('file.reader_failed', 'error') };
            return;
          } else if (message.is === 'stopped') {
            yield { is: 'refused', finding: finding(message.rule, 'error', {}, message.params) };
            return;
          } else {
            ended = true;
            return;
          }
        }
      } finally {
        if (ended && bytes <= mostKept) {
          idle.push(worker);
        } else {
          all.delete(worker);
          const gone = worker.terminate();
          leaving.push(gone);
          // Nobody waits for one that has done its work; one that was stopped must not read on beside another.
          if (!ended) await gone;
        }
      }
    },
    async close() {
      closed = true;
      await Promise.all([...leaving, ...[...all].map((worker) => worker.terminate())]);
      all.clear();
    },
  };
}
