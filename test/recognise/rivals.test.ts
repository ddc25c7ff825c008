/** Columns that could fill one field (DOMAIN B “Rival columns”): which fills it, and what is said of the others. */
import { describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { recognised, type SheetOptions, sheetOf } from '../helpers/recognised.js';

type Case = readonly [
  is: string,
  /** Header rows and one row of data. */
  rows: readonly string[],
  /** Columns of the fields that are asked for; what the table lacks or cannot decide. */
  becomes:
    | { fields: Readonly<Record<string, number>> }
    | { missing: string }
    | { undecided: readonly string[] },
  options?: SheetOptions,
];

const spending = '村名|支出日期|支出类别';
const spent = '东河村|2021-03-05|公共支出';
const funds = '项目名称|项目类别|实施村|投入日期';
const invested = '养鸭|养殖|东河村|2021-05-20';
const road = '所属村|道路名称|建设性质';
const built = '东河村|甲路|新建';
const project = '项目名称|建设阶段|项目状态';
const planned = 'A|整体|在建';

const cases: readonly Case[] = [
  [
    'budget beside actual',
    [`${spending}|金额（预算）|金额（实际）（万元）`, `${spent}|10|3`],
    { fields: { amount: 4 } },
  ],
  ['actual before budget', [`${spending}|实际支出金额|预算金额`, `${spent}|3|10`], { fields: { amount: 3 } }],
  ['a mark behind the name', [`${spending}|金额-预算|金额-决算`, `${spent}|10|3`], { fields: { amount: 4 } }],
  [
    'in words and in figures',
    [`${spending}|金额（大写）|金额（小写）`, `${spent}|叁元|3`],
    { fields: { amount: 4 } },
  ],
  [
    'last year beside this year',
    [`${spending}|上年金额|本年金额`, `${spent}|10|3`],
    { fields: { amount: 4 } },
  ],
  ['years as prefixes', [`${spending}|2020年金额|2021年金额`, `${spent}|10|3`], { fields: { amount: 4 } }],
  [
    'a month beside the year so far',
    [`${spending}|上月金额|本月止累计金额`, `${spent}|1|3`],
    { fields: { amount: 4 } },
  ],
  [
    'what was due beside what was paid',
    ['姓名|身份证号|险种|缴费日期|应缴金额|实缴金额', '甲|1|养老|2021-1-1|9|3'],
    { fields: { amount: 5 } },
  ],
  [
    'paid beside a name that does not say',
    ['姓名|身份证号|险种|缴费日期|缴费金额|实缴金额', '甲|1|养老|2021-1-1|9|3'],
    { fields: { amount: 5 } },
  ],
  [
    'designed beside built',
    [`${road}|设计长度|实际长度|完工日期`, `${built}|3|2|2021-5-1`],
    { fields: { length: 4 } },
  ],
  [
    'planned beside actual dates',
    [`${road}|长度|计划完工日期|实际完工日期`, `${built}|2|2021-4-1|2021-5-1`],
    { fields: { completed_date: 5 } },
  ],
  [
    'a name of its own beside',
    [`${spending}|预算金额|金额|税额`, `${spent}|10|3|1`],
    { fields: { amount: 4 } },
  ],
  [
    'the standard header beside an alias',
    [`${road}|里程|长度|完工日期`, `${built}|5|2|2021-5-1`],
    { fields: { length: 4 } },
  ],
  [
    'a word that belongs to the name',
    [`${project}|计划投资（亿元）`, `${planned}|3`],
    { fields: { investment: 3 } },
  ],
  [
    'a category beside what it was spent on',
    ['村名|支出日期|类别|支出项目|金额', '东河村|2021-1-1|公共支出|修路灯|3'],
    { fields: { category: 2 } },
  ],
  [
    'a remark that is no mark',
    [`${road}|长度（含桥梁）|完工日期（已完工的填）`, `${built}|2|2021-5-1`],
    { fields: { length: 3, completed_date: 4 } },
  ],
  [
    'an instruction that holds a mark',
    [`${spending}|金额（填实际支出数，其中含税的一并填入）`, `${spent}|3`],
    { fields: { amount: 3 } },
  ],
  ['an edition in brackets', [`${spending}|金额（按2017年版目录）`, `${spent}|3`], { fields: { amount: 3 } }],

  [
    'hidden beside visible',
    [`${spending}|金额|金额`, `${spent}|9|3`],
    { fields: { amount: 4 } },
    { hiddenColumns: [3] },
  ],
  [
    'one column alone, hidden',
    [`${spending}|金额`, `${spent}|3`],
    { fields: { amount: 3 } },
    { hiddenColumns: [3] },
  ],
  [
    'actual, but hidden',
    [`${spending}|金额（预算）|金额（实际）`, `${spent}|9|3`],
    { missing: '金额' },
    { hiddenColumns: [4] },
  ],

  [
    'years over one name',
    [`${funds}|2020年|2021年`, '||||投入金额|投入金额', `${invested}|9|3`],
    { fields: { amount: 5 } },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2'] },
  ],
  [
    'years over one name, nothing merged',
    [
      `|||2021年|2020年||`,
      '项目名称|项目类别|实施村|投入金额|投入金额|投入日期|备注',
      '养鸭|养殖|东河村|3|9|2021-05-20|甲',
    ],
    { fields: { amount: 3, invested_date: 5 } },
  ],
  [
    'one group alone over some columns',
    ['|||计划|', '项目名称|项目类别|实施村|投入金额|投入日期', '养鸭|养殖|东河村|3|2021-05-20'],
    { missing: '投入金额、投入日期' },
    { merges: ['D1:E1'] },
  ],
  [
    'plan and deed over two names',
    [
      `${road}|合同工期||实际工期||长度`,
      '|||开工日期|完工日期|开工日期|完工日期|',
      `${built}|2021-1-1|2021-4-1|2021-2-1|2021-5-1|2`,
    ],
    { fields: { started_date: 5, completed_date: 6 } },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1', 'F1:G1', 'H1:H2'] },
  ],
  [
    'the losing group gives no value',
    [
      '项目名称|项目类别|实施村|2020年||2021年',
      '|||投入金额|投入日期|投入金额',
      '养鸭|养殖|东河村|9|2020-05-20|3',
    ],
    { missing: '投入日期' },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:E1'] },
  ],
  [
    'a plan and how far it was carried out',
    [`${spending}|计划及完成情况`, '|||金额', `${spent}|3`],
    { fields: { amount: 3 } },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2'] },
  ],
  [
    'the sum over its parts',
    [`${funds}|投入金额（万元）||`, '||||合计|省级财政|市县财政', `${invested}|100|60|40`],
    { fields: { amount: 4 } },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:G1'] },
  ],
  [
    'the sum over its parts, planned and done',
    [
      `${funds}|投入金额（万元）|||||`,
      '||||计划|||实际||',
      '||||合计|省级|市县|合计|省级|市县',
      `${invested}|100|60|40|50|30|20`,
    ],
    { fields: { amount: 7 } },
    { merges: ['A1:A3', 'B1:B3', 'C1:C3', 'D1:D3', 'E1:J1', 'E2:G2', 'H2:J2'] },
  ],
  [
    'the sum behind its parts',
    [`${funds}|投入金额||`, '||||省级|市县|小计', `${invested}|60|40|100`],
    { fields: { amount: 6 } },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:G1'] },
  ],
  [
    'parts without their sum',
    [`${funds}|投入金额|`, '||||省级|市县', `${invested}|60|40`],
    { missing: '投入金额' },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:F1'] },
  ],

  ['another kind alone', [`${road}|长度|完工日期（计划）`, `${built}|2|2021-5-1`], { missing: '完工日期' }],
  ['another year alone', [`${spending}|2020年金额`, `${spent}|3`], { missing: '金额' }],
  ['since the beginning alone', [`${spending}|累计金额`, `${spent}|3`], { missing: '金额' }],

  [
    'two of one name',
    [`${spending}|金额（含税）|金额（不含税）`, `${spent}|3|2`],
    { undecided: ['金额（含税）（D列）', '金额（不含税）（E列）'] },
  ],
  [
    'two aliases',
    [`${road}|里程|修建里程|完工日期`, `${built}|5|2|2021-5-1`],
    { undecided: ['里程（D列）', '修建里程（E列）'] },
  ],
  [
    'two groups that say nothing',
    [`${spending}|一组|二组`, '|||金额|金额', `${spent}|3|2`],
    { undecided: ['一组/金额（D列）', '二组/金额（E列）'] },
    { merges: ['A1:A2', 'B1:B2', 'C1:C2'] },
  ],

  [
    'planned figures: plan beside deed',
    [`${project}|总投资（概算）|总投资（实际完成）`, `${planned}|3|1`],
    { fields: { investment: 3 } },
  ],
  [
    'planned figures: the plan of a year',
    [`${project}|本年计划投资|总投资`, `${planned}|1|3`],
    { fields: { investment: 4 } },
  ],
  [
    'planned figures: what was done alone',
    [`${project}|累计完成投资`, `${planned}|1`],
    { missing: '计划投资' },
  ],
  [
    'planned figures: moving in',
    ['社区名称|实际入住时间|计划入住时间', 'A|2020年|2022年'],
    { fields: { move_in_date: 2 } },
  ],
];

describe('of columns that could fill one field', () => {
  for (const [is, rows, becomes, options] of cases)
    it(is, async () => {
      const { tables } = await recognised(sheetOf(rows, options), forms);
      const [table] = tables.map((t) => t.table);
      const fields = Object.fromEntries(
        table?.columns.flatMap((c) => (c.field ? [[c.field, c.column]] : [])) ?? [],
      );
      if ('missing' in becomes) expect(table?.missing).toEqual(becomes.missing.split('、'));
      else if ('undecided' in becomes) expect(table?.undecided).toEqual([becomes.undecided]);
      else {
        expect(fields).toMatchObject(becomes.fields);
        expect([table?.missing, table?.undecided]).toEqual([[], []]);
      }
    });

  it('two lists side by side under titles of their own are two tables, under years one', async () => {
    const header = `${spending}|金额`;
    const rows = [`${header}|${header}`, `${spent}|3|${spent}|4`, `${spent}|5|${spent}|6`];
    const lists = async (left: string, right: string) =>
      (
        await recognised(sheetOf([`${left}||||${right}|||`, ...rows], { merges: ['A1:D1', 'E1:H1'] }), forms)
      ).tables.map(({ table }) => [table.columns.find((c) => c.field === 'amount')?.column, table.missing]);
    expect(await lists('东片', '西片')).toEqual([
      [3, []],
      [7, []],
    ]);
    expect(await lists('2020年', '2021年')).toEqual([[7, []]]);
    const apart = [
      '预算|||||实际|||',
      `${header}||${header}`,
      `${spent}|3||${spent}|4`,
      `${spent}|5||${spent}|6`,
    ];
    const budget = await recognised(sheetOf(apart, { merges: ['A1:D1', 'F1:I1'] }), forms);
    expect(budget.tables.map(({ table }) => table.missing)).toEqual([['支出日期', '金额'], []]);
  });

  it('names those that lost in one warning, and never says that they do not matter', async () => {
    const { rules, pieces } = await recognised(
      sheetOf([`${spending}|预算金额|上年金额|金额|其他支出金额|天气`, `${spent}|10|9|3|1|晴`]),
      forms,
    );
    expect(rules).toEqual(['column.passed_over', 'column.unread', 'column.unknown']);
    const [found] = pieces.flatMap((piece) => (piece.is === 'finding' ? [piece.finding] : []));
    expect(found?.params.columns).toBe('预算金额（D列）、上年金额（E列）');
  });

  it('does not ask about the parts of an amount whose sum is read', async () => {
    const merges = ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:G1', 'H1:I1'];
    const { rules } = await recognised(
      sheetOf(
        [`${funds}|投入金额|||投入金额构成|`, '||||合计|省级|市县|贷款|自筹', `${invested}|100|60|40|1|2`],
        { merges },
      ),
      forms,
    );
    expect(rules).toEqual(['column.unread', 'column.unread']);
  });
});
