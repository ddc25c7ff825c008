/** The audit page in the oldest browser that it works in. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishAuditPage } from '../../pipeline/audit-page/index.js';
import { writeScript } from '../../pipeline/audit-page/script-file.js';
import { openFile } from '../helpers/browser.js';
import { openOldBrowser } from '../helpers/old-browser.js';
import { evidence, figure, figures, publication } from '../helpers/publication.js';
import { enterpriseEvidence, readings, submittedRows, submittedTable } from '../helpers/submitted.js';

test('Chromium 86 shows the figures with their marks, and a cell in its sheet', {
  timeout: 300_000,
}, async () => {
  const id = 'enterprises.above_scale.count';
  const counted = figure({
    id,
    label: '规模以上企业',
    unit: '家',
    section: 2,
    value: '2',
    status: 'P',
    rows: 2,
  });
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  publishAuditPage(
    publication({
      figures: figures.map((known) => (known.id === id ? counted : known)),
      evidence: { ...evidence, [id]: enterpriseEvidence('current', [4, 19]) },
      readings,
      tables: [submittedTable],
      tableRows: () => submittedRows(),
    }),
    folder,
  );
  writeScript(folder, 'history.js', 'history', { vintages: [], revisions: [], moved: [], sealed: '' });
  const browser = await openOldBrowser();
  try {
    expect(browser.version()).toMatch(/^86\./);
    const { page, complaints } = await openFile(browser, join(folder, 'index.html'));
    // Asked as text, since playwright's own locators need a newer browser.
    const styleOf = (selector: string, name: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${name}`);
    const background = (selector: string) => styleOf(selector, 'backgroundColor');
    expect(await background('.status-P')).not.toBe(await background('.status-A'));
    expect(await styleOf('#old', 'display')).toBe('none');
    await page.evaluate(`location.hash = '${id}'`);
    // The page's policy refuses what playwright waits with.
    const appears = (selector: string) =>
      expect
        .poll(() => page.evaluate<boolean>(`document.querySelector("${selector}") !== null`), {
          timeout: 100_000,
        })
        .toBe(true);
    await appears('.grid tbody .open');
    await page.evaluate("document.querySelector('.grid tbody .open').click()");
    await appears('.cells td.marked');
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
