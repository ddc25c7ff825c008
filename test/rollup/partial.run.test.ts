/** A city of two counties in which not everyone reports, and some registered the same enterprise. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { beforeAll, expect, it } from 'vitest';
import { type Ran, readCsv, readEvidence } from '../helpers/cli.js';
import { before, creditCode, enterprises, inputsOf, period, roads, villages } from '../helpers/county.js';
import { published } from '../helpers/township.js';

const shared = creditCode(900);
const made = inputsOf(
  {
    甲镇: {
      [`${before}/企业.csv`]: enterprises([1, true]),
      [`${period}/企业.csv`]: enterprises([1, true], [2, false], [900, false]),
      [`${period}/村.csv`]: villages(4, 1),
    },
    乙镇: {
      [`${before}/企业.csv`]: enterprises([11, true], [900, false]),
      [`${period}/企业.csv`]: enterprises([11, true], [900, true]),
    },
    丁镇: {
      [`${before}/企业.csv`]: enterprises([21, false]),
      [`${period}/企业.csv`]: enterprises([21, false], [22, false], [900, false]),
      [`${before}/道路.csv`]: roads(2020, 1.5),
      [`${period}/道路.csv`]: roads(2021, 2),
      [`${before}/村.csv`]: villages(5, 0),
      [`${period}/村.csv`]: villages(5, 3),
    },
    戊镇: {
      [`${before}/企业.csv`]: enterprises([31, false], [32, true], [33, true]),
      [`${before}/道路.csv`]: roads(2020, 7),
    },
  },
  [
    'unit,parent,level,code',
    '示例市,,city,370100000000',
    '东县,示例市,county,370111000000',
    '西县,示例市,county,370112000000',
    '甲镇,东县,township,370111001000',
    '乙镇,东县,township,370111002000',
    '丙镇,东县,township,370111003000',
    '丁镇,西县,township,370112001000',
    '戊镇,西县,township,370112002000',
    '',
  ].join('\n'),
);
let result: Ran;

beforeAll(async () => {
  result = await made.run();
}, 300_000);

const enterprisesOf = (unit: string) => made.figure(unit, 'enterprises.total.count');

it('publishes every unit that reported, and what they add up to', () => {
  expect(result).toMatchObject({ code: 0 });
  expect(result.stdout).toContain('东县 截至2021-11-30');
});

it('counts an enterprise of two registries once, for the first of them, and says so', () => {
  expect(enterprisesOf('东县')).toMatchObject({ value: '4', previous: '3', change: '1', rows: '4' });
  // Each of them counts it for itself.
  expect([enterprisesOf('甲镇')?.value, enterprisesOf('乙镇')?.value]).toEqual(['3', '2']);
  const found = made.findings('东县').filter(({ rule }) => rule === 'rollup.same_key');
  expect(found).toMatchObject([{ file: `乙镇/${period}/企业.csv`, row: '3', value: shared }]);
  expect(found[0]?.message).toContain('甲镇');
  const evidence = readEvidence(made.folder('东县'), 'enterprises.total.count');
  const places = evidence.filter(({ key }) => key === shared).map(({ side, file }) => `${side} ${file}`);
  expect(places).toEqual([`current 甲镇/${period}/企业.csv`, `previous 乙镇/${before}/企业.csv`]);
});

it('counts it by each figure: above scale, it is so in one registry only', () => {
  expect(made.figure('东县', 'enterprises.above_scale.count')).toMatchObject({ value: '3', previous: '2' });
  const evidence = readEvidence(made.folder('东县'), 'enterprises.above_scale.count');
  expect(evidence.find(({ key, side }) => key === shared && side === 'current')?.file).toContain('乙镇');
});

it('marks a sum without all units partial, and names who is missing', () => {
  expect(enterprisesOf('东县')).toMatchObject({ status: 'P', previous_status: 'P' });
  expect(made.figure('东县', 'villages.total.count')).toMatchObject({ value: '4', status: 'P' });
  const partial = made.findings('东县').filter(({ rule }) => rule === 'rollup.units_missing');
  const about = (label: string) =>
    partial.filter(({ message = '' }) => message.startsWith('本期') && message.includes(label));
  expect(about('各类企业').map(({ message = '' }) => /（(.*?)）/.exec(message)?.[1])).toEqual(['丙镇']);
  expect(about('行政村').map(({ message = '' }) => /（(.*?)）/.exec(message)?.[1])).toEqual(['乙镇、丙镇']);
  const owed = readCsv(join(made.folder('东县'), 'submissions.csv')).filter(
    ({ status }) => status === 'owed',
  );
  expect(owed.filter(({ unit }) => unit === '丙镇')).toHaveLength(15);
  expect(owed.filter(({ unit, form }) => unit === '甲镇' && form === 'enterprises')).toEqual([]);
});

it('publishes a change over the units that stand on both sides only, and says so', () => {
  expect(enterprisesOf('西县')).toMatchObject({
    value: '3',
    status: 'P',
    previous: '4',
    previous_status: 'A',
    change: '2',
    change_pct: '200',
    change_status: 'P',
  });
  expect(made.figure('西县', 'roads.built.length')).toMatchObject({
    value: '2',
    previous: '8.5',
    change: '0.5',
  });
  const said = made.findings('西县').filter(({ rule }) => rule === 'rollup.change_over_both');
  expect(said.map(({ message }) => message).join()).toMatch(/1 个单位计算（不含戊镇）.*各类企业/);
});

it('has a ratio of the units that have both its parts', () => {
  expect(made.figure('西县', 'villages.office_building.share')).toMatchObject({
    value: '60',
    previous: '0',
    change: '60',
    status: 'P',
  });
});

it('adds the counties up, and tells only what they share with each other', () => {
  expect(enterprisesOf('示例市')).toMatchObject({
    value: '6',
    previous: '7',
    status: 'P',
    previous_status: 'P',
  });
  const found = made.findings('示例市').filter(({ rule }) => rule === 'rollup.same_key');
  expect(found.map(({ file }) => file)).toEqual([`丁镇/${period}/企业.csv`]);
});

it('has evidence and contributions that add up, with what is counted once', () => {
  const sum = (values: readonly (string | undefined)[]) =>
    values.reduce((total, value) => total.plus(value || 0), new Big(0)).toFixed();
  for (const unit of ['东县', '西县', '示例市']) {
    const changes = readCsv(join(made.folder(unit), 'changes.csv'));
    for (const figure of made.figures(unit).filter(({ kind }) => kind !== 'ratio')) {
      const { id = '', group } = figure;
      const evidence = readEvidence(made.folder(unit), id).filter((row) => row.group === group);
      const of = (side: string) => sum(evidence.filter((row) => row.side === side).map(({ value }) => value));
      if (figure.value) expect([unit, id, of('current')]).toEqual([unit, id, figure.value]);
      if (figure.previous) expect([unit, id, of('previous')]).toEqual([unit, id, figure.previous]);
      if (!figure.change) continue;
      const own = changes.filter((row) => row.id === id && row.group === group);
      expect([unit, id, sum(own.map(({ contribution }) => contribution))]).toEqual([unit, id, figure.change]);
    }
  }
});

it('traces the city to the cells, each enterprise once', async () => {
  const traced = await made.call('trace', 'enterprises.total.count', '--unit', '示例市', '--csv');
  const rows = traced.stdout.split('\r\n').filter((line) => line.includes(shared));
  expect(rows.map((line) => line.split(',')[3])).toEqual([
    `甲镇/${period}/企业.csv`,
    `乙镇/${before}/企业.csv`,
  ]);
});

it('records what it was made of', () => {
  const run = JSON.parse(readFileSync(join(made.folder('东县'), 'run.json'), 'utf8'));
  expect(run.units.map(({ unit, folder }: { unit: string; folder: string }) => [unit, folder])).toEqual([
    ['甲镇', `甲镇/${period}`],
    ['乙镇', `乙镇/${period}`],
    ['丙镇', null],
  ]);
});

it('is verified with its missing units', async () => {
  const verified = await made.call('verify', '--unit', '西县');
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('全部一致')]);
});

it('is whole once they report, and only where they belong', { timeout: 120_000 }, async () => {
  made.write('丙镇', {
    [`${before}/企业.csv`]: enterprises([41, false]),
    [`${period}/企业.csv`]: enterprises([41, false], [42, false]),
  });
  const again = await made.call('run', '--json');
  const outcomes = Object.fromEntries(
    JSON.parse(again.stdout).units.map(({ unit, outcome }: { unit: string; outcome: string }) => [
      unit,
      outcome,
    ]),
  );
  // A sheet may name the township that is there now: all are read anew.
  expect(outcomes).toMatchObject({ 甲镇: 'published', 丙镇: 'published', 东县: 'published' });
  expect(outcomes).toMatchObject({ 示例市: 'published' });
  expect(enterprisesOf('东县')).toMatchObject({ value: '6', previous: '4', change: '2', status: 'A' });
});

it('is not traced through a township that was published anew since', { timeout: 120_000 }, async () => {
  made.write('甲镇', { [`${period}/道路.csv`]: roads(2021, 3) });
  expect(await made.run('--unit', '甲镇')).toMatchObject({ code: 0 });
  const traced = await made.call('trace', 'enterprises.total.count', '--unit', '东县');
  expect(traced.code).toBe(2);
  expect(traced.stderr).toContain('甲镇');
});

it('is said to be out of date, not altered, with the township and what renews it', async () => {
  const { code, stdout } = await made.call('status', '--unit', '东县');
  expect([code, stdout]).toEqual([1, expect.stringMatching(/东县 .*已过时：甲镇 .*--unit 东县/)]);
  const verified = await made.call('verify', '--unit', '东县');
  expect(verified.stdout).toMatch(/已过时（不是被改动）：甲镇 .*--unit 东县/);
});

it('keeps its publication while units.csv cannot be read, and the run says so', {
  timeout: 120_000,
}, async () => {
  const path = join(made.inputs, 'units.csv');
  const [tree, kept] = [readFileSync(path, 'utf8'), published(made.folder('东县'))];
  writeFileSync(path, tree.replace('unit,parent', '名称,上级'));
  const { code, stderr } = await made.run();
  expect([code, stderr]).toEqual([2, expect.stringMatching(/东县.*units\.csv 不能使用/)]);
  expect(published(made.folder('东县'))).toEqual(kept);
  expect((await made.call('status')).stdout).toMatch(/东县 没有发布：units\.csv 不能使用/);
  writeFileSync(path, tree);
});

it('is published for a named period by those that have it', { timeout: 120_000 }, async () => {
  const earlier = await made.run('--period', '2020-11-30');
  expect(earlier.code).toBe(0);
  expect(made.figure('示例市', 'enterprises.total.count', '', before)).toMatchObject({
    value: '8',
    status: 'A',
  });
});

it('is not published over once it is sealed; what is above it goes on', { timeout: 240_000 }, async () => {
  await made.run();
  const sealed = await made.call(
    'seal',
    '西县',
    period,
    '--prepared-by',
    '钱某',
    '--reviewed-by',
    '孙某',
    '--approved-by',
    '王局长',
    '--why',
    '审定',
  );
  expect(sealed.code).toBe(0);
  made.write('丁镇', { [`${period}/企业.csv`]: enterprises([21, false]) });
  const again = await made.run();
  expect(again.code).toBe(0);
  expect(again.stdout).toContain('西县 2021-11-30：填报钱某、审核孙某、签发王局长，');
  expect(enterprisesOf('西县')?.value).toBe('3');
  expect(enterprisesOf('示例市')?.value).toBe('7');
});

it('goes on with the last publication of a township that fails, and says so', {
  timeout: 240_000,
}, async () => {
  const value = Number(enterprisesOf('东县')?.value);
  made.write('乙镇', { '2019/村.csv': villages(1, 1), '2019-12-31/村.csv': villages(1, 1) });
  made.write('丙镇', { [`${period}/企业.csv`]: enterprises([41, false], [42, false], [43, false]) });
  const run = await made.run();
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('■ 乙镇：没有发布');
  expect(run.stdout).toContain('按上一次的成果汇总的单位：乙镇');
  expect(Number(enterprisesOf('东县')?.value)).toBe(value + 1);
});

it('tells what changed between two of its publications, down to the rows', { timeout: 120_000 }, async () => {
  const told = await made.call('diff', '--unit', '东县');
  expect(told.stdout).toContain(`丙镇/${period}/企业.csv`);
  expect(told.stdout).toContain(creditCode(43));
});

it('takes over the evidence that no unit changed, the same bytes as made anew', {
  timeout: 240_000,
}, async () => {
  const anew = join(made.root, 'anew');
  expect((await made.run('--unit', '西县', '--outputs', anew)).code).toBe(0);
  made.write('丁镇', { [`${period}/道路.csv`]: roads(2021, 4) });
  await made.call('unseal', '西县', period, '--by', '王局长', '--why', '补报');
  expect((await made.run('--unit', '西县')).code).toBe(0);
  expect((await made.run('--unit', '西县', '--outputs', anew)).code).toBe(0);
  const fresh = join(made.root, 'fresh');
  expect((await made.run('--unit', '西县', '--outputs', fresh)).code).toBe(0);
  const bytes = published(join(fresh, '西县', period));
  expect(published(made.folder('西县'))).toEqual(bytes);
  expect(published(join(anew, '西县', period))).toEqual(bytes);
});
