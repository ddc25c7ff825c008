/** The same inputs give the same bytes: in any time zone and language, in any order of files, on any way there. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { example } from '../example/example.js';
import { cli } from '../helpers/cli.js';
import type { Cells } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';
import { published, road, roads, township, twoYears, villages } from '../helpers/township.js';

const unit = '示例镇';
let files: readonly (readonly [string, Uint8Array])[];

beforeAll(async () => {
  files = [...(await example({ seed: 7, scale: 0.2, unit }))];
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

const village = fc.constantFrom('东庄村', '西庄', '南庄', '南庄村', '南巍庄', '南魏庄', '北庄');
const day = fc.constantFrom('2021-5-1', '2021-6-30', '2020-5-1', '2021-12-3');
const length = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom('若干', '约3'));
const someRoads = fc
  .array(fc.tuple(fc.constantFrom('一号路', '二号路', '旧路'), length, day), { maxLength: 4 })
  .map((rows) => roads(2021, ...rows.map((row) => road(...row))));
const someVillages = fc
  .subarray(['东庄村', '西庄村', '南魏庄', '南巍庄村', '北庄'], { minLength: 1 })
  .map((names) => villages(...names));
const spending = (...rows: Cells): Cells => [
  ['行政村', '凭证号', '支出日期', '支出类别', '金额（万元）'],
  ...rows.map((row) => [...row.slice(0, 3), '公共支出', ...row.slice(3)]),
];
const someSpending = fc
  .array(fc.tuple(village, fc.constantFrom('1', '2', ''), day, fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((rows) => spending(...rows));
const waivers = fc
  .subarray(
    ['row.duplicate', 'key.conflict', 'number.not_understood', 'name.nearly_another'].flatMap((rule) =>
      ['甲/补.csv', '甲/乙.csv', '道路.csv'].map((name) => [rule, `2021-11-30/${name}`]),
    ),
    { minLength: 5 },
  )
  .map(
    (accepted): Cells => [
      ['rule', 'file', 'sheet', 'cell', 'text', 'reason', 'by', 'until'],
      ...accepted.flatMap(([rule = '', file = '']) =>
        ['A3', 'A4', 'D3', 'D4'].map((cell) => [
          rule,
          file,
          '',
          cell,
          rule.startsWith('number') ? '若干' : '',
          '属实',
          '王五',
          '2022-01-01',
        ]),
      ),
    ],
  );
const aliases = fc.constantFrom<Cells>([
  ['kind', 'name', 'canonical'],
  ['village', '南巍庄', '南魏庄'],
]);

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
    const submitted = fc.record({
      place: fc.tuple(fc.constantFrom('2020-11-30', '2021-11-30'), name).map((parts) => parts.join('/')),
      content: fc.option(fc.oneof({ weight: 2, arbitrary: someRoads }, someVillages, someSpending), {
        freq: 4,
      }),
    });
    const settings = fc.oneof(
      fc.record({ place: fc.constant('waivers.csv'), content: fc.option(waivers, { freq: 3 }) }),
      fc.record({ place: fc.constant('aliases.csv'), content: fc.option(aliases, { freq: 2 }) }),
    );
    const step = fc.oneof({ weight: 4, arbitrary: submitted }, settings);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
        const home = township(twoYears);
        expect(await home.run()).toMatchObject({ code: 0 });
        for (const { place: file, content: cells } of steps) {
          if (cells) home.write({ [file]: cells });
          else rmSync(join(home.home, file), { force: true });
          await home.run();
        }
        const fresh = township({});
        cpSync(home.home, fresh.home, { recursive: true });
        await fresh.run();
        // Where nothing is left of the latest period, what was published stays.
        if (existsSync(fresh.folder())) expect(published(home.folder())).toEqual(published(fresh.folder()));
        for (const { root } of [home, fresh]) rmSync(root, { recursive: true });
      }),
      { numRuns: 6, seed: 20211130 },
    );
  }, 300_000);

  it('selects and checks anew only what a change has to do with', async () => {
    const home = township({
      ...twoYears,
      '2021-11-30/支出.csv': spending(['东庄村', '1', '2021-3-1', 5]),
      '2021-11-30/补报.csv': spending(['西庄村', '2', '2021-4-1', 5]),
    });
    expect(await home.run()).toMatchObject({ code: 0 });
    const before = kept(home);
    home.write({ '2021-11-30/支出.csv': spending(['东庄村', '1', '2021-3-1', 6]) });
    expect(await home.run()).toMatchObject({ code: 0 });
    const after = kept(home);
    const anew = [...before].filter(([what, id]) => after.get(what) !== id).map(([what]) => what);
    expect(before.size).toBeGreaterThan(10);
    expect(anew.toSorted()).toEqual([
      'village_spending.unit_slip current',
      'village_spending.unknown_village current',
      'villages.public_spending.amount current 2021-11-30/支出.csv',
      'villages.spending.amount current 2021-11-30/支出.csv',
      'villages.without_spending current',
    ]);
    expect(home.figure('villages.spending.amount')).toMatchObject({ value: '11', rows: '2' });
  });
});

/** What is kept in the database from run to run, by what it is of: evidence by source table, and checks. */
function kept({ outputs }: ReturnType<typeof township>): Map<string, string> {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
  try {
    const found = database
      .prepare<[], { what: string; id: string }>(
        `SELECT e.indicator || ' ' || e.side || ' ' || s.file AS what, o.content || o.table_id AS id
            FROM evidence_source o JOIN evaluation e ON e.evaluation_id = o.evaluation_id
              JOIN source_table t ON t.table_id = o.table_id JOIN submission s ON s.submission_id = t.submission_id
          UNION ALL SELECT check_id || ' ' || side, CAST(check_run_id AS TEXT) FROM check_run WHERE fingerprint <> ''`,
      )
      .all();
    return new Map(found.map(({ what, id }) => [what, id]));
  } finally {
    database.close();
  }
}
