/** Several files of one form in one period, and files that are replaced (DOMAIN A and B, what a submission covers). */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../helpers/cli.js';
import type { Cells } from '../helpers/submissions.js';
import { period, road, roads, township } from '../helpers/township.js';

const a = `${period}/a路.csv`;
const b = `${period}/b路.csv`;

const dated = (day: string, rows: Cells): Cells => [rows[0] ?? [], [`填报日期：${day}`], ...rows.slice(1)];

const six = (length: number) =>
  ['一', '二', '三', '四', '五', '六'].map((name, i) => road(`${name}号路`, length + i, '2021-5-1'));

async function published(files: Readonly<Record<string, Cells>>) {
  const town = township(files);
  expect(await town.run()).toMatchObject({ code: 0 });
  return { town, ...read(town) };
}

function read(town: ReturnType<typeof township>) {
  const findings = readCsv(join(town.folder(), 'findings.csv')).filter(
    ({ severity }) => severity === 'error',
  );
  const length = town.figure('roads.built.length');
  return { findings, length: [length?.value, length?.status] };
}

describe('a row that stands twice', () => {
  const rows = Array.from({ length: 17_000 }, (_, i) => road(`${i}号路`, 1, '2021-5-1'));

  it('is found among many rows of one file, and in another; the others count', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, ...rows, road('7号路', 1, '2021-5-1')),
      [b]: roads(2021, road('8号路', 1, '2021-5-1')),
    });
    expect(findings.map(({ file, rule, cell }) => [file, rule, cell])).toEqual([
      [a, 'row.duplicate', 'A17003'],
      [b, 'row.duplicate', 'A3'],
    ]);
    expect(length).toEqual(['17000', 'P']);
  });
});

describe('a row without a whole key', () => {
  const keyless = (name: string, length: string, section = '') => {
    const row = road(name, length, '2021-5-1');
    return row.map((cell, at) => (at === 2 ? section : cell));
  };

  it('stands twice where another has the same values, in whatever words, and no other text', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, keyless('一号路', '2'), keyless('二号路', '3'), keyless('一号路', '2.0')),
      [b]: roads(2021, keyless('一号路', '4'), keyless('一号路', '2', '—'), keyless('二号路', '3.00')),
    });
    expect(findings.map(({ file, rule, cell }) => [file, rule, cell])).toEqual([
      [a, 'row.duplicate', 'A5'],
      [b, 'row.duplicate', 'A5'],
    ]);
    expect(length).toEqual(['11', 'P']);
  });
});

describe('two files of one form', () => {
  it('add up', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, road('一号路', 2, '2021-5-1')),
      [b]: roads(2021, road('二号路', 3, '2021-6-1')),
    });
    expect([findings, length]).toEqual([[], ['5', 'A']]);
  });

  it('that contradict each other in a key are both told of the other’s cell', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', 3, '2021-6-1')),
      [b]: roads(2021, road('三号路', 1, '2021-5-1'), road('一号路', 9, '2021-5-1')),
    });
    expect(findings.map(({ file, rule, cell }) => [file, rule, cell])).toEqual([
      [a, 'key.conflict', 'A3'],
      [b, 'key.conflict', 'A4'],
    ]);
    expect(findings[0]?.message).toContain(`“${b}” A4`);
    expect(findings[1]?.message).toContain(`“${a}” A3`);
    expect(length).toEqual(['4', 'P']);
  });

  it('with the same row count it once', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', 3, '2021-6-1')),
      [b]: roads(2021, road('一号路', 2, '2021-5-1')),
    });
    expect(findings.map(({ file, rule, cell }) => [file, rule, cell])).toEqual([[b, 'row.duplicate', 'A3']]);
    expect(length).toEqual(['5', 'P']);
  });
});

describe('a corrected copy beside its original', () => {
  it('is one finding that asks which of the two counts', async () => {
    const { findings, length } = await published({
      [a]: roads(2021, ...six(1)),
      [b]: roads(2021, ...six(2)),
    });
    expect(findings.map(({ file, rule }) => [file, rule])).toEqual([[b, 'file.overlap']]);
    expect(findings[0]?.message).toMatch(/6 行.*a路\.csv.*移出/);
    expect(length[1]).not.toBe('A');
  });

  it.each([
    ['2021年11月20日', '2021年11月28日', a, b],
    ['2021年11月28日', '2021年11月20日', b, a],
  ])('takes its place where both are dated (%s, %s)', async (first, second, older, newer) => {
    const { town, findings, length } = await published({
      [a]: dated(first, roads(2021, ...six(1))),
      [b]: dated(second, roads(2021, ...six(2))),
    });
    expect([findings, length]).toEqual([[], [older === a ? '27' : '21', 'A']]);
    const warnings = readCsv(join(town.folder(), 'findings.csv'));
    expect(warnings.map(({ file, rule }) => [file, rule])).toEqual([[older, 'sheet.superseded']]);
    expect(warnings[0]?.message).toMatch(/2021-11-20.*2021-11-28/);
    expect(warnings[0]?.message).toContain(newer);
    rmSync(join(town.home, older));
    expect(await town.run()).toMatchObject({ code: 0 });
    expect(read(town)).toEqual({ findings: [], length: [older === a ? '27' : '21', 'A'] });
  });
});

describe('a replaced file', () => {
  it('is a new version, and its old bytes stay in the archive', async () => {
    const { town, length } = await published({ [a]: roads(2021, road('一号路', 2, '2021-5-1')) });
    expect(length).toEqual(['2', 'A']);
    const hash = () =>
      createHash('sha256')
        .update(readFileSync(join(town.home, a)))
        .digest('hex');
    const before = hash();
    town.write({ [a]: roads(2021, road('一号路', 7, '2021-5-1')) });
    const after = hash();
    expect(await town.run()).toMatchObject({ code: 0 });
    expect(read(town).length).toEqual(['7', 'A']);
    const submissions = readCsv(join(town.folder(), 'submissions.csv')).filter(({ file }) => file === a);
    expect(submissions).toMatchObject([{ sha256: after, status: 'accepted' }]);
    for (const sha256 of [before, after])
      expect(existsSync(join(town.outputs, 'archive', sha256))).toBe(true);
  });

  it('that is taken out takes its rows with it', async () => {
    const { town } = await published({
      [a]: roads(2021, road('一号路', 2, '2021-5-1')),
      [b]: roads(2021, road('二号路', 3, '2021-6-1')),
    });
    rmSync(join(town.home, b));
    expect(await town.run()).toMatchObject({ code: 0 });
    expect(read(town)).toEqual({ findings: [], length: ['2', 'A'] });
  });
});
