/** The run that nobody watches: its record, its log, what it keeps, and whom it tells. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { callCommand, callWebhook, isNews } from '../../pipeline/commands/notify.js';
import type { Outcome } from '../../pipeline/operations/last-runs.js';
import { publishedTownship, road, roads, township, twoYears, unit } from '../helpers/township.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A webhook that keeps what it is told. */
function listener(status = 200): Promise<{ url: string; heard: Outcome[]; headers: IncomingHttpHeaders[] }> {
  const heard: Outcome[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(JSON.parse(body));
      response.writeHead(status).end();
    });
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard, headers });
    });
  });
}

const outcome: Outcome = {
  run_id: 'a',
  command: 'nightly',
  started_at: '2021-12-05T02:00:00.000Z',
  ended_at: '2021-12-05T02:00:01.000Z',
  exit_code: 0,
  units: [{ unit, outcome: 'unchanged' }],
  error: null,
  interrupted: null,
  rebuilt: null,
};

describe('a night', () => {
  it('is told of when something was published, and not when nothing has changed', async () => {
    const { call, outputs } = township(twoYears);
    const { url, heard } = await listener();
    const told = join(outputs, '..', 'told.json');
    const nightly = () => call('nightly', '--webhook', url, '--notify', `cat >> "${told}"`);
    expect((await nightly()).code).toBe(0);
    expect(heard).toMatchObject([{ exit_code: 0, units: [{ unit, outcome: 'published' }] }]);
    expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual(heard[0]);
    expect((await nightly()).code).toBe(0);
    expect(heard).toHaveLength(1);

    const logs = join(outputs, 'logs');
    expect(readFileSync(join(logs, 'nightly.txt'), 'utf8')).toContain('没有变化');
    expect(JSON.parse(readFileSync(join(logs, 'nightly.json'), 'utf8'))).toMatchObject({ exit_code: 0 });
    const [log = ''] = readdirSync(logs).filter((name) => name.endsWith('.ndjson'));
    const lines = readFileSync(join(logs, log), 'utf8').trim().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { event: string; run_id: string });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['run.started', 'file.read', 'unit.published', 'unit.unchanged', 'notify.sent']),
    );
    expect(new Set(events.map(({ run_id }) => run_id)).size).toBe(2);
    expect(events.every(({ run_id }) => run_id)).toBe(true);
  });

  it('is told of when something is wrong, and goes on without those who do not listen', async () => {
    const { call, inputs, outputs } = await publishedTownship();
    rmSync(inputs, { recursive: true });
    const { url, heard } = await listener(500);
    const failed = await call('nightly', '--webhook', url, '--notify', 'exit 3');
    expect(failed.code).toBe(2);
    expect(heard).toMatchObject([{ exit_code: 2, error: expect.stringContaining('inputs') }]);
    const [log = ''] = readdirSync(join(outputs, 'logs')).filter((name) => name.endsWith('.ndjson'));
    const text = readFileSync(join(outputs, 'logs', log), 'utf8');
    expect(text).toContain('HTTP 500');
    expect(text).toContain('ended with 3');
  });

  it('that was missed is caught up, once', async () => {
    const { call, write, figure } = township(twoYears);
    expect((await call('nightly', '--if-due')).stdout).not.toBe('');
    write({ '2021-11-30/道路.csv': roads(2021, road('一号路', 9, '2021-5-1')) });
    expect(await call('nightly', '--if-due')).toMatchObject({ code: 0, stdout: '' });
    expect(figure('roads.built.length')).toMatchObject({ value: '5' });
  });

  it('keeps the vintages that it is told to, the sealed ones, and every byte that they need', async () => {
    const { call, write, outputs, folder } = await publishedTownship();
    const publish = async (length: number, ...more: string[]) => {
      write({ '2021-11-30/道路.csv': roads(2021, road('一号路', length, '2021-5-1')) });
      expect((await call('nightly', ...more)).code).toBe(0);
    };
    await call(
      'seal',
      unit,
      '2021-11-30',
      '--prepared-by',
      '钱某',
      '--reviewed-by',
      '孙某',
      '--approved-by',
      '张',
      '--why',
      '审定',
    );
    await call('unseal', unit, '2021-11-30', '--by', '张', '--why', '更正');
    for (const length of [2, 3]) await publish(length);
    const kept = join(outputs, 'archive/publications', unit, '2021-11-30');
    const older = readdirSync(kept).map((name) => join(kept, name));
    expect(older).toHaveLength(2);
    // What older publications have in common is on the disk once; the current one shares nothing that people edit.
    const places = [...older, folder()].map(
      (of) => statSync(join(of, 'evidence/villages.total.count.csv')).ino,
    );
    expect([new Set(places.slice(0, 2)).size, new Set(places).size]).toEqual([1, 2]);
    const archived = () => readdirSync(join(outputs, 'archive')).filter((name) => name.length === 64);
    const before = archived().length;
    await publish(4, '--keep', '2');
    expect(readdirSync(kept)).toEqual(['0003']);
    expect(archived().length).toBeLessThan(before);
    for (const of of [folder(), join(kept, '0003')]) {
      const run = JSON.parse(readFileSync(join(of, 'run.json'), 'utf8'));
      for (const { sha256 } of [...run.inputs, ...run.settings, ...run.definitions]) {
        expect(archived()).toContain(sha256);
      }
    }
    expect(await call('verify')).toMatchObject({ code: 0 });
    await call(
      'seal',
      unit,
      '2021-11-30',
      '--prepared-by',
      '钱某',
      '--reviewed-by',
      '孙某',
      '--approved-by',
      '张',
      '--why',
      '审定',
    );
    expect((await call('nightly', '--keep', '0')).code).toBe(2);
  });
});

