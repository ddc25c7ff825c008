/** Names that are nearly another's: a warning with the line of aliases.csv, and no noise on what is clearly two. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editDistance, type NameKind } from '../../pipeline/reconcile/name-distance.js';
import { readCsv } from '../helpers/cli.js';
import { roads, township, villages } from '../helpers/township.js';

describe('two names', () => {
  it.each<[NameKind, string, string, number]>([
    ['village', '东魏庄', '东魏庄新', 0],
    ['village', '老寨大队', '老寨', 0],
    ['village', '东魏庄', '东巍庄', 1],
    ['village', '示范庄园', '示范庄', 1],
    ['project', '示例产业园', '示例产业园项目', 0],
    ['project', '示例产业园（项目）', '示例产业园项目', 0],
    ['project', '示例食品园', '示例食品产业园', 2],
    ['project', '示例新材料基地', '示例新村料基地', 1],
    ['community', '晨曦小区', '晨曦社区', 0],
    ['community', '东方晨曦社区', '东方晨熙社区', 1],
  ])('%s %s and %s may be one', (kind, one, other, distance) => {
    expect([editDistance(kind, one, other), editDistance(kind, other, one)]).toEqual([distance, distance]);
  });

  it.each<[NameKind, string, string]>([
    ['village', '东庄', '西庄'],
    ['village', '东魏庄', '西魏庄'],
    ['village', '前李家', '后李家'],
    ['village', '一村', '二村'],
    ['village', '建设一', '建设二'],
    ['village', '东张庄', '东李庄'],
    ['village', '张家庄', '李家庄'],
    ['village', '魏庄', '东魏庄'],
    ['village', '大王庄', '小王庄'],
    ['village', '王庄', '马店'],
    ['project', '示例产业园一期', '示例产业园二期'],
    ['project', '示例产业园', '示例产业园二期'],
    ['project', '东魏庄肉鸭养殖项目', '西魏庄肉鸭养殖项目'],
    ['project', '惠民肉鸭养殖项目', '惠民肉鸡养殖项目'],
    ['project', '示例园A区', '示例园B区'],
    ['community', '东苑社区', '西苑社区'],
    ['community', '幸福社区', '和谐社区'],
  ])('%s %s and %s are two', (kind, one, other) => {
    expect([editDistance(kind, one, other), editDistance(kind, other, one)]).toEqual([null, null]);
  });
});

const road = (village: string, name: string) => [village, name, '村口—桥头', 1, '新建', '2021-5-1'];
const projects = (...names: string[]) => [
  ['项目名称', '建设阶段', '计划投资（亿元）', '项目状态'],
  ...names.map((name) => [name, '整体', 2, '在建']),
];
const communities = (...names: string[]) => [
  ['社区名称', '计划入住时间'],
  ...names.map((name) => [name, '2022年']),
];

async function nearNames(files: Parameters<typeof township>[0]) {
  const town = township(files);
  const result = await town.run();
  expect(result).toMatchObject({ code: 0 });
  const found = readCsv(join(town.folder(), 'findings.csv'));
  return {
    town,
    lines: found
      .filter(({ rule }) => rule === 'name.nearly_another')
      .map(({ file, cell, severity, value, message }) => [
        `${file} ${cell}`,
        severity,
        value,
        /加一行：([^；]*)；/.exec(message ?? '')?.[1],
      ]),
  };
}

describe('a run', () => {
  it('compares villages with the roster, and the proposed line joins them', async () => {
    const { town, lines } = await nearNames({
      '2021-11-30/村.csv': villages('东魏庄村', '东庄村', '西庄村'),
      '2021-11-30/道路.csv': roads(
        2021,
        road('东魏庄', '甲路'),
        road('东魏庄新村', '乙路'),
        road('东魏庄新村', '丙路'),
        road('西庄村', '丁路'),
        road('马店', '戊路'),
      ),
    });
    expect(lines).toEqual([['2021-11-30/道路.csv A4', 'warning', '东魏庄新村', 'village,东魏庄新村,东魏庄']]);
    town.write({ 'aliases.csv': 'kind,name,canonical\nvillage,东魏庄新村,东魏庄\n' });
    expect((await town.run()).code).toBe(0);
    const findings = readCsv(join(town.folder(), 'findings.csv'));
    expect(findings.filter(({ rule }) => rule === 'name.nearly_another')).toEqual([]);
    const known = findings.filter(
      ({ rule, value }) => rule === 'roads.unknown_village' && value?.includes('魏'),
    );
    expect(known).toEqual([]);
  });

  it('compares projects and communities with last year and with other files', async () => {
    const { lines } = await nearNames({
      '2020-11-30/项目.csv': projects('示例食品产业园', '旧项目基地'),
      '2020-11-30/社区.csv': communities('晨曦社区', '幸福社区'),
      '2021-11-30/a项目.csv': projects('示例食品园', '旧项目基地', '滨河物流中心'),
      '2021-11-30/b项目.csv': projects('滨河物流中心工程'),
      '2021-11-30/社区.csv': communities('晨曦小区', '和谐社区'),
    });
    expect(lines).toEqual([
      ['2021-11-30/a项目.csv A2', 'warning', '示例食品园', 'project,示例食品园,示例食品产业园'],
      ['2021-11-30/b项目.csv A2', 'warning', '滨河物流中心工程', 'project,滨河物流中心工程,滨河物流中心'],
      ['2021-11-30/社区.csv A2', 'warning', '晨曦小区', 'community,晨曦小区,晨曦社区'],
    ]);
  });

  it('says nothing of two names in one list, nor where it would be a guess between two', async () => {
    const { lines } = await nearNames({
      '2020-11-30/社区.csv': communities('晨曦社区', '晨曦家园'),
      '2021-11-30/项目.csv': projects('示例产业园', '示例产业园项目'),
      '2021-11-30/社区.csv': communities('晨曦小区'),
    });
    expect(lines).toEqual([]);
  });
});
