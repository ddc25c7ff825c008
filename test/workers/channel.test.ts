/** What waits, waits for what it should, and no longer. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { prefetch } from '../../pipeline/read/prefetch.js';
import { channel } from '../../pipeline/workers/channel.js';
import { signal } from '../../pipeline/workers/signal.js';

describe('a signal', () => {
  it('wakes all who wait, and who looked before it came', async () => {
    const news = signal();
    const seen = news.count;
    const waiting = [news.wait(), news.wait()];
    news.notify();
    await Promise.all([...waiting, news.wait(seen)]);
  });

  it('is waited for no longer than is asked', async () => {
    await signal().wait(undefined, 5);
  });
});

describe('a channel', () => {
  it('gives what was put, in order, then its end', async () => {
    const numbers = channel<number>(2);
    const taken: number[] = [];
    const taking = (async () => {
      for await (const number of numbers) taken.push(number);
    })();
    for (let n = 1; n <= 5; n++) expect(await numbers.put(n)).toBe(true);
    numbers.end();
    await taking;
    expect(taken).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps its producer waiting while it is full', async () => {
    const numbers = channel<number>(2);
    let put = 0;
    const producing = (async () => {
      while (put < 10 && (await numbers.put(put))) put++;
    })();
    await sleep(20);
    expect(put).toBe(1);
    const taking = numbers[Symbol.asyncIterator]();
    await taking.next();
    await sleep(20);
    expect(put).toBe(2);
    await taking.return?.();
    await producing;
    expect(put).toBe(2);
  });

  it('throws why it ended once what is there was taken', async () => {
    const numbers = channel<number>(3);
    void numbers.put(1);
    numbers.end(new Error('no more'));
    const taken: number[] = [];
    const taking = async () => {
      for await (const number of numbers) taken.push(number);
    };
    await expect(taking()).rejects.toThrow('no more');
    expect(taken).toEqual([1]);
  });
});

describe('streams that are read ahead', () => {
  /** Streams that count what they were asked for, and whether they were left. */
  function counting(streams: number) {
    const asked = new Array<number>(streams).fill(0);
    const left = new Set<number>();
    async function* open(i: number) {
      try {
        for (let n = 1; n <= 100; n++) {
          asked[i] = n;
          await setImmediate();
          yield n;
        }
      } finally {
        left.add(i);
      }
    }
    return { asked, left, ahead: prefetch([...asked.keys()], open, 2, 3) };
  }

  it('are bounded: so many at once, so far ahead', async () => {
    const { asked, ahead } = counting(4);
    ahead.next();
    await sleep(50);
    expect(asked).toEqual([3, 3, 0, 0]);
    ahead.return(undefined);
  });

  it('are all left where the taker leaves', async () => {
    const { left, ahead } = counting(3);
    for (const [, stream] of ahead) {
      for await (const _ of stream) break;
      break;
    }
    await sleep(50);
    expect([...left].sort()).toEqual([0, 1]);
  });
});
