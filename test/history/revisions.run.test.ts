/** Figures of the comparison that are no longer what was published of them. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../helpers/cli.js';
import { published, road, roads, township, twoYears, unit, villages } from '../helpers/township.js';

/** Both years published as they first were, then changed. */
async function revised(change: Parameters<typeof township>[0], drop: readonly string[] = []) {
  const made = township(twoYears);
  expect((await made.run('--period', '2020-11-30')).code).toBe(0);
  expect((await made.run()).stdout).not.toContain('修订');
  expect(readCsv(join(made.folder(), 'revisions.csv'))).toEqual([]);
  made.write(change);
  for (const file of drop) rmSync(join(made.home, file));
  const { stdout, code } = await made.run();
  expect(code).toBe(0);
  return { ...made, stdout, revisions: () => readCsv(join(made.folder(), 'revisions.csv')) };
}

const length = { id: 'roads.built.length', group: '', period: '2021-11-30', side: 'previous', was: '1.5' };

describe('a comparison that differs from what was published of it', () => {
  it('says so in every run, until its period is published anew', async () => {
    const { stdout, revisions, run, call, folder } = await revised({
      '2020-11-30/补报.csv': roads(2020, road('新路', 2, '2020-6-1')),
    });
    const late = { ...length, value: '3.5', reason: 'late_file', files: '2020-11-30/补报.csv' };
    expect(revisions()).toEqual([{ ...late, since: '2021-12-05' }]);
    expect(stdout).toContain('上年同期（2020-11-30）有 1 个数与原先发布的不同（修订）');
    expect(stdout).toContain('修建村级道路 1.5 → 3.5公里（补报：2020-11-30/补报.csv），自 2021-12-05');
    expect(stdout).toContain(`npm start -- --unit ${unit} --period 2020-11-30`);
    const page = readFileSync(join(folder(), 'history.js'), 'utf8');
    expect(page).toContain('"reason":"late_file"');

    const before = published(folder());
    const again = await run('--today', '2021-12-20');
    expect(again.stdout).toContain('没有变化');
    expect(again.stdout).toContain('1.5 → 3.5公里');
    expect(revisions()).toEqual([{ ...late, since: '2021-12-05' }]);
    expect(published(folder())).toEqual(before);
    expect((await call('diff')).stdout).toContain('roads.built.length  2021-11-30的上年同期：1.5 → 3.5');
    const status = await call('status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({
      revised: [{ unit, folder: '2021-11-30', figures: 1 }],
    });
    expect((await call('verify')).code).toBe(0);

    expect((await run('--period', '2020-11-30')).code).toBe(0);
    expect((await run()).stdout).not.toContain('修订');
    expect(revisions()).toEqual([]);
  });

  it.each([
    [
      'a file that came in another form',
      { '2020-11-30/道路.csv': roads(2020, road('旧路', 1.6, '2020-5-1')) },
      [],
      [{ ...length, value: '1.6', reason: 'correction', files: '2020-11-30/道路.csv', since: '2021-12-05' }],
    ],
    [
      'a file that was taken away',
      {},
      ['2020-11-30/道路.csv'],
      [{ ...length, value: '', reason: 'correction', files: '2020-11-30/道路.csv', since: '2021-12-05' }],
    ],
    [
      'a word that a setting explains',
      { 'waivers.csv': 'rule,file,sheet,cell,text,reason,by,until\n' },
      [],
      [],
    ],
    ['a file of this year', { '2021-11-30/村.csv': villages('东庄村', '西庄村', '南庄村') }, [], []],
  ])('%s', async (_, change, drop, expected) => {
    const { revisions } = await revised(change, drop);
    expect(revisions()).toEqual(expected);
  });

  it('is held against the first publication that showed it where its period was never published', async () => {
    const { run, write, folder } = township(twoYears);
    await run();
    write({ '2020-11-30/道路.csv': roads(2020, road('旧路', 1.7, '2020-5-1')) });
    await run();
    const [line] = readCsv(join(folder(), 'revisions.csv'));
    expect(line).toMatchObject({ was: '1.5', value: '1.7', reason: 'correction' });
  });

  it('of a sealed period is what its inputs would give now; all else in its folder stays', async () => {
    const { run, call, write, folder } = township(twoYears);
    await run();
    await call(
      'seal',
      unit,
      '2021-11-30',
      '--prepared-by',
      '钱某',
      '--reviewed-by',
      '孙某',
      '--approved-by',
      '张',
      '--why',
      '审定',
    );
    const before = published(folder());
    write({ '2021-11-30/补报.csv': roads(2021, road('三号路', 4, '2021-7-1')) });
    expect((await run()).stdout).toContain('定稿');
    expect(readCsv(join(folder(), 'revisions.csv'))).toEqual([
      {
        ...length,
        side: 'current',
        was: '5',
        value: '9',
        reason: 'late_file',
        files: '2021-11-30/补报.csv',
        since: '2021-12-05',
      },
    ]);
    expect(published(folder())).toEqual(before);
  });
});

