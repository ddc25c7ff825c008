/** The status of a figure, rule by rule (DOMAIN A “Status”), each beside a neighbour that it does not touch. */
import { describe, expect, it, test } from 'vitest';
import type { Status } from '../../pipeline/figure.js';
import { forms } from '../../pipeline/forms/index.js';
import { worst } from '../../pipeline/indicators/compute.js';
import { definitionHashes } from '../../pipeline/indicators/definition.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import type { Seal } from '../../pipeline/publication/seal.js';
import { type Asked, computed, indicators } from '../helpers/computed.js';
import { creditCode } from '../helpers/county.js';
import type { Cells } from '../helpers/submissions.js';

const [now, before] = ['2021-11-30', '2020-11-30'];

/** A table of a form, written `header|header` and `cell|cell`. */
const table =
  (header: string) =>
  (...rows: string[]): Cells =>
    [header, ...rows].map((row) => row.split('|'));

const villages = table('行政村|办公场所类型|村集体收入（万元）');
const spending = table('行政村|支出日期|支出类别|金额（万元）|用途');
const accidents = table('事故编号|发生日期|是否生产安全事故');
const petitions = table('信访编号|登记日期|信访形式|信访级别|办理结果|办结日期');
const roads = table('所属村|道路名称|长度（公里）|建设性质|完工日期');
const enterprises = table(
  '统一社会信用代码|企业名称|成立日期|是否规上|纳税人类型|企业规模|经营状态|注销日期',
);
const waivers = table('rule|file|sheet|cell|text|reason|by|until');

const roster = villages('东魏庄村|楼房|5', '西魏庄村|平房|6');
const spent = spending('东魏庄村|2021-05-01|公共支出|3|路灯');
const accident = accidents('A1|2021-05-01|是');

/** `value status`, and the comparison's, of a figure: 缺 where there is none. */
function said({ figures }: Publication, name: string): string {
  const [id, group = ''] = name.split('[');
  const figure = figures.find((one) => one.id === id && one.group === group.replace(']', ''));
  if (!figure) throw new Error(`there is no figure ${name}`);
  const { value, status, previous, previousStatus } = figure;
  return [value ?? '缺', status, '|', previous ?? '缺', previousStatus].join(' ');
}

type Case = [
  is: string,
  files: Readonly<Record<string, Cells>>,
  expected: Readonly<Record<string, string>>,
  asked?: Asked,
];

const cases: Case[] = [
  [
    'a nil return beside rows: provisional, the other forms are not',
    {
      [`${now}/事故.csv`]: accident,
      [`${now}/零.csv`]: accidents('零报告||'),
      [`${now}/村.csv`]: roster,
    },
    { 'accidents.production.count': '1 P | 缺 L', 'villages.total.count': '2 A | 缺 L' },
  ],
  [
    'a nil return alone: a true zero',
    { [`${now}/零.csv`]: accidents('零报告||') },
    { 'accidents.production.count': '0 A | 缺 L', 'villages.total.count': '缺 L | 缺 L' },
  ],
  [
    'a nil return beside rows of last year: its side alone',
    {
      [`${now}/事故.csv`]: accident,
      [`${before}/事故.csv`]: accidents('A1|2020-05-01|是'),
      [`${before}/零.csv`]: accidents('零报告||'),
    },
    { 'accidents.production.count': '1 A | 1 P' },
  ],
  [
    'a failing error check: the forms that it names',
    {
      [`${now}/信访.csv`]: petitions('X1|2021-05-01|来访|到京|已办结|', 'X2|2021-05-01|来访|到京|办理中|'),
      [`${now}/村.csv`]: roster,
    },
    {
      'petitions.escalated.count': '2 P | 缺 L',
      'petitions.resolved.count': '0 P | 缺 L',
      'villages.total.count': '2 A | 缺 L',
    },
  ],
  [
    'an error check that fails for last year: its side alone',
    {
      [`${now}/信访.csv`]: petitions('X2|2021-05-01|来访|到京|办理中|'),
      [`${before}/信访.csv`]: petitions('X1|2020-05-01|来访|到京|已办结|'),
    },
    { 'petitions.escalated.count': '1 A | 1 P' },
  ],
  [
    'a failing warning check: nothing changes',
    { [`${now}/道路.csv`]: roads('东魏庄村|甲路|31|新建|2021-05-01') },
    { 'roads.built.length': '31 A | 缺 L' },
  ],
  [
    'a row that is held back: provisional, on its own side',
    {
      [`${now}/支出.csv`]: spent,
      [`${before}/支出.csv`]: spending(
        '东魏庄村|2020-05-01|公共支出|3|甲',
        '东魏庄村|2020-05-02|公共支出|三五|乙',
      ),
    },
    { 'villages.spending.amount': '3 A | 3 P', 'villages.public_spending.amount': '3 A | 3 P' },
  ],
  [
    'every row held back: to be corrected, which is not missing',
    {
      [`${now}/支出.csv`]: spending('东魏庄村|2021-13-01|公共支出|3|甲'),
      [`${before}/支出.csv`]: spending('零报告||||'),
    },
    { 'villages.spending.amount': '缺 O | 0 A', 'roads.built.length': '缺 L | 缺 L' },
  ],
  [
    'every row of last year held back',
    {
      [`${now}/支出.csv`]: spent,
      [`${before}/支出.csv`]: spending('东魏庄村|2020-13-01|公共支出|3|甲'),
    },
    { 'villages.spending.amount': '3 A | 缺 O' },
  ],
  [
    'a submission that covers less than the year so far: an estimate',
    { [`${now}/支出.csv`]: [['2021年1-10月村级支出'], ...spent], [`${now}/事故.csv`]: accident },
    { 'villages.spending.amount': '3 E | 缺 L', 'accidents.production.count': '1 A | 缺 L' },
  ],
  [
    'one that covers all of it',
    { [`${now}/支出.csv`]: [['2021年1-11月村级支出'], ...spent] },
    { 'villages.spending.amount': '3 A | 缺 L' },
  ],
  [
    'an earlier as-of date: states are estimates, flows are not',
    { [`${now}/村.csv`]: roster, [`${now}/支出.csv`]: spent },
    { 'villages.total.count': '2 E | 缺 L', 'villages.spending.amount': '3 A | 缺 L' },
    { asOf: '2021-10-31' },
  ],
  [
    'a ratio has the worse of its parts',
    { [`${now}/村.csv`]: villages('东魏庄村|楼房|5', '西魏庄村|平房|6', '赵庄村|不清楚|7') },
    {
      'villages.total.count': '3 A | 缺 L',
      'villages.office_building.count': '1 P | 缺 L',
      'villages.office_building.share': '33.333333333333 P | 缺 L',
    },
  ],
  [
    'a ratio over zero cannot exist',
    { [`${now}/村.csv`]: villages('零报告||'), [`${before}/村.csv`]: roster },
    { 'villages.total.count': '0 A | 2 A', 'villages.office_building.share': '缺 M | 50 A' },
  ],
];

