/** A real browser for pages that open from disk; it travels inside a package of the registry. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';

let unpacked: Promise<string> | null = null;

export async function openBrowser(): Promise<Browser> {
  unpacked ??= unpack();
  return chromium.launch({ executablePath: await unpacked, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Into a folder of this process: where two unpack into one, the second starts what the first is still writing. */
async function unpack(): Promise<string> {
  // Tells the package to unpack the system libraries that it brings along, which a bare machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { TMPDIR } = process.env;
  process.env.TMPDIR = mkdtempSync(join(inject('shared'), 'browser-'));
  try {
    const { default: carried } = await import('@sparticuz/chromium');
    return await carried.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}

export interface OpenPage {
  readonly page: Page;
  /** What the console said and what went wrong. */
  readonly complaints: string[];
  /** Addresses that were asked for and are not on disk. */
  readonly requests: string[];
}

/** Opens a file from disk. */
export async function openFile(
  browser: Browser,
  path: string,
  size = { width: 1280, height: 900 },
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: size });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) requests.push(request.url());
  });
  await page.goto(pathToFileURL(path).href);
  return { page, complaints, requests };
}
