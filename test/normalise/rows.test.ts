import { describe, expect, test } from 'vitest';
import { describe as inWords } from '../../pipeline/findings/words.js';
import {
  choice,
  date,
  defineForm,
  events,
  identityNumber,
  list,
  measure,
  person,
  range,
  roster,
  text,
  village,
  yesNo,
  yesNoMeans,
} from '../../pipeline/forms/define.js';
import { enterprises } from '../../pipeline/forms/enterprises.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { petitions } from '../../pipeline/forms/petitions.js';
import { projects } from '../../pipeline/forms/projects.js';
import { roads as roadsForm } from '../../pipeline/forms/roads.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { villages } from '../../pipeline/forms/villages.js';
import { Kind } from '../../pipeline/intake/workbook.js';
import { normaliser } from '../../pipeline/normalise/index.js';
import type { Context, NormalisedRow } from '../../pipeline/normalise/row.js';
import { surveyor } from '../../pipeline/normalise/survey.js';
import { context, normalise, numberCell, tableOf } from '../helpers/normalise.js';

const rulesOf = (row: NormalisedRow | undefined) =>
  row?.findings.map(({ rule, severity }) => (severity === 'error' ? rule : `${rule} (warning)`));

const roads = defineForm({
  id: 'test_roads',
  title: '道路',
  departments: ['交通'],
  shape: events('completed_date'),
  key: ['village', 'section', 'completed_date'],
  columns: {
    village: village('所属村').required(),
    section: text('起止点').joined('起点', '终点'),
    length: measure('长度', 'length', '公里').required(),
    completed_date: date('完工日期').mayBeEmpty(),
    grade: text('等级').default('等外'),
    note: list('说明'),
  },
});

const roadColumns = { village: {}, length: {}, completed_date: {} };

describe('a row', () => {
  test('holds typed values and texts by the form’s columns, whatever the order in the table', () => {
    const table = tableOf(roads, { completed_date: {}, length: { unit: '米' }, village: {} });
    const { rows } = normalise(table, [['2021.5.6', ' 350 ', '东魏庄村']]);
    expect(rows[0]).toEqual({
      row: 2,
      values: ['东魏庄', null, 350_000, '2021-05-06', '等外', null],
      texts: ['东魏庄村', null, ' 350 ', '2021.5.6', null, null],
      key: null,
      findings: [],
      held: false,
      unread: null,
    });
  });

  test('may be shorter than the table is wide', () => {
    const { rows } = normalise(tableOf(roads, roadColumns), [['东魏庄村', '1.2']]);
    expect(rows[0]?.values).toEqual(['东魏庄', null, 1_200_000, null, '等外', null]);
    expect(rows[0]?.findings).toEqual([]);
  });

  test('a finding says where, what was written, and under which header', () => {
    const { rows } = normalise(tableOf(roads, roadColumns), [['东魏庄村', '约一公里', '']]);
    expect(rows[0]?.findings).toEqual([
      {
        rule: 'number.not_understood',
        severity: 'error',
        sheet: '表1',
        row: 2,
        column: 1,
        header: '长度',
        value: '约一公里',
        personal: null,
        params: { unit: '公里', example: '12.5公里' },
      },
    ]);
  });

  test('a finding about personal data says how it is masked and carries none in its parameters', () => {
    const form = defineForm({
      id: 'people',
      title: '人员',
      departments: ['办公室'],
      shape: roster,
      key: ['id'],
      columns: { id: identityNumber('身份证号').required(), name: person('姓名').required() },
    });
    const { rows } = normalise(tableOf(form, { id: {}, name: {} }), [['370000198001010018', '']]);
    const [first, second] = rows[0]?.findings ?? [];
    expect(first).toMatchObject({ personal: 'identity', value: '370000198001010018' });
    expect(JSON.stringify(first?.params)).not.toContain('1980');
    expect(second).toMatchObject({ rule: 'value.required', personal: 'name' });
  });

  test('what is required must not be empty; a cell that was not understood is not also empty', () => {
    const { rows } = normalise(tableOf(roads, roadColumns), [
      ['—', '1', ''],
      ['东魏庄', '很长', ''],
    ]);
    expect(rows.map(rulesOf)).toEqual([['value.required'], ['number.not_understood']]);
  });

  test('不详 in a column whose empty cells have a meaning is pointed out', () => {
    const { rows } = normalise(tableOf(roads, roadColumns), [['东魏庄', '1', '不详']]);
    expect(rulesOf(rows[0])).toEqual(['value.not_given (warning)']);
  });

  test('two columns that make one are joined', () => {
    const table = tableOf(roads, { village: {}, length: {}, section: { joinedWith: 3 } });
    const { rows } = normalise(table, [
      ['东魏庄', '1', '村委会', '村小学'],
      ['东魏庄', '1', '村委会', ''],
      ['东魏庄', '1', '', '村小学'],
      ['东魏庄', '1', '', ''],
    ]);
    expect(rows.map((row) => row.values[1])).toEqual(['村委会–村小学', '村委会', '村小学', null]);
  });

  test('what is wrong with either of them is said', () => {
    const table = tableOf(roads, { village: {}, length: {}, section: { joinedWith: 3 } });
    const { rows } = normalise(table, [['东魏庄', '1', '村委会', { text: '#REF!', kind: Kind.error }]]);
    expect(rulesOf(rows[0])).toEqual(['cell.error (warning)']);
  });

  test('a cell that no figure reads never costs its row', () => {
    const { rows } = normalise(tableOf(roads, { ...roadColumns, note: {} }), [['东魏庄', '1', '', '#REF!']]);
    expect(rulesOf(rows[0])).toEqual(['cell.error (warning)']);
    expect(rows[0]).toMatchObject({ held: false, values: ['东魏庄', null, 1_000_000, null, '等外', null] });
  });
});

