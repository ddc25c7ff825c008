/** Several streams read side by side, each taken in order; what is read ahead is bounded. */
import pLimit from 'p-limit';

/**
 * Starts up to `concurrency` of the streams at once and gives them back in their order. A stream that is not
 * yet taken waits once it is `ahead` pieces ahead, so memory does not grow with what is still to come.
 */
export function* prefetch<T>(
  streams: readonly (() => AsyncIterable<T>)[],
  concurrency: number,
  ahead: number,
): Generator<AsyncIterable<T>> {
  const limit = pLimit(concurrency);
  const channels = streams.map((open) => {
    const channel = new Channel<T>(ahead);
    void limit(() => channel.fill(open));
    return channel;
  });
  yield* channels;
}

/** A bounded queue between one reader and one taker. */
class Channel<T> implements AsyncIterable<T> {
  readonly #pieces: T[] = [];
  readonly #ahead: number;
  #ended: { readonly error?: unknown } | null = null;
  #wakeTaker = () => {};
  #wakeReader = () => {};

  constructor(ahead: number) {
    this.#ahead = ahead;
  }

  async fill(open: () => AsyncIterable<T>): Promise<void> {
    try {
      for await (const piece of open()) {
        this.#pieces.push(piece);
        this.#wakeTaker();
        if (this.#pieces.length >= this.#ahead) {
          await new Promise<void>((resolve) => {
            this.#wakeReader = resolve;
          });
        }
      }
      this.#ended = {};
    } catch (error) {
      this.#ended = { error };
    }
    this.#wakeTaker();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#wakeReader();
        yield piece;
      } else if (this.#ended) {
        if ('error' in this.#ended) throw this.#ended.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeTaker = resolve;
        });
      }
    }
  }
}
