/** A clerk's whole day on the page of the real program, by keyboard alone, and its unhappy half. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeLock } from '../../pipeline/operations/lock.js';
import { builtPath } from '../../pipeline/workers/entry-points.js';
import { openBrowser } from '../helpers/browser.js';
import { cli } from '../helpers/cli.js';
import { openDesk } from '../helpers/desk.js';
import { fill, mount } from '../helpers/small-disk.js';
import { csv } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';
import { period, published, road, roads, township, twoYears, unit } from '../helpers/township.js';

const patience = 100_000;

interface FilePayload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

let browser: Browser;
const children: ChildProcess[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  for (const child of children) child.kill('SIGKILL');
});

async function serving(args: readonly string[]) {
  const child = spawn(process.execPath, [builtPath('cli'), 'serve', '--no-open', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, line] = /^(http:\S+)\n/m.exec(said) ?? [];
      if (line !== undefined) resolve(line);
    });
    void ended.then(() => reject(new Error(`ended: ${said}`)));
  });
  return { child, ended, address };
}

/** A window at 200 % of 1366 × 768: what it shows must be reached without the mouse, and without scrolling sideways. */
async function window(address: string) {
  const page = await browser.newPage({ viewport: { width: 683, height: 384 } });
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}

/** Presses Tab until the element has the focus, as someone without a mouse does. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < 300; presses++) {
    if ((await wanted.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not lead to ${wanted}`);
}

async function press(page: Page, name: string, role: 'button' | 'link' = 'button'): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: true }).first());
  await page.keyboard.press('Enter');
}

/** What came of the run is shown, and put away. */
async function seen(page: Page): Promise<void> {
  await page.getByRole('button', { name: '完成' }).waitFor();
  await press(page, '完成');
}

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true }).first();
  await tabTo(page, field);
  await field.press('Control+A');
  await page.keyboard.type(text);
}

async function choose(page: Page, files: readonly FilePayload[]): Promise<void> {
  await tabTo(page, page.getByLabel('选择文件', { exact: true }));
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await chooser).setFiles([...files]);
}

/** No screen is wider than its window. */
async function isSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}

const payload = (name: string, text: string | Buffer): FilePayload => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});
/** What the department sends last: one road longer, one more, and a measure that is no number. */
const newer = roads(
  2021,
  road('一号路', 2.5, '2021-5-1'),
  road('二号路', 3, '2021-6-1'),
  road('三号路', '见附表', '2021-7-1'),
);
/** Its section is another, and its nature no word of the form. */
const unclear = roads(2021, ['西庄村', '九号路', '桥头—庙口', 1, '翻新改造', '2021-8-1']);
const waivable = roads(2021, road('十号路', 6, '2021-9-1'), road('十一号路', 1.5, '2020-7-1'));

