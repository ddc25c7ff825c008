/** The same inputs give the same bytes: in any time zone and language, in any order of files, on any way there. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
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
    const name = fc.constantFrom('道路.csv', '村.csv', '甲/补.csv', '甲/乙.csv');
    const place = fc.tuple(fc.constantFrom('2020-11-30', '2021-11-30'), name).map((parts) => parts.join('/'));
    const content = fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((length) => roads(2021, road('一号路', length, '2021-5-1'))),
      fc
        .subarray(['东庄村', '西庄村', '南庄', '南庄村'], { minLength: 1 })
        .map((names) => villages(...names)),
    );
    const step = fc.record({ place, content: fc.option(content, { freq: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
        const home = township(twoYears);
        expect((await home.run()).code).toBe(0);
        for (const { place: file, content: cells } of steps) {
          if (cells) home.write({ [file]: cells });
          else rmSync(join(home.home, file), { force: true });
          await home.run();
        }
        const fresh = township({});
        copyTree(home.home, fresh.home);
        const { code } = await fresh.run();
        // Nothing is left of the latest period: what was published stays.
        if (code === 0) expect(publishedOrNone(home)).toEqual(publishedOrNone(fresh));
        for (const { root } of [home, fresh]) rmSync(root, { recursive: true });
      }),
      { numRuns: 5 },
    );
  }, 300_000);
});

function publishedOrNone({ folder }: ReturnType<typeof township>): Record<string, string> {
  return existsSync(folder()) ? published(folder()) : {};
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (statSync(join(from, name)).isDirectory()) copyTree(join(from, name), join(to, name));
    else copyFileSync(join(from, name), join(to, name));
  }
}
