/** Several streams read side by side, each taken in order; what is read ahead is bounded. */
import pLimit from 'p-limit';
import { type Channel, channel } from '../workers/channel.js';

/**
 * Starts up to `concurrency` of the streams at once and gives them back in their order. A stream that is not
 * yet taken waits once it is `ahead` events ahead, so memory does not grow with what is still to come. Leaving the
 * iteration leaves all streams.
 */
export function* prefetch<T>(
  streams: readonly (() => AsyncIterable<T>)[],
  concurrency: number,
  ahead: number,
): Generator<AsyncIterable<T>> {
  const limit = pLimit(concurrency);
  const channels = streams.map((open) => {
    const events = channel<T>(ahead);
    void limit(() => fill(events, open));
    return events;
  });
  try {
    yield* channels;
  } finally {
    limit.clearQueue();
    for (const events of channels) events.close();
  }
}

async function fill<T>(events: Channel<T>, open: () => AsyncIterable<T>): Promise<void> {
  try {
    for await (const event of open()) if (!(await events.put(event))) break;
    events.end();
  } catch (error) {
    events.end(error instanceof Error ? error : new Error(String(error)));
  }
}
