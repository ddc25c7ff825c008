/** A worker answers for the processor's time that it has had itself: neither for a pause nor for a busy machine. */
import { MessageChannel } from 'node:worker_threads';
import { expect, it, test } from 'vitest';
import { timeMeter } from '../../pipeline/workers/limits.js';
import type { FromWorker } from '../../pipeline/workers/messages.js';
import { watchMemory } from '../../pipeline/workers/serve.js';

const minute = 60_000;

/** A meter with hands of its own. @param limit milliseconds. */
function meter(limit: number, knowsTime = true) {
  let [now, worked] = [0, 0];
  const { tick } = timeMeter(
    limit,
    () => (knowsTime ? worked : null),
    () => now,
  );
  return {
    /** Some milliseconds pass, of which the worker gets some of the processor. */
    after(passed: number, gained: number, { isAwaited = true, isBusy = false } = {}) {
      now += passed;
      worked += gained;
      return tick(isAwaited, isBusy);
    },
  };
}

/** Ticks until the limit is exceeded. @returns milliseconds; null: not within ten minutes. */
function exceededAfter(limit: number, gained: number, state = {}, knowsTime = true): number | null {
  const { after } = meter(limit, knowsTime);
  for (let passed = 50; passed <= 10 * minute; passed += 50) {
    if (after(50, gained, state) === 'exceeded') return passed;
  }
  return null;
}

test.each([
  ['works all the time', 50, {}, true, 8050],
  ['gets a third of the processor', 16, {}, true, 25_050],
  ['gets a fiftieth of the processor', 1, {}, true, 10 * minute < 8000 * 50 ? null : 400_050],
  ['gets no processor at all', 0, {}, true, 40_050],
  ['waits for its own child process, which works', 0, { isBusy: true }, true, null],
  ['works while its caller is elsewhere', 50, { isAwaited: false }, true, null],
  ['works on a system that does not say so', 0, {}, false, 8050],
])('one that %s', (_, gained, state, knowsTime, exceeded) => {
  expect(exceededAfter(8000, gained, state, knowsTime)).toBe(exceeded);
});

it.each([true, false])('a pause of minutes is nobody’s time', (knowsTime) => {
  const { after } = meter(8000, knowsTime);
  for (let pause = 0; pause < 20; pause++) {
    expect(after(5 * minute, 0)).not.toBe('exceeded');
    expect(after(50, 50)).not.toBe('exceeded');
  }
});

it('notices memory outside of the heap', async () => {
  const { port1, port2 } = new MessageChannel();
  const received = new Promise<FromWorker>((resolve) => port2.once('message', resolve));
  const most = process.memoryUsage().external / 2 ** 20 + 10;
  watchMemory((message) => port1.postMessage(message), most);
  // What earlier tests left may be collected meanwhile: it grows until it is noticed.
  const held: Buffer[] = [];
  const growing = setInterval(() => held.push(Buffer.alloc(8 * 2 ** 20, 1)), 20);
  expect(await received).toEqual({ is: 'outgrown', allowed: most });
  clearInterval(growing);
  port1.close();
});
