/** A bounded queue between a producer and a consumer: the producer waits while it is full. */
import { signal } from './signal.js';

export interface Channel<T> extends AsyncIterable<T> {
  /** Waits until there is room for more. @returns false where nobody takes any more: the producer may stop. */
  put(value: T): Promise<boolean>;
  /** There are no more. @param error why, thrown to the consumer once it has taken what is there. */
  end(error?: Error): void;
  /** Nobody takes any more; what is there is dropped. Leaving the iteration does the same. */
  close(): void;
  /** The consumer has taken everything that was put. */
  readonly isEmpty: boolean;
}

export function channel<T>(capacity: number): Channel<T> {
  const values: T[] = [];
  const changed = signal();
  let ended: { readonly error: Error | undefined } | null = null;
  let closed = false;
  const close = () => {
    closed = true;
    values.length = 0;
    changed.notify();
  };
  return {
    async put(value) {
      if (!closed) values.push(value);
      changed.notify();
      while (values.length >= capacity) await changed.wait();
      return !closed;
    },
    end(error) {
      ended ??= { error };
      changed.notify();
    },
    close,
    get isEmpty() {
      return values.length === 0;
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const value = values.shift();
          if (value !== undefined) {
            changed.notify();
            yield value;
          } else if (ended) {
            if (ended.error) throw ended.error;
            return;
          } else if (closed) {
            return;
          } else {
            await changed.wait();
          }
        }
      } finally {
        close();
      }
    },
  };
}
