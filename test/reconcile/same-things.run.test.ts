/** When rows of a period are one thing, and when they are several (DOMAIN B “Duplicates”, A on spans). */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../helpers/cli.js';
import type { Cells } from '../helpers/submissions.js';
import { period, township } from '../helpers/township.js';

async function published(files: Readonly<Record<string, Cells>>, of = period) {
  const town = township(
    Object.fromEntries(Object.entries(files).map(([name, cells]) => [`${of}/${name}.csv`, cells])),
  );
  expect(await town.run()).toMatchObject({ code: 0 });
  const file = (path: string | undefined) => path?.replace(`${of}/`, '').replace('.csv', '');
  const figures = readCsv(join(town.folder(of), 'figures.csv'));
  return {
    figure(id: string, group = '') {
      const line = figures.find((figure) => figure.id === id && figure.group === group);
      return [line?.value, line?.status];
    },
    findings: readCsv(join(town.folder(of), 'findings.csv')).map((found) => [
      found.severity,
      found.rule,
      file(found.file),
      found.row,
    ]),
    messages: readCsv(join(town.folder(of), 'findings.csv')).map(({ message }) => message ?? ''),
    statuses: Object.fromEntries(
      readCsv(join(town.folder(of), 'submissions.csv'))
        .filter((line) => line.file !== '')
        .map((line) => [file(line.file), line.status]),
    ),
  };
}

const schools = ['学校名称', '建设项目', '建设性质', '数量', '竣工日期', '备注', '校区'];
const school = (remark: string, campus = '') => [
  '试点小学',
  '教学楼',
  '新建',
  '1',
  '2021-08-20',
  remark,
  campus,
];
const petitions = ['编号', '登记日期', '信访人', '信访形式', '信访级别', '办结日期', '办理结果'];
const petition = (number: string, date: string, person: string, level = '到镇') => [
  number,
  date,
  person,
  '来访',
  level,
  date,
  '已办结',
];
const roads = ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'];
const road = (village: string, section: string, length = '3', name = '魏赵路') => [
  village,
  name,
  section,
  length,
  '新建',
  '2021-05-01',
];
const spending = ['村名', '凭证号', '支出日期', '支出类别', '金额（元）', '用途'];
const spent = (number: string, date: string, amount: string, purpose = '路灯') => [
  '东河村',
  number,
  date,
  '公共支出',
  amount,
  purpose,
];
const projects = ['项目名称', '投资方', '建设阶段', '计划投资（亿元）', '项目状态'];

describe('rows that differ', () => {
  it('in their remark, or in a column that the form does not know, are two; alike to the letter one', async () => {
    const { figure, findings } = await published({
      学校: [schools, school('东校区'), school('西校区'), school('西校区', '甲'), school('西校区')],
    });
    expect(figure('schools.teaching_buildings.count')).toEqual(['3', 'P']);
    expect(findings.filter(([severity]) => severity === 'error')).toEqual([
      ['error', 'row.duplicate', '学校', '5'],
    ]);
  });
});

describe('a number that restarts', () => {
  it('names another case on another date or of another person', async () => {
    const { figure, findings } = await published({
      '1月': [
        ['1月信访台账'],
        petitions,
        petition('1', '2021-01-10', '赵甲'),
        petition('2', '2021-01-11', '钱乙'),
      ],
      '2至11月': [
        ['2-11月信访台账'],
        petitions,
        petition('1', '2021-02-10', '孙丙'),
        petition('2', '2021-01-11', '李丁'),
      ],
    });
    expect(findings.filter(([severity]) => severity === 'error')).toEqual([]);
    expect(figure('petitions.resolved.count')).toEqual(['4', 'A']);
  });

  it('names one case on one date of one person, in one sheet too', async () => {
    const { figure, findings } = await published({
      信访: [petitions, petition('1', '2021-01-10', '赵甲'), petition('1', '2021-01-10', '赵甲', '到市')],
    });
    expect(findings.map(([, rule, , row]) => [rule, row])).toEqual([
      ['key.conflict', '2'],
      ['key.conflict', '3'],
    ]);
    expect(figure('petitions.resolved.count')[0]).toBe('');
  });

  it('of a voucher may have several lines on one date', async () => {
    const { figure, findings } = await published({
      支出: [spending, spent('记1', '2021-03-05', '3200'), spent('记1', '2021-03-05', '5100', '电缆')],
    });
    expect(findings.map(([severity, rule]) => [severity, rule])).toEqual([['warning', 'key.repeated']]);
    expect(figure('villages.spending.amount')).toEqual(['0.83', 'A']);
  });
});

describe('investors of one project', () => {
  const shares = (...investors: readonly string[]): Cells => [
    projects,
    ...investors.map((investor, i) => ['产业园', investor, '整体', String(i + 1), '在建']),
  ];
  it('add up', async () => {
    const { figure } = await published({ 项目: shares('甲集团', '乙集团') });
    expect(figure('projects.investment.total', '产业园')).toEqual(['3', 'A']);
  });
  it.each([
    ['甲集团', '甲集团'],
    ['甲集团', ''],
  ])('%s and %s contradict each other', async (...investors) => {
    const { findings } = await published({ 项目: shares(...investors) });
    expect(findings.map(([, rule]) => rule)).toEqual(['key.conflict', 'key.conflict']);
  });
});

