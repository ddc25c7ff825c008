/** Threads that read foreign files are stopped when they take too long or too much, and no other file pays for it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { inspectIsolated } from '../../pipeline/read/inspect-isolated.js';
import { openReadPool } from '../../pipeline/read/pool.js';
import type { ReadEvent } from '../../pipeline/read/read-file.js';
import { outgrown, watchMemory } from '../../pipeline/workers/memory-watch.js';
import { messagesOf, timeFor } from '../../pipeline/workers/watched-worker.js';
import { temporary } from '../helpers/cli.js';
import { roadsWorkbook } from '../helpers/hostile.js';
import { context } from '../helpers/normalise.js';

async function firstWord(worker: Worker, milliseconds = 20_000): Promise<unknown> {
  try {
    for await (const message of messagesOf(worker, milliseconds)) return message;
  } finally {
    await worker.terminate();
  }
  return undefined;
}

const thread = (script: string) =>
  new Worker(script, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });

describe('a thread', () => {
  it('that never comes back is stopped', async () => {
    expect(await firstWord(thread('for (;;);'), 300)).toMatchObject({
      is: 'stopped',
      rule: 'file.takes_too_long',
    });
  });

  it('that gets no processor is waited for longer than one that works, and not for ever', async () => {
    const since = performance.now();
    expect(await firstWord(thread('setTimeout(() => {}, 60_000);'), 400)).toMatchObject({ is: 'stopped' });
    expect(performance.now() - since).toBeGreaterThan(1000);
  });

  it('that fills its heap is stopped', async () => {
    expect(await firstWord(thread('const all = []; for (;;) all.push({ all: [] });'))).toMatchObject({
      is: 'stopped',
      rule: 'file.takes_too_much_memory',
    });
  });

  it('that fails says why', async () => {
    expect(await firstWord(thread('throw new TypeError("no")'))).toMatchObject({
      is: 'failed',
      error: { message: 'no' },
    });
  });

  it('is not charged for what its caller does meanwhile', async () => {
    const worker = thread(
      'const { parentPort } = require("worker_threads"); for (const i of [1, 2, 3]) parentPort.postMessage(i); setTimeout(() => {}, 60_000);',
    );
    const said: unknown[] = [];
    for await (const message of messagesOf(worker, 2000)) {
      said.push(message);
      if (said.length === 3) break;
      await sleep(1200);
    }
    await worker.terminate();
    expect(said).toEqual([1, 2, 3]);
  });
});

it('memory outside of the heap is noticed', async () => {
  const { port1, port2 } = new MessageChannel();
  const said = new Promise((resolve) => port2.once('message', resolve));
  watchMemory(port1, process.memoryUsage().external + 10 * 2 ** 20);
  const held = Buffer.alloc(40 * 2 ** 20, 1);
  // The watch alone keeps no program alive.
  const alive = setInterval(() => held.length, 20);
  expect(await said).toBe(outgrown);
  clearInterval(alive);
  port1.close();
});

it('a larger file has more time', () => {
  const patience = { seconds: 8, secondsPerMegabyte: 1 };
  expect([timeFor(0, patience), timeFor(20e6, patience)]).toEqual([8000, 28_000]);
});

describe('a file that takes too long', () => {
  const folder = temporary('watched');
  const slow = join(folder, '慢.csv');
  const rows = Array.from({ length: 1_000_000 }, (_, i) => `东庄村,路${i},1,新建,2021-5-1`);
  writeFileSync(slow, ['所属村,道路名称,长度（公里）,建设性质,完工日期', ...rows].join('\n'));
  const good = join(folder, '好.xlsx');
  writeFileSync(good, roadsWorkbook('好路'));

  it('is refused, and the next one is read', async () => {
    const pool = openReadPool({ seconds: 0.6, secondsPerMegabyte: 0 });
    const pieces = async (path: string) => {
      const all: ReadEvent[] = [];
      for await (const piece of pool.digest(path, context)) all.push(piece);
      return all;
    };
    try {
      const [first, second] = await Promise.all([pieces(slow), pieces(good)]);
      expect(first.at(-1)).toMatchObject({ is: 'refused', finding: { rule: 'file.takes_too_long' } });
      expect(second.map(({ is }) => is)).toContain('rows');
      expect((await pieces(good)).at(-1)).toMatchObject({ is: 'end' });
    } finally {
      await pool.close();
    }
  });

  it('is refused by inspect', async () => {
    const inspection = await inspectIsolated(
      slow,
      '慢.csv',
      { context, inFolder: false, language: 'zh' },
      { patience: { seconds: 0.3, secondsPerMegabyte: 0 } },
    );
    expect(inspection).toMatchObject({
      format: null,
      sheets: [],
      findings: [{ rule: 'file.takes_too_long', message: expect.stringContaining('1 秒') }],
    });
  });
});
