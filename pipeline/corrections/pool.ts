/**
 * Corrections made in threads of their own: what a foreign package holds may keep whoever looks at it busy for
 * ever, and a thread can be ended from outside. One bad file never costs another, nor the publication.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { builtPath } from '../workers/entry-points.js';
import type { Correction } from './correction.js';

/** The ways to make a correction, by how much they keep of how the file looked. */
export type Way = 'patched' | 'rewritten';

/** To a thread; its answer is what it made. */
export interface CorrectionRequest {
  readonly way: Way;
  readonly correction: Correction;
}

export type WrittenCorrection =
  | { readonly is: 'made'; readonly bytes: Uint8Array }
  /** This way does not serve for the file. */
  | { readonly is: 'refused' }
  /** It took too long, too much memory, or met what nobody had thought of. */
  | { readonly is: 'failed'; readonly reason: string };

export interface CorrectionPool {
  make(way: Way, correction: Correction): Promise<WrittenCorrection>;
  close(): Promise<void>;
}

const heapMebibytes = 768;
/** What is made is large and short-lived texts, which more room for would only be left lying about in. */
const youngMebibytes = 12;

/**
 * Threads are started when they are needed first; one processor is left to the rest of the publication, which is
 * written at the same time.
 * @param seconds that one correction may take.
 */
export function openCorrectionPool(seconds = 20): CorrectionPool {
  const limit = pLimit(Math.max(1, Math.min(4, availableParallelism() - 1)));
  const idle: Worker[] = [];
  return {
    make: (way, correction) =>
      limit(async () => {
        const worker = idle.pop() ?? startWorker();
        const made = await answerOf(worker, { way, correction }, seconds);
        if (made.is === 'failed') await worker.terminate();
        else idle.push(worker);
        return made;
      }),
    async close() {
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
    },
  };
}

function startWorker(): Worker {
  return new Worker(builtPath('corrections/worker'), {
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes, maxYoungGenerationSizeMb: youngMebibytes },
  });
}

function answerOf(worker: Worker, request: CorrectionRequest, seconds: number): Promise<WrittenCorrection> {
  return new Promise((resolve) => {
    const settle = (made: WrittenCorrection) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError);
      resolve(made);
    };
    const onMessage = (answer: WrittenCorrection) => settle(answer);
    const onError = (error: Error) => settle({ is: 'failed', reason: error.message });
    const timer = setTimeout(
      () => settle({ is: 'failed', reason: `took more than ${seconds} s` }),
      seconds * 1000,
    );
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(request);
  });
}