test('drop, confirm, correct, accept, undo and seal, by keyboard alone at 200 %', {
  timeout: 400_000,
}, async () => {
  const home = township(twoYears);
  expect((await home.run()).code).toBe(0);
  const desk = await serving(home.args);
  const { page, complaints } = await window(desk.address);
  await page.getByRole('heading', { name: '主要指标' }).waitFor();
  expect(await isSideways(page)).toBe(false);

  // Three messy files, one of another township, and one twice.
  await choose(page, [
    payload('道路（最新）.csv', csv(newer)),
    payload('道路补充.csv', csv(unclear)),
    payload('特长路.csv', csv(waivable)),
    payload('乙镇道路.csv', csv(newer).replace(unit, '乙镇')),
    payload('道路（再发）.csv', readFileSync(join(home.home, period, '道路.csv'))),
  ]);
  const parts = page.locator('.dropped');
  await expect.poll(() => parts.count(), { timeout: patience }).toBe(5);
  await expect.poll(() => page.getByText(/正在看 \d+ 个文件/).count(), { timeout: patience }).toBe(0);
  expect(await isSideways(page)).toBe(false);
  const part = (name: string) => page.locator('.dropped', { has: page.getByText(name, { exact: true }) });
  for (const [name, isTaken] of [
    ['道路（最新）.csv', true],
    ['道路补充.csv', true],
    ['特长路.csv', true],
    ['乙镇道路.csv', false],
    ['道路（再发）.csv', false],
  ] as const) {
    expect([name, await part(name).locator('legend input').isChecked()]).toEqual([name, isTaken]);
  }
  // The unit of measure is plain; the word is not: the clerk confirms what is proposed, or says another.
  const question = part('道路补充.csv').getByRole('radiogroup', { name: /翻新改造/ });
  await tabTo(page, question.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, question.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowUp');
  await type(page, '放入人', '王某');
  await press(page, '放入 3 个文件并发布');
  await page.getByText('个数变了').waitFor();
  expect(existsSync(join(home.home, period, '村镇建设办', '道路（最新）.csv'))).toBe(true);
  expect(existsSync(join(home.home, period, '道路.csv'))).toBe(false);
  const withAll = home.figure('roads.built.length')?.value;

  // A correction goes back: the words to copy, the file by its download.
  await seen(page);
  await press(page, '暂缓的行', 'link');
  await page.getByRole('heading', { name: '暂缓的行和差错' }).waitFor();
  expect(await isSideways(page)).toBe(false);
  await page.locator('.sheet td.marked').first().waitFor();
  const download = page.waitForEvent('download');
  await press(page, '更正表（含个人信息，只发原部门）');
  expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);

  // A finding is accepted, once it is said what that does.
  const held = page.locator('.held', { has: page.getByRole('heading', { name: /特长路/ }) });
  await tabTo(page, held.locator('summary'));
  await page.keyboard.press('Enter');
  for (const [label, text] of [
    ['理由', '跨年工程，今年验收'],
    ['有效期到', '2099-01-31'],
  ] as const) {
    await tabTo(page, held.getByLabel(label));
    await page.keyboard.type(text);
  }
  await tabTo(page, held.getByRole('button', { name: '先看后果' }));
  await page.keyboard.press('Enter');
  await held.getByRole('status').waitFor();
  await tabTo(page, held.getByRole('button', { name: '认可', exact: true }));
  await page.keyboard.press('Enter');
  await expect
    .poll(
      () => home.table('submissions.csv').find(({ file }) => file?.endsWith('特长路.csv'))?.rows_held_back,
      {
        timeout: patience,
      },
    )
    .toBe('0');
  await seen(page);

  // Undo: the newest list goes, the older one is back.
  await press(page, '历次发布', 'link');
  await page.getByRole('heading', { name: /历次发布/ }).waitFor();
  await press(page, '文件', 'link');
  await page.getByRole('heading', { name: /这一期的文件/ }).waitFor();
  await type(page, '姓名', '王某');
  const long = page
    .getByRole('listitem')
    .filter({ hasText: '特长路.csv' })
    .getByRole('button', { name: '撤下' });
  await tabTo(page, long);
  await page.keyboard.press('Enter');
  await expect.poll(() => home.figure('roads.built.length')?.value, { timeout: patience }).not.toBe(withAll);
  await seen(page);
  await press(page, '恢复');
  await expect.poll(() => home.figure('roads.built.length')?.value, { timeout: patience }).toBe(withAll);
  await seen(page);

  // Settings that were changed elsewhere meanwhile are not overwritten; what was typed is kept, and saved beside them.
  await press(page, '设置', 'link');
  await page.getByRole('heading', { name: /别名（aliases.csv）/ }).waitFor();
  home.write({ 'aliases.csv': 'kind,name,canonical,from,until\nvillage,老庄,东庄村,,\n' });
  for (const [label, text] of [
    ['aliases.csv kind', 'village'],
    ['aliases.csv name', '旧庄'],
    ['aliases.csv canonical', '东庄村'],
  ] as const) {
    await type(page, label, text);
  }
  const aliases = page.getByRole('region', { name: 'aliases.csv' });
  await tabTo(page, aliases.getByRole('button', { name: '加上' }));
  await page.keyboard.press('Enter');
  await aliases.getByText('设置刚在别处改过，没有覆盖').waitFor();
  await press(page, '用我的再存');
  await aliases.getByRole('cell', { name: '旧庄' }).waitFor();
  expect(readFileSync(join(home.home, 'aliases.csv'), 'utf8')).toMatch(/老庄,东庄村[\s\S]*旧庄,东庄村/);
  await press(page, '总览', 'link');
  await press(page, '发布');
  await expect.poll(() => page.getByText('发布以后有变动').count(), { timeout: patience }).toBe(0);

  // Signed off, as the command does it.
  await press(page, '定稿', 'link');
  await page.getByRole('heading', { name: /^定稿/ }).waitFor();
  for (const [label, text] of [
    ['填报人', '张某'],
    ['审核人', '李某'],
    ['签发人', '赵某'],
    ['依据（会议或文号）', '镇长办公会'],
  ] as const) {
    await type(page, label, text);
  }
  await press(page, '定稿');
  await page.getByText(/已定稿：泰平镇/).waitFor();
  expect(existsSync(join(home.home, 'seals', `${period}.json`))).toBe(true);
  // The slip alone on paper.
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("document.body.classList.add('slip-only')");
  expect(await page.getByRole('navigation').isVisible()).toBe(false);
  expect(await page.getByLabel('登记签批').count()).toBe(0);
  expect(await page.getByText('签发人（签字、盖章）').isVisible()).toBe(true);
  expect(complaints).toEqual([]);

  // What is published is what a run by command makes of the same folders.
  const elsewhere = temporary('by-command');
  cpSync(home.inputs, join(elsewhere, 'inputs'), {
    recursive: true,
    filter: (path) => !path.includes('seals'),
  });
  const args = [
    '--inputs',
    join(elsewhere, 'inputs'),
    '--outputs',
    join(elsewhere, 'outputs'),
    '--today',
    '2021-12-05',
  ];
  expect((await cli(['run', '--quiet', ...args])).code).toBe(0);
  expect(published(home.folder())).toEqual(published(join(elsewhere, 'outputs', unit, period)));
  await page.close();
  desk.child.kill('SIGINT');
  await desk.ended;
});