describe('the key', () => {
  const row = (cells: readonly string[]) =>
    normalise(tableOf(roads, { village: {}, section: {}, length: {}, completed_date: {} }), [cells]).rows[0]
      ?.key;

  test('is the list of the key’s values as they are stored', () => {
    expect(row(['东魏庄村', '村 东-村西', '1', '2021/5/6'])).toBe('["东魏庄","村东-村西","2021-05-06"]');
  });

  test('is null where a part is empty', () => {
    expect(row(['东魏庄村', '', '1', '2021/5/6'])).toBeNull();
  });

  test('is the whole row where the form says so', () => {
    const columns = { village: {}, voucher_no: {}, spent_date: {}, category: {}, amount: { unit: '元' } };
    const { rows } = normalise(tableOf(village_spending, columns), [
      ['东魏庄村', '', '2021-03-01', '公益支出', '18500'],
      ['东魏庄村', '记12', '2021-03-01', '公益支出', '18500'],
    ]);
    expect(rows.map(({ key }) => key)).toEqual([
      '["东魏庄",null,"2021-03-01","公共支出","1.85",null,null]',
      '["东魏庄","记12"]',
    ]);
  });
});

describe('an event', () => {
  test('of another year is an error, one after the as-of date is not, nor one that is still open', () => {
    const { rows } = normalise(tableOf(roads, roadColumns), [
      ['东魏庄', '1', '2020-12-31'],
      ['东魏庄', '1', '2021-12-31'],
      ['东魏庄', '1', ''],
    ]);
    expect(rows.map(rulesOf)).toEqual([['date.other_year'], [], []]);
  });

  test('a petition of an earlier year is in order while it is open or when it was closed in the year', () => {
    const columns = { case_no: {}, registered_date: {}, form: {}, level: {}, closed_date: {}, result: {} };
    const { rows } = normalise(tableOf(petitions, columns), [
      ['1', '2020-05-01', '来访', '到镇', '2021-02-01', '已办结'],
      ['2', '2020-05-01', '来访', '到镇', '', '办理中'],
      ['3', '2020-05-01', '来访', '到镇', '2020-12-01', '已办结'],
    ]);
    expect(rows.map(rulesOf)).toEqual([[], [], ['date.other_year']]);
  });
});

