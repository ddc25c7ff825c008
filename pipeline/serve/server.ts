/** The desk as a server of this machine: from its start to its end. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Options } from '../options.js';
import { openDesk } from './desk.js';
import { openApp } from './http/app.js';
import { refusalOf, refuse } from './http/guard.js';
import { newSecret, openSessions } from './http/sessions.js';
import { announceDesk, withdrawDesk } from './running-desk.js';

/** Where it is looked for first; in use by another program, the next free one is taken. */
export const usualPort = 8765;
const mostPorts = 20;
const idleMilliseconds = 60 * 60_000;

export interface ServeOptions {
  readonly options: Options;
  /** A date that was given; null: the system's. */
  readonly today: string | null;
  /** null: the usual one, else the next free. */
  readonly port: number | null;
  readonly onFault: (error: unknown) => void;
  /** Without a request for so long it ends; an hour. */
  readonly idle?: number;
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
}: ServeOptions): Promise<Serving> {
  const desk = openDesk(options, today);
  const sessions = openSessions();
  const key = newSecret();
  let host = '';
  let last = Date.now();
  let listener: ReturnType<typeof getRequestListener> | null = null;
  const server = createServer((request, response) => {
    const refused = refusalOf(request, host);
    if (refused !== null || !listener) return refuse(response, refused ?? 503);
    last = Date.now();
    void listener(request, response);
  });
  // A slow sender holds nothing up for ever.
  server.headersTimeout = 15_000;
  server.requestTimeout = 5 * 60_000;
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
      if (desk.runs.state().state !== 'idle') last = Date.now();
      else if (Date.now() - last > idle) void end();
    },
    Math.min(60_000, idle),
  );
  watch.unref();
  return { address: `http://${host}/start/${sessions.invite()}`, ended, end };
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
