/** The page in a real browser: a clerk's day without a terminal, and no serious finding of axe on any screen. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../helpers/browser.js';
import { type OpenedDesk, openDesk } from '../helpers/desk.js';
import { csv } from '../helpers/submissions.js';
import { period, publishedTownship, road, roads, twoYears, unit } from '../helpers/township.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let desk: OpenedDesk;
let page: Page;
let home: Awaited<ReturnType<typeof publishedTownship>>;
const complaints: string[] = [];

beforeAll(async () => {
  home = await publishedTownship({
    ...twoYears,
    [`${period}/村镇建设办/道路2.csv`]: roads(
      2021,
      road('四号路', '见附表', '2021-7-1'),
      road('五号路', 1, '2021-7-1'),
    ),
  });
  browser = await openBrowser();
  desk = await openDesk(home.args);
  page = await browser.newPage({ viewport: { width: 1366, height: 768 }, bypassCSP: true });
  page.setDefaultTimeout(100_000);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(async () => {
  await browser.close();
  await desk.end();
});

/** What axe finds serious on the screen as it is. */
async function seriousFindings(): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<Found>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

test('a file is dropped, looked at, put and published, and taken back', { timeout: 180_000 }, async () => {
  const path = new URL(desk.address).pathname;
  // The first window took the start’s address: a second start gives another.
  const address = await desk.again();
  expect(address).not.toContain(path);
  await page.goto(address);
  // Of one township the board comes first.
  await page.getByRole('heading', { name: '主要指标' }).waitFor();
  expect(await seriousFindings()).toEqual([]);

  const newer = csv(
    roads(
      2021,
      road('一号路', 2.5, '2021-5-1'),
      road('二号路', 3, '2021-6-1'),
      road('三号路', 1, '2021-7-1'),
    ),
  );
  await page.getByLabel('选择文件', { exact: true }).setInputFiles([
    { name: '道路（最新）.csv', mimeType: 'text/csv', buffer: Buffer.from(newer) },
    { name: '照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('ffd8ffe000104a464946000101', 'hex') },
  ]);
  await page.getByText('其中 2 行这份（3 行）里也有').waitFor();
  await page.getByText('这是图片（照片、截图或扫描件），不能读取').waitFor();
  expect(await seriousFindings()).toEqual([]);
  await page.getByLabel('放入人').fill('王某');
  await page.getByRole('button', { name: '放入 1 个文件并发布' }).click();
  await page.getByText('个数变了').waitFor();
  expect(home.figure('roads.built.length')?.value).toBe('7.5');
  await page.getByRole('button', { name: '撤销这次放入' }).click();
  await page.getByRole('button', { name: '完成' }).waitFor();
  await expect.poll(() => home.figure('roads.built.length')?.value, { timeout: 100_000 }).toBe('6');
  expect(complaints).toEqual([]);
});

test('a sheet that nobody knows is read once its columns are named', { timeout: 180_000 }, async () => {
  const was = Number(home.figure('roads.built.length')?.value);
  const sheet = csv([
    ['甲', '乙', '丙', '丁（公里）', '戊', '己', '庚'],
    ['东庄村', '无名路', '井台—庙口', 0.5, '新建', '2021-9-1', '甲'],
  ]);
  await page.getByRole('link', { name: '放入报表' }).click();
  await page
    .getByLabel('选择文件', { exact: true })
    .setInputFiles([{ name: '台账.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) }]);
  const part = page.locator('.dropped', { hasText: '台账.csv' });
  await part.getByText('看它怎样读').click();
  await part.getByLabel('这是哪张表').selectOption('roads');
  for (const [header, column] of [
    ['甲', 'village'],
    ['乙', 'road_name'],
    ['丙', 'section'],
    ['丁（公里）', 'length'],
    ['戊', 'nature'],
    ['己', 'completed_date'],
  ] as const) {
    await part.getByLabel(`“${header}”是哪一栏`).selectOption(column);
  }
  expect(await seriousFindings()).toEqual([]);
  await part.locator('legend input').check();
  await page.getByLabel('放入人').fill('王某');
  await page.getByRole('button', { name: '放入 1 个文件并发布' }).click();
  await expect
    .poll(() => Number(home.figure('roads.built.length')?.value), { timeout: 100_000 })
    .toBe(was + 0.5);
  expect(existsSync(join(home.home, period, '村镇建设办', '台账.csv'))).toBe(true);
  expect(complaints).toEqual([]);
});

test('every screen opens by its address, says the same above, and is sound', {
  timeout: 180_000,
}, async () => {
  for (const [screen, heading] of [
    ['held', '暂缓的行和差错'],
    ['files', /这一期的文件/],
    ['submissions', '报送与对账'],
    ['checks', '勾稽核对'],
    ['findings', '问题'],
    ['changes', /历次发布/],
    ['proofs', '核对'],
    ['forms', /空白表/],
    ['settings', '设置'],
    ['sealing', /定稿/],
    ['help', '帮助'],
    ['figure', '修建村级道路'],
  ] as const) {
    const of = screen === 'figure' ? '/roads.built.length' : '';
    const fragment = `#/${screen}/${encodeURIComponent(unit)}/${period}${of}`;
    await page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    expect(await page.getByRole('banner').textContent()).toContain(unit);
    expect([screen, await seriousFindings()]).toEqual([screen, []]);
  }
  await page.goBack();
  await page.getByRole('heading', { name: '帮助' }).waitFor();
  expect(complaints).toEqual([]);
});
