import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describe as inWords } from '../../pipeline/findings/words.js';
import { discover } from '../../pipeline/inputs/discover.js';
import { leavesBelow, readUnits, rollUps } from '../../pipeline/inputs/units.js';
import { writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

async function read(lines: readonly string[], files: readonly string[] = [], header?: string) {
  const inputs = join(temporary('units'), 'inputs');
  mkdirSync(inputs, { recursive: true });
  writeFileSync(join(inputs, 'units.csv'), [header ?? 'unit,parent,level,code', ...lines, ''].join('\n'));
  writeFiles(inputs, Object.fromEntries(files.map((path) => [path, [['x']]])));
  const { units } = await discover(inputs);
  const { tree, findings } = await readUnits(inputs, units);
  return {
    tree,
    parents: [...(tree?.values() ?? [])].map(({ unit, parent }) => `${unit}<${parent ?? ''}`),
    rules: findings.map(({ file, finding }) => `${file} ${finding.row ?? ''} ${finding.rule}`),
    words: findings.map(({ finding }) => inWords(finding, 'zh').message),
  };
}

test('a tree of any depth, in the order of its lines', async () => {
  const { tree, rules } = await read([
    '示例市,,city,370100000000',
    '东县,示例市,县,370111000000',
    '西县,示例市,county,370112000000',
    '乙镇,东县,township,370111002000',
    '甲镇,东县,镇,370111001000',
    '丙镇,西县,township,370112001000',
  ]);
  expect(rules).toEqual([]);
  if (!tree) throw new Error('no tree');
  expect(leavesBelow(tree, '示例市')).toEqual(['乙镇', '甲镇', '丙镇']);
  expect(rollUps(tree)).toEqual(['东县', '西县', '示例市']);
  expect(rollUps(tree, '东县')).toEqual(['东县']);
  expect(rollUps(tree, '甲镇')).toEqual([]);
});

test('without the file, or without its columns, there is no tree', async () => {
  const none = join(temporary('units'), 'inputs');
  mkdirSync(none);
  expect(await readUnits(none, [])).toEqual({ tree: null, hash: null, findings: [] });
  expect(await read([], [], 'unit,level')).toMatchObject({
    tree: null,
    rules: ['units.csv 1 settings.missing_columns'],
  });
  expect(await read(['东县,', '甲镇,东县'], [], 'unit,parent')).toMatchObject({
    parents: ['东县<', '甲镇<东县'],
    rules: [],
  });
});

test('a chain of five thousand levels is cut, said twenty times and counted', async () => {
  const chain = Array.from({ length: 5_000 }, (_, i) => `单位${i},${i === 0 ? '' : `单位${i - 1}`},,`);
  const { tree, rules } = await read(chain);
  if (!tree) throw new Error('no tree');
  expect(rules).toHaveLength(21);
  expect(rules[0]).toBe('units.csv 12 units.too_deep');
  expect(rules[20]).toBe('units.csv  settings.more');
  expect(leavesBelow(tree, '单位0')).toEqual(['单位9']);
});

test('a county of twenty thousand townships', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `镇${i},大县,,`);
  const { tree, rules } = await read(['大县,,,', ...lines]);
  if (!tree) throw new Error('no tree');
  expect(rules).toEqual([]);
  expect(leavesBelow(tree, '大县')).toHaveLength(20_000);
  expect(rollUps(tree)).toEqual(['大县']);
});

test.each([
  ['a unit that comes twice', ['甲镇,,,', '甲镇,,,'], ['units.csv 3 settings.twice'], ['甲镇<']],
  ['a unit without a name', [',甲县,,'], ['units.csv 2 settings.empty'], []],
  ['a name that leaves the outputs', ['../甲,,,'], ['units.csv 2 units.no_folder_name'], []],
  ['the name of the archive', ['archive,,,'], ['units.csv 2 units.no_folder_name'], []],
  ['a parent without a line', ['甲镇,甲县,,'], ['units.csv 2 units.unknown_parent'], ['甲镇<']],
  ['its own parent', ['甲镇,甲镇,,'], ['units.csv 2 units.circle'], ['甲镇<']],
  [
    'a circle, whose other children stay',
    ['甲,乙,,', '乙,甲,,', '丙,甲,,'],
    ['units.csv 2 units.circle', 'units.csv 3 units.circle'],
    ['甲<', '乙<', '丙<甲'],
  ],
  ['a code that is too short', ['甲镇,,township,370111'], ['units.csv 2 units.bad_code'], ['甲镇<']],
  [
    'a code of a village',
    ['甲镇,,township,370111001203'],
    ['units.csv 2 units.code_of_another_level'],
    ['甲镇<'],
  ],
  [
    'a code that is taken',
    ['甲镇,,,370111001000', '乙镇,,,370111001000'],
    ['units.csv 3 units.code_taken'],
    ['甲镇<', '乙镇<'],
  ],
  [
    'a code of another county',
    ['甲县,,county,370111000000', '甲镇,甲县,township,370112001000'],
    ['units.csv 3 units.code_elsewhere'],
    ['甲县<', '甲镇<甲县'],
  ],
  ['a level that is not known', ['甲镇,,组,'], ['units.csv 2 units.unknown_level'], ['甲镇<']],
  [
    'a level that is not below its parent’s',
    ['甲县,,county,', '乙县,甲县,county,'],
    ['units.csv 3 units.level_not_below'],
    ['甲县<', '乙县<甲县'],
  ],
])('%s', async (_, lines, rules, parents) => {
  const found = await read(lines);
  expect(found.rules).toEqual(rules);
  expect(found.parents).toEqual(parents);
  for (const message of found.words) expect(message).not.toMatch(/[{}]|undefined/);
});

test('submissions that the tree has no use for are told', async () => {
  const files = ['甲县/2021/表.csv', '甲镇/2021/表.csv', '外镇/2021/表.csv'];
  const { rules, words } = await read(['甲县,,,', '甲镇,甲县,,'], files);
  expect(rules).toEqual(['外镇  units.not_in_tree', '甲县  units.own_submissions']);
  expect(words.join()).toContain('自己的报表没有读取');
});
