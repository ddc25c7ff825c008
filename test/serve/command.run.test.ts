/** `serve` as a process: where it is found, by a second start as well, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readUsage } from '../../pipeline/commands/usage.js';
import { openUploads } from '../../pipeline/serve/files/uploads.js';
import { lastUse, serveDesk } from '../../pipeline/serve/server.js';
import { builtPath } from '../../pipeline/workers/entry-points.js';
import { cli } from '../helpers/cli.js';
import { openDesk, openWindow, send } from '../helpers/desk.js';
import { temporary } from '../helpers/temporary.js';
import { township, twoYears } from '../helpers/township.js';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The address that it prints, on a line of its own. */
async function serving(args: readonly string[]) {
  const child = spawn(process.execPath, [builtPath('cli'), 'serve', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, line] = /^(http:\S+)\n/m.exec(said) ?? [];
      if (line !== undefined) resolve(line);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { child, ended, address: new URL(address) };
}

test('a second start opens a new address of the desk that is at work; Ctrl-C ends it', async () => {
  const { args, outputs } = township(twoYears);
  const desk = await serving(['--port', '0', ...args]);
  expect(desk.address.hostname).toBe('127.0.0.1');
  const note = join(outputs, '.desk.json');
  expect(statSync(note).mode & 0o077).toBe(0);

  const second = await cli(['serve', '--no-open', ...args]);
  expect(second.code).toBe(0);
  const again = new URL(second.stdout.trim());
  expect([again.host, again.pathname === desk.address.pathname]).toEqual([desk.address.host, false]);
  const port = Number(again.port);
  expect((await openWindow(port, again.pathname)).own['x-desk']).not.toBe('');
  // Without the key of the file nobody gets an address.
  const host = again.host;
  expect((await send(port, '/knock', { method: 'POST', headers: { host } })).status).toBe(403);
  const { key } = JSON.parse(readFileSync(note, 'utf8'));
  const foreign = { host, 'x-desk-key': key, origin: 'https://example.com' };
  expect((await send(port, '/knock', { method: 'POST', headers: foreign })).status).toBe(403);

  desk.child.kill('SIGINT');
  expect(await desk.ended).toBe(0);
  expect(existsSync(note)).toBe(false);
});

test('what a killed desk left behind is no desk; a port that is taken is named', async () => {
  const { args } = township(twoYears);
  const first = await serving(['--port', '0', ...args]);
  first.child.kill('SIGKILL');
  await first.ended;
  const { address } = await serving(['--port', '0', ...args]);
  const other = township(twoYears);
  const taken = await cli(['serve', '--no-open', '--port', address.port, ...other.args]);
  expect([taken.code, taken.stderr]).toEqual([
    2,
    '端口被别的程序占用。请用 --port 另给一个，或不写 --port。\n',
  ]);
  const wrong = await cli(['serve', '--no-open', '--port', '99999', ...other.args]);
  expect([wrong.code, wrong.stderr]).toEqual([2, '--port 需要 0 到 65535 的整数，给出的是“99999”。\n']);
});

test('it ends by itself without a request, and never during a run or while one is waited for', async () => {
  const { args, outputs } = township(twoYears);
  const { options } = readUsage(['serve', ...args], { serve: { flags: {} } }, new Date());
  const desk = await serveDesk({ options, today: null, port: 0, onFault: () => {}, idle: 50 });
  await desk.ended;
  expect([existsSync(join(outputs, '.desk')), existsSync(join(outputs, '.desk.json'))]).toEqual([
    false,
    false,
  ]);
  expect((['idle', 'running', 'waiting'] as const).map((state) => lastUse(1, state, 9))).toEqual([1, 9, 9]);
});

test('an upload that does not come to its end is cut off, and nothing is left of it', async () => {
  const { args, outputs } = township(twoYears);
  const desk = await openDesk(args, { slowest: 2000 });
  const { status } = await new Promise<{ status: number | undefined }>((resolve, reject) => {
    const headers = { ...desk.own, 'x-desk-name': 'a.csv', 'content-length': '1000' };
    const asked = request({ port: desk.port, host: '127.0.0.1', path: '/upload', method: 'POST', headers });
    asked.on('response', (answer) => resolve({ status: answer.statusCode }));
    asked.on('error', reject);
    asked.write('村名,');
  });
  expect(status).toBe(408);
  await expect.poll(() => readdirSync(join(outputs, '.desk')), { timeout: 20_000 }).toEqual([]);
  expect((await desk.ask('boot', {})).answer.units).toHaveLength(1);
  await desk.end();
  expect(desk.faults).toEqual([]);
});

test('uploads have limits of size and number, and of one that is refused nothing is left', async () => {
  const uploads = openUploads(join(temporary('uploads'), '.desk'), { mostBytes: 10, mostFiles: 2 });
  const body = (text: string) => new Blob([text]).stream() as Parameters<typeof uploads.take>[1];
  await expect(uploads.take('大.csv', body('12345678901'))).rejects.toThrow('文件超过');
  const kept = await uploads.take('小.csv', body('1234567890'));
  expect([kept.bytes, statSync(kept.path).mode & 0o077]).toEqual([10, 0]);
  await uploads.take('小2.csv', body('1'));
  await expect(uploads.take('小3.csv', body('1'))).rejects.toThrow('一次放得太多了');
  uploads.drop(kept.id);
  expect(existsSync(kept.path)).toBe(false);
  expect(() => uploads.get(kept.id)).toThrow('请再拖一次');
});
