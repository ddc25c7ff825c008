/** The audit page in a real browser, opened from disk. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishAuditPage } from '../../pipeline/audit-page/index.js';
import { writeScript } from '../../pipeline/audit-page/script-file.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import { escapeHtml, inertJson } from '../../pipeline/text/html.js';
import { openBrowser, openFile } from '../helpers/browser.js';
import {
  changeRow,
  checks,
  evidence,
  figure,
  figures,
  findings,
  publication,
} from '../helpers/publication.js';
import { enterpriseEvidence, readings, submittedRows, submittedTable } from '../helpers/submitted.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const rows = Array.from({ length: 60 }, (_, at) => 4 + at * 15);
const above = {
  ...evidence,
  'enterprises.above_scale.count': [
    ...enterpriseEvidence('current', rows),
    ...enterpriseEvidence('previous', rows.slice(0, 40)),
  ],
};
const counted = figure({
  id: 'enterprises.above_scale.count',
  label: '规模以上企业',
  unit: '家',
  kind: 'stock',
  section: 2,
  value: '60',
  previous: '40',
  rows: 60,
  previousRows: 40,
  department: '经济发展办公室',
  definition: '期末存在且规模以上的企业',
});
const entered = rows
  .slice(40)
  .map((row) => changeRow('enterprises.above_scale.count', 'entered', null, '1', { key: `企业${row}`, row }));

function sample(given: Parameters<typeof publication>[0] = {}): Publication {
  return publication({
    figures: figures.map((known) => (known.id === counted.id ? counted : known)),
    evidence: above,
    changes: entered,
    readings,
    tables: [submittedTable],
    tableRows: () => submittedRows(),
    ...given,
  });
}

/** Publishes into a new folder. @returns the folder. */
function published(given: Parameters<typeof sample>[0] = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  publishAuditPage(sample(given), folder);
  writeScript(folder, 'history.js', 'history', { vintages: [], revisions: [], moved: [] });
  return folder;
}

const open = (folder: string, size?: { width: number; height: number }) =>
  openFile(browser, join(folder, 'index.html'), size);

/** The text as it is shown. */
const textOf = async (of: Locator) => (await of.allInnerTexts()).join('\n');

const shownNames = (page: Page) => page.locator('#figures tr[data-name]:visible').count();

describe('what is written', () => {
  test('twice the same publication gives the same bytes', () => {
    const [one, other] = [published(), published()];
    const list = readdirSync(one, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(one, name)).isFile(),
    );
    expect(list.length).toBeGreaterThan(10);
    for (const name of list) {
      expect(readFileSync(join(one, name)).equals(readFileSync(join(other, name))), name).toBe(true);
    }
  });

  test('every file that is reported stands there, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const files = publishAuditPage(sample(), folder);
    const standing = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    );
    expect(files.map(({ path }) => path).sort()).toEqual(standing.sort());
  });

  test('the rows left out of each figure that has rows of its own, as far as they are few', () => {
    const asked: string[] = [];
    const withLeftOut = (id: string, rowsLeftOut: number) => {
      const found = figures.find((one) => one.id === id && one.group === '');
      if (!found) throw new Error(`no figure ${id}`);
      return { ...found, rowsLeftOut };
    };
    const folder = published({
      figures: [
        withLeftOut('villages.total.count', 1),
        withLeftOut('villages.office_building.count', 5001),
        withLeftOut('villages.office_building.share', 1),
      ],
      leftOut(id) {
        asked.push(id);
        const { file, sha256, sheet } = submittedTable;
        return [{ file, sha256, sheet, row: 34, key: '幸福社区', label: '幸福社区', reason: '不是行政村' }];
      },
    });
    expect(asked).toEqual(['villages.total.count']);
    expect(readdirSync(join(folder, 'audit', 'left-out'))).toEqual(['villages.total.count.js']);
    const text = readFileSync(join(folder, 'audit', 'left-out', 'villages.total.count.js'), 'utf8');
    expect(text).toContain('[[0,34,"幸福社区","幸福社区","不是行政村"]]');
  });

  test('a table is written once, whatever the number of figures that rest on it', () => {
    const names = readdirSync(join(published(), 'audit', 'sheets'));
    expect(names.sort()).toEqual(['0-0.js', '0-1.js', '0-2.js']);
  });

  test('text stays text in HTML and in scripts', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).toBe('&#60;a href=&#34;x&#34; id=&#39;y&#39;&#62;&#38;');
    const hostile = '</script><!--\u2028\u2029&';
    expect(inertJson(hostile)).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(inertJson(hostile))).toBe(hostile);
  });
});

