/**
 * A worker: reads files for the runs that are at work on a database, until it is stopped. It claims as many at
 * once as it has threads for, keeps its claims as long as it is alive, and gives back what it cannot or need not finish.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../program/log.js';
import { openReadPool, type ReadPool } from '../read/pool.js';
import { EngineError } from '../store/engine.js';
import { type Signal, signal } from '../workers/signal.js';
import { type ClaimedFile, type Claims, openClaims } from './claims.js';
import { type Held, type NotRead, readClaim } from './read-claim.js';
import { sharedProgram } from './shared.js';

export interface Service {
  readonly address: string;
  readonly inputs: string;
  /** Hash of the program. */
  readonly program: string;
  readonly leaseSeconds: number;
  /** Leave once no run is at work. */
  readonly once: boolean;
  readonly log: Log;
  /** Aborted when the worker shall stop. */
  readonly stop: AbortSignal;
  /** Gets what a person should know: a file that was not read here, and why. */
  readonly onNotRead: (file: string, why: NotRead) => void;
  /** Called where a run is at work whose program is of another version: nothing can be read for it here. */
  readonly onOtherVersion: () => void;
}

/** What a worker did. */
export interface Served {
  read: number;
  /** Given back or lost, by the reason. */
  readonly notRead: Partial<Record<NotRead, number>>;
}

/** What is asked of the database where nobody says that there is news. */
const pollMilliseconds = 1000;
const reconnectMilliseconds = 5000;
/** A lease is renewed so often while it runs. */
const renewalsPerLease = 3;
/** What has been read and not been taken yet: beyond so much the workers wait for the run. */
const bytesAhead = 256 << 20;
/** A file over which more workers than that were lost is left to the run. */
const mostLost = 2;

/**
 * Serves until it is stopped, or with `once` until no run is at work.
 * @throws EngineError where the database cannot be reached at first, or with `once` at any time.
 */
export async function serve(service: Service): Promise<Served> {
  const { once, log, stop } = service;
  const served: Served = { read: 0, notRead: {} };
  const pool = openReadPool((path, err) => log.error({ event: 'file.reader_failed', path, err }));
  const worker = `${hostname()}:${process.pid}`;
  let connectedOnce = false;
  try {
    while (!stop.aborted) {
      try {
        const session = await openWork(service, pool, worker, served);
        connectedOnce = true;
        log.info({ event: 'worker.connected', worker, files_at_once: pool.size });
        return await session();
      } catch (error) {
        if (once || !connectedOnce || !passes(error)) throw error;
        log.warn({ event: 'worker.disconnected', worker, code: error.code, reason: error.message });
        await sleep(reconnectMilliseconds, undefined, { signal: stop }).catch(() => {});
      }
    }
    return served;
  } finally {
    await pool.close();
    log.info({ event: 'worker.ended', worker, read: served.read, not_read: served.notRead });
  }
}

/** Whether the server is gone, starting, or out of room: it may be back in a while. */
function passes(error: unknown): error is EngineError {
  return error instanceof EngineError && /^(?:08|53|57P|E[A-Z])/.test(error.code);
}

/** Connects. @returns what serves over that connection. */
async function openWork(service: Service, pool: ReadPool, worker: string, served: Served) {
  const { address, program, leaseSeconds } = service;
  const news = signal();
  const terms = { program: sharedProgram(program), worker, leaseSeconds, bytesAhead, mostLost };
  const claims = await openClaims(address, terms, news.notify);
  return async (): Promise<Served> => {
    const holding = new Map<string, Held>();
    try {
      await work(service, { pool, worker, claims, news, holding, served });
      return served;
    } finally {
      await letGo(claims, holding);
    }
  };
}

interface Work {
  readonly pool: ReadPool;
  readonly worker: string;
  readonly claims: Claims;
  readonly news: Signal;
  /** The files that are being read, by their claims. */
  readonly holding: Map<string, Held>;
  readonly served: Served;
}

async function work(service: Service, { pool, worker, claims, news, holding, served }: Work): Promise<void> {
  const { inputs, leaseSeconds, once, log, stop, onNotRead, onOtherVersion } = service;
  const declined = new Set<string>();
  let failure: unknown = null;
  let renewing = false;
  const failed = (error: unknown) => {
    failure ??= error;
    news.notify();
  };
  const renew = async () => {
    if (renewing || holding.size === 0) return;
    renewing = true;
    const held = [...holding.values()];
    const still = await claims.renew(held.map(({ claim }) => claim));
    for (const one of held) if (!still.has(one.claim.claimId)) one.lost = true;
    renewing = false;
  };
  const begin = async (claim: ClaimedFile) => {
    const { claimId, unit, file, attempt } = claim;
    const held: Held = { claim, lost: false };
    holding.set(claimId, held);
    log.info({ event: 'worker.claimed', worker, unit, file, attempt });
    const why = await readClaim(held, { inputs, pool, claims });
    holding.delete(claimId);
    if (why === null) {
      served.read++;
      log.info({ event: 'worker.read', worker, unit, file, attempt });
    } else {
      served.notRead[why] = (served.notRead[why] ?? 0) + 1;
      declined.add(claimId);
      log.warn({ event: 'worker.not_read', worker, unit, file, attempt, why });
      onNotRead(file, why);
    }
    news.notify();
  };
  const renewal = setInterval(() => renew().catch(failed), (leaseSeconds * 1000) / renewalsPerLease);
  const onStop = () => news.notify();
  stop.addEventListener('abort', onStop);
  let versionReported = false;
  try {
    while (!stop.aborted) {
      if (failure !== null) throw failure;
      const seen = news.count;
      const claim = holding.size < pool.size ? await claims.next([...declined]) : null;
      if (claim) {
        begin(claim).catch(failed);
        continue;
      }
      if (holding.size === 0) {
        const { atWork, otherVersion } = await claims.run();
        if (!atWork) declined.clear();
        if (otherVersion && !versionReported) {
          log.warn({ event: 'worker.other_version', worker });
          onOtherVersion();
        }
        versionReported = otherVersion;
        if (once && !atWork) return;
      }
      await news.wait(seen, pollMilliseconds);
    }
  } finally {
    clearInterval(renewal);
    stop.removeEventListener('abort', onStop);
  }
}

/** Gives back what is not read to its end, so that nobody waits for the lease. */
async function letGo(claims: Claims, holding: ReadonlyMap<string, Held>): Promise<void> {
  try {
    for (const { claim, lost } of holding.values()) if (!lost) await claims.giveBack(claim, 'open');
  } catch (error) {
    // The connection is gone: the leases run out by themselves.
    if (!(error instanceof EngineError)) throw error;
  } finally {
    await claims.close();
  }
}
