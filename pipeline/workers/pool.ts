/**
 * Threads or child processes that answer requests, under limits that really end them: one that never returns to its
 * event loop is ended from outside. Closing the pool ends all of them, whatever they do.
 */
import { channel } from './channel.js';
import { LimitError, watch } from './limits.js';
import { type FromWorker, mostUnderWay } from './messages.js';
import type { Peer } from './peer.js';
import { reportAlive } from './serve.js';

export interface Pool<Request, Event> {
  /**
   * One request, many events until the end. A worker that is left before is ended.
   * @param milliseconds of the processor that it may take.
   * @param keep whether the worker is kept for the next request.
   * @throws LimitError where it takes too much, ClosedError where the pool is closed, or what the worker threw.
   */
  stream(request: Request, milliseconds: number, keep?: boolean): AsyncGenerator<Event, void, undefined>;
  /** One request, one answer. @throws as `stream`. */
  call(request: Request, milliseconds: number, keep?: boolean): Promise<Event>;
  /** Ends all workers; none is started any more. */
  close(): Promise<void>;
}

/** The pool was closed before the answer was complete. */
export class ClosedError extends Error {
  constructor() {
    super('the workers were ended');
  }
}

/** @param start starts a worker; called when there is a request and no idle one. */
export function openPool<Request, Event>(start: () => Peer): Pool<Request, Event> {
  const idle: PoolWorker<Request, Event>[] = [];
  const all = new Set<PoolWorker<Request, Event>>();
  let closed = false;
  async function* stream(request: Request, milliseconds: number, keep = true) {
    if (closed) throw new ClosedError();
    const worker = idle.pop() ?? openWorker<Request, Event>(start());
    all.add(worker);
    let complete = false;
    try {
      yield* worker.stream(request, milliseconds);
      complete = true;
    } catch (error) {
      throw closed ? new ClosedError() : error;
    } finally {
      if (complete && keep && !closed) {
        idle.push(worker);
      } else {
        await worker.end();
        all.delete(worker);
      }
    }
  }
  return {
    stream,
    async call(request, milliseconds, keep = true) {
      let answer: Event | undefined;
      for await (const event of stream(request, milliseconds, keep)) answer = event;
      if (answer === undefined) throw new Error('the worker gave no answer');
      return answer;
    },
    async close() {
      closed = true;
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.end()));
    },
  };
}

interface PoolWorker<Request, Event> {
  stream(request: Request, milliseconds: number): AsyncGenerator<Event, void, undefined>;
  end(): Promise<void>;
}

function openWorker<Request, Event>(peer: Peer): PoolWorker<Request, Event> {
  let events = channel<Event>(mostUnderWay);
  let signs = 0;
  let ended: Error | null = null;
  const stop = (why: Error) => {
    events.end(why);
    void peer.end();
  };
  const take = (message: FromWorker) => {
    if (message.is === 'event') void events.put(message.event as Event);
    else if (message.is === 'done') events.end();
    else if (message.is === 'failed') events.end(message.error);
    else if (message.is === 'alive') signs++;
    else if (message.is === 'outgrown') stop(new LimitError('memory', message.allowed));
  };
  peer.listen(take, (why) => {
    ended ??= why;
    events.end(why);
  });
  return {
    async *stream(request, milliseconds) {
      if (ended) throw ended;
      events = channel(mostUnderWay);
      const over = new AbortController();
      const watched = { ...peer, isAwaited: () => events.isEmpty, signsOfLife: () => signs };
      void watch(watched, milliseconds, reportAlive, over.signal).then(
        (exceeded) => exceeded && stop(exceeded),
      );
      peer.post({ is: 'request', request });
      try {
        for await (const event of events) {
          yield event;
          peer.post({ is: 'room' });
        }
      } finally {
        over.abort();
      }
    },
    end: () => peer.end(),
  };
}
