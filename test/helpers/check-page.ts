/** The check page of a township, its answer for a file, and what `inspect --json` says of the same. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { checkPageHtml } from '../../pipeline/check-page/index.js';
import { formsAndLists } from '../../pipeline/forms/index.js';
import { placeFile } from '../../pipeline/inputs/file-context.js';
import type { Context } from '../../pipeline/normalise/row.js';
import { inspect } from '../../pipeline/read/inspect.js';

export interface Checked {
  readonly inputs: string;
  readonly unit: string;
  readonly period: string;
}

/** Of a file that lies elsewhere. */
export async function contextOf({ inputs, unit, period }: Checked): Promise<Context> {
  const options = { inputs, unit, period, asOf: null, today: '2021-12-05' };
  return (await placeFile(join(inputs, '..', 'elsewhere.xlsx'), options)).context;
}

/** @returns the path of the page. */
export async function writeCheckPage(checked: Checked): Promise<string> {
  const context = await contextOf(checked);
  const path = join(mkdtempSync(join(inject('shared'), 'check-')), 'check.html');
  writeFileSync(path, checkPageHtml({ township: checked.unit, period: checked.period, context }));
  return path;
}

export async function inspected(path: string, context: Context): Promise<string> {
  const options = { forms: formsAndLists, context, inFolder: false, language: 'zh' } as const;
  return `${JSON.stringify(await inspect(path, basename(path), options), null, 2)}\n`;
}

/** Drops a file on the page. @returns its result as JSON; '' where the page failed. */
export async function checkFile(page: Page, path: string): Promise<string> {
  const file = JSON.stringify([basename(path), readFileSync(path).toString('base64')]);
  // As text, since playwright's own way to give a file needs a newer browser than the oldest.
  await page.evaluate(`{
    const [name, content] = ${file};
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
    document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }`);
  return String(
    await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const text = document.getElementById('inspection').textContent;
      if (text === '' && !document.querySelector('.failed')) setTimeout(look, 20);
      else resolve(text);
    };
    look();
  })`),
  );
}
