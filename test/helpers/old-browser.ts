/** Chromium 86, the oldest browser that the pages work in; it travels inside a package of the registry. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

export async function openOldBrowser(): Promise<Browser> {
  const folder = mkdtempSync(join(inject('shared'), 'old-browser-'));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync(npm, [...install, 'chrome-aws-lambda@5.3.1'], { stdio: 'pipe' });
  const packed = (name: string) =>
    brotliDecompressSync(readFileSync(join(folder, 'node_modules/chrome-aws-lambda/bin', name)));
  const executablePath = join(folder, 'chromium');
  writeFileSync(executablePath, packed('chromium.br'), { mode: 0o755 });
  // System libraries that a bare machine lacks.
  execFileSync('tar', ['xf', '-', '-C', folder], { input: packed('aws.tar.br') });
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--single-process', '--no-zygote'],
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') },
  });
}
