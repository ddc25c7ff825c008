/**
 * Files read in worker threads, each under a limit of time and memory. One bad file never costs another.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type Finding, finding } from '../findings/finding.js';
import type { Context } from '../normalise/row.js';
import { builtPath } from '../workers/entry-points.js';
import { LimitError } from '../workers/limits.js';
import { startThread } from '../workers/peer.js';
import { ClosedError, openPool } from '../workers/pool.js';
import type { ReadEvent } from './read-file.js';

/** To a thread: the file to read. */
export interface ReadRequest {
  readonly path: string;
  readonly context: Context;
}

/** The processor time that a file may take: a base, and what its size explains. */
export interface TimeAllowed {
  readonly seconds: number;
  readonly secondsPerMegabyte: number;
}

export const defaultTime: TimeAllowed = { seconds: 8, secondsPerMegabyte: 1 };

/** Milliseconds that a file of so many bytes may take. */
export function timeFor(bytes: number, { seconds, secondsPerMegabyte }: TimeAllowed): number {
  return 1000 * (seconds + (secondsPerMegabyte * bytes) / 1e6);
}

/** MiB of a thread's JavaScript heap; what it holds beside is limited from within. */
export const heapOfReader = 512;

/** A thread that has read a larger file, in bytes, is not kept: what it took for it would stay with it. */
const mostKept = 4e6;

/** Gets internal errors of the readers, with the file that caused them. */
export type OnFault = (path: string, error: Error) => void;

export interface ReadPool {
  /** How many files are read at once. */
  readonly size: number;
  /**
   * The events of a file; one that cannot be read ends in `refused`.
   * @throws ClosedError where the pool is closed before its end.
   */
  read(path: string, context: Context): AsyncGenerator<ReadEvent, void, undefined>;
  /** Ends all threads. */
  close(): Promise<void>;
}

/** Threads are started when a file asks for one. */
export function openReadPool(onFault: OnFault = () => {}, time = defaultTime): ReadPool {
  const pool = openPool<ReadRequest, ReadEvent>(() =>
    startThread(builtPath('read/worker'), { heap: heapOfReader }),
  );
  return {
    size: Math.max(1, Math.min(4, availableParallelism())),
    async *read(path, context) {
      const { size } = await stat(path);
      try {
        yield* pool.stream({ path, context }, timeFor(size, time), size <= mostKept);
      } catch (error) {
        yield { is: 'refused', finding: refusal(error, (fault) => onFault(path, fault)) };
      }
    },
    close: pool.close,
  };
}

/**
 * What is found of a file whose reader failed.
 * @param onFault gets an internal error.
 * @throws ClosedError where it did not fail: its pool was closed.
 */
export function refusal(error: unknown, onFault: (fault: Error) => void): Finding {
  if (error instanceof ClosedError) throw error;
  if (!(error instanceof LimitError)) {
    onFault(error instanceof Error ? error : new Error(String(error)));
    return finding('file.reader_failed', 'error');
  }
  const { limit, allowed } = error;
  return limit === 'time'
    ? finding('file.takes_too_long', 'error', {}, { seconds: allowed })
    : finding('file.takes_too_much_memory', 'error', {}, { mebibytes: allowed });
}
