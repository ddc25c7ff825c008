/**
 * Files digested in worker threads, each under a limit of time and memory that really stops it: a thread that
 * never returns to its event loop is ended from outside. One bad file never costs another.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Digested } from './digest.js';
import type { FromWorker, ToWorker } from './digest-worker.js';
import { finding } from './findings/finding.js';
import type { Context } from './normalise/row.js';

/** How long a file may give nothing: a base, and what its size explains. */
export interface Patience {
  readonly seconds: number;
  readonly secondsPerMegabyte: number;
}

const patienceByDefault: Patience = { seconds: 10, secondsPerMegabyte: 0.2 };
const heapMebibytes = 768;

export interface DigestPool {
  /** How many files are digested at once. */
  readonly size: number;
  /** The pieces of a file; one that is stopped ends in `refused`. */
  digest(path: string, context: Context): AsyncGenerator<Digested, void, undefined>;
  close(): Promise<void>;
}

/** Threads are started when the first file asks for one. */
export function openDigestPool(patience = patienceByDefault): DigestPool {
  const size = Math.max(1, Math.min(4, availableParallelism()));
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const take = () => idle.pop() ?? startWorker(all);
  return {
    size,
    async *digest(path, context) {
      const worker = take();
      const { size: bytes } = await stat(path);
      const silence = 1000 * (patience.seconds + (patience.secondsPerMegabyte * bytes) / 1e6);
      let ended = false;
      try {
        const messages = messagesOf(worker, silence);
        worker.postMessage({ is: 'digest', path, context } satisfies ToWorker);
        for await (const message of messages) {
          if (message.is === 'piece') {
            yield message.piece;
            worker.postMessage({ is: 'room', pieces: 1 } satisfies ToWorker);
          } else if (message.is === 'failed') {
            throw message.error;
          } else if (message.is === 'stopped') {
            yield { is: 'refused', finding: finding(message.rule, 'error', {}, message.params) };
            return;
          } else {
            ended = true;
            return;
          }
        }
      } finally {
        if (ended) {
          idle.push(worker);
        } else {
          all.delete(worker);
          await worker.terminate();
        }
      }
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}

type Message =
  | FromWorker
  | { readonly is: 'stopped'; readonly rule: string; readonly params: Record<string, number> };

function startWorker(all: Set<Worker>): Worker {
  const here = import.meta.url;
  // Threads run what was built, also where the program itself runs from its source.
  const entry = here.endsWith('.ts') ? '../dist/digest-worker.js' : './digest-worker.js';
  const worker = new Worker(fileURLToPath(new URL(entry, here)), {
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
  });
  worker.setMaxListeners(0);
  all.add(worker);
  return worker;
}

/** What a worker says, and that it was too long silent or grew too large. */
async function* messagesOf(worker: Worker, silence: number): AsyncGenerator<Message> {
  const queue: Message[] = [];
  let wake = () => {};
  const put = (message: Message) => {
    queue.push(message);
    wake();
  };
  const failed = (error: Error) => {
    const { code } = error as NodeJS.ErrnoException;
    put(
      code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? { is: 'stopped', rule: 'file.takes_too_much_memory', params: { mebibytes: heapMebibytes } }
        : { is: 'failed', error },
    );
  };
  worker.on('message', put).on('error', failed);
  try {
    for (;;) {
      let message = queue.shift();
      if (!message) {
        const timer = setTimeout(
          () =>
            put({
              is: 'stopped',
              rule: 'file.takes_too_long',
              params: { seconds: Math.round(silence / 1000) },
            }),
          silence,
        );
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearTimeout(timer);
        message = queue.shift();
      }
      if (message) yield message;
    }
  } finally {
    worker.off('message', put).off('error', failed);
  }
}
