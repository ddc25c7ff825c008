/** What a county publishes for people: its workbook read back, its page opened in a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openFile } from '../helpers/browser.js';
import {
  before,
  county,
  enterprises,
  inputsOf,
  nameOf,
  period,
  township,
  unitsCsv,
} from '../helpers/county.js';

const names = [1, 2, 3, 4].map(nameOf);
const [first = '', second = '', third = '', absent = ''] = names;
const files = Object.fromEntries(names.map((name, i) => [name, { ...township(i + 1) }]));
const made = inputsOf(
  {
    ...files,
    // The same enterprise as in the first township; and the last one has reported nothing this year.
    [second]: { ...files[second], [`${period}/再报.csv`]: enterprises([100, true]) },
    [absent]: Object.fromEntries(
      Object.entries(files[absent] ?? {}).filter(([path]) => path.startsWith(before)),
    ),
  },
  unitsCsv(names),
);

beforeAll(async () => {
  await made.run();
}, 300_000);

describe('the workbook', () => {
  const workbook = new ExcelJS.Workbook();
  beforeAll(() => workbook.xlsx.readFile(join(made.folder(county), 'metrics.xlsx')));
  const rowsOf = (name: string) => {
    const rows: ExcelJS.CellValue[][] = [];
    workbook.getWorksheet(name)?.eachRow((row) => rows.push((row.values as ExcelJS.CellValue[]).slice(1)));
    return rows;
  };
  const shown = (cell: ExcelJS.CellValue | undefined) =>
    typeof cell === 'object' && cell !== null && 'formula' in cell ? (cell.result ?? '') : cell;
  const formula = (cell: ExcelJS.CellValue | undefined) =>
    typeof cell === 'object' && cell !== null && 'formula' in cell ? cell.formula : undefined;

  it('has units as rows and figures as columns, with year-on-year and rank', () => {
    const rows = rowsOf('工业1');
    const header = rows.find(([cell]) => cell === '单位');
    const at = header?.indexOf('各类企业（家）') ?? -1;
    expect(header?.slice(at, at + 4)).toEqual(['各类企业（家）', '上年同期', '增减%', '位次']);
    const of = (name: string) => rows.find(([cell]) => cell === name)?.slice(at, at + 4);
    expect(of(first)?.map(shown)).toEqual([4, 3, expect.closeTo(100 / 3, 9), 2]);
    expect(of(second)?.map(shown)).toEqual([6, 4, 50, 1]);
    expect(of(absent)?.map(shown)).toEqual([undefined, 3, '', '']);
    expect(formula(of(first)?.[3])).toMatch(/RANK\(/);
  });

  it('ends in the sum, less what two of them registered', () => {
    const rows = rowsOf('工业1');
    const at = rows.find(([cell]) => cell === '单位')?.indexOf('各类企业（家）') ?? -1;
    const twice = rows.find(([cell]) => cell === '跨单位重复');
    expect([twice?.[at], twice?.[at + 1]]).toEqual([-1, undefined]);
    const total = rows.find(([cell]) => cell === '全县合计');
    const figure = made.figure(county, 'enterprises.total.count');
    expect(shown(total?.[at])).toBe(Number(figure?.value));
    expect(formula(total?.[at])).toMatch(/SUM\(/);
    // Over the three with both years: not the difference of the two sums.
    expect(shown(total?.[at + 2])).toBe(Number(figure?.change_pct));
    expect(formula(total?.[at + 2])).toBeUndefined();
    expect(total?.[at + 3]).toBe('缺1');
  });

  it('says who reported which form', () => {
    const rows = rowsOf('报送覆盖');
    const at = rows.find(([cell]) => cell === '单位')?.indexOf('企业名录') ?? -1;
    expect(names.map((name) => rows.find(([cell]) => cell === name)?.[at])).toEqual([
      '已报',
      '已报',
      '已报',
      '缺',
    ]);
    expect(rows.at(-1)?.[at]).toBe('3/4');
  });
});

describe('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('goes down from the county’s figure through the township to the cell', {
    timeout: 120_000,
  }, async () => {
    const opened = await openFile(browser, join(made.folder(county), 'index.html'));
    const { page, complaints, requests } = opened;
    await page.click(`a[href="#roads.built.length"]`);
    const units = page.locator('section', {
      has: page.getByRole('heading', { name: '各单位', exact: true }),
    });
    await units.getByText(`${absent}`, { exact: true }).waitFor();
    expect(await units.locator('tbody tr').count()).toBe(4);
    expect(await page.locator('#view').textContent()).toContain(
      `4 个单位中 1 个没有数，是部分合计；缺${absent}`,
    );
    await units.getByRole('link', { name: third, exact: true }).click();
    await page.waitForURL(/%E7%AC%AC03|第03镇/);
    expect(decodeURI(page.url())).toContain(`${third}/${period}/index.html#roads.built.length`);
    await page.locator('.evidence tbody tr').first().click();
    await page.locator('.marked').first().waitFor();
    expect(await page.locator('.marked').first().textContent()).toContain('1.8');
    expect([complaints, requests]).toEqual([[], []]);
    await page.close();
  });

  it('lists its units, and those without a page without a link', { timeout: 120_000 }, async () => {
    const { page, complaints } = await openFile(browser, join(made.folder(county), 'index.html'));
    await page.getByRole('link', { name: '各单位' }).click();
    const rows = page.locator('#view tbody tr');
    await rows.filter({ hasText: absent }).waitFor();
    expect(await rows.count()).toBe(4);
    expect(await rows.filter({ hasText: first }).getByRole('link').count()).toBe(1);
    expect(await rows.filter({ hasText: absent }).getByRole('link').count()).toBe(0);
    expect(await page.locator('caption.aloud').first().textContent()).toBe('全县');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

it('says in the report of which units a sum and a change are', () => {
  const report = readFileSync(join(made.folder(county), 'report.md'), 'utf8');
  expect(report).toMatch(
    /全县有各类企业12家\S*，较去年同期增加3家\S*【部分合计，缺1个单位：各类企业；只按两期都有数的3个单位计算：各类企业】/,
  );
  expect(report).toContain(`${first}/1号项目，`);
});