describe('what is kept where nothing else is asked for', () => {
  /** Vintages of a year ago, one published on each of the days that are named, then the current one. */
  const kept = async (days: readonly string[], ...more: string[]) => {
    const { call, outputs, inputs, folder } = await publishedTownship();
    const vintages = join(outputs, 'archive/publications', unit, '2021-11-30');
    days.forEach((day, at) => {
      const vintage = join(vintages, String(at + 1).padStart(4, '0'));
      cpSync(folder(), vintage, { recursive: true, dereference: true });
      const path = join(vintage, 'run.json');
      const run = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ ...run, published_at: `${day}T02:00:00.000Z` }));
    });
    expect((await call('nightly', ...more)).code).toBe(0);
    expect(existsSync(join(inputs, unit))).toBe(true);
    return readdirSync(vintages).map((name) => days[Number(name) - 1]);
  };
  const january = Array.from({ length: 12 }, (_, day) => `2021-01-${String(day + 1).padStart(2, '0')}`);
  const february = Array.from({ length: 12 }, (_, day) => `2021-02-${String(day + 1).padStart(2, '0')}`);

  it('is the current publication, nine before it, and the last of each month', async () => {
    expect(await kept([...january, ...february])).toEqual(['2021-01-12', ...february.slice(3)]);
  });

  it('is all of them where that is asked for', async () => {
    expect(await kept([...january, ...february], '--keep', 'all')).toHaveLength(24);
  });
});

