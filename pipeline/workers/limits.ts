/** What a worker may take for one request, and what it has taken. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A worker was ended because it took too much. */
export class LimitError extends Error {
  readonly limit: 'time' | 'memory';
  /** Seconds of the processor, or MiB. */
  readonly allowed: number;

  constructor(limit: LimitError['limit'], allowed: number) {
    super(limit === 'time' ? `took more than ${allowed} s` : `took more than ${allowed} MiB`);
    this.limit = limit;
    this.allowed = allowed;
  }
}

/** What is measured of a worker. */
export interface Measured {
  /** Milliseconds of the processor that it has had; null: the system does not say. */
  processorTime(): number | null;
  /** MiB of the machine's memory that it holds; null: not known. */
  memory(): Promise<number | null>;
  /** MiB that it may hold; null: it watches its own. */
  readonly mostMemory: number | null;
}

const everyMilliseconds = 50;
/** A worker that uses no processor at all is waited for so many times as long as one that does. */
const idleFactor = 5;
/** On a machine that is busy with other things, one that works gets a share of the processor of at least this. */
const leastShare = 0.02;

/** Measures the time that one request takes. */
export interface TimeMeter {
  /**
   * Call every 50 ms.
   * @param isAwaited whether anybody waits for the worker: else its time is its caller's.
   * @param isBusy whether it works in another way: through a child process of its own.
   */
  tick(isAwaited: boolean, isBusy: boolean): 'working' | 'idle' | 'exceeded';
}

/**
 * @param limit milliseconds of the processor.
 * @param now milliseconds, of a clock that never goes back.
 */
export function timeMeter(
  limit: number,
  processorTime: Measured['processorTime'],
  now: () => number,
): TimeMeter {
  let last = now();
  let worked = processorTime();
  let used = 0;
  let idle = 0;
  return {
    tick(isAwaited, isBusy) {
      // A machine that was paused or that is busy with other things calls later: that is no time of the worker's.
      const passed = Math.min(now() - last, 2 * everyMilliseconds);
      last = now();
      const total = processorTime();
      const gained = total === null || worked === null ? passed : total - worked;
      worked = total;
      if (isAwaited) used += gained;
      idle = isAwaited && !isBusy ? Math.max(0, idle + passed - gained / leastShare) : 0;
      if (used > limit || idle > limit * idleFactor) return 'exceeded';
      return idle > 0 ? 'idle' : 'working';
    },
  };
}

/** What the worker's connection says of it while it is watched. */
export interface Watched extends Measured {
  /** Whether anybody waits for it. */
  isAwaited(): boolean;
  /** How often it has said that it works in another way. */
  signsOfLife(): number;
}

/**
 * @param milliseconds of the processor that it may have.
 * @param onWork is called while it works.
 * @returns the limit that was exceeded; null once watching is over.
 */
export async function watch(
  watched: Watched,
  milliseconds: number,
  onWork: () => void,
  over: AbortSignal,
): Promise<LimitError | null> {
  const { mostMemory } = watched;
  const meter = timeMeter(milliseconds, watched.processorTime, () => performance.now());
  let signs = watched.signsOfLife();
  for (;;) {
    await sleep(everyMilliseconds, undefined, { signal: over, ref: false }).catch(() => {});
    if (over.aborted) return null;
    const isBusy = watched.signsOfLife() > signs;
    signs = watched.signsOfLife();
    const state = meter.tick(watched.isAwaited(), isBusy);
    if (state === 'exceeded') return new LimitError('time', Math.max(1, Math.round(milliseconds / 1000)));
    if (state === 'working') onWork();
    if (mostMemory !== null && ((await watched.memory()) ?? 0) > mostMemory) {
      return new LimitError('memory', mostMemory);
    }
  }
}
