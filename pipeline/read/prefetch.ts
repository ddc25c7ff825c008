/** Several streams read side by side, each taken in order; what is read ahead is bounded. */
import pLimit from 'p-limit';
import { type Channel, channel } from '../workers/channel.js';

/**
 * Opens up to `concurrency` streams at once and gives each with its source, in the order of the sources. A stream that
 * is not yet taken waits once it is `ahead` events ahead, so memory does not grow with what is still to come. Leaving
 * the iteration leaves all streams.
 */
export function* prefetch<Source, Event>(
  sources: readonly Source[],
  open: (source: Source) => AsyncIterable<Event>,
  concurrency: number,
  ahead: number,
): Generator<readonly [Source, AsyncIterable<Event>]> {
  const limit = pLimit(concurrency);
  const opened = sources.map((source) => {
    const events = channel<Event>(ahead);
    void limit(() => fill(events, () => open(source)));
    return [source, events] as const;
  });
  try {
    yield* opened;
  } finally {
    limit.clearQueue();
    for (const [, events] of opened) events.close();
  }
}

async function fill<Event>(events: Channel<Event>, open: () => AsyncIterable<Event>): Promise<void> {
  try {
    for await (const event of open()) if (!(await events.put(event))) break;
    events.end();
  } catch (error) {
    events.end(error instanceof Error ? error : new Error(String(error)));
  }
}