describe('word of a night', () => {
  it('is sent where something was published or is wrong', () => {
    expect(isNews(outcome)).toBe(false);
    expect(isNews({ ...outcome, exit_code: 75 })).toBe(true);
    expect(isNews({ ...outcome, rebuilt: 'x' })).toBe(true);
    expect(isNews({ ...outcome, units: [{ unit, outcome: 'sealed', differences: 1 }] })).toBe(true);
    expect(isNews({ ...outcome, units: [{ unit, outcome: 'published' }] })).toBe(true);
  });

  it('has its time: a command that hangs is ended, nobody at the address is said', async () => {
    const begun = Date.now();
    expect(await callCommand('sleep 60', outcome, 0.3)).toBe('not done in 0.3 s');
    expect(Date.now() - begun).toBeLessThan(50_000);
    expect(await callWebhook('http://127.0.0.1:9/', outcome)).toMatch(/ECONNREFUSED|bad port/);
  });

  it('takes user and password of the address into a header, and repeats them nowhere', async () => {
    const { url, heard, headers } = await listener();
    expect(await callWebhook(url.replace('//', '//ops:ge%40heim@'), outcome)).toBe(null);
    expect(heard).toHaveLength(1);
    expect(headers[0]?.authorization).toBe(`Basic ${Buffer.from('ops:ge@heim').toString('base64')}`);
    for (const address of [
      'http://ops:geheim@127.0.0.1:9/',
      'ops:geheim@127.0.0.1',
      'http://ops:geheim@',
      'file:///ops:geheim',
    ]) {
      expect(await callWebhook(address, outcome)).toMatch(/^(?!.*geheim)./);
    }
  });
});

describe('status', () => {
  const parsed = async (call: ReturnType<typeof township>['call'], ...more: string[]) => {
    const { code, stdout } = await call('status', '--json', ...more);
    return { code, ...JSON.parse(stdout) };
  };

  it('is well after a good run, and says what is due', async () => {
    const { call, run, write } = township(twoYears);
    expect(await parsed(call)).toMatchObject({ code: 1, ok: false, last_good_run: null });
    await run();
    const status = await parsed(call);
    expect(status).toMatchObject({ code: 0, ok: true, problems: [], published: [{ unit }] });
    expect(status.last_good_run).toMatch(/^20/);
    expect(status.due).toHaveLength(13);
    expect(status.due[0]).toMatchObject({ unit, status: 'owed', department: '经济发展办公室', due: null });
    write({ 'owed.csv': 'form,department,due_days\r\nschools,学区,2\r\naccidents,应急办,30\r\n' });
    expect((await parsed(call)).due).toContainEqual(
      expect.objectContaining({ form: 'schools', department: '学区', due: '2021-12-02', status: 'late' }),
    );
    expect((await call('status')).stdout).toContain('正常');
  });

  it('is not when a run failed, broke off, is too long ago, or a published file is gone', async () => {
    const { call, run, write, home, outputs, folder } = await publishedTownship();
    write({ '2021-11-30/~$新.csv': 'x', '2021-11-30/新.csv': 'x' });
    await run();
    expect(await parsed(call)).toMatchObject({ code: 1, problems: [expect.stringContaining('新.csv')] });
    rmSync(join(home, '2021-11-30/~$新.csv'));
    rmSync(join(home, '2021-11-30/新.csv'));
    await run();
    expect(await parsed(call)).toMatchObject({ code: 0 });

    const note = { command: 'run', pid: 1, host: 'h', since: '2021-12-01T00:00:00.000Z' };
    writeFileSync(join(outputs, '.lock.json'), JSON.stringify(note));
    expect(await parsed(call)).toMatchObject({ code: 1, problems: [expect.stringContaining('2021-12-01')] });
    rmSync(join(outputs, '.lock.json'));

    const path = join(outputs, '.last-run.json');
    const runs = JSON.parse(readFileSync(path, 'utf8'));
    runs.good.ended_at = '2021-12-01T00:00:00.000Z';
    mkdirSync(join(outputs, 'x'), { recursive: true });
    writeFileSync(path, JSON.stringify(runs));
    expect(await parsed(call)).toMatchObject({ code: 0 });
    expect(await parsed(call, '--max-age', '26')).toMatchObject({
      code: 1,
      problems: [expect.stringContaining('26')],
    });
    rmSync(join(folder(), 'metrics.xlsx'));
    expect(await parsed(call)).toMatchObject({
      code: 1,
      problems: [expect.stringContaining('被改动：metrics.xlsx；')],
    });
    expect(await run()).toMatchObject({ code: 0, stdout: expect.not.stringContaining('没有变化') });
    expect(await parsed(call)).toMatchObject({ code: 0, problems: [] });
  });
});