describe('a road that two villages list', () => {
  it.each([
    ['东魏庄至赵庄', '东魏庄至赵庄', '3'],
    ['东魏庄至赵庄', '赵庄村—东魏庄村', '3'],
    ['K0+000-K3+000', 'K3+000—K0+000', '3'],
    ['村东至村西', '村东至村西', '6'],
    ['村内', '村内', '6'],
    ['东魏庄至赵庄', '东魏庄至李庄', '6'],
  ])('%s and %s: %s km', async (one, other, length) => {
    const { figure, findings } = await published({
      道路: [roads, road('东魏庄村', one), road('赵庄村', other)],
    });
    expect(figure('roads.built.length')).toEqual([length, 'A']);
    expect(findings.filter(([, rule]) => rule === 'row.shared')).toEqual(
      length === '3' ? [['warning', 'row.shared', '道路', '3']] : [],
    );
  });
  it('is two with another length or name', async () => {
    const { figure } = await published({
      道路: [
        roads,
        road('东魏庄村', '东魏庄至赵庄'),
        road('赵庄村', '东魏庄至赵庄', '2'),
        road('李庄村', '东魏庄至赵庄', '3', '李赵路'),
      ],
    });
    expect(figure('roads.built.length')).toEqual(['8', 'A']);
  });
});

describe('two states of one list', () => {
  const lists = (dates: readonly [string, string], ...rows: readonly (readonly string[])[]) => ({
    甲: [[`填报日期：${dates[0]}`], spending, ...rows.slice(0, 5)],
    乙: [[`填报日期：${dates[1]}`], spending, ...rows.slice(1)],
  });
  const rows = ['1', '2', '3', '4', '5', '6'].map((n) => spent(`记${n}`, `2021-0${n}-01`, '10000'));

  it('of different dates: the later counts, and it is said what only the earlier has', async () => {
    const { figure, findings, messages, statuses } = await published(
      lists(['2021年11月25日', '2021年11月30日'], ...rows),
    );
    expect(figure('villages.spending.amount')).toEqual(['5', 'A']);
    expect(findings).toEqual([['warning', 'sheet.superseded', '甲', '']]);
    expect(messages[0]).toMatch(/甲\.csv|2021-11-25.*乙\.csv.*2021-11-30.*共 1 行：3/);
    expect(statuses).toEqual({ 甲: 'superseded', 乙: 'accepted' });
  });

  it('of one date, or without: the same rows count once', async () => {
    const { figure, findings } = await published(lists(['2021年11月30日', '2021年11月30日'], ...rows));
    expect(figure('villages.spending.amount')[1]).toBe('P');
    expect(findings.every(([, rule]) => rule === 'file.overlap')).toBe(true);
  });

  it('that share fewer than four fifths of their rows are two lists', async () => {
    const { statuses } = await published({
      甲: [['填报日期：2021年11月25日'], spending, ...rows.slice(0, 4)],
      乙: [['填报日期：2021年11月30日'], spending, ...rows.slice(2)],
    });
    expect(Object.values(statuses)).not.toContain('superseded');
  });

  it('in equal bytes: one copy counts, and nothing is held back', async () => {
    const same = [spending, spent('记1', '2021-01-01', '10000')];
    const { figure, findings, statuses } = await published({ 甲: same, 乙: same });
    expect(figure('villages.spending.amount')).toEqual(['1', 'A']);
    expect(findings).toEqual([['warning', 'file.same_bytes', '甲', '']]);
    expect(statuses).toEqual({ 乙: 'accepted', 甲: 'superseded' });
  });
});

describe('what submissions say of their span', () => {
  const titled = (title: string, date: string): Cells => [[title], spending, spent('记1', date, '10000')];
  const status = async (files: Readonly<Record<string, Cells>>) => {
    const { figure, findings } = await published(files);
    return [
      figure('villages.spending.amount')[1],
      findings.filter(([, rule]) => rule?.startsWith('span')).map(([, , file]) => file),
    ];
  };
  it('leaves the end out', async () => {
    expect(await status({ 甲: titled('1-10月村级支出', '2021-03-05') })).toEqual(['E', ['甲']]);
  });
  it('leaves the beginning out, unless rows lie in it', async () => {
    expect(await status({ 甲: titled('11月村级支出', '2021-11-05') })).toEqual(['E', ['甲']]);
    expect(await status({ 甲: titled('11月村级支出', '2021-03-05') })).toEqual(['A', []]);
  });
  it('leaves a gap', async () => {
    const files = { 甲: titled('1-3月村级支出', '2021-03-05'), 乙: titled('5-11月村级支出', '2021-05-05') };
    expect(await status(files)).toEqual(['E', ['乙']]);
  });
  it('joins from the first of January to the period’s date', async () => {
    const files = { 甲: titled('1-10月村级支出', '2021-03-05'), 乙: titled('11月村级支出', '2021-11-05') };
    expect(await status(files)).toEqual(['A', []]);
  });
  it('a roster older than its folder', async () => {
    const roster = (title: string): Cells => [[title], ['行政村', '办公场所类型'], ['东庄村', '楼房']];
    const figureOf = async (title: string) =>
      (await published({ 村: roster(title) })).figure('villages.total.count');
    expect(await figureOf('截至10月底行政村情况')).toEqual(['1', 'E']);
    expect(await figureOf('11月行政村情况')).toEqual(['1', 'A']);
  });
});
