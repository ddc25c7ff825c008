/** The packages for computers without Node: made, unpacked where names are awkward, and used as a clerk uses them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neededVersions, newerThanGlibc } from '../../pipeline/packaging/elf.js';
import { glibc, targets } from '../../pipeline/packaging/targets.js';
import { sha256 } from '../../pipeline/text/hash.js';
import { openBrowser } from '../helpers/browser.js';
import { publishedExample } from '../helpers/example.js';
import { entriesOf, makePackages, unpack, useExample } from '../helpers/packages.js';
import { temporary } from '../helpers/temporary.js';
import { published } from '../helpers/township.js';

const isHere = process.platform === 'linux' && process.arch === 'x64';
if (!isHere) console.log('skipped: packages are made on Linux on x64');
const wine = '/usr/lib/wine/wine64';
const isWineHere = isHere && existsSync(wine);
if (!isWineHere) console.log('skipped: wine64 is not installed, the package for Windows is not tried');

const root = temporary('packages');
const zips = join(root, 'zips');
/** Names that shells, Wine and zips trip over. */
const awkward = '年报 2021 (新)&v1%';
const long = 1_200_000;
const today = ['--today', '2021-12-05'];
beforeAll(() => {
  if (isHere) makePackages(zips);
}, 1_800_000);
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 }));

const zipOf = (name: string) => join(zips, `township-metrics-${name}.zip`);