describe('a register that carries earlier years on', () => {
  const columns = { village: {}, spent_date: {}, category: {}, amount: { unit: '元' } };
  const spent = (date: string) => ['东庄', date, '公共支出', '100'];
  const read = (...dates: readonly string[]) => {
    const { rows, findings } = normalise(tableOf(village_spending, columns), dates.map(spent));
    return [rows.filter(({ held }) => held).length, findings.map(({ rule }) => rule)];
  };
  const now = Array.from({ length: 12 }, () => '2021-03-05');

  test('a fifth of the rows, and at least three, lie in earlier years: one warning', () => {
    expect(read(...now, '2020-03-05', '2019-03-05', '2020-12-31')).toEqual([0, ['date.earlier_years']]);
  });
  test.each([
    ['fewer than a fifth', [...now, '2021-04-01', '2020-03-05', '2019-03-05', '2020-12-31'], 3],
    ['fewer than three', ['2021-03-05', '2020-03-05', '2020-04-05'], 2],
    ['no row of this year', ['2020-03-05', '2020-04-05', '2020-05-05'], 3],
    ['later years', ['2021-03-05', '2022-03-05', '2022-04-05', '2022-05-05'], 3],
  ])('%s: errors', (_, dates, held) => {
    expect(read(...dates)).toEqual([held, []]);
  });
});

describe('work that is all under way', () => {
  const columns = { village: {}, road_name: {}, length: { unit: '公里' }, nature: {}, completed_date: {} };
  const read = (...dates: readonly string[]) =>
    normalise(
      tableOf(roadsForm, columns),
      dates.map((date, i) => ['东庄', `${i}号路`, '1', '新建', date]),
    ).findings.map(({ rule }) => rule);
  test('no row has a date: it is asked', () => {
    expect(read('', '')).toEqual(['date.none']);
    expect(read('', '2021-05-01')).toEqual([]);
  });
});

describe('a name of aliases.csv', () => {
  const at = (from: string | null, until: string | null = null): Context => ({
    ...context,
    asOf: '2021-11-30',
    aliases: { ...context.aliases, village: new Map([['西魏庄', { canonical: '东魏庄', from, until }]]) },
  });
  const roster = (names: readonly string[], of: Context) => {
    const { rows, findings } = normalise(
      tableOf(villages, { village: {}, office_type: {} }),
      names.map((name) => [name, '楼房']),
      of,
    );
    return [rows.map(({ values }) => values[0]), findings.map(({ rule }) => rule)];
  };
  const both = ['东魏庄村', '西魏庄村'];

  test('without a date never makes two rows of a roster one, and says so', () => {
    expect(roster(both, at(null))).toEqual([['东魏庄', '西魏庄'], ['name.alias_undated']]);
    expect(roster(['西魏庄村'], at(null))).toEqual([['东魏庄'], []]);
  });
  test('holds in a roster from its day on; before it only where the other is not there', () => {
    expect(roster(both, at('2021-11-30'))).toEqual([['东魏庄', '东魏庄'], []]);
    expect(roster(both, at('2021-12-01'))).toEqual([both.map((name) => name.slice(0, -1)), []]);
    expect(roster(['西魏庄'], at('2021-12-01'))).toEqual([['东魏庄'], []]);
    expect(roster(both, at(null, '2021-11-30'))).toEqual([['东魏庄', '西魏庄'], []]);
  });
  test('holds in a list of events by the date of each', () => {
    const columns = { village: {}, spent_date: {}, category: {}, amount: { unit: '元' } };
    const { rows } = normalise(
      tableOf(village_spending, columns),
      [
        ['西魏庄', '2021-06-30', '公共支出', '100'],
        ['西魏庄', '2021-07-01', '公共支出', '100'],
      ],
      at('2021-07-01'),
    );
    expect(rows.map(({ values }) => values[0])).toEqual(['西魏庄', '东魏庄']);
  });
});

