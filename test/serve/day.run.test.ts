/** A clerk's day on the desk: afterwards `inputs/` and the figures are as if done by folders and commands. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { takeLock } from '../../pipeline/operations/lock.js';
import type { PutFile } from '../../pipeline/serve/api/files.js';
import { type OpenedDesk, openDesk } from '../helpers/desk.js';
import { csv } from '../helpers/submissions.js';
import {
  period,
  published,
  publishedTownship,
  road,
  roads,
  township,
  twoYears,
  unit,
} from '../helpers/township.js';

const place = { unit, period };
const by = '王某';
const open: OpenedDesk[] = [];

afterEach(async () => {
  for (const desk of open.splice(0)) await desk.end();
});

async function deskOn(home: { readonly args: readonly string[] }): Promise<OpenedDesk> {
  const desk = await openDesk(home.args);
  open.push(desk);
  return desk;
}

const newer = csv(
  roads(2021, road('一号路', 2.5, '2021-5-1'), road('二号路', 3, '2021-6-1'), road('三号路', 1, '2021-7-1')),
);
const put = (upload: string, more: Partial<PutFile> = {}): PutFile => ({
  upload,
  deed: 'put',
  replaces: [],
  answers: [],
  ...more,
});

test('a newer list replaces the older one, which can be had back; the figures are those of the folders', async () => {
  const home = await publishedTownship();
  const desk = await deskOn(home);
  const { upload } = await desk.upload('道路（最新）.csv', newer);
  const { answer: seen } = await desk.ask('inspect', { ...place, upload });
  expect(seen.title).toBe('村级道路修建（村镇建设办）');
  expect(seen.compared).toMatchObject([
    { kind: 'same_rows', file: `${period}/道路.csv`, rows: 2, newRows: 3, shared: 2 },
  ]);
  expect(seen.choices.map(({ deed }) => deed)).toEqual(['replace', 'both', 'leave']);

  const files = [put(upload, { deed: 'replace', replaces: [`${period}/道路.csv`] })];
  const { answer: deed } = await desk.ask('put', { ...place, by, files, publishes: true });
  expect(deed).toMatchObject({
    placed: [`${unit}/${period}/村镇建设办/道路（最新）.csv`],
    withdrawn: [`${unit}/${period}/道路.csv`],
  });
  const result = await desk.settled();
  expect(result).toMatchObject({ outcome: 'published', puts: [deed.id] });
  expect(result?.changed.find(({ id }) => id === 'roads.built.length')).toMatchObject({
    was: { value: '5' },
    now: { value: '6.5' },
    difference: '1.5',
  });

  // By hand: the same files in the same folders.
  const other = township({ ...twoYears, [`${period}/村镇建设办/道路（最新）.csv`]: newer });
  rmSync(join(other.home, period, '道路.csv'));
  expect((await other.run()).code).toBe(0);
  expect(published(home.folder())).toEqual(published(other.folder()));

  const { answer: undone } = await desk.ask('undo', { ...place, by, deed: deed.id, publishes: true });
  expect(undone.placed).toEqual([`${unit}/${period}/道路.csv`]);
  await desk.settled();
  expect(home.figure('roads.built.length')?.value).toBe('5');
  const { answer: withdrawn } = await desk.ask('withdrawn', { unit });
  expect(withdrawn.map(({ file }) => file)).toEqual([`${period}/村镇建设办/道路（最新）.csv`]);
  const log = readFileSync(join(home.outputs, 'desk.log'), 'utf8').trimEnd().split('\n');
  expect(log.map((line) => JSON.parse(line).what)).toEqual(['放入', '撤销']);
  expect(statSync(join(home.outputs, 'desk.log')).mode & 0o077).toBe(0);
});

test('what is there already, belongs elsewhere or cannot be read is not put by default', async () => {
  const home = await publishedTownship();
  mkdirSync(join(home.inputs, '乙镇', period), { recursive: true });
  const desk = await deskOn(home);
  const look = async (name: string, bytes: string | Uint8Array) => {
    const { upload } = await desk.upload(name, bytes);
    return (await desk.ask('inspect', { ...place, upload })).answer;
  };
  const same = await look('换了名.csv', readFileSync(join(home.home, period, '道路.csv')));
  expect(same).toMatchObject({ isProposed: false, compared: [{ kind: 'same_bytes' }] });
  const theirs = await look('乙镇道路.csv', newer.replace(unit, '乙镇'));
  expect(theirs).toMatchObject({ isProposed: false, belongs: { unit: '乙镇', period } });
  const earlier = await look('去年.csv', csv(roads(2020, road('老路', 1, '2020-5-1'))));
  expect(earlier).toMatchObject({ isProposed: false, belongs: { unit, period: '2020-11-30' } });
  const sameName = await look('道路.csv', csv(roads(2021, road('九号路', 1, '2021-7-1'))));
  expect(sameName.compared).toMatchObject([{ kind: 'same_name' }]);
  for (const [name, bytes] of [
    ['照片.jpg', Buffer.from('ffd8ffe000104a464946000101', 'hex')],
    ['扫描.pdf', Buffer.from('%PDF-1.4\n%%EOF')],
    ['都在这里.zip', Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')],
    ['空.xlsx', Buffer.alloc(0)],
  ] as const) {
    const seen = await look(name, bytes);
    expect([name, seen.state, seen.isProposed, seen.lines.length]).toEqual([name, 'blocked', false, 1]);
    const { error } = await desk.refused('put', {
      ...place,
      by,
      files: [put(seen.upload)],
      publishes: false,
    });
    expect(error).toContain('不能放入');
  }
  const right = await look('村2.csv', newer.replaceAll(/号路/g, '号桥'));
  expect(right).toMatchObject({ isProposed: true, compared: [], belongs: null });
  // To where it belongs, with one click.
  await desk.ask('put', {
    ...place,
    by,
    files: [put(theirs.upload, { to: { unit: '乙镇', period } })],
    publishes: false,
  });
  expect(existsSync(join(home.inputs, '乙镇', period, '村镇建设办', '乙镇道路.csv'))).toBe(true);
});

test('a put is all or nothing, and what a killed desk began is taken back', async () => {
  const home = await publishedTownship();
  const before = published(home.inputs);
  const desk = await deskOn(home);
  const { upload } = await desk.upload('道路（最新）.csv', newer);
  // The file that it should replace has gone meanwhile.
  const gone = put(upload, { deed: 'replace', replaces: [`${period}/没有.csv`] });
  await desk.refused('put', { ...place, by, files: [gone], publishes: false });
  expect(published(home.inputs)).toEqual(before);
  await desk.end();

  const id = '20211205T100000Z-0001';
  const moved = `${unit}/.withdrawn/${id}/${period}/道路.csv`;
  const record = {
    id,
    at: '2021-12-05T10:00:00Z',
    what: 'put',
    state: 'begun',
    copies: [{ to: `${unit}/${period}/村镇建设办/新.csv`, sha256: '' }],
    moves: [{ from: `${unit}/${period}/道路.csv`, to: moved }],
  };
  for (const [path, text] of [
    [moved, readFileSync(join(home.home, period, '道路.csv'), 'utf8')],
    [`${unit}/.withdrawn/${id}/deed.json`, JSON.stringify(record)],
    [`${unit}/${period}/村镇建设办/.${id}-新.csv`, newer],
  ] as const) {
    mkdirSync(dirname(join(home.inputs, path)), { recursive: true });
    writeFileSync(join(home.inputs, path), text);
  }
  rmSync(join(home.home, period, '道路.csv'));
  await deskOn(home);
  expect(published(home.inputs)).toEqual(before);
});

test('a desk that ended between put and run says what changed; the next one publishes it', async () => {
  const home = await publishedTownship();
  const first = await deskOn(home);
  const { upload } = await first.upload('道路2.csv', csv(roads(2021, road('五号路', 4, '2021-8-1'))));
  await first.ask('put', { ...place, by, files: [put(upload)], publishes: false });
  await first.end();
  const second = await deskOn(home);
  const { head, answer } = await second.ask('board', place);
  expect(head?.changed).toMatchObject({
    added: [`${period}/村镇建设办/道路2.csv`],
    altered: [],
    removed: [],
    words: '新增 1 个文件。',
  });
  expect(answer.steps[0]?.kind).toBe('publish');
  expect(answer.forms.find(({ status }) => status === 'new')?.words).toBe('还没有发布');
  await second.ask('run', { ...place, by });
  expect((await second.settled())?.outcome).toBe('published');
  expect(home.figure('roads.built.length')?.value).toBe('9');
  expect((await second.ask('board', place)).head?.changed).toBeNull();
});

test('where another run is at work it waits and goes on by itself; puts meanwhile make one further run', async () => {
  const home = await publishedTownship();
  const desk = await deskOn(home);
  const lock = takeLock(home.outputs, 'nightly');
  await desk.ask('run', { ...place, by });
  for (;;) {
    const { run } = await desk.ask('runState', {});
    if (run.state === 'waiting') {
      expect(run.words).toMatch(/^别处正在发布（今天 .*开始），办完自动接着做。$/);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const name of ['五', '六', '七']) {
    const { upload } = await desk.upload(
      `道路${name}.csv`,
      csv(roads(2021, road(`${name}号路`, 1, '2021-8-1'))),
    );
    await desk.ask('put', { ...place, by, files: [put(upload)], publishes: true });
  }
  expect((await desk.ask('runState', {})).run.isQueued).toBe(true);
  lock.release();
  const last = await desk.settled();
  expect(last).toMatchObject({ number: 2 });
  expect(last?.puts).toHaveLength(3);
  expect(home.figure('roads.built.length')?.value).toBe('8');
});
