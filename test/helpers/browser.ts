/** A real browser for pages that open from disk; it travels inside a package of the registry. */
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export async function openBrowser(): Promise<Browser> {
  // Tells the package to unpack the system libraries that it brings along, which a bare machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: carried } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await carried.executablePath(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
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
