/** A thread or a child process, as whoever started it sees it. */
import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { builtUrl } from './entry-points.js';
import { LimitError, type Measured } from './limits.js';
import type { FromWorker, ToWorker } from './messages.js';
import { processorTimeOf, residentMemoryOf } from './proc.js';

export interface Peer extends Measured {
  post(message: ToWorker): void;
  /**
   * Call once, at once.
   * @param take gets what it sends.
   * @param ended is called when it has ended, with the reason.
   */
  listen(take: (message: FromWorker) => void, ended: (why: Error) => void): void;
  /** Ends it, whatever it does, and waits until it has ended. */
  end(): Promise<void>;
}

export interface ThreadLimits {
  /** MiB of the JavaScript heap. */
  readonly heap: number;
  /** MiB of its young generation. */
  readonly young?: number;
}

/** @param module where its module is. */
export function startThread(module: string, { heap, young }: ThreadLimits): Peer {
  const worker = new Worker(module, {
    resourceLimits: {
      maxOldGenerationSizeMb: heap,
      ...(young === undefined ? {} : { maxYoungGenerationSizeMb: young }),
    },
  });
  /** undefined: it has not started yet. */
  let thread: string | null | undefined;
  return {
    post: (message) => worker.postMessage(message),
    listen(take, ended) {
      worker.on('message', (message: FromWorker) => {
        if (message.is === 'started') ({ thread } = message);
        take(message);
      });
      worker.on('error', (error: NodeJS.ErrnoException) =>
        ended(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new LimitError('memory', heap) : error),
      );
      worker.on('exit', (code) => ended(new Error(`the thread ended with ${code}`)));
    },
    processorTime() {
      if (thread === undefined) return null;
      // Where the thread's own time is not known, it has had no more than all threads of this process.
      return thread === null ? ownProcessorTime() : processorTimeOf(thread);
    },
    memory: async () => null,
    mostMemory: null,
    async end() {
      await worker.terminate();
    },
  };
}

function ownProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * A process of its own, for what brings down a whole process. It ends with the thread that started it.
 * @param module where its module is.
 * @param mostMemory MiB of the machine's memory; three quarters of it may be JavaScript heap.
 * @param env its environment; by default nothing but what Windows needs.
 */
export function startProcess(module: string, mostMemory: number, env = leastEnvironment()): Peer {
  const heap = Math.floor(mostMemory * 0.75);
  const flags = [`--max-old-space-size=${heap}`, '--import', builtUrl('workers/lifeline')];
  const child = spawn(process.execPath, [...flags, module], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env,
    windowsHide: true,
  });
  const { pid } = child;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  return {
    // One that has ended takes nothing; how it ended is the answer.
    post: (message) => void child.send(message, () => {}),
    listen(take, ended) {
      child.on('message', (message) => take(message as FromWorker));
      child.on('error', ended);
      child.on('exit', (code, signal) => {
        // V8 aborts where its heap is used up.
        const isFull = signal === 'SIGABRT' || code === 134;
        ended(
          isFull
            ? new LimitError('memory', mostMemory)
            : new Error(`the process ended with ${signal ?? code}`),
        );
      });
    },
    processorTime: () => (pid === undefined ? null : processorTimeOf(String(pid))),
    memory: async () => (pid === undefined ? null : residentMemoryOf(pid)),
    mostMemory,
    async end() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function leastEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}
