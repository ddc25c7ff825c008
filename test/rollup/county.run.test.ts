/** Twenty townships published in one run, and the county that they add up to. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Line, type Ran, readCsv, readEvidence } from '../helpers/cli.js';
import { before, county, inputsOf, nameOf, period, township, unitsCsv } from '../helpers/county.js';
import { published } from '../helpers/township.js';

const names = Array.from({ length: 20 }, (_, i) => nameOf(i + 1));
const files = Object.fromEntries(names.map((name, i) => [name, township(i + 1)]));
const made = inputsOf(files, unitsCsv(names));
let result: Ran;
let figures: Line[];
const ofTownships = new Map<string, Line[]>();

beforeAll(async () => {
  result = await made.run();
  figures = made.figures(county);
  for (const name of names) ofTownships.set(name, made.figures(name));
}, 600_000);

const total = (values: readonly (string | undefined)[]) =>
  values.reduce((sum, value) => sum.plus(value || 0), new Big(0)).toFixed();
const linesOf = (id: string) =>
  [...ofTownships.values()].flatMap((lines) => lines.filter((line) => line.id === id));

describe('twenty townships', () => {
  it('are published in one run, with their county', () => {
    expect(result).toMatchObject({ code: 0 });
    for (const unit of [...names, county]) {
      for (const file of ['figures.csv', 'metrics.xlsx', 'index.html', 'report.docx', 'run.json']) {
        expect([unit, file, existsSync(join(made.folder(unit), file))]).toEqual([unit, file, true]);
      }
    }
    expect(result.stdout).toContain('■ 示例县');
  });

  it('add up to the county, value by value, on both sides', () => {
    const summed = figures.filter(({ kind, group }) => kind !== 'ratio' && group === '');
    expect(summed.filter(({ value }) => value !== '')).toHaveLength(8);
    for (const { id = '', ...figure } of summed) {
      const own = linesOf(id);
      for (const column of ['value', 'previous', 'change', 'rows', 'previous_rows'] as const) {
        if (figure[column] === '') expect(own.every((line) => line[column] === '')).toBe(true);
        else
          expect([id, column, figure[column]]).toEqual([id, column, total(own.map((line) => line[column]))]);
      }
    }
  });

  it('give the ratio of their sums, not the sum of their ratios', () => {
    const of = (id: string) => figures.find((line) => line.id === id);
    const [part, whole] = [of('villages.office_building.count'), of('villages.total.count')];
    const share = (column: 'value' | 'previous') =>
      new Big(part?.[column] ?? 0).times(100).div(whole?.[column] ?? 1);
    const ratio = of('villages.office_building.share');
    expect(Number(ratio?.value)).toBeCloseTo(share('value').toNumber(), 10);
    expect(Number(ratio?.change)).toBeCloseTo(share('value').minus(share('previous')).toNumber(), 10);
    expect(ratio?.change_pct).toBe('');
  });

  it('list their projects under their names, and what nobody submitted once', () => {
    const groups = figures.filter(({ id }) => id === 'projects.investment.total').map(({ group }) => group);
    expect(groups).toEqual(names.map((name, i) => `${name}/${i + 1}号项目`));
    expect(made.figure(county, 'projects.investment.total', '第03镇/3号项目')).toMatchObject({
      value: '4',
      previous: '3',
      change: '1',
    });
    expect(figures.filter(({ id }) => id === 'communities.move_in.year')).toMatchObject([
      { group: '', value: '', status: 'L' },
    ]);
  });

  it('have evidence and contributions that add up to the county’s figures', () => {
    const changes = readCsv(join(made.folder(county), 'changes.csv'));
    for (const figure of figures.filter(({ kind }) => kind !== 'ratio')) {
      const { id = '', group } = figure;
      const evidence = readEvidence(made.folder(county), id).filter((row) => row.group === group);
      for (const [side, value, rows] of [
        ['current', figure.value, figure.rows],
        ['previous', figure.previous, figure.previous_rows],
      ] as const) {
        const own = evidence.filter((row) => row.side === side);
        expect([id, group, side, own.length]).toEqual([id, group, side, Number(rows)]);
        if (value) expect([id, group, total(own.map((row) => row.value))]).toEqual([id, group, value]);
      }
      if (figure.change) {
        const own = changes.filter((row) => row.id === id && row.group === group);
        expect([id, group, total(own.map((row) => row.contribution))]).toEqual([id, group, figure.change]);
      }
    }
  });

  it('lead from the county’s figure to the cells of their files', async () => {
    const traced = await made.call('trace', 'roads.built.length', '--unit', county, '--json', '--compare');
    const trace = JSON.parse(traced.stdout);
    const rows: { file: string; cell: string; text: string; value: string }[] = trace.parts[0].evidence;
    expect(total(rows.map(({ value }) => value))).toBe(made.figure(county, 'roads.built.length')?.value);
    const row = rows.find(({ file }) => file === `第07镇/${period}/道路.csv`);
    expect(row).toMatchObject({ cell: 'D2', text: '2.2', value: '2.2' });
    const cells = readFileSync(join(made.inputs, row?.file ?? ''), 'utf8')
      .split('\r\n')[1]
      ?.split(',');
    expect(cells?.[3]).toBe('2.2');
    const said = await made.call('trace', 'roads.built.length', '--unit', county);
    expect(said.stdout).toMatch(/第07镇 +3\.95公里/);
    expect(said.stdout).toContain(`第07镇/${period}/道路.csv › D2`);
  });

  it('are not published anew, nor is the county, while nothing changes', async () => {
    const hashes = readFileSync(join(made.folder(county), 'run.json'), 'utf8');
    const again = await made.run();
    expect(again.stdout.match(/没有重新发布/g)).toHaveLength(names.length + 1);
    expect(readFileSync(join(made.folder(county), 'run.json'), 'utf8')).toBe(hashes);
  });
});

it('without units.csv the townships publish the same bytes, and no county', {
  timeout: 300_000,
}, async () => {
  const few = names.slice(0, 2);
  const alone = inputsOf(Object.fromEntries(few.map((name, i) => [name, township(i + 1)])), null);
  expect(await alone.run()).toMatchObject({ code: 0 });
  expect(existsSync(alone.folder(county))).toBe(false);
  for (const name of few) {
    expect(published(alone.folder(name))).toEqual(published(made.folder(name)));
  }
  expect(before < period).toBe(true);
});
