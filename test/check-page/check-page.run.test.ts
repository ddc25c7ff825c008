/** The check before sending: what a department sees, what the file carries, and what `forms` hands out. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPackage } from '../../pipeline/office/package.js';
import { type OpenPage, openBrowser, openFile } from '../helpers/browser.js';
import { checkFile, contextOf, inspected } from '../helpers/check-page.js';
import { agileEncrypted } from '../helpers/encrypted.js';
import { roadsWorkbook } from '../helpers/hostile.js';
import { writeFiles } from '../helpers/submissions.js';
import { period, road, roads, township, unit } from '../helpers/township.js';

const sent = {
  '好.csv': roads(2021, road('一号路', 2, '2021-5-1')),
  '坏.csv': roads(2021, road('一号路', '两公里多', '2021-5-1'), road('二号路', 3, '2021-6-1')),
  '去年.csv': roads(2020, road('一号路', 2, '2020-5-1')),
  '邻镇.csv': [['高台镇2021年村级道路修建情况表'], ...roads(2021, road('一号路', 2, '2021-5-1')).slice(1)],
  '别的.csv': [
    ['商品', '价格'],
    ['笔', 2],
  ],
};

const home = township({
  [`${period}/道路.csv`]: sent['好.csv'],
  'aliases.csv': [
    ['kind', 'alias', 'canonical', 'reason'],
    ['村', '东庄', '东庄村', '理由保密甲'],
  ],
  'columns.csv': [
    ['form', 'header', 'column', 'unit', 'by', 'reason'],
    ['roads', '里程', 'length', '公里', '答复人乙', '理由保密乙'],
  ],
});
mkdirSync(join(home.inputs, '高台镇', period), { recursive: true });
const sentFolder = join(home.root, 'sent');
const checked = { inputs: home.inputs, unit, period };
let browser: Browser;
let opened: OpenPage;

beforeAll(async () => {
  writeFiles(sentFolder, sent);
  writeFileSync(join(sentFolder, '图.xlsx'), Buffer.from('89504e470d0a1a0a', 'hex'));
  writeFileSync(join(sentFolder, '加密.xlsx'), agileEncrypted(roadsWorkbook('一号路'), 'VelvetSweatshop'));
  await home.call('forms');
  browser = await openBrowser();
  opened = await openFile(browser, join(home.outputs, unit, 'forms/check.html'));
});
afterAll(() => browser.close());

const verdict = async () => (await opened.page.textContent('.verdict h2')) ?? '';
const check = (name: string) => checkFile(opened.page, join(sentFolder, name));

test('the township and the period are at the top, what is not checked at the end', async () => {
  expect(await opened.page.textContent('header')).toMatch(/泰平镇.*2021年11月30日/);
  expect(await opened.page.textContent('main section:last-child')).toContain('与上年同期');
  expect(await opened.page.isVisible('#old')).toBe(false);
});

test.each([
  ['好.csv', '可以报送'],
  ['坏.csv', '先改 1 处，再报送'],
  ['去年.csv', '这不是截至2021年11月30日的表，不能报送'],
  ['邻镇.csv', '这不是本乡镇的表，不能报送'],
  ['别的.csv', '没有认出是哪张报表，先不要报送'],
  ['图.xlsx', '读不出来，不能报送'],
])('%s: %s', async (name, words) => {
  await check(name);
  expect(await verdict()).toBe(words);
});

test('a cell that will come back is named, with what it holds and what to do', async () => {
  await check('坏.csv');
  const row = await opened.page.textContent('.plain tbody tr');
  expect(row).toMatch(/^D3两公里多/);
  const sheets = await opened.page.locator('section.part').allTextContents();
  expect(sheets.find((text) => text.includes('读作'))).toMatch(
    /《村级道路修建》.*数据 2 行.*长度（公里）公里 表头3/s,
  );
});

test.each([...Object.keys(sent), '图.xlsx', '加密.xlsx'])(
  'the result of %s is that of inspect',
  async (name) => {
    const context = await contextOf(checked);
    expect(await check(name)).toBe(await inspected(join(sentFolder, name), context));
  },
);

test('nothing is asked for, and no script runs but its own', async () => {
  await check('好.csv');
  expect(opened.requests.filter((address) => !address.startsWith('blob:'))).toEqual([]);
  expect(opened.complaints).toEqual([]);
  const policy = await opened.page.getAttribute('meta[http-equiv]', 'content');
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; worker-src blob:;/);
  expect(policy).not.toContain('connect-src');
  const foreign = `new Promise((resolve) => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    resolve(window.ran === true);
  })`;
  expect(await opened.page.evaluate(foreign)).toBe(false);
});

describe('what is handed out', () => {
  const folder = join(home.outputs, unit, 'forms');

  test('the page is under 1.5 MB, and carries neither who answered nor why', () => {
    const page = readFileSync(join(folder, 'check.html'), 'utf8');
    expect(Buffer.byteLength(page)).toBeLessThan(1.5e6);
    expect(page).toContain('高台镇');
    expect(page).toContain('"header":"里程"');
    expect(['理由保密甲', '理由保密乙', '答复人乙'].filter((text) => page.includes(text))).toEqual([]);
  });

  test('a packet has the department’s forms, the check and three lines of guide', () => {
    const packet = readPackage(readFileSync(join(folder, '村镇建设办.zip')));
    expect([...packet.keys()].sort()).toEqual(
      ['新型社区.xlsx', '村级道路修建.xlsx', '报表自查.html', '说明.txt'].sort(),
    );
    const guide = new TextDecoder().decode(packet.get('说明.txt')).trim().split('\r\n');
    expect(guide).toHaveLength(3);
    expect(guide[0]).toContain('请在电脑上打开');
    const page = packet.get('报表自查.html') ?? [];
    expect(readFileSync(join(folder, 'check.html')).equals(Buffer.from(page))).toBe(true);
  });
});