describe('empty cells of a yes/no column', () => {
  const form = defineForm({
    id: 'firms',
    title: '企业',
    departments: ['经发办'],
    shape: roster,
    key: ['name'],
    columns: { name: text('名称').required(), large: yesNo('是否规上').required() },
  });
  const read = (cells: readonly string[]) =>
    normalise(
      tableOf(form, { name: {}, large: {} }),
      cells.map((cell, i) => [`企业${i}`, cell]),
    );

  test('read as no where the column says yes but never no, with one warning for the sheet', () => {
    const { rows, findings } = read(['', '√', '', '是']);
    expect(rows.map(({ values }) => values[1])).toEqual([0, 1, 0, 1]);
    expect(rows.flatMap((row) => row.findings)).toEqual([]);
    expect(findings).toMatchObject([
      {
        rule: 'yes_no.empty_is_no',
        severity: 'warning',
        sheet: '表1',
        column: 1,
        row: null,
        params: { count: 2, no: '否' },
      },
    ]);
  });

  test.each([
    ['no is written before them', ['是', '否', '']],
    ['no is written after them', ['是', '', '否']],
    ['nothing is written', ['', '', '']],
  ])('are errors where %s', (_, cells) => {
    const { rows, findings } = read(cells);
    const empty = rows.filter((row) => row.texts[1] === '');
    expect(empty.map(rulesOf)).toEqual(empty.map(() => ['value.required']));
    expect(findings).toEqual([]);
  });

  test('wait only while the column has not decided', () => {
    const looking = surveyor(tableOf(form, { name: {}, large: {} }), form, null);
    const look = (number: number, cell: string) => {
      looking.look({ number, texts: [`企业${number}`, cell], kinds: null, hidden: false });
      return looking.isOpen();
    };
    expect([look(2, '是'), look(3, ''), look(4, '否'), look(5, '')]).toEqual([false, true, false, false]);
  });

  test('follow the same rule under a header that asks 是否 for another list', () => {
    const taxpayers = defineForm({
      id: 'taxpayers',
      title: '纳税人',
      departments: ['税务'],
      shape: roster,
      key: ['name'],
      columns: {
        name: text('名称').required(),
        kind: text('类型'),
        taxpayer: choice('纳税人类型', { 一般纳税人: [], 小规模纳税人: [] }).mayBeEmpty(
          '个体可以不填',
          (row) => row.kind === '个体',
        ),
      },
    });
    const alias = { header: '是否一般纳税人', words: yesNoMeans('一般纳税人', '小规模纳税人') };
    const { rows, findings } = normalise(tableOf(taxpayers, { name: {}, kind: {}, taxpayer: { alias } }), [
      ['甲', '', '√'],
      ['乙', '', ''],
      ['丙', '个体', ''],
    ]);
    expect(rows.map(({ values }) => values[2])).toEqual(['一般纳税人', '小规模纳税人', null]);
    expect(findings).toMatchObject([{ params: { count: 1, no: '小规模纳税人' } }]);
  });

  test('take the default of the column before anything else', () => {
    const activities = defineForm({
      id: 'shows',
      title: '活动',
      departments: ['文化站'],
      shape: roster,
      key: ['name'],
      columns: { name: text('名称').required(), mass: yesNo('是否群众性').default(1) },
    });
    const { rows } = normalise(tableOf(activities, { name: {}, mass: {} }), [
      ['甲', '否'],
      ['乙', ''],
    ]);
    expect(rows.map(({ values }) => values[1])).toEqual([0, 1]);
    expect(normalise(tableOf(activities, { name: {} }), [['丙']]).rows[0]?.values[1]).toBe(1);
  });
});

describe('one column for both ends of a range', () => {
  const form = defineForm({
    id: 'terms',
    title: '年限',
    departments: ['项目办'],
    shape: roster,
    key: ['name'],
    columns: {
      name: text('名称').required(),
      from: range('下限', 'lower', '年').alias('运营年限').inFigures(),
      to: range('上限', 'upper', '年').alias('运营年限').inFigures(),
    },
  });
  const shared = { name: {}, from: { alias: { header: '运营年限' } } };

  test('fills both, and the evidence of both is that cell', () => {
    const { rows } = normalise(tableOf(form, shared), [['甲', '3-5年']]);
    expect(rows[0]?.values).toEqual(['甲', 3, 5]);
    expect(rows[0]?.texts).toEqual(['甲', '3-5年', '3-5年']);
  });

  test('is reported once', () => {
    expect(rulesOf(normalise(tableOf(form, shared), [['甲', '长期']]).rows[0])).toEqual([
      'number.not_understood',
    ]);
  });

  test('but a column of the lower end leaves the upper end empty', () => {
    expect(normalise(tableOf(form, { name: {}, from: {} }), [['甲', '3']]).rows[0]?.values).toEqual([
      '甲',
      3,
      null,
    ]);
  });
});

