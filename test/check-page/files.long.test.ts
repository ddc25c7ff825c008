/** Many files through the check page: each result is that of `inspect --json`, also in the oldest browser. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, write } from '@e965/xlsx';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openFile } from '../helpers/browser.js';
import { checkFile, contextOf, inspected, writeCheckPage } from '../helpers/check-page.js';
import { encode } from '../helpers/encode.js';
import { agileEncrypted, binaryEncrypted, standardEncrypted } from '../helpers/encrypted.js';
import { roadsWorkbook } from '../helpers/hostile.js';
import { openOldBrowser } from '../helpers/old-browser.js';
import { csv } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';
import { road, roads } from '../helpers/township.js';

const example = { inputs: join(import.meta.dirname, '../../inputs'), unit: '示例镇', period: '2021-11-30' };
const table = roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', '约3', '2021-6-1'));
const text = csv(table).slice(1);
const book = read(csv(table), { type: 'string' });

/** One of each kind that an office sends. */
function kinds(): string[] {
  const folder = temporary('kinds');
  const password = 'VelvetSweatshop';
  const biff8 = Buffer.from(write(book, { type: 'buffer', bookType: 'biff8' }) as Uint8Array);
  const files: Readonly<Record<string, Uint8Array>> = {
    '道路.xls': biff8,
    '道路.et': biff8,
    '旧.xls': write(book, { type: 'buffer', bookType: 'biff5', codepage: 936 } as never) as Uint8Array,
    '道路.ods': write(book, { type: 'buffer', bookType: 'ods' }) as Uint8Array,
    '道路.html': Buffer.from(write(book, { type: 'string', bookType: 'html' }) as string),
    '国标.csv': encode(text, 'gb18030'),
    '宽.csv': encode(text, 'utf-16le'),
    '标准.xlsx': standardEncrypted(roadsWorkbook('一号路'), password),
    '敏捷.xlsx': agileEncrypted(roadsWorkbook('一号路'), password),
    '密码.xlsx': agileEncrypted(roadsWorkbook('一号路'), '别的'),
    '加密.xls': binaryEncrypted(biff8, password, 'rc4'),
    '接口.xls': binaryEncrypted(biff8, password, 'cryptoapi'),
    '断.xlsx': roadsWorkbook('一号路').subarray(0, 900),
    '空.csv': new Uint8Array(),
  };
  mkdirSync(folder, { recursive: true });
  return Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
}

/** The files whose result differs. */
async function different(browser: Browser, files: readonly string[]): Promise<string[]> {
  const context = await contextOf(example);
  const { page, complaints } = await openFile(browser, await writeCheckPage(example));
  const found: string[] = [];
  for (const file of files) {
    if ((await checkFile(page, file)) !== (await inspected(file, context))) found.push(file);
  }
  expect(complaints).toEqual([]);
  return found;
}

const below = (folder: string) =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(import.meta.dirname, folder, path))
    .filter((path) => /\.(?:xlsx|xls|csv|html|ods|et)$/.test(path));

/** More files than a test's usual time is for, where the machine is busy. */
const timeout = 600_000;

test('of all kinds, of the example, of the stories and of foreign layouts', { timeout }, async () => {
  const stories = below('../cases').filter((path) => path.includes('/inputs/'));
  const files = [...kinds(), ...below('../../inputs'), ...stories, ...below('../fixtures/layouts')];
  expect(files.length).toBeGreaterThan(100);
  const browser = await openBrowser();
  try {
    expect(await different(browser, files)).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('in Chromium 86', { timeout }, async () => {
  const browser = await openOldBrowser();
  try {
    expect(browser.version()).toMatch(/^86\./);
    const sheets = below(`../../inputs/${example.unit}/${example.period}`);
    expect(await different(browser, [...kinds(), ...sheets])).toEqual([]);
  } finally {
    await browser.close();
  }
});
