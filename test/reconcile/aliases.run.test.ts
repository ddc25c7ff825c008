/** Merged villages, and villages, projects, communities and enterprises that are called otherwise from a day on. */
import { expect, test } from 'vitest';
import { roads, township, villages } from '../helpers/township.js';

const road = (village: string, name: string, length: number, date: string) => [
  village,
  name,
  `${name}东口—${name}西口`,
  length,
  '新建',
  date,
];
const projects = (...names: readonly (readonly [string, number])[]) => [
  ['项目名称', '建设阶段', '计划投资（亿元）', '项目状态'],
  ...names.map(([name, investment]) => [name, '整体', investment, '在建']),
];
const communities = (...names: readonly (readonly [string, string])[]) => [
  ['社区名称', '计划入住时间'],
  ...names.map(([name, year]) => [name, year]),
];
const registry = [
  ['统一社会信用代码', '企业名称', '市场主体类型', '成立日期', '纳税人类型', '企业规模', '经营状态'],
  ['91370000MA3AAAA153', '示例新机械有限公司', '企业', '2019-1-1', '一般纳税人', '小型', '存续'],
  ['91370000MA3BBBB29P', '示例食品有限公司', '企业', '2019-1-1', '一般纳税人', '小型', '存续'],
];

const files = {
  'aliases.csv': [
    ['kind', 'name', 'canonical', 'from'],
    // Both are in last year's roster: a merger. 老集村 is only called 新集村 now.
    ['village', '甲庄村', '甲乙庄村', '2021-05-01'],
    ['village', '乙庄村', '甲乙庄村', '2021-05-01'],
    ['village', '老集村', '新集村', '2021-07-01'],
    ['project', '示例食品园', '示例食品产业园', '2021-02-01'],
    ['community', '晨曦小区', '晨曦社区', '2021-02-01'],
    ['enterprise', '示例机械厂', '示例新机械有限公司', ''],
  ],
  '2020-11-30/村.csv': villages('甲庄村', '乙庄村', '丙庄村', '老集村'),
  '2020-11-30/路.csv': roads(
    2020,
    road('老集村', '一路', 1, '2020-5-1'),
    road('甲庄村', '二路', 2, '2020-5-1'),
  ),
  '2020-11-30/项目.csv': projects(['示例食品园', 2]),
  '2020-11-30/社区.csv': communities(['晨曦小区', '2022年']),
  '2021-11-30/村.csv': villages('甲乙庄村', '丙庄村', '新集村'),
  '2021-11-30/路.csv': roads(
    2021,
    road('甲庄村', '三路', 1, '2021-3-1'),
    road('甲庄村', '四路', 2, '2021-6-1'),
    road('老集村', '五路', 4, '2021-3-1'),
    road('新集村', '六路', 8, '2021-8-1'),
    road('丙庄村、新集村', '七路', 16, '2021-9-1'),
    road('丙庄村和老集村', '八路', 32, '2021-9-1'),
  ),
  '2021-11-30/项目.csv': projects(['示例食品产业园', 3]),
  '2021-11-30/社区.csv': communities(['晨曦社区', '2023年']),
  '2021-11-30/企业.csv': registry,
  '2021-11-30/规上.csv': [['泰平镇规上企业名单'], ['序号', '企业名称'], [1, '示例机械厂']],
};

test('what is renamed keeps its comparison, what is merged was two, and each name is known', async () => {
  const town = township(files);
  const { code, stdout } = await town.run();
  expect(code, stdout).toBe(0);
  const figure = (id: string, group = '') => {
    const found = town.table('figures.csv').find((one) => one.id === id && one.group === group);
    return [found?.value, found?.previous, found?.change, found?.status];
  };
  expect(figure('villages.total.count')).toEqual(['3', '4', '-1', 'A']);
  expect(figure('roads.built.length')).toEqual(['63', '3', '60', 'A']);
  expect(figure('projects.investment.total', '示例食品产业园')).toEqual(['3', '2', '1', 'A']);
  expect(figure('communities.move_in.year', '晨曦社区')).toEqual(['2023', '2022', '1', 'A']);
  expect(figure('enterprises.above_scale.count').slice(0, 2)).toEqual(['1', '']);
  expect(
    town
      .table('explanations.csv')
      .filter(({ id, by }) => id === 'roads.built.length' && by === 'village')
      .map(({ part, previous, value, contribution }) => [part, previous, value, contribution]),
  ).toEqual([
    ['丙庄、新集', '0', '48', '48'],
    ['新集', '1', '12', '11'],
    ['甲乙庄', '0', '2', '2'],
    ['甲庄', '2', '1', '-1'],
  ]);
  const said = town.table('findings.csv').map(({ rule, cell, value }) => [rule, cell, value]);
  expect(
    said.filter(([rule]) => /unknown_village|nearly_another|no_match|settings/.test(rule ?? '')),
  ).toEqual([]);
});

test('a village that is in no roster and under no alias is named, alone and among several', async () => {
  const town = township({
    ...files,
    '2021-11-30/路.csv': roads(
      2021,
      road('丙庄村、马店村', '七路', 16, '2021-9-1'),
      road('三和村', '八路', 1, '2021-9-1'),
      road('丙庄村', '九路', 1, '2021-9-1'),
    ),
  });
  expect((await town.run()).code).toBe(0);
  expect(
    town
      .table('findings.csv')
      .filter(({ rule, file }) => rule === 'roads.unknown_village' && file?.startsWith('2021'))
      .map(({ cell, value }) => [cell, value]),
  ).toEqual([
    ['A3', '丙庄村、马店村'],
    ['A4', '三和村'],
  ]);
});