test.each<Case>(cases)('%s', async (_, files, expected, asked) => {
  const publication = await computed(files, asked);
  const found = Object.keys(expected).map((name) => [name, said(publication, name)]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

describe('a group that one side lacks cannot exist there', () => {
  const projects = table('项目名称|建设阶段|计划投资（亿元）|项目状态');
  it('each by its own side', async () => {
    const publication = await computed({
      [`${now}/项目.csv`]: projects('甲|整体|2|在建', '乙|整体|3|在建'),
      [`${before}/项目.csv`]: projects('乙|整体|3|在建', '丙|整体|4|在建'),
    });
    const of = (name: string) => said(publication, `projects.investment.total[${name}]`);
    expect([of('甲'), of('乙'), of('丙')]).toEqual(['2 A | 缺 M', '3 A | 3 A', '缺 M | 4 A']);
  });
});

describe('waivers of an error check', () => {
  const registry = enterprises(
    ...[1, 2].map((n) => `${creditCode(n)}|企业${n}|2015-01-01|是|一般纳税人|小型|存续|2021-03-01`),
  );
  const waived = (...cells: string[]) =>
    waivers(
      ...cells.map(
        (cell) =>
          `enterprises.cancelled_but_active|${now}/企业.csv||${cell}|存续|已恢复经营|李主任|2021-12-31`,
      ),
    );

  it.each([
    ['none', [], { outcome: 'fail', violations: 2, waived: 0 }, '0 P | 缺 L'],
    ['one of two', ['G2'], { outcome: 'fail', violations: 2, waived: 1 }, '1 P | 缺 L'],
    ['both', ['G2', 'G3'], { outcome: 'pass', violations: 2, waived: 2 }, '2 A | 缺 L'],
  ] as const)('%s', async (_, cells, line, figure) => {
    const publication = await computed({ [`${now}/企业.csv`]: registry, 'waivers.csv': waived(...cells) });
    const check = publication.checks.find(
      ({ id, side }) => id === 'enterprises.cancelled_but_active' && side === 'current',
    );
    expect(check).toMatchObject(line);
    expect(said(publication, 'enterprises.total.count')).toBe(figure);
  });
});

describe('a row with two errors', () => {
  const insured = table('姓名|身份证号|险种|缴费年度|缴费日期|缴费金额（元）');
  const payments = insured(
    '甲|370000198001010017|养老|2021|2021-05-01|300',
    '乙|370000198001010018|养老|2021|2020-05-01|400',
  );
  const waiver = (rule: string, cell: string, text: string) =>
    `${rule}|${now}/险.csv||${cell}|${text}|已核实|李主任|2021-12-31`;

  it.each([
    ['none is waived', []],
    ['the one is waived', [waiver('identity_number.check_character', 'B3', '370000198001010018')]],
    ['the other is waived', [waiver('date.other_year', 'E3', '2020-05-01')]],
  ])('is held back where %s', async (_, lines) => {
    const publication = await computed({ [`${now}/险.csv`]: payments, 'waivers.csv': waivers(...lines) });
    expect(said(publication, 'insurance.pension.amount')).toBe('0.03 P | 缺 L');
    expect([...publication.findings()].filter(({ waivedBy }) => waivedBy !== '')).toHaveLength(lines.length);
  });
});

describe('a base that was sealed', () => {
  const hashes = definitionHashes(indicators, forms);
  const seal = (definition: string, status: Status = 'A') =>
    ({
      folder: before,
      as_of: before,
      sealed_at: '2021-01-05T02:00:00.000Z',
      figures: [{ id: 'villages.total.count', group: '', label: '行政村', unit: '个', value: '3', status }],
      definitions: { ...hashes, 'villages.total.count': definition },
    }) as unknown as Seal;
  const files = { [`${now}/村.csv`]: roster, [`${before}/村.csv`]: roster };
  const own = hashes['villages.total.count'] ?? '';

  it.each([
    ['with this definition: as it was', seal(own), '2 A | 3 A', 'A'],
    ['with another definition: a break', seal('another'), '2 A | 3 B', 'B'],
    ['as provisional: provisional', seal(own, 'P'), '2 A | 3 P', 'P'],
    ['as provisional with another definition: the break', seal('another', 'P'), '2 A | 3 B', 'B'],
  ])('%s', async (_, sealed, expected, changeStatus) => {
    const publication = await computed(files, { seal: sealed });
    expect(said(publication, 'villages.total.count')).toBe(expected);
    expect(publication.figures.find(({ id }) => id === 'villages.total.count')).toMatchObject({
      change: '-1',
      changeStatus,
    });
    const rules = [...publication.findings()].map(({ rule }) => rule);
    expect(rules).toContain('seal.inputs_differ');
    expect(rules.includes('seal.definition_changed')).toBe(changeStatus === 'B');
  });
});

it('of several statuses the first counts, in the order L, O, M, B, E, P, A', () => {
  const order: readonly Status[] = ['L', 'O', 'M', 'B', 'E', 'P', 'A'];
  for (const [i, first] of order.entries()) {
    for (const second of order.slice(i)) {
      expect(worst(first, second)).toBe(first);
      expect(worst(second, first)).toBe(first);
    }
  }
});

describe('no percent', () => {
  const change = async (files: Readonly<Record<string, Cells>>, name: string) => {
    const [id, group = ''] = name.split('[');
    const { figures } = await computed(files);
    const found = figures.find((one) => one.id === id && one.group === group.replace(']', ''));
    return [found?.change ?? null, found?.changePct ?? null];
  };
  const money = (year: number, amount: string) => spending(`东魏庄村|${year}-05-01|公共支出|${amount}|路灯`);
  const communities = table('社区名称|计划入住时间|状态');

  it.each<[string, Record<string, Cells>, string, [string | null, string | null]]>([
    [
      'but from a base above zero',
      { [`${now}/支出.csv`]: money(2021, '3'), [`${before}/支出.csv`]: money(2020, '2') },
      'villages.spending.amount',
      ['1', '50'],
    ],
    [
      'from zero',
      { [`${now}/支出.csv`]: money(2021, '3'), [`${before}/支出.csv`]: spending('零报告||||') },
      'villages.spending.amount',
      ['3', null],
    ],
    [
      'from below zero',
      { [`${now}/支出.csv`]: money(2021, '3'), [`${before}/支出.csv`]: money(2020, '-2') },
      'villages.spending.amount',
      ['5', null],
    ],
    ['without a base', { [`${now}/支出.csv`]: money(2021, '3') }, 'villages.spending.amount', [null, null]],
    [
      'of a share, whose change is in points',
      { [`${now}/村.csv`]: roster, [`${before}/村.csv`]: villages('东魏庄村|楼房|5') },
      'villages.office_building.share',
      ['-50', null],
    ],
    [
      'of years',
      {
        [`${now}/社区.csv`]: communities('新苑|2025|在建'),
        [`${before}/社区.csv`]: communities('新苑|2023|在建'),
      },
      'communities.move_in.year[新苑]',
      ['2', null],
    ],
  ])('%s', async (_, files, name, expected) => {
    expect(await change(files, name)).toEqual(expected);
  });
});
