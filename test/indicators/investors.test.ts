/** Several rows of one project and phase with different investors are added; what cannot be added must agree (DOMAIN B 9). */
import { expect, it } from 'vitest';
import { period, township } from '../helpers/township.js';

it('rows of two investors are added; a rank or capacity that they disagree about is held, and nothing else', async () => {
  const town = township({
    '2020-11-30/项目.csv': [
      ['项目名称', '投资方', '建设阶段', '计划投资（亿元）', '项目状态', '全国排名'],
      ['益民产业园', '甲集团', '整体', 2, '在建', 90],
    ],
    '2021-11-30/项目.csv': [
      [
        '项目名称',
        '投资方',
        '建设阶段',
        '计划投资（亿元）',
        '项目状态',
        '全国排名',
        '年产能（亿只）',
        '产业数',
      ],
      ['益民产业园', '甲集团', '整体', 2, '在建', 86, 3, 5],
      ['益民产业园', '乙集团', '整体', 1.5, '在建', 100, 3, ''],
      ['滨河面粉厂', '丙集团', '整体', 4, '在建', 12, '', 2],
    ],
  });
  const { code, stderr } = await town.run();
  expect([code, stderr]).toEqual([0, '']);
  const figures = town.table('figures.csv');
  const figure = (id: string, group = '益民产业园') => {
    const { value, status, previous, change } =
      figures.find((line) => line.id === `projects.${id}` && line.group === group) ?? {};
    return [value, status, previous, change];
  };
  expect(figure('investment.total')).toEqual(['3.5', 'P', '2', '1.5']);
  expect(figure('investor_rank.national')).toEqual(['', 'O', '90', '']);
  expect(figure('investor_rank.national', '滨河面粉厂')).toEqual(['12', 'P', '', '']);
  expect(figure('capacity.full')).toEqual(['3', 'P', '', '']);
  expect(figure('industries.count')).toEqual(['5', 'P', '', '']);
  const atOdds = town.table('findings.csv').filter(({ rule }) => rule === 'projects.investors_at_odds');
  expect(atOdds.map(({ file, cell, severity }) => [file, cell, severity])).toEqual([
    [`${period}/项目.csv`, 'F2', 'error'],
    [`${period}/项目.csv`, 'F3', 'error'],
  ]);
  expect(town.file('report.md')).toContain('【待更正：项目办，投资方全国排名');
});
