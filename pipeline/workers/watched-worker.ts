/**
 * A thread that reads foreign files, watched from outside: it is ended when it keeps its caller waiting too long,
 * which works also where it never returns to its event loop, or takes too much memory.
 */
import { Worker } from 'node:worker_threads';
import { charged, idleFactor } from './cpu-time.js';
import { builtPath } from './entry-points.js';
import { outgrown } from './memory-watch.js';

/** How long a file may keep its reader waiting, all in all: a base, and what its size explains. */
export interface Patience {
  readonly seconds: number;
  readonly secondsPerMegabyte: number;
}

export const defaultPatience: Patience = { seconds: 8, secondsPerMegabyte: 1 };

/** Of the JavaScript heap; what lies outside of it is watched by the thread itself. */
const heapMebibytes = 512;

/** Why a thread was stopped: the rule and its parameters. */
export interface Stopped {
  readonly is: 'stopped';
  readonly rule: 'file.takes_too_long' | 'file.takes_too_much_memory';
  readonly params: Readonly<Record<string, number>>;
}

/** A mistake of the program. */
export interface Failed {
  readonly is: 'failed';
  readonly error: Error;
}

/**
 * @param entry of the built program.
 * @param workerData what it is started with.
 */
export function startWorker(entry: string, workerData: unknown = null): Worker {
  const worker = new Worker(builtPath(entry), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
  });
  worker.setMaxListeners(0);
  return worker;
}

/** Milliseconds that a file of so many bytes may take. */
export function timeFor(bytes: number, { seconds, secondsPerMegabyte }: Patience): number {
  return 1000 * (seconds + (secondsPerMegabyte * bytes) / 1e6);
}

/**
 * What a thread says, and that it was stopped or failed. Only time spent waiting for it counts, so that a slow
 * caller does not use up the thread's time; and of that no more than the processor gave to this process, so that
 * a busy machine does not either.
 * @param milliseconds that it may work.
 */
export async function* messagesOf<Message>(
  worker: Worker,
  milliseconds: number,
): AsyncGenerator<Message | Stopped | Failed> {
  const queue: (Message | Stopped | Failed)[] = [];
  let wake = () => {};
  const put = (message: Message | Stopped | Failed) => {
    queue.push(message);
    wake();
  };
  const onMessage = (message: unknown) => put(message === outgrown ? tooMuchMemory : (message as Message));
  const onError = (error: Error) => {
    const { code } = error as NodeJS.ErrnoException;
    put(code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuchMemory : { is: 'failed', error });
  };
  worker.on('message', onMessage).on('error', onError);
  const begun = processorMilliseconds();
  let waited = 0;
  let left = milliseconds;
  try {
    for (;;) {
      if (queue.length === 0) {
        const since = performance.now();
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          // A thread that was ended while its run failed keeps nobody waiting.
          timer.unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        const passed = performance.now() - since;
        waited += passed;
        left -= passed;
        // Asking for the time of the processor costs more than a batch of rows: only where the clock says too long.
        if (queue.length === 0 && left <= 0) {
          left = milliseconds - charged(waited, processorMilliseconds() - begun);
          if (Math.min(left, milliseconds * idleFactor - waited) <= 0) put(tooLong(milliseconds));
        }
      }
      const message = queue.shift();
      if (message !== undefined) yield message;
    }
  } finally {
    worker.off('message', onMessage).off('error', onError);
  }
}

/** Of all threads of this process. */
function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function tooLong(milliseconds: number): Stopped {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return { is: 'stopped', rule: 'file.takes_too_long', params: { seconds } };
}

const tooMuchMemory: Stopped = {
  is: 'stopped',
  rule: 'file.takes_too_much_memory',
  params: { mebibytes: heapMebibytes },
};
