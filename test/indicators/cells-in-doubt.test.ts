/**
 * A cell or a column that only some figures need costs these figures alone (DESIGN ideas 3 and 6): the row, and the
 * sheet, count for all others; a row that its other cells keep out of a figure is in no doubt for it.
 */
import { expect, it } from 'vitest';
import type { Figure } from '../../pipeline/figure.js';
import { computed } from '../helpers/computed.js';
import { creditCode } from '../helpers/county.js';
import type { Cells } from '../helpers/submissions.js';

const header = ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模', '经营状态'];

/** An enterprise that counts everywhere, with other cells by the headers given. */
function enterprise(number: number, cells: Readonly<Record<string, string>> = {}): string[] {
  const usual = [creditCode(number), `企业${number}`, '2015-01-01', '是', '一般纳税人', '小型', '存续'];
  return header.map((name, at) => cells[name] ?? usual[at] ?? '');
}

const registry = (...rows: string[][]): Cells => [header, ...rows];
const without = (table: Cells, ...names: string[]): Cells => {
  const kept = header.flatMap((name, at) => (names.includes(name) ? [] : [at]));
  return table.map((row) => kept.map((at) => row[at] ?? ''));
};

const short = { 总: 'total', 规上: 'above_scale', 纳税: 'general_taxpayer', 小微: 'small_micro' } as const;

/** Value, status and held-back rows of the four figures of enterprises. */
async function figures(files: Readonly<Record<string, Cells>>) {
  const publication = await computed(files);
  const of = (name: string): Figure => {
    const found = publication.figures.find(({ id }) => id === `enterprises.${name}.count`);
    if (!found) throw new Error(`there is no figure ${name}`);
    return found;
  };
  const said = Object.entries(short).map(([word, name]) => {
    const { value, status, rowsHeldBack } = of(name);
    return `${word} ${value ?? '缺'} ${status} ${rowsHeldBack}`;
  });
  return { publication, of, said };
}

const file = '2021-11-30/企业.csv';

it('a word that is none of its column costs the figures that read it', async () => {
  const table = registry(
    enterprise(1),
    enterprise(2, { 是否规上: '或许' }),
    enterprise(3, { 是否规上: '否' }),
  );
  const { publication, said } = await figures({ [file]: table });
  expect(said).toEqual(['总 3 A 0', '规上 1 P 1', '纳税 3 A 0', '小微 3 A 0']);
  expect(publication.submissions[0]).toMatchObject({ rowsAccepted: 3, rowsHeldBack: 0, status: 'accepted' });
  const [finding] = [...publication.findings()];
  expect(finding).toMatchObject({ severity: 'error', cell: 'D3' });
  const [inEnglish] = [...publication.findings('en')];
  expect(inEnglish?.message).toMatch(/ Figures that need it: 规模以上企业\. /);
});

it('an empty cell that is needed does, too; one that its row does not need does not', async () => {
  const farm = enterprise(3, { 企业规模: '', 纳税人类型: '' });
  const table = registry(enterprise(1), enterprise(2, { 企业规模: '' }), farm).map((row, at) => [
    ...row,
    ['市场主体类型', '企业', '企业', '个体工商户'][at] ?? '',
  ]);
  expect((await figures({ [file]: table })).said).toEqual([
    '总 2 A 0',
    '规上 2 A 0',
    '纳税 2 A 0',
    '小微 1 P 1',
  ]);
});

it('a row that its other cells keep out is in no doubt', async () => {
  const gone = enterprise(2, { 是否规上: '或许', 经营状态: '注销' });
  expect((await figures({ [file]: registry(enterprise(1), gone) })).said[1]).toBe('规上 1 A 0');
});

it('what all figures read is in doubt for all of them', async () => {
  const table = registry(enterprise(1), enterprise(2, { 经营状态: '不清楚' }));
  expect((await figures({ [file]: table })).said).toEqual([
    '总 1 P 1',
    '规上 1 P 1',
    '纳税 1 P 1',
    '小微 1 P 1',
  ]);
});

it('a cell of its identity holds the row back', async () => {
  const table = registry(enterprise(1), enterprise(2, { 统一社会信用代码: '91370000MA3AAAA154' }));
  const { publication, said } = await figures({ [file]: table });
  expect(said).toEqual(['总 1 P 1', '规上 1 P 1', '纳税 1 P 1', '小微 1 P 1']);
  expect(publication.submissions[0]).toMatchObject({ rowsAccepted: 1, rowsHeldBack: 1 });
});

