/**
 * A connection that answers synchronously: it lives in a thread of its own, and the thread that asks sleeps until the
 * answer is there. What need not be waited for is asked ahead, in the same order. `workers/` does not serve for it:
 * its answers come through the event loop, which does not turn while a thread sleeps.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { builtPath } from '../../workers/entry-points.js';
import { EngineError } from '../engine.js';
import type { Passage, Query, Reply } from './messages.js';

export interface Bridge {
  /** Asks without waiting. @returns the number under which the answer can be had. */
  post(asked: Query): number;
  /** Waits for an answer. @throws EngineError where the server refused, or is gone. */
  wait(id: number): Reply;
  ask(asked: Query): Reply;
  /** The answer is not wanted, whatever it says. */
  forget(id: number): void;
  /** What the server calls other servers in its messages, and what they are called here. */
  names: ReadonlyMap<string, string>;
  readonly inTransaction: boolean;
  /** The connection has not been lost. */
  readonly alive: boolean;
  close(): void;
}

/** Milliseconds after which a sleeper looks whether the other thread is still alive. */
const lookUp = 5_000;

/** Connects. @throws EngineError where it cannot; `server` is the address without its secrets. */
export function openBridge(address: string, server: string): Bridge {
  const signal = new SharedArrayBuffer(4);
  const cells = new Int32Array(signal);
  const { port1: here, port2: there } = new MessageChannel();
  const passage: Passage = { port: there, signal };
  const worker = new Worker(builtPath('store/postgres/connection-worker'), {
    workerData: passage,
    transferList: [there],
  });
  worker.unref();
  let transaction: Reply['transaction'] = 'I';
  let alive = true;
  let last = 0;
  const early = new Map<number, Reply>();
  const unwanted = new Set<number>();
  let names: ReadonlyMap<string, string> = new Map();
  const named = (message: string) => message.replace(/"(\w+)"/g, (found, name) => names.get(name) ?? found);
  const wait = (id: number): Reply => {
    for (;;) {
      const seen = Atomics.load(cells, 0);
      const reply = early.get(id) ?? (receiveMessageOnPort(here)?.message as Reply | undefined);
      if (!reply) {
        const woken = Atomics.wait(cells, 0, seen, lookUp);
        if (woken === 'timed-out' && worker.threadId === -1)
          throw new EngineError('connection lost', '08006', server);
        continue;
      }
      if (reply.id !== id) {
        if (!unwanted.delete(reply.id)) early.set(reply.id, reply);
        continue;
      }
      early.delete(id);
      transaction = reply.transaction;
      alive = reply.alive;
      if (reply.error) throw new EngineError(named(reply.error.message), reply.error.code, server);
      return reply;
    }
  };
  const post = (asked: Query): number => {
    const request = { ...asked, id: ++last };
    here.postMessage(request, asked.is === 'copy' ? [asked.rows.buffer] : []);
    return last;
  };
  const ask = (asked: Query) => wait(post(asked));
  const close = () => {
    try {
      ask({ is: 'end' });
    } catch (error) {
      // A connection that is gone is closed; the error that ended it is the one to report.
      if (!(error instanceof EngineError)) throw error;
    } finally {
      here.close();
    }
  };
  try {
    ask({ is: 'connect', address });
  } catch (error) {
    close();
    throw error;
  }
  return {
    post,
    wait,
    ask,
    forget(id) {
      if (!early.delete(id)) unwanted.add(id);
    },
    close,
    get names() {
      return names;
    },
    set names(given) {
      names = given;
    },
    get alive() {
      return alive;
    },
    get inTransaction() {
      return transaction !== 'I';
    },
  };
}