describe.runIf(isHere)('the packages', () => {
  it('are zips with their digests, whose names every system reads', () => {
    const sums = readFileSync(join(zips, 'SHA256SUMS'), 'utf8');
    for (const { name, os } of targets) {
      const zip = readFileSync(zipOf(name));
      expect(sums).toContain(`${sha256(zip)}  township-metrics-${name}.zip\n`);
      const entries = entriesOf(zip);
      const foreign = entries.filter((entry) => /[^ -~]/.test(entry.name));
      expect(foreign.map((entry) => entry.name)).toContain('使用说明.html');
      expect(foreign.filter((entry) => !entry.isMarkedUtf8)).toEqual([]);
      const names = entries.map((entry) => entry.name);
      expect(names.filter((one) => /^(inputs|outputs)\//.test(one))).toEqual(['inputs/', 'outputs/']);
      const [licences = new Uint8Array()] = Object.values(
        unzipSync(zip, { filter: (file) => file.name === 'program/LICENSES.txt' }),
      );
      const text = Buffer.from(licences).toString();
      for (const part of ['Node.js is licensed', 'better-sqlite3', 'SheetJS', 'hono'])
        expect(text).toContain(part);
      expect(names).toEqual(expect.arrayContaining(['program/LICENSES.txt', 'program/docs/设置.txt']));
      const started =
        os === 'win32'
          ? ['township.cmd', '开始.cmd', '运行.cmd', '每晚运行.xml']
          : ['start.sh', '开始.desktop'];
      expect(names).toEqual(expect.arrayContaining(started));
      if (os === 'win32') continue;
      const executable = entries.filter(({ mode }) => (mode & 0o111) !== 0 && (mode & 0o40000) === 0);
      expect(executable.map((entry) => entry.name)).toEqual(['program/node', ...started].sort());
    }
  });

  it('Windows commands are ASCII, end their lines as Windows does, and wait where they fail', () => {
    const files = unzipSync(readFileSync(zipOf('win-x64')), { filter: ({ name }) => name.endsWith('.cmd') });
    expect(Object.keys(files).sort()).toEqual(['township.cmd', '开始.cmd', '运行.cmd']);
    for (const [name, bytes] of Object.entries(files)) {
      const text = Buffer.from(bytes).toString('latin1');
      expect(text).toMatch(/^[\r\n -~]*$/);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(text).toContain('DisableDelayedExpansion');
      expect(text).toContain('pushd "%~dp0"');
      // In a window that closes by itself.
      expect(text.includes('pause')).toBe(name !== 'township.cmd');
    }
  });

  it.each(['linux-x64', 'linux-arm64'])(
    `no native file of %s needs a C library newer than ${glibc}`,
    (name) => {
      const native = Object.entries(unzipSync(readFileSync(zipOf(name)))).flatMap(([path, bytes]) => {
        const versions = neededVersions(bytes);
        return versions ? [{ path, versions }] : [];
      });
      expect(native.map(({ path }) => path).sort()).toEqual([
        'program/node',
        `program/node_modules/better-sqlite3/prebuilds/${name}.node`,
      ]);
      for (const { path, versions } of native) {
        expect(versions.length, path).toBeGreaterThan(3);
        expect(newerThanGlibc(versions, glibc), path).toEqual([]);
      }
    },
  );
});

describe.runIf(isHere)('the package for Linux', () => {
  it('publishes the same bytes where no Node is installed, and a newer program finds the data', {
    timeout: long,
  }, async () => {
    const folder = join(root, 'linux', awkward);
    unpack(zipOf('linux-x64'), folder);
    useExample(folder);
    const start = (...args: string[]) =>
      spawnSync(join(folder, 'start.sh'), args, {
        cwd: '/',
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin' },
      });
    const ran = start('run', '--quiet', ...today);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    const example = await publishedExample();
    const ours = join(folder, 'outputs', example.unit, '2021-11-30');
    expect(published(ours)).toEqual(published(example.folder));

    rmSync(join(folder, 'program'), { recursive: true });
    unpack(zipOf('linux-x64'), folder);
    const verified = start('verify');
    expect(verified.status, verified.stdout + verified.stderr).toBe(0);
    expect(start('--help').stdout).toContain('./start.sh [命令]');
  });
});

describe.runIf(isWineHere)('the package for Windows', () => {
  const folder = join(root, 'windows', awkward);
  const environment = {
    ...process.env,
    WINEPREFIX: join(root, 'wine'),
    WINEDEBUG: '-all',
    // No offer to install what it can do without.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    LC_ALL: 'C.UTF-8',
  };
  let logs = 0;
  /** Starts a program of Windows. Its output goes to a file: pipes fail there. */
  function started(args: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
    logs += 1;
    const log = join(root, `wine-${logs}.log`);
    const file = openSync(log, 'w');
    const child = spawn(wine, args, { cwd: folder, env: environment, stdio: ['ignore', file, file] });
    closeSync(file);
    return { child, said: () => readFileSync(log, 'utf8') };
  }
  async function ended(...args: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
    const { child, said } = started(args);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    return { code, said: said() };
  }

  beforeAll(async () => {
    unpack(zipOf('win-x64'), folder);
    useExample(folder);
    const version = await ended('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
    expect(version.code, version.said).toBe(0);
  }, long);
  // Only what runs in this folder's Windows.
  afterAll(() => {
    spawnSync('/usr/lib/wine/wineserver', ['-k'], { env: environment });
    spawnSync('/usr/lib/wine/wineserver', ['-w'], { env: environment, timeout: 60_000 });
  });

  it('运行.cmd publishes the same bytes, and they prove themselves', { timeout: long }, async () => {
    const planned = await ended('schtasks', '/Create', '/TN', 'nightly', '/XML', '每晚运行.xml');
    expect(planned.code, planned.said).toBe(0);
    const task = join(environment.WINEPREFIX, 'drive_c/windows/system32/tasks/nightly');
    expect(readFileSync(task, 'utf8')).toContain('乡镇指标流水线：每晚运行');
    const ran = await ended('cmd', '/c', '运行.cmd', ...today);
    expect(ran.code, ran.said).toBe(0);
    const example = await publishedExample();
    expect(published(join(folder, 'outputs', example.unit, '2021-11-30'))).toEqual(published(example.folder));
    const verified = await ended('cmd', '/c', 'township.cmd', 'verify');
    expect(verified.code, verified.said).toBe(0);
    const asked = await ended('cmd', '/c', 'township.cmd', 'seal');
    expect([asked.code, asked.said]).toEqual([2, expect.stringContaining('township seal ')]);
  });

  it('开始.cmd opens a page that answers a browser', { timeout: long }, async () => {
    const { child, said } = started(['cmd', '/c', '开始.cmd', '--no-open', ...today]);
    const addressIn = (text: string) => /http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]+(?=\r?\n)/.exec(text)?.[0];
    while (addressIn(said()) === undefined && child.exitCode === null) await setTimeout(200);
    const address = addressIn(said());
    expect(address, said()).toBeDefined();
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(address ?? '');
      await page
        .getByText('示例镇')
        .first()
        .waitFor({ timeout: long / 2 });
      expect(page.url()).not.toContain('/start/');
    } finally {
      await browser.close();
    }
  });
});