it('where every row that could count is in doubt, the figure is to be corrected', async () => {
  const doubtful = { 是否规上: '或许' };
  const table = registry(enterprise(1, doubtful), enterprise(2, doubtful), enterprise(3, { 是否规上: '否' }));
  expect((await figures({ [file]: table })).said.slice(0, 2)).toEqual(['总 3 A 0', '规上 缺 O 2']);
});

it('a column that is missing costs the figures that need it, on its own side', async () => {
  const whole = registry(enterprise(1), enterprise(2));
  const bare = without(whole, '是否规上', '企业规模');
  const { publication, said, of } = await figures({ [file]: bare, '2020-11-30/企业.csv': whole });
  expect(said).toEqual(['总 2 A 0', '规上 缺 L 0', '纳税 2 A 0', '小微 缺 L 0']);
  expect(of('above_scale')).toMatchObject({
    missing: `enterprises.above_scale ${file}`,
    previous: '2',
    previousStatus: 'A',
    changeStatus: 'L',
    change: null,
  });
  expect([...publication.findings()].filter(({ file: of }) => of === file)).toMatchObject([
    { rule: 'column.needed', severity: 'warning', message: expect.stringContaining('“是否规上、企业规模”') },
  ]);
});

it('one of two sheets without the column is enough; one without an identity is held back', async () => {
  const half = {
    [file]: registry(enterprise(1)),
    '2021-11-30/增补.csv': without(registry(enterprise(2)), '是否规上'),
  };
  const { said, of } = await figures(half);
  expect(said.slice(0, 2)).toEqual(['总 2 A 0', '规上 缺 L 0']);
  expect(of('above_scale').missing).toBe('enterprises.above_scale 2021-11-30/增补.csv');
  expect((await figures({ [file]: without(registry(enterprise(1)), '统一社会信用代码') })).said[0]).toBe(
    '总 缺 O 1',
  );
});

it.each([
  ['村集体收入', 'unit.refused'],
  ['村集体收入（元/万元）', 'unit.two'],
  ['村集体收入（USD）', 'unit.unknown'],
])('what only asks for 0 does not depend on a unit that is not known: %s', async (income, rule) => {
  const rows = [
    ['行政村', '办公场所类型', income],
    ['甲村', '楼房', '120000'],
    ['乙村', '楼房', '0'],
    ['丙村', '楼房', '80000'],
  ];
  const figureOf = async (...more: string[][]) => {
    const { figures, findings } = await computed({ '2021-11-30/村.csv': [...rows, ...more] });
    const empty = figures.find(({ id }) => id === 'villages.without_income.count');
    expect([...findings()].map((one) => one.rule)).toContain(rule);
    return [empty?.value, empty?.status, empty?.rowsHeldBack];
  };
  expect(await figureOf()).toEqual(['1', 'A', 0]);
  // What is no number may be 0.
  expect(await figureOf(['丁村', '楼房', '若干'])).toEqual(['1', 'P', 1]);
});

it('of a figure by project, a row is in doubt for its own project', async () => {
  const table: Cells = [
    ['项目名称', '建设阶段', '计划投资（亿元）', '占地面积（亩）', '项目状态'],
    ['产业园', '整体', '2', '百来亩', '在建'],
    ['冷链', '整体', '3', '40', '在建'],
  ];
  const { publication } = await figures({ '2021-11-30/项目.csv': table });
  const land = publication.figures.filter(({ id }) => id === 'projects.land_area.total');
  expect(land.map(({ group, value, status }) => [group, value, status])).toEqual([
    ['产业园', null, 'O'],
    ['冷链', '40', 'A'],
  ]);
  const investment = publication.figures.filter(({ id }) => id === 'projects.investment.total');
  expect(investment.map(({ value, status }) => [value, status])).toEqual([
    ['2', 'A'],
    ['3', 'A'],
  ]);
});

it('without its column a project is as a whole, which is said', async () => {
  const table: Cells = [
    ['项目名称', '计划投资（亿元）', '项目状态'],
    ['产业园', '2', '在建'],
  ];
  const { publication } = await figures({ '2021-11-30/项目.csv': table });
  expect(publication.figures.find(({ id }) => id === 'projects.investment.total')).toMatchObject({
    value: '2',
    status: 'A',
  });
  expect([...publication.findings()].map(({ rule }) => rule)).toContain('column.missing_means');
});