test('a nightly run between drop and put, a killed program, a browser that was closed', {
  timeout: 400_000,
}, async () => {
  const home = township(twoYears);
  expect((await home.run()).code).toBe(0);
  const desk = await serving(home.args);
  const { page } = await window(desk.address);
  await page.getByRole('heading', { name: '主要指标' }).waitFor();
  await choose(page, [payload('道路补充.csv', csv(roads(2021, road('九号路', 1, '2021-8-1'))))]);
  await page.getByRole('button', { name: '放入 1 个文件并发布' }).waitFor();
  await type(page, '放入人', '王某');
  // The nightly run begins: the put is kept, the page says what it waits for, and goes on by itself.
  const lock = takeLock(home.outputs, 'nightly');
  await press(page, '放入 1 个文件并发布');
  await page.getByText(/别处正在发布（.*开始），办完自动接着做。/).waitFor();
  expect(existsSync(join(home.home, period, '村镇建设办', '道路补充.csv'))).toBe(true);
  lock.release();
  await page.getByText('个数变了').waitFor();
  expect(home.figure('roads.built.length')?.value).toBe('6');

  // The program is killed while the next file has been put and not published: the page says so and keeps what was typed.
  const nightly = takeLock(home.outputs, 'nightly');
  await choose(page, [payload('道路三.csv', csv(roads(2021, road('十号路', 2, '2021-8-2'))))]);
  await press(page, '放入 1 个文件并发布');
  await page.getByText(/别处正在发布/).waitFor();
  desk.child.kill('SIGKILL');
  await desk.ended;
  await page.getByText('程序已经停了').first().waitFor();
  nightly.release();
  await page.close();

  // Started again in another window: what lies there unpublished comes first, and is published with one press.
  const again = await serving(home.args);
  const { page: next } = await window(again.address);
  await next.getByText('发布以后有变动：新增 1 个文件').waitFor();
  await press(next, '发布');
  await expect.poll(() => home.figure('roads.built.length')?.value, { timeout: patience }).toBe('8');
  await next.close();
  again.child.kill('SIGINT');
  await again.ended;
});

test('on a full disk nothing is put by half, and nothing published; with room again it goes on', async (context) => {
  const home = township(twoYears);
  expect((await home.run()).code).toBe(0);
  if (!mount(home.inputs, 16)) return context.skip('this machine lets the test mount no disk');
  const desk = await openDesk(home.args);
  try {
    const place = { unit, period };
    const before = published(home.inputs);
    const figures = published(home.folder());
    const { upload } = await desk.upload('道路补充.csv', csv(roads(2021, road('九号路', 1, '2021-8-1'))));
    const filler = fill(home.inputs);
    const files = [{ upload, deed: 'put', replaces: [], answers: [] }] as const;
    const asked = { ...place, by: '王某', files, publishes: true };
    expect((await desk.refused('put', asked)).error).toBe(
      '磁盘已满，没有做成，原来的文件没有动。请腾出空间再试。',
    );
    rmSync(filler);
    expect(published(home.inputs)).toEqual(before);
    expect(published(home.folder())).toEqual(figures);
    await desk.ask('put', asked);
    expect((await desk.settled())?.outcome).toBe('published');
    expect(home.figure('roads.built.length')?.value).toBe('6');
    expect(desk.faults).toEqual([]);
  } finally {
    await desk.end();
  }
});