describe('an earlier period of the year', () => {
  const months = {
    '2021-06-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1')),
    '2021-06-30/村.csv': villages('东庄村'),
    '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', 3, '2021-9-1')),
    '2021-11-30/村.csv': villages('东庄村'),
  };
  const late = { '2021-06-30/补报.csv': roads(2021, road('补报路', 0.5, '2021-6-1')) };

  it('is named until it is published anew, and no other file depends on what was published', async () => {
    const made = township(months);
    const revisions = () => readCsv(join(made.folder(), 'revisions.csv'));
    expect((await made.run('--period', '2021-06-30')).code).toBe(0);
    expect((await made.run()).stdout).not.toContain('修订');
    made.write(late);
    const { stdout } = await made.run();
    // A figure of another period is no move of this one's.
    expect(stdout).not.toContain('与上次发布相比');
    expect(revisions()).toEqual([
      {
        ...{ id: 'roads.built.length', group: '', period: '2021-06-30', side: 'current', was: '2' },
        ...{ value: '2.5', reason: 'late_file', files: '2021-06-30/补报.csv', since: '2021-12-05' },
      },
    ]);
    expect(stdout).toContain('前期（2021-06-30）有 1 个数与原先发布的不同（修订）');
    const again = await made.run('--today', '2021-12-20');
    expect(again.stdout).toContain('这些期的报表在发布之后有改动');
    expect(revisions()).toHaveLength(1);
    expect((await made.call('verify')).code).toBe(0);

    const fresh = township({ ...months, ...late });
    expect((await fresh.run()).code).toBe(0);
    expect(published(made.folder())).toEqual(published(fresh.folder()));

    expect((await made.run('--period', '2021-06-30')).code).toBe(0);
    expect((await made.run()).stdout).not.toContain('修订');
    expect(revisions()).toEqual([]);
  });
});

it('what moved since the run before is said with its rows and reason', async () => {
  const made = township(twoYears);
  expect((await made.run()).stdout).not.toContain('与上次发布相比');
  made.write({ '2021-11-30/补报.csv': roads(2021, road('补报路', 0.5, '2021-6-1')) });
  const { stdout } = await made.run();
  expect(stdout).toContain('与上次发布相比，有 1 个数变了');
  expect(stdout).toContain('修建村级道路 5 → 5.5公里（补报：2021-11-30/补报.csv）');
  expect(stdout).toMatch(/\+ 补报路.* 0\.5 {2}2021-11-30\/补报\.csv › 第3行/);
  const page = () => readFileSync(join(made.folder(), 'history.js'), 'utf8');
  expect(page()).toContain('"moreRows":0');
  // It stays on the page while nothing is published anew.
  await made.run();
  expect(page()).toContain('"moreRows":0');
});
