/** Threads and child processes alike answer requests, are ended when they take too much, and leave nothing behind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Peer, startProcess, startThread } from '../../pipeline/workers/peer.js';
import { ClosedError, openPool, type Pool } from '../../pipeline/workers/pool.js';
import { processorTimeOf } from '../../pipeline/workers/proc.js';
import { temporary } from '../helpers/temporary.js';
import { workerModule } from '../helpers/worker-module.js';

const folder = temporary('workers');
const produced = join(folder, 'produced');

/** What the worker of these tests does. */
type Request =
  | { readonly do: 'count'; readonly to: number }
  | { readonly do: 'which' | 'throw' | 'exit' | 'spin' | 'sleep' | 'fill' | 'hold' }
  | { readonly do: 'nest'; readonly module: string };

const module = workerModule(
  folder,
  'worker',
  `import { writeFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  import { startProcess } from './pipeline/workers/peer.js';
  import { openPool } from './pipeline/workers/pool.js';
  import { serve } from './pipeline/workers/serve.js';
  serve(async function* (request) {
    switch (request.do) {
      case 'count':
        for (let n = 1; n <= request.to; n++) {
          writeFileSync(${JSON.stringify(produced)}, String(n));
          yield n;
        }
        return;
      case 'which': yield process.pid + '/' + threadId; return;
      case 'throw': throw new TypeError('not today');
      case 'exit': process.exit(3);
      case 'spin': yield process.pid; for (;;);
      case 'sleep': await new Promise((resolve) => setTimeout(resolve, 60_000)); return;
      case 'fill': { const all = []; for (;;) all.push({ all: [] }); }
      case 'hold': { const all = []; for (;;) all.push(Buffer.alloc(2 ** 20, 1)); }
      case 'nest': yield* openPool(() => startProcess(request.module, 500)).stream({ do: 'spin' }, 60_000);
    }
  });`,
);

const starters: Readonly<Record<string, () => Peer>> = {
  thread: () => startThread(module, { heap: 32 }),
  'child process': () => startProcess(module, 200),
};

async function withPool<T>(start: () => Peer, use: (pool: Pool<Request, unknown>) => Promise<T>): Promise<T> {
  const pool = openPool<Request, unknown>(start);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

async function all(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const taken: unknown[] = [];
  for await (const event of events) taken.push(event);
  return taken;
}

/** Whether a process is there and at work. */
function isAlive(pid: number): boolean {
  try {
    // A process that has ended and was not asked for its exit code still has its number, and state Z.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isAlive(pid); tries++) await sleep(50);
  return !isAlive(pid);
}

const long = 60_000;

describe.each(Object.keys(starters))('a %s', (kind) => {
  const start = starters[kind] as () => Peer;

  it('gives one answer, or many events until the end, and takes the next request', () =>
    withPool(start, async (pool) => {
      const which = await pool.call({ do: 'which' }, long);
      expect(await all(pool.stream({ do: 'count', to: 30 }, long))).toEqual(
        Array.from({ length: 30 }, (_, i) => i + 1),
      );
      expect(await pool.call({ do: 'which' }, long)).toBe(which);
      await all(pool.stream({ do: 'count', to: 1 }, long, false));
      expect(await pool.call({ do: 'which' }, long)).not.toBe(which);
    }));

  it('waits while nobody takes its events', () =>
    withPool(start, async (pool) => {
      writeFileSync(produced, '0');
      const events = pool.stream({ do: 'count', to: 1000 }, long);
      await events.next();
      await sleep(500);
      expect(Number(readFileSync(produced, 'utf8'))).toBeLessThanOrEqual(10);
      expect((await all(events)).length).toBe(999);
    }));

  it.each([
    ['that throws', 'throw', 'not today'],
    ['that ends itself', 'exit', 'ended with'],
  ] as const)('%s fails, and another takes the next request', (_, what, message) =>
    withPool(start, async (pool) => {
      await expect(pool.call({ do: what }, long)).rejects.toThrow(message);
      expect(await pool.call({ do: 'count', to: 3 }, long)).toBe(3);
    }),
  );

  it.each([
    ['never comes back', 'spin', 300, 'time'],
    ['waits for ever', 'sleep', 200, 'time'],
    ['fills its heap', 'fill', long, 'memory'],
  ] as const)('that %s is ended', (_, what, milliseconds, limit) =>
    withPool(start, async (pool) => {
      await expect(pool.call({ do: what }, milliseconds)).rejects.toMatchObject({ limit });
      expect(await pool.call({ do: 'count', to: 3 }, long)).toBe(3);
    }),
  );

  it('is ended with its pool, whatever it does, and none is started after', async () => {
    let started = 0;
    const pool = openPool<Request, unknown>(() => {
      started++;
      return start();
    });
    const events = pool.stream({ do: 'spin' }, long);
    await events.next();
    const next = events.next();
    await Promise.all([pool.close(), expect(next).rejects.toThrow(ClosedError)]);
    await expect(pool.call({ do: 'which' }, long)).rejects.toThrow(ClosedError);
    expect(started).toBe(1);
  });
});

it('a child process that holds too much outside of its heap is ended', () =>
  withPool(
    () => startProcess(module, 200),
    (pool) =>
      expect(pool.call({ do: 'hold' }, long)).rejects.toMatchObject({ limit: 'memory', allowed: 200 }),
  ));

describe.skipIf(process.platform !== 'linux')('a child process', () => {
  it('that is left is ended', () =>
    withPool(
      () => startProcess(module, 200),
      async (pool) => {
        for await (const pid of pool.stream({ do: 'spin' }, long)) {
          expect(isAlive(Number(pid))).toBe(true);
          setTimeout(() => void pool.close(), 0);
          expect(await hasEnded(Number(pid))).toBe(true);
          break;
        }
      },
    ));

  it('ends with the thread that started it, however that ends', () =>
    withPool(
      () => startThread(module, { heap: 32 }),
      async (pool) => {
        const events = pool.stream({ do: 'nest', module }, long);
        const pid = Number((await events.next()).value);
        expect(isAlive(pid)).toBe(true);
        await pool.close();
        expect(await hasEnded(pid)).toBe(true);
        await events.return();
      },
    ));
});

it.skipIf(process.platform !== 'linux')('a thread’s time is its own', async () => {
  const peer = startThread(module, { heap: 32 });
  await new Promise<void>((started) => {
    peer.listen(
      ({ is }) => is === 'started' && started(),
      () => {},
    );
  });
  const [own, all] = [peer.processorTime() ?? 0, processorTimeOf(String(process.pid)) ?? 0];
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < 300_000);
  const [gained, ofAll] = [
    (peer.processorTime() ?? 0) - own,
    (processorTimeOf(String(process.pid)) ?? 0) - all,
  ];
  expect(ofAll).toBeGreaterThan(250);
  expect(gained).toBeLessThan(ofAll / 2);
  await peer.end();
});
