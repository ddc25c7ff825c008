/**
 * Corrections made in threads of their own: what a foreign package holds may keep whoever looks at it busy for
 * ever, and a thread can be ended from outside. One bad file never costs another, nor the publication.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { builtPath } from '../workers/entry-points.js';
import { LimitError } from '../workers/limits.js';
import { startThread, type ThreadLimits } from '../workers/peer.js';
import { ClosedError, openPool } from '../workers/pool.js';
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
  /** It took too long, too much memory, or an internal error. */
  | { readonly is: 'failed'; readonly reason: string };

export interface CorrectionPool {
  make(way: Way, correction: Correction): Promise<WrittenCorrection>;
  close(): Promise<void>;
}

/** MiB. Texts are large and short-lived: more room for new ones would only be filled. */
const limits: ThreadLimits = { heap: 768, young: 12 };

/** A thread that has corrected a larger file, in bytes, is not kept: what it took for it would stay with it. */
const mostKept = 4e6;

/**
 * One processor is left to the rest of the publication, which is written at the same time.
 * @param seconds of the processor that one correction may take.
 */
export function openCorrectionPool(seconds = 20): CorrectionPool {
  const limit = pLimit(Math.max(1, Math.min(4, availableParallelism() - 1)));
  const pool = openPool<CorrectionRequest, WrittenCorrection>(() =>
    startThread(builtPath('corrections/worker'), limits),
  );
  const make = async (request: CorrectionRequest): Promise<WrittenCorrection> => {
    try {
      const { size } = await stat(request.correction.path);
      return await pool.call(request, seconds * 1000, size <= mostKept);
    } catch (error) {
      if (error instanceof ClosedError || !(error instanceof Error)) throw error;
      const isLimit = error instanceof LimitError;
      return { is: 'failed', reason: isLimit ? error.message : (error.stack ?? error.message) };
    }
  };
  return {
    make: (way, correction) => limit(() => make({ way, correction })),
    close: pool.close,
  };
}