describe('the page', () => {
  test('opens from disk without a word on the console or a request to the network', async () => {
    const folder = published();
    const { page, complaints, requests } = await open(folder);
    await page.locator('#figures tr[data-name]').first().waitFor();
    expect(await shownNames(page)).toBe(figures.length);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  test('shows value, comparison and change of every figure without its script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${join(published(), 'index.html')}`);
    const row = page.locator('tr', { hasText: '规模以上企业' });
    await expect(textOf(row)).resolves.toMatch(/60\s*家\s+40\s+增加\s*▲ 20\s+\+50\.0%/);
    await context.close();
  });

  test('filters by section, department and status, and searches', async () => {
    const { page } = await open(published());
    const count = (predicate: (known: (typeof figures)[number]) => boolean) =>
      figures.filter(predicate).length;
    await page.selectOption('select[name=section]', '1');
    expect(await shownNames(page)).toBe(count(({ section }) => section === 1));
    await page.selectOption('select[name=section]', '');
    await page.selectOption('select[name=status]', 'L');
    expect(await shownNames(page)).toBe(count(({ status }) => status === 'L'));
    await page.selectOption('select[name=status]', '');
    await page.selectOption('select[name=department]', '组织办');
    expect(await shownNames(page)).toBe(count(({ department }) => department === '组织办'));
    await page.selectOption('select[name=department]', '');
    await page.fill('input[name=search]', '规模 enterprises');
    expect(await shownNames(page)).toBe(1);
    // A short name, and the value.
    for (const words of ['规上 企业', '规模 60']) {
      await page.fill('input[name=search]', words);
      expect([words, await textOf(page.locator('#figures tr[data-name]:visible th'))]).toEqual([
        words,
        '规模以上企业',
      ]);
    }
    await page.fill('input[name=search]', '没有这样的指标');
    expect(await page.locator('#none').isVisible()).toBe(true);
    await page.close();
  });

  test('leads from the headline to the marked cell in two clicks', async () => {
    const { page, complaints, requests } = await open(published());
    await page.click('text=规模以上企业');
    await page.click('.evidence tbody tr:nth-child(3)');
    const marked = page.locator('td.marked');
    await marked.waitFor();
    expect(await textOf(marked)).toBe('是');
    const row = page.locator('tr.row-marked');
    expect(await textOf(row.locator('th'))).toBe('34');
    expect(await textOf(row)).toContain('示例企业34');
    expect(await textOf(page.locator('.sheet'))).toContain('示例镇2021年企业名录');
    expect(await page.locator('.cells .held th').allInnerTexts()).toEqual(['30暂缓']);
    expect(await textOf(page.locator('.cells .of-marked'))).toBe('是否规上');
    expect(await textOf(page.locator('figcaption'))).toContain('经发办/企业名录.xlsx › 企业名录 › L34');
    expect([...complaints, ...requests]).toEqual([]);
    await page.close();
  });

  test('a finding opens in its sheet, and a cell is found by its address in every sheet that has it', async () => {
    const { page } = await open(published());
    const marked = page.locator('td.marked');
    await page.fill('input[name=search]', 'l19');
    await page.click('#cells .open');
    expect(await textOf(marked)).toBe('是');
    // No table has this column.
    await page.fill('input[name=search]', 'A19');
    expect(await page.locator('#cells').isVisible()).toBe(false);
    await page.click('.tabs a[data-view=findings]');
    await page.locator('tr', { hasText: 'B9' }).locator('.open').first().click();
    await marked.waitFor();
    expect(await textOf(marked)).toBe('91370000MA3AAA9');
    await page.close();
  });

  test('a provisional figure shows the rows that it waits for', async () => {
    const provisional = figures.map((known) =>
      known.id === counted.id ? { ...counted, status: 'P' as const, rowsHeldBack: 1 } : known,
    );
    const { page } = await open(published({ figures: provisional }));
    await page.click('text=规模以上企业');
    const pending = page.locator('.part', { has: page.getByRole('heading', { name: '待核实的行' }) });
    await pending.locator('tr', { hasText: 'B9' }).locator('.open').first().click();
    await pending.locator('td.marked').waitFor();
    await page.close();
  });

  test('rows at the seams of the script files have their neighbours from both', async () => {
    const { page } = await open(
      published({ evidence: { ...above, [counted.id]: enterpriseEvidence('current', [404]) } }),
    );
    await page.goto(`${page.url()}#enterprises.above_scale.count`);
    await page.click('.evidence tbody tr');
    await page.locator('td.marked').waitFor();
    const numbers = await page.locator('.cells tbody th[scope=row]').allInnerTexts();
    expect(numbers.map((text) => Number.parseInt(text, 10))).toEqual([
      400, 401, 402, 403, 404, 405, 406, 407, 408,
    ]);
    await page.close();
  });

  test('evidence adds up, sorts, searches, pages, and shows last year', async () => {
    const { page } = await open(published());
    await page.goto(`${page.url()}#enterprises.above_scale.count`);
    const sum = page.locator('.evidence .sum');
    await sum.waitFor();
    expect(await textOf(sum)).toBe('逐行相加 60 家，与公布数一致 ✓');
    expect(await textOf(page.locator('.evidence .count'))).toContain('共 60 行，第 1 / 3 页');
    await page.click('.evidence >> text=下一页');
    expect(await textOf(page.locator('.evidence tbody tr').first())).toContain('L379');
    await page.click('.evidence th >> text=单元格');
    await page.click('.evidence th >> text=单元格');
    expect(await textOf(page.locator('.evidence tbody tr').first())).toContain('L889');
    await page.fill('.evidence input[type=search]', '企业34');
    expect(await page.locator('.evidence tbody tr').count()).toBe(2);
    await page.click('text=上年同期 40 行');
    expect(await textOf(sum)).toBe('逐行相加 40 家，与公布数一致 ✓');
    await page.close();
  });

  test('explains the change row by row', async () => {
    const { page } = await open(published());
    await page.goto(`${page.url()}#enterprises.above_scale.count`);
    expect(await textOf(page.locator('.explained'))).toMatch(
      /进入\s+20 行\s+\+20[\s\S]+等于公布的增减（▲ 20） ✓/,
    );
    expect(await textOf(page.locator('.why'))).toMatch(/^为什么：新列入 20家/);
    await page.click('text=逐行列出');
    await page.click('.rows tbody tr >> nth=0');
    await page.locator('.rows td.marked').waitFor();
    expect(await textOf(page.locator('.rows tr.row-marked th'))).toBe('604');
    await page.close();
  });

  test('a ratio opens to the evidence of its parts', async () => {
    const { page } = await open(published());
    await page.goto(`${page.url()}#villages.office_building.share`);
    await page.locator('.evidence .sum').nth(1).waitFor();
    expect(await page.locator('.part h2').allInnerTexts()).toEqual(
      expect.arrayContaining(['依据（分子：实现楼房化办公的行政村）', '依据（分母：行政村）']),
    );
    expect(await page.locator('.sum.ok').count()).toBe(2);
    await page.close();
  });

  test('links with groups and unknown names work, and back goes back', async () => {
    const { page } = await open(published());
    const start = page.url();
    await page.goto(`${start}#${encodeURI('projects.investment.total[益客产业园]')}`);
    expect(await textOf(page.locator('#view h1'))).toBe(
      figures.find(({ id }) => id === 'projects.investment.total')?.label,
    );
    await page.goto(`${start}#no.such.figure`);
    expect(await textOf(page.locator('#view'))).toContain('no.such.figure');
    await page.goBack();
    await page.goBack();
    expect(await page.locator('#figures').isVisible()).toBe(true);
    await page.close();
  });

  test('submissions reconcile and open to their findings; checks and findings are listed', async () => {
    const { page, complaints } = await open(published());
    await page.click('.tabs >> text=报送与对账');
    await page.click('#view tbody tr >> text=企业名录.xlsx');
    await page.locator('tr.opened .grid').waitFor();
    expect(await textOf(page.locator('tr.opened'))).toContain('校验码不对');
    await page.click('.tabs >> text=勾稽核对');
    await page.locator('#view h1', { hasText: '勾稽核对' }).waitFor();
    expect(await page.locator('#view tbody tr').count()).toBe(checks.length);
    await page.click('.tabs >> text=问题');
    await page.locator('#view h1', { hasText: '问题' }).waitFor();
    await expect.poll(() => page.locator('#view tbody tr').count()).toBe(findings.length);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('without its data beside it, it says what is missing', async () => {
    const folder = published();
    renameSync(join(folder, 'audit'), join(folder, 'elsewhere'));
    const { page } = await open(folder);
    await page.click('text=规模以上企业');
    await page.locator('[role=alert]').first().waitFor();
    expect(await textOf(page.locator('[role=alert]').first())).toContain('请把 audit 文件夹与本页放在一起');
    await page.close();
  });
});

describe('history', () => {
  const vintage = {
    publishedAt: '2021-12-01T02:00:00.000Z',
    folder: '2021-11-30',
    asOf: '2021-11-30',
    figures: [['enterprises.above_scale.count', '58', 'P']],
    inputs: [['经发办/企业名录.xlsx', 'cd'.repeat(32)]],
    counts: { accepted: 10, heldBack: 5, findings: 9 },
  };

  test('draws lines, lists what was said, and says what changed since the last run', async () => {
    const folder = published();
    writeScript(folder, 'history.js', 'history', { vintages: [vintage], revisions: [], moved: [] });
    const { page, complaints } = await open(folder);
    await page.locator('td.trend svg').waitFor();
    await page.click('text=规模以上企业');
    await page.locator('.history table').waitFor();
    expect(await textOf(page.locator('.history tbody'))).toMatch(/本次[\s\S]+60 家[\s\S]+58 家\s+待核实/);
    await page.click('.tabs >> text=与上次相比');
    await page.locator('text=变了的指标').waitFor();
    const view = await textOf(page.locator('#view'));
    expect(view).toMatch(/规模以上企业\s+58 待核实\s+60/);
    expect(view).toContain('内容改动 经发办/企业名录.xlsx');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a first publication has no lines and says so', async () => {
    const { page } = await open(published());
    expect(await page.locator('td.trend').first().isVisible()).toBe(false);
    await page.click('.tabs >> text=与上次相比');
    await page.locator('text=是第一次发布').waitFor();
    await page.close();
  });
});

describe('safety', () => {
  const attack = `"'><img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>\u2028`;

  test('markup from spreadsheets stays text everywhere', async () => {
    const folder = published({
      evidence: { ...above, [counted.id]: enterpriseEvidence('current', [34], attack) },
      figures: [{ ...counted, group: attack, definition: attack, department: attack }, ...figures],
      findings: findings.map((found) => ({ ...found, message: attack, value: attack })),
      tableRows: () => submittedRows(() => attack),
    });
    const { page, complaints, requests } = await open(folder);
    for (const at of ['', `#${encodeURI(counted.id)}`, '#findings', `#${encodeURIComponent(attack)}`]) {
      await page.goto(`file://${join(folder, 'index.html')}${at}`);
      await page.waitForLoadState();
      const row = page.locator('.evidence tbody tr').first();
      if (at === `#${counted.id}`) {
        await row.waitFor();
        await row.click();
        await page.locator('td.marked').waitFor();
        expect(await textOf(page.locator('.cells'))).toContain('<img src=x');
      }
      expect(await page.locator('img, main script').count()).toBe(0);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect([...complaints, ...requests]).toEqual([]);
    await page.close();
  });

  test('its policy lets no other script run and nothing be fetched', async () => {
    const { page } = await open(published());
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
      return fetch('https://example.invalid/').then(() => 'fetched', () => window.hacked ?? 'refused');
    })()`);
    expect(ran).toBe('refused');
    await page.close();
  });
});

describe('for everyone', () => {
  test('the keyboard alone leads to the marked cell', async () => {
    const { page } = await open(published());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('跳到正文');
    await page.focus('a[href="#enterprises.above_scale.count"]');
    await page.keyboard.press('Enter');
    await page.locator('.evidence .open').first().waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('规模以上企业');
    await page.focus('.evidence .open >> nth=0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('td.marked').waitFor();
    expect(await textOf(page.locator('.row-marked th'))).toBe('19');
    expect(await page.locator('.open[aria-expanded=true]').count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await page.locator('td.marked').count()).toBe(0);
    await page.close();
  });

  /** What an accessibility checker looks at first; returns complaints. */
  const wrong = `[
    ...[...document.querySelectorAll('input, select')].filter((e) => !e.labels?.length && !e.ariaLabel),
    ...[...document.querySelectorAll('a, button, summary')].filter((e) => !e.textContent.trim()),
    ...[...document.querySelectorAll('table')].filter((e) => !e.caption && !e.ariaLabel && !e.closest('[aria-label]')),
    ...[...document.querySelectorAll('svg')].filter((e) => !e.ariaLabel && e.getAttribute('aria-hidden') !== 'true'),
    ...[...document.querySelectorAll('[id]')].filter((e) => document.querySelectorAll('#' + CSS.escape(e.id)).length > 1),
    ...['header', 'nav', 'main', 'footer', 'h1', '[role=search]'].filter((s) => !document.querySelector(s)),
    ...(document.documentElement.lang.startsWith('zh') ? [] : ['lang']),
    ...(document.documentElement.scrollWidth > window.innerWidth ? ['wider than the window'] : []),
  ].map((e) => e.outerHTML?.slice(0, 80) ?? e)`;

  test.each([
    ['wide', { width: 1280, height: 900 }],
    ['narrow', { width: 400, height: 860 }],
  ])('names, landmarks and width are in order on a %s screen', async (_, size) => {
    const { page } = await open(published(), size);
    for (const view of [
      '',
      '#enterprises.above_scale.count',
      '#submissions',
      '#checks',
      '#findings',
      '#since',
    ]) {
      await page.goto(`${page.url().split('#')[0]}${view}`);
      await expect.poll(() => page.locator('[aria-busy]').count()).toBe(0);
      expect(await page.evaluate(wrong), view).toEqual([]);
    }
    await page.close();
  });

  test.each(['light', 'dark'] as const)('text stands out from its ground in %s', async (colorScheme) => {
    const { page } = await open(published());
    await page.emulateMedia({ colorScheme });
    const low = await page.evaluate(`(() => {
      const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255,255,255)'; };
      return [...document.querySelectorAll('body *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()).flatMap((e) => {
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return ratio < 4.5 ? [e.className + ' ' + e.textContent.slice(0, 20) + ' ' + ratio.toFixed(2)] : [];
      });
    })()`);
    expect(low).toEqual([]);
    await page.close();
  });

  test('prints the figures without filters and buttons', async () => {
    const { page } = await open(published());
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters, .tabs').first().isVisible()).toBe(false);
    expect(await shownNames(page)).toBe(figures.length);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
    await page.close();
  });
});

test('the page does not depend on where its sources lie', () => {
  const html = readFileSync(join(published(), 'index.html'), 'utf8');
  expect(html).toContain('auditData');
  expect(html).not.toMatch(/pipeline\/|\/page\/|\.ts\b/);
});