describe('the real forms', () => {
  test('an enterprise', () => {
    const columns = {
      credit_code: {},
      name: {},
      category: {},
      established_date: {},
      registered_capital: {},
      above_scale: {},
      taxpayer_type: {},
      size: {},
      cancelled_date: {},
    };
    const { rows } = normalise(tableOf(enterprises, columns), [
      [
        '91370000MA3AAAA153',
        '甲公司',
        '有限责任公司(自然人投资或控股)',
        '2016年5月18日',
        '500',
        '是',
        '一般纳税人',
        '小',
        '2021-03-01',
      ],
      ['91370000MA3BBBB29P', '乙', '个体户', '2016-05-18', '', '否', '', '', ''],
      ['91370000MA3CCCC32A', '丙公司', '', '2016-05-18', '', '否', '', '', ''],
    ]);
    const value = (row: number, name: string) =>
      rows[row]?.values[Object.keys(enterprises.columns).indexOf(name)];
    expect(value(0, 'category')).toBe('企业');
    expect(value(0, 'registered_capital')).toBe(500_000_000);
    expect(value(0, 'status')).toBe('注销');
    expect(value(1, 'status')).toBe('存续');
    expect(rows.map(rulesOf)).toEqual([[], [], ['value.required', 'value.required']]);
  });

  test('an insurance payment: only numbers of resident identity cards are checked', () => {
    const columns = {
      person_name: {},
      person_id: {},
      id_type: {},
      insurance_type: {},
      fee_year: {},
      paid_date: {},
      amount: {},
    };
    const { rows } = normalise(tableOf(insurance_payments, columns), [
      ['张三', '370000198001010017', '', '城乡居民基本医疗保险', '2022', '2021-10-01', '320'],
      ['张三', '370000198001010018', '居民身份证', '医疗', '2022', '2021-10-01', '320'],
      ['张三', 'H01234567', '港澳居民来往内地通行证', '医疗', '2022', '2021-10-01', '320'],
      ['张三', numberCell('370000198001010000'), '', '医疗', '2022', '2021-10-01', '320'],
    ]);
    expect(rows.map(rulesOf)).toEqual([
      [],
      ['identity_number.check_character'],
      [],
      ['identity_number.damaged'],
    ]);
    expect(rows[0]?.key).toBe('["370000198001010017","医疗",2022,"2021-10-01","已缴"]');
  });

  test('a project: phases, ranks and years', () => {
    const columns = {
      project: {},
      investor_rank: {},
      phase: {},
      investment: { unit: '万元' },
      tax: {},
      operation_years_min: { alias: { header: '运营年限' } },
      status: {},
    };
    const { rows } = normalise(tableOf(projects, columns), [
      ['示例产业园', '500', '合计', '56000', '0.3亿元', '3—5年', '在建'],
      ['示例产业园', '500', '一期', '56000', '3000', '', '在建'],
    ]);
    const value = (name: string) => rows[0]?.values[Object.keys(projects.columns).indexOf(name)];
    expect(value('phase')).toBe('整体');
    expect(value('investment')).toBe(56_000_000_000);
    expect(value('tax')).toBe(3_000_000_000);
    expect([value('operation_years_min'), value('operation_years_max')]).toEqual([3, 5]);
    expect(rows.map(rulesOf)).toEqual([[], ['number.unit_missing']]);
  });
});

test('a table without a form cannot be normalised', () => {
  const table = tableOf(roads, {});
  expect(() => normaliser({ ...table, form: null }, context, surveyor(table, roads, null))).toThrow(/表1/);
});

// What takes for ever is ended by the time that every test has.
test('hostile texts come to an end', () => {
  const fill = (pattern: string) => pattern.repeat(32_767 / pattern.length);
  const cells = [
    `1${fill(' ')}x`,
    `1${fill('\n')}x`,
    fill('1,'),
    fill('(1'),
    fill('2021-'),
    fill('年1月'),
    fill('#'),
    fill('　'),
  ];
  const columns = Object.fromEntries(Object.keys(enterprises.columns).map((name) => [name, {}]));
  for (const cell of cells) {
    const wide = [cell, ...Object.keys(columns).map(() => cell)];
    const { rows } = normalise(tableOf(enterprises, columns), [wide]);
    expect(rows[0]?.findings.length).toBeGreaterThan(0);
    for (const found of rows[0]?.findings.slice(0, 1) ?? []) inWords(found, 'zh');
  }
});
