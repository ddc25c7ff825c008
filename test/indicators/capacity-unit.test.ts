/** What a project's capacity counts (亿只, 万吨) travels with its row, wherever the department wrote it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projects } from '../../pipeline/forms/projects.js';
import { readCsv } from '../helpers/cli.js';
import { normalise, type TestColumn, tableOf } from '../helpers/normalise.js';
import { period, township } from '../helpers/township.js';

const names = Object.keys(projects.columns);

/** Capacity in units of 0.0001, what it counts, and the rules broken. */
function read(columns: Readonly<Record<string, TestColumn>>, ...cells: string[]) {
  const { rows } = normalise(tableOf(projects, columns), [cells]);
  const value = (name: string) => rows[0]?.values[names.indexOf(name)];
  return [value('capacity'), value('capacity_unit'), rows[0]?.findings.map(({ rule }) => rule)];
}

describe('the unit of a capacity', () => {
  const alone = { capacity: {} };
  const headed = { capacity: { unit: '亿只' } };
  it.each([
    ['its cell', read(alone, '3亿只'), [30_000, '亿只', []]],
    ['its header', read(headed, '3'), [30_000, '亿只', []]],
    ['a column of its own', read({ ...alone, capacity_unit: {} }, '3', '万吨'), [30_000, '万吨', []]],
    ['nowhere', read(alone, '3'), [30_000, null, []]],
    ['its cell, against its header', read(headed, '3万吨'), [30_000, '万吨', []]],
    [
      'its column, against its header',
      read({ ...headed, capacity_unit: {} }, '3', '万吨'),
      [30_000, '万吨', []],
    ],
    [
      'its header, the column being empty',
      read({ ...headed, capacity_unit: {} }, '3', ''),
      [30_000, '亿只', []],
    ],
    ['cell and column alike', read({ ...alone, capacity_unit: {} }, '3亿只', '亿 只'), [30_000, '亿只', []]],
    [
      'cell and column at odds',
      read({ ...alone, capacity_unit: {} }, '3亿只', '万吨'),
      [30_000, '亿只', ['number.two_units']],
    ],
    ['a header above an empty cell', read(headed, ''), [null, null, []]],
    ['a multiplier is none', read({ ...alone, capacity_unit: {} }, '3万', '只'), [300_000_000, '只', []]],
  ])('stands in %s', (_, made, expected) => {
    expect(made).toEqual(expected);
  });
});

it('reaches the published figure from header and cell', async () => {
  const town = township({
    '2021-11-30/a.csv': [
      ['项目名称', '建设阶段', '计划投资（亿元）', '年产能（亿只）', '项目状态'],
      ['示例口罩厂', '整体', 2, 3, '在建'],
    ],
    '2021-11-30/b.csv': [
      ['项目名称', '建设阶段', '计划投资（亿元）', '年产能', '项目状态'],
      ['滨河面粉厂', '整体', 2, '12万吨', '在建'],
    ],
  });
  expect(await town.run()).toMatchObject({ code: 0 });
  expect(
    readCsv(join(town.folder(period), 'figures.csv'))
      .filter(({ id }) => id === 'projects.capacity.full')
      .map(({ group, value, unit, status }) => [group, value, unit, status]),
  ).toEqual([
    ['滨河面粉厂', '12', '万吨', 'A'],
    ['示例口罩厂', '3', '亿只', 'A'],
  ]);
});
