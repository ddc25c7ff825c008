/** The desk as a server of this machine: from its start to its end. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Options } from '../options.js';
import type { RunState } from './api/runs.js';
import { openDesk } from './desk.js';
import { openApp } from './http/app.js';
import { refusalOf, refuse } from './http/guard.js';
import { newSecret, openSessions } from './http/sessions.js';
import { announceDesk, withdrawDesk } from './running-desk.js';

/** Where it is looked for first; in use by another program, the next free one is taken. */
export const usualPort = 8765;
const mostPorts = 20;
const idleMilliseconds = 60 * 60_000;
const slowestMilliseconds = 5 * 60_000;

export interface ServeOptions {
  readonly options: Options;
  /** A date that was given; null: the system's. */
  readonly today: string | null;
  /** null: the usual one, else the next free. */
  readonly port: number | null;
  readonly onFault: (error: unknown) => void;
  /** Without a request for so many milliseconds it ends; an hour. */
  readonly idle?: number;
  /** A request that takes longer to come, in milliseconds, is cut off; five minutes. */
  readonly slowest?: number;
}

export interface Serving {
  /** One-time address that opens it. */
  readonly address: string;
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

/** @throws Error of the system where the port is not free. */
export async function serveDesk({
  options,
  today,
  port,
  onFault,
  idle = idleMilliseconds,
  slowest = slowestMilliseconds,
}: ServeOptions): Promise<Serving> {
  const desk = openDesk(options, today);
  const sessions = openSessions();
  const key = newSecret();
  let host = '';
  let last = Date.now();
  let listener: ReturnType<typeof getRequestListener> | null = null;
  const limits = {
    requestTimeout: slowest,
    headersTimeout: Math.min(15_000, slowest),
    connectionsCheckingInterval: Math.min(15_000, slowest),
  };
  const server = createServer(limits, (request, response) => {
    const refused = refusalOf(request, host);
    if (refused !== null || !listener) return refuse(response, refused ?? 503);
    last = Date.now();
    void listener(request, response);
  });
  server.maxHeadersCount = 100;
  server.maxConnections = 200;
  const own = await listen(server, port);
  host = `127.0.0.1:${own}`;
  const { outputs } = desk.options();
  announceDesk(outputs, { port: own, key });
  const app = openApp(desk, { sessions, port: own, key, onFault });
  listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });

  let finished = () => {};
  const ended = new Promise<void>((resolve) => {
    finished = resolve;
  });
  let ending: Promise<void> | null = null;
  const end = () => {
    ending ??= (async () => {
      clearInterval(watch);
      withdrawDesk(outputs, { port: own, key });
      server.close();
      server.closeAllConnections();
      await desk.close();
      finished();
    })();
    return ending;
  };
  const watch = setInterval(
    () => {
      last = lastUse(last, desk.runs.state().state, Date.now());
      if (Date.now() - last > idle) void end();
    },
    Math.min(60_000, idle),
  );
  watch.unref();
  return { address: `http://${host}/start/${sessions.invite()}`, ended, end };
}

/** When the desk was last in use: a run is use, as long as it takes. */
export function lastUse(lastRequest: number, run: RunState['state'], now: number): number {
  return run === 'idle' ? lastRequest : now;
}

async function listen(server: Server, port: number | null): Promise<number> {
  const wanted = port === null ? Array.from({ length: mostPorts }, (_, at) => usualPort + at) : [port];
  for (const [at, one] of wanted.entries()) {
    try {
      await listenOn(server, one);
      break;
    } catch (error) {
      const isTaken = ['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || at === wanted.length - 1) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
