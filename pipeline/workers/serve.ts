/** The side of a thread or child process: it answers requests with events, one request at a time. */
import { parentPort } from 'node:worker_threads';
import { type FromWorker, mostUnderWay, type ToWorker } from './messages.js';
import { ownThread } from './proc.js';
import { signal } from './signal.js';

type Post = (message: FromWorker) => void;

let starter: Post | null = null;

/** Reports that work goes on in a child process of this worker's own, where this is a worker. */
export function reportAlive(): void {
  starter?.({ is: 'alive' });
}

/**
 * Makes this thread or process a worker. Call once.
 * @param answer yields the events of a request; the next one is asked for once there is room.
 */
export function serve<Request, Event>(answer: (request: Request) => AsyncIterable<Event>): void {
  const post = toStarter();
  starter = post;
  const taken = signal();
  let underWay = 0;
  const work = async (request: Request) => {
    underWay = 0;
    try {
      for await (const event of answer(request)) {
        while (underWay === mostUnderWay) await taken.wait();
        underWay++;
        post({ is: 'event', event });
      }
      post({ is: 'done' });
    } catch (error) {
      post({ is: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  const take = (message: ToWorker) => {
    if (message.is === 'request') void work(message.request as Request);
    else {
      underWay--;
      taken.notify();
    }
  };
  (parentPort ?? process).on('message', take);
  post({ is: 'started', thread: parentPort ? ownThread() : null });
  if (parentPort) watchMemory(post);
}

function toStarter(): Post {
  if (parentPort) return (message) => parentPort?.postMessage(message);
  if (!process.send) throw new Error('this module runs as a worker');
  return (message) => process.send?.(message);
}

const mostExternal = 448;
const everyMilliseconds = 50;
/** Buffers that nobody needs any more count until they are collected: only what stays is too much. */
const timesInARow = 4;

/** Reports when buffers and the like, which a thread's own limits do not count, have grown over a limit in MiB. */
export function watchMemory(post: Post, most = mostExternal): void {
  let times = 0;
  setInterval(() => {
    times = process.memoryUsage().external > most * 2 ** 20 ? times + 1 : 0;
    if (times === timesInARow) post({ is: 'outgrown', allowed: most });
  }, everyMilliseconds).unref();
}
