/** The desk in the oldest browser that it works in: dropped, looked at, put, published. */
import { expect, test } from 'vitest';
import { openDesk } from '../helpers/desk.js';
import { openOldBrowser } from '../helpers/old-browser.js';
import { csv } from '../helpers/submissions.js';
import { publishedTownship, road, roads } from '../helpers/township.js';

test('Chromium 86 takes a file, shows what it is, and publishes it', { timeout: 300_000 }, async () => {
  const home = await publishedTownship();
  const desk = await openDesk(home.args);
  const browser = await openOldBrowser();
  try {
    expect(browser.version()).toMatch(/^86\./);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(await desk.again());
    // Asked as text, since playwright's own locators need a newer browser.
    const shows = (words: string) =>
      expect
        .poll(() => page.evaluate<string>('document.body.textContent'), { timeout: 100_000 })
        .toContain(words);
    await shows('主要指标');
    const sheet = csv(roads(2021, road('九号路', 1, '2021-8-1')));
    await page.evaluate(`(() => {
      const files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(sheet)}], '道路补充.csv'));
      const input = document.querySelector('.drop input[type=file]');
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
    await shows('放入 1 个文件并发布');
    await page.evaluate(`(() => {
      const name = [...document.querySelectorAll('label.field')].find((one) => one.textContent.includes('放入人'));
      const input = name.querySelector('input');
      input.value = '王某';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
    await page.evaluate("document.querySelector('button.main').click()");
    await shows('个数变了');
    expect(home.figure('roads.built.length')?.value).toBe('6');
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await desk.end();
  }
});
