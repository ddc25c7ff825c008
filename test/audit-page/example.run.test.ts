/** The audit page of the example township: every figure leads to its cells, and nothing personal is in it. */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { openBrowser, openFile } from '../helpers/browser.js';
import { readCsv } from '../helpers/cli.js';
import { publishedExample } from '../helpers/example.js';
import { call, run } from '../helpers/run.js';
import { temporary } from '../helpers/temporary.js';

const unit = '示例镇';
const period = '2021-11-30';
let browser: Browser;
let inputs: string;
let outputs: string;
let folder: string;

beforeAll(async () => {
  const root = temporary('audit-page');
  inputs = join(root, 'inputs');
  outputs = join(root, 'outputs');
  folder = join(outputs, unit, period);
  const example = await publishedExample();
  cpSync(example.inputs, inputs, { recursive: true });
  cpSync(example.outputs, outputs, { recursive: true });
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
});

/** Everything of the audit page. */
function pageFiles(): string[] {
  const below = readdirSync(join(folder, 'audit'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, 'audit', name))
    .filter((path) => statSync(path).isFile());
  return [join(folder, 'index.html'), join(folder, 'history.js'), ...below];
}

test('every figure leads to evidence that adds up to it, and on to a marked cell', async () => {
  const figures = readCsv(join(folder, 'figures.csv'));
  const { page, complaints, requests } = await openFile(browser, join(folder, 'index.html'));
  const start = page.url();
  const links = await page
    .locator('#figures tr[data-name] th a')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  expect(links.length).toBe(figures.length);
  for (const [at, link] of links.entries()) {
    await page.goto(start + link);
    await expect.poll(() => page.locator('#view [aria-busy]').count(), { interval: 5 }).toBe(0);
    const evidence = page.locator('.evidence');
    expect(await evidence.count(), link).toBe(figures[at]?.kind === 'ratio' ? 2 : 1);
    expect(await page.locator('.sum.wrong').count(), link).toBe(0);
    expect(await page.locator('.explained tfoot').filter({ hasText: '不一致' }).count(), link).toBe(0);
    const row = evidence.first().locator('tbody tr.opens').first();
    if ((await row.count()) === 0) continue;
    const said = await row.locator('td').first().textContent();
    await row.click();
    const marked = page.locator('.sheet').first();
    await marked.locator('td.marked').waitFor({ timeout: 5000 });
    expect(await marked.locator('figcaption strong').textContent(), link).toBe(said);
  }
  expect([...complaints, ...requests]).toEqual([]);
  await page.close();
});

test('no identity number, no phone and no name of a personal column stands in it unmasked', () => {
  const text = pageFiles()
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    // Who answers for a submission is not masked (DOMAIN F), and may have the name of someone who is.
    .replace(/"(?:reportedBy|reviewedBy)":"[^"]*"/g, '');
  const cells = new Set(text.match(/"(?:[^"\\]|\\.)*"/g));
  const numbers = new Set(text.match(/\d{7,}[Xx]?/g));
  const db = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
  let looked = 0;
  const seen: string[] = [];
  for (const form of forms) {
    for (const [column, { spec }] of Object.entries(form.columns)) {
      if (spec.personal === null) continue;
      const place = Object.keys(form.columns).indexOf(column);
      const rows = db.prepare<[], { texts: string }>(`SELECT texts FROM ${form.id}_row`).all();
      for (const { texts } of rows) {
        const value = (JSON.parse(texts) as (string | null)[])[place]?.trim() ?? '';
        if (value.length < 2) continue;
        looked++;
        // A name may stand by chance in another word, but not as a whole cell.
        const shown = spec.personal === 'name' ? cells.has(`"${value}"`) : numbers.has(value);
        if (shown) seen.push(`${form.id}.${column}`);
      }
    }
  }
  db.close();
  expect(looked).toBeGreaterThan(5000);
  expect(seen).toEqual([]);
});

/** The page, with one of its headline figures opened. */
async function figurePage(name: string) {
  const { page } = await openFile(browser, join(folder, 'index.html'));
  await page.click(`#figures tr[data-name="${name}"] th a`);
  await expect.poll(() => page.locator('#view [aria-busy]').count(), { interval: 5 }).toBe(0);
  const part = (title: string) => page.locator('.part', { has: page.getByRole('heading', { name: title }) });
  return { page, part };
}

async function said(...command: string[]): Promise<string> {
  const { stdout, stderr } = await call(...command, '--inputs', inputs, '--outputs', outputs);
  return stdout + stderr;
}

