/** The desk on the network of this machine: each attack is refused, and what is like it and right is answered. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenedDesk, openDesk, openWindow, send } from '../helpers/desk.js';
import { period, publishedTownship, unit } from '../helpers/township.js';

let desk: OpenedDesk;
let home: Awaited<ReturnType<typeof publishedTownship>>;
const place = { unit, period };

beforeAll(async () => {
  home = await publishedTownship();
  desk = await openDesk(home.args);
});
afterAll(() => desk.end());

const post = (headers: Record<string, string>, path = '/data/boot', body = '{}') =>
  send(desk.port, path, { method: 'POST', headers, body });
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(desk.own).filter(([name]) => !names.includes(name)));

test('the page’s own request is answered, with the headers that keep it to itself', async () => {
  const { status, headers } = await post({ ...desk.own, 'sec-fetch-site': 'same-origin' });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test.each([
  [
    'another name for this machine (rebinding)',
    421,
    (own: OpenedDesk['own']) => ({ ...own, host: 'desk.example:80' }),
  ],
  [
    'localhost, which is not what it is called',
    421,
    (own) => ({ ...own, host: own.host.replace('127.0.0.1', 'localhost') }),
  ],
  ['another port in Host', 421, (own) => ({ ...own, host: '127.0.0.1:1' })],
  ['a post of another site', 403, (own) => ({ ...own, origin: 'https://example.com' })],
  ['a post of another port of this machine', 403, (own) => ({ ...own, origin: 'http://127.0.0.1:1' })],
  ['a post of a page opened from disk', 403, (own) => ({ ...own, origin: 'null' })],
  ['a post that says cross-site', 403, (own) => ({ ...own, 'sec-fetch-site': 'cross-site' })],
  ['a post that says same-site: another port', 403, (own) => ({ ...own, 'sec-fetch-site': 'same-site' })],
] as [string, number, (own: OpenedDesk['own']) => Record<string, string>][])(
  '%s is refused',
  async (_, status, headers) => {
    expect((await post(headers(desk.own))).status).toBe(status);
  },
);

test.each([
  ['a post without Origin', 403, ['origin']],
  ['a stolen cookie without the header', 401, ['x-desk']],
  ['the header without the cookie', 401, ['cookie']],
] as const)('%s is refused', async (_, status, missing) => {
  expect((await post(without(...missing))).status).toBe(status);
});

test('a wrong Host is refused for every method, before anything is looked at', async () => {
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
    const { status } = await send(desk.port, '/', { method, headers: { host: 'example.com' } });
    expect([method, status]).toEqual([method, 421]);
  }
  const { status } = await send(desk.port, '/', { method: 'DELETE', headers: desk.own });
  expect(status).toBe(405);
});

test('a script that another site includes is refused, and the page itself without its cookie', async () => {
  const include = { host: desk.own.host, cookie: desk.own.cookie, 'sec-fetch-site': 'cross-site' };
  expect((await send(desk.port, '/main.js', { headers: include })).status).toBe(403);
  const typed = { host: desk.own.host, 'sec-fetch-site': 'none' };
  const { status, text } = await send(desk.port, '/', { headers: typed });
  expect(status).toBe(401);
  expect(text).toContain('请再双击“开始”');
  const page = await send(desk.port, '/', { headers: { ...typed, cookie: desk.own.cookie } });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toMatch(/script-src 'nonce-[\w-]+'/);
});

test('the start’s address opens one window only; a second one of the browser leaves the first open', async () => {
  const { pathname } = new URL(desk.address);
  const again = await send(desk.port, pathname, { headers: { host: desk.own.host } });
  expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
  expect(again.text).toContain('请再双击“开始”');
  const cookie = String(desk.started.headers['set-cookie']);
  expect(cookie).toMatch(new RegExp(`^desk_${desk.port}=.*HttpOnly; SameSite=Strict$`));
  // Another browser's secrets do not go together with these.
  const stranger = await openWindow(desk.port, pathname);
  expect(stranger.own['x-desk']).toBe('');
  expect((await post(desk.own)).status).toBe(200);
});

test('no address leads to a file', async () => {
  for (const path of [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%5C..%5Cpackage.json',
    '/main.js/../../cli.js',
    '/download/..%2f..%2fetc%2fpasswd',
    '/metrics.xlsx',
    `/${encodeURIComponent(unit)}/${period}/figures.csv`,
    '//etc/passwd',
  ]) {
    const { status } = await send(desk.port, path, { headers: desk.own });
    expect([path, [401, 404].includes(status)]).toEqual([path, true]);
  }
});

test('what is asked for by a name that is in no list is refused', async () => {
  const { error } = await desk.refused('board', { unit: '../..', period });
  expect(error).toContain('没有这个乡镇');
  await desk.refused('board', { unit, period: '../2020-11-30' });
  await desk.refused('download', { ...place, what: 'submission', file: '../unit.csv' });
  await desk.refused('download', { ...place, what: 'correction', file: '../../figures.csv' });
  await desk.refused('data', { ...place, name: '../figures' });
  await desk.refused('withdraw', { ...place, by: '王某', files: ['../unit.csv'], publishes: false });
  await desk.refused('restore', {
    ...place,
    by: '王某',
    withdrawn: ['../../2021-11-30/道路.csv'],
    publishes: false,
  });
  await desk.refused('newTownship', { by: '王某', name: '../乙镇', county: '', period });
  await desk.refused('newPeriod', { by: '王某', unit, period: '../x' });
  expect(desk.faults).toEqual([]);
});

test('too large a request is refused', async () => {
  const { status } = await post(desk.own, '/data/boot', JSON.stringify({ text: 'x'.repeat(2_100_000) }));
  expect(status).toBe(413);
});

test('what a department sent leaves as a download, once, also where it is HTML that calls itself .xls', async () => {
  const html = '<html><script>alert(1)</script><table><tr><td>x</td></tr></table></html>';
  const { upload } = await desk.upload('..\\名册.xls', html);
  const files = [{ upload, deed: 'put' as const, replaces: [], answers: [] }];
  const { answer } = await desk.ask('put', { ...place, by: '王某', files, publishes: false });
  expect(answer.placed).toEqual([`${unit}/${period}/其他/名册.xls`]);
  const asked = { ...place, what: 'submission' as const, file: `${period}/其他/名册.xls` };
  const { address, isPersonal } = (await desk.ask('download', asked)).answer;
  expect(isPersonal).toBe(true);
  const stranger = await send(desk.port, address, { headers: { host: desk.own.host } });
  expect(stranger.status).toBe(401);
  const first = await send(desk.port, address, { headers: { host: desk.own.host, cookie: desk.own.cookie } });
  expect([first.status, first.text]).toEqual([200, html]);
  expect(first.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('名册.xls')}`,
    'x-content-type-options': 'nosniff',
  });
  const second = await send(desk.port, address, {
    headers: { host: desk.own.host, cookie: desk.own.cookie },
  });
  expect(second.status).toBe(401);
});
