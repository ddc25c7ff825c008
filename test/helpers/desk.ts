/** The desk on a township, and a browser's window on it. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { readUsage } from '../../pipeline/commands/usage.js';
import type { Uploaded } from '../../pipeline/serve/api/files.js';
import type { Envelope, Refusal } from '../../pipeline/serve/api/protocol.js';
import type { RunResult } from '../../pipeline/serve/api/runs.js';
import type { RequestName, Requests } from '../../pipeline/serve/api.js';
import { serveDesk } from '../../pipeline/serve/server.js';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request as it is given, with any header. */
export function send(
  port: number,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

type Args = readonly string[];

/** @param args options of the command line: --inputs and --outputs. */
export async function openDesk(args: Args, more: { readonly idle?: number; readonly slowest?: number } = {}) {
  const { options } = readUsage(['serve', ...args], { serve: { flags: {} } }, new Date());
  const faults: unknown[] = [];
  const serving = await serveDesk({
    options,
    today: options.today,
    port: 0,
    onFault: (error) => faults.push(error),
    ...more,
  });
  const address = new URL(serving.address);
  const window = await openWindow(Number(address.port), address.pathname);
  /** The address that a second start gets of it. */
  async function again(): Promise<string> {
    const { key } = JSON.parse(readFileSync(join(options.outputs, '.desk.json'), 'utf8'));
    const headers = { 'x-desk-key': key };
    return (await fetch(`http://127.0.0.1:${window.port}/knock`, { method: 'POST', headers })).text();
  }
  return { ...serving, ...window, faults, again };
}

export type OpenedDesk = Awaited<ReturnType<typeof openDesk>>;

/** A browser that opens an address and has its two secrets. */
export async function openWindow(port: number, path: string) {
  const started = await send(port, path, { headers: { host: `127.0.0.1:${port}` } });
  const [cookie = ''] = String(started.headers['set-cookie'] ?? '').split(';');
  const key = /setItem\("desk","([^"]+)"/.exec(started.text)?.[1] ?? '';
  const own = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}`, cookie, 'x-desk': key };
  const raw = (name: string, asks: unknown) =>
    send(port, `/data/${name}`, { method: 'POST', headers: own, body: JSON.stringify(asks) });
  /** @throws Error where it is refused. */
  async function ask<Name extends RequestName>(
    name: Name,
    asks: Requests[Name]['asks'],
  ): Promise<Envelope<Requests[Name]['answers']>> {
    const { status, text } = await raw(name, asks);
    if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
    return JSON.parse(text);
  }
  async function refused<Name extends RequestName>(
    name: Name,
    asks: Requests[Name]['asks'],
  ): Promise<Refusal> {
    const { status, text } = await raw(name, asks);
    if (status === 200) throw new Error(`${name} was answered: ${text}`);
    return JSON.parse(text);
  }
  async function upload(name: string, bytes: string | Uint8Array): Promise<Uploaded> {
    const headers = { ...own, 'x-desk-name': encodeURIComponent(name) };
    const { status, text } = await send(port, '/upload', { method: 'POST', headers, body: bytes });
    if (status !== 200) throw new Error(`upload: ${status} ${text}`);
    return JSON.parse(text).answer;
  }
  /** What came of the runs, once none is at work. */
  async function settled(): Promise<RunResult | null> {
    for (;;) {
      const { run } = await ask('runState', {});
      if (run.state === 'idle' && !run.isQueued)
        return (await ask('runResult', { number: run.ended })).answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { port, own, started, ask, refused, upload, settled };
}
