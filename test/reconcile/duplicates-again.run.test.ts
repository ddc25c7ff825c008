/** Rows that stand twice are found whenever they come: compared are the keys of files that have changed, with all others. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { readCsv } from '../helpers/cli.js';
import { period, published, road, roads, township } from '../helpers/township.js';

const names = ['一', '二', '三', '四', '五', '六'];
/** Six files of four roads each. */
const files = Object.fromEntries(
  names.map((name) => [
    `${period}/道路${name}.csv`,
    roads(2021, ...[1, 2, 3, 4].map((n) => road(`${name}${n}路`, n, '2021-5-1'))),
  ]),
);
const rules = ({ folder }: ReturnType<typeof township>) =>
  readCsv(join(folder(), 'findings.csv'))
    .filter(({ rule = '' }) => /^(key|row)\./.test(rule))
    .map(({ rule, file }) => `${rule} ${file}`);

test('a row that comes later, goes, and comes in a file that was there before', async () => {
  const home = township(files);
  const as = async (now: Readonly<Record<string, ReturnType<typeof roads>>>) => {
    expect((await home.run()).code).toBe(0);
    const fresh = township(now);
    expect((await fresh.run()).code).toBe(0);
    expect(published(home.folder())).toEqual(published(fresh.folder()));
    rmSync(fresh.root, { recursive: true });
    return rules(home);
  };
  expect(await as(files)).toEqual([]);
  expect(compared(home)).toEqual([1, 1, 1, 1, 1, 1]);

  const other = { [`${period}/补报.csv`]: roads(2021, road('三2路', 9, '2021-5-1')) };
  home.write(other);
  const both = ['key.conflict 2021-11-30/补报.csv', 'key.conflict 2021-11-30/道路三.csv'];
  expect((await as({ ...files, ...other })).sort()).toEqual(both);
  expect(compared(home)).toEqual([0, 0, 0, 0, 0, 0, 0]);

  // While it stands twice, a change elsewhere does not hide it.
  const changed = { [`${period}/道路六.csv`]: roads(2021, road('六1路', 5, '2021-5-1')) };
  home.write(changed);
  expect((await as({ ...files, ...other, ...changed })).sort()).toEqual(both);

  rmSync(join(home.home, period, '补报.csv'));
  expect(await as({ ...files, ...changed })).toEqual([]);
  expect(compared(home)).toEqual([1, 1, 1, 1, 1, 1]);

  const again = {
    ...changed,
    [`${period}/道路一.csv`]: roads(2021, road('一1路', 1, '2021-5-1'), road('五4路', 4, '2021-5-1')),
  };
  home.write(again);
  expect(await as({ ...files, ...again })).toEqual(['row.duplicate 2021-11-30/道路五.csv']);
  rmSync(home.root, { recursive: true });
}, 120_000);

/** Of each table, whether its keys are known to stand nowhere else. */
function compared({ outputs }: ReturnType<typeof township>): number[] {
  const sqlite = new Database(join(outputs, 'township.sqlite'), { readonly: true });
  try {
    return sqlite.prepare<[], number>('SELECT keys_alone FROM source_table').pluck().all();
  } finally {
    sqlite.close();
  }
}
