/** The same inputs give the same bytes: in any time zone and language, in any order of files, on any way there. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { example } from './example/example.js';
import { cli, temporary } from './helpers/cli.js';
import { published, road, roads, township, twoYears, villages } from './helpers/township.js';

const unit = '示例镇';
let files: readonly (readonly [string, Uint8Array])[];

beforeAll(async () => {
  files = [...(await example({ seed: 7, scale: 1, unit }))];
}, 120_000);

async function publish(order: typeof files, env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const root = temporary('same');
  for (const [path, bytes] of order) {
    mkdirSync(dirname(join(root, 'inputs', path)), { recursive: true });
    writeFileSync(join(root, 'inputs', path), bytes);
  }
  const outputs = join(root, 'outputs');
  const args = ['run', '--inputs', join(root, 'inputs'), '--outputs', outputs, '--today', '2021-12-05'];
  const { code, stderr } = await cli(args, env);
  if (code !== 0) throw new Error(stderr);
  const bytes = published(join(outputs, unit, '2021-11-30'));
  rmSync(root, { recursive: true });
  return bytes;
}

describe('a publication', () => {
  it('has the same bytes in any time zone and locale, and in any order of files', async () => {
    const first = await publish(files, { TZ: 'UTC', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' });
    const second = await publish([...files].reverse(), {
      TZ: 'Pacific/Kiritimati',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
    });
    expect(Object.keys(first).length).toBeGreaterThan(50);
    expect(Object.keys(first)).toEqual(expect.arrayContaining(['metrics.xlsx', 'report.docx', 'report.md']));
    expect(second).toEqual(first);
  }, 240_000);

  it('has the same bytes after any sequence of changes as from nothing', async () => {
    const home = township(twoYears);
    await home.run();
    const steps: (() => void)[] = [
      () => home.write({ '2021-11-30/a/补.csv': roads(2021, road('三号路', 4, '2021-7-1')) }),
      () => home.write({ '2020-11-30/村.csv': villages('东庄村', '南庄村') }),
      () => rmSync(join(home.home, '2021-11-30/道路.csv')),
      () => home.write({ '2021-11-30/村.csv': villages('东庄村', '东庄村') }),
      () => home.write({ 'aliases.csv': 'kind,name,canonical\nvillage,西庄,东庄\n' }),
      () => home.write({ '2021-11-30/村.csv': villages('东庄村', '西庄村') }),
    ];
    for (const step of steps) {
      step();
      expect((await home.run()).code).toBe(0);
      const fresh = township({});
      copyTree(home.home, fresh.home);
      expect((await fresh.run()).code).toBe(0);
      expect(published(home.folder())).toEqual(published(fresh.folder()));
      rmSync(fresh.root, { recursive: true });
    }
  }, 240_000);
});

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (statSync(join(from, name)).isDirectory()) copyTree(join(from, name), join(to, name));
    else copyFileSync(join(from, name), join(to, name));
  }
}