test("an auditor's ten questions, each answered on the page in two clicks and by one command", async () => {
  const path = join(inputs, unit, period, '综治中心', '信访案件台账.csv');
  const lines = readFileSync(path, 'utf8').split('\n');
  const resolved = lines.findIndex((line) => line.includes('已化解'));
  expect(resolved).toBeGreaterThan(0);
  const [, gone = ''] = (lines[resolved] ?? '').split(',');
  writeFileSync(path, lines.filter((_, at) => at !== resolved).join('\n'));
  const { code, stderr } = await run('--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05');
  expect(code, stderr).toBe(0);
  const signed = ['--prepared-by', '张某', '--reviewed-by', '李某', '--approved-by', '王某', '--why', '年报'];
  expect(await said('seal', unit, period, ...signed)).toContain('已定稿');

  // Why +5, and which enterprises rose?
  const { page, part } = await figurePage('enterprises.above_scale.count');
  const reason = /升规 \d+家（[^）]*示例镇[^）]*）/;
  expect(await part('增减的原因').textContent()).toMatch(reason);
  expect(await said('trace', '规上', '--compare')).toMatch(reason);
  // Which rows were left out, and why? As many as the figure says, each with its condition.
  const left = JSON.parse(await said('trace', '规上', '--left-out', '--json')).parts[0].left_out as {
    readonly row: number;
    readonly reason: string;
  }[];
  const counts = new Map<string, number>();
  for (const one of left) counts.set(one.reason, (counts.get(one.reason) ?? 0) + 1);
  const summed = [...counts].map(([words, count]) => `${words} ${count} 行`).join('；');
  expect(await part('没有计入的行').locator('.sum').textContent()).toBe(summed);
  expect(await part('没有计入的行').locator('tbody tr.opens').first().textContent()).toContain(
    `第${left[0]?.row}行`,
  );
  await part('没有计入的行').locator('tbody tr.opens').first().click();
  expect(await page.locator('.sheet td.marked').first().textContent()).not.toBe('');
  // Who sent it? And is the number still right?
  expect(await part('依据').locator('tbody tr.opens').first().textContent()).toContain('经济发展办/');
  expect(await part('定义').textContent()).toContain('经济发展办公室');
  expect(await part('依据').locator('.sum.ok').textContent()).toContain('与公布数一致');
  expect(await said('trace', '规上')).toMatch(/› C4 .*经济发展办公室/);
  expect(await said('verify')).toContain('全部一致');
  // Is it sealed?
  expect(await page.locator('#sealed').textContent()).toContain('签发王某');
  expect(await said('status')).toContain('签发王某');

  // Which cell says 886.792?
  const search = page.locator('.filters input[type="search"]');
  await page.goto(`${page.url().split('#')[0]}#`);
  await search.fill('886.792');
  expect(await page.locator('#figures tr[data-name]:visible').count()).toBe(1);
  await page.click('#figures tr[data-name]:visible th a');
  await expect.poll(() => page.locator('#view [aria-busy]').count(), { interval: 5 }).toBe(0);
  expect(await said('trace', '886.792')).toContain('villages.spending.amount');
  // Which rows are held back, in their sheet?
  await part('待核实的行').locator('tbody tr.opens').first().click();
  const held = page.locator('.sheet').first();
  await held.locator('td.marked').waitFor();
  expect(await held.locator('tr', { has: page.locator('td.marked') }).textContent()).toContain('暂缓');
  const sheet = join(inputs, unit, period, '财政所', '村级支出明细（2021年1-11月）.xlsx');
  expect(await said('inspect', sheet, '--unit', unit, '--period', period)).toMatch(/错误|差错/);

  // What changed since the last run, to the row, and what was it before?
  await page.click('.tabs >> text=与上次相比');
  await page.locator('text=变了的指标').waitFor();
  const view = (await page.locator('#view').allInnerTexts()).join('\n');
  expect(view).toContain('内容改动 2021-11-30/综治中心/信访案件台账.csv');
  expect(view).toMatch(/化解信访案件（含办结）\s+97\s+96/);
  expect(await said('diff')).toMatch(new RegExp(`退出.*${gone}`));
  await page.click('#view >> text=化解信访案件');
  await page.locator('.history table').waitFor();
  expect(await page.locator('.history tbody tr').count()).toBe(2);
  expect(await said('history', '化解信访案件')).toMatch(/97起.*\n.*96起/);

  // Who has not reported?
  await page.click('.head .facts a[href="#submissions"]');
  expect(await page.locator('.head .facts').textContent()).toMatch(/尚有 \d+ 张表未报|应报各表均已收到/);
  await page.close();
}, 120_000);
