/** Which form a sheet is, what its columns are, what it states of itself, and what contradicts its folder. */

import { describe, expect, test } from 'vitest';
import {
  choice,
  date,
  defineForm,
  events,
  type Form,
  measure,
  roster,
  text,
  village,
} from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import { contradictions, notesSheetMarker } from '../../pipeline/recognise/index.js';
import type { Facts, Table } from '../../pipeline/recognise/table.js';
import { recognised, type SheetOptions, sheetOf } from '../helpers/recognised.js';

const roads = '序号|所属村|道路名称|长度（公里）|建设性质|完工日期';
const ourFolder = { unitNames: ['泰平镇'], otherUnits: [], asOf: '2021-11-30', answers: noAnswers };

const read = (rows: readonly string[], options: SheetOptions = {}, known: readonly Form[] = forms) =>
  recognised(sheetOf(rows, options), known);
const fieldsOf = (table: Table | undefined) =>
  Object.fromEntries((table?.columns ?? []).flatMap((c) => (c.field ? [[c.field, c.column]] : [])));

describe('which form', () => {
  test.each(forms.map((form) => [form.id, form] as const))('%s by its standard headers', async (id, form) => {
    const headers = Object.values(form.columns).map(({ spec }) => spec.header);
    const title = form.recognisedBy?.words[0] ?? form.title;
    const { tables, rules } = await read([
      title,
      ['序号', ...headers, '备注'].join('|'),
      ['1', ...headers.map(() => '甲'), ''].join('|'),
    ]);
    expect(tables[0]?.table.form?.id).toBe(id);
    expect(Object.keys(fieldsOf(tables[0]?.table)).sort()).toEqual(Object.keys(form.columns).sort());
    expect(rules).toEqual([]);
  });

  test.each(forms.map((form) => [form.id, form] as const))(
    '%s by each alias in its place',
    async (id, form) => {
      const specs = Object.entries(form.columns).map(([field, { spec }]) => ({ field, spec }));
      for (const { field, spec } of specs) {
        for (const alias of spec.aliases) {
          if (specs.some((s) => s.field !== field && s.spec.header === alias.header)) continue;
          const header = specs.map((s) => (s.field === field ? alias.header : s.spec.header));
          const title = form.recognisedBy?.words[0] ?? form.title;
          const { tables } = await read([title, header.join('|'), header.map(() => '甲').join('|')]);
          expect(tables[0]?.table.form?.id, alias.header).toBe(id);
          expect(fieldsOf(tables[0]?.table)[field], alias.header).toBe(
            specs.findIndex((s) => s.field === field),
          );
        }
      }
    },
  );

  test('lacking a required column is named', async () => {
    const { tables, rules } = await read(['所属村|道路名称|长度|建设性质', '东|甲路|1|新建']);
    expect(tables[0]?.table).toMatchObject({ missing: ['完工日期'] });
    expect(tables[0]?.table.form?.id).toBe('roads');
    expect(rules).toContain('column.missing');
  });

  test('a tie is ambiguous', async () => {
    const one = defineForm({
      id: 'one',
      title: '甲表',
      departments: [],
      shape: roster,
      key: ['name'],
      columns: { name: text('名称').required(), n: text('数目').required() },
    });
    const two = defineForm({
      id: 'two',
      title: '乙表',
      departments: [],
      shape: roster,
      key: ['name'],
      columns: { name: text('名称').required(), n: text('数目').required() },
    });
    const { tables, rules } = await read(['名称|数目', '甲|1'], {}, [one, two]);
    expect(tables[0]?.table.form).toBeNull();
    expect(tables[0]?.table.ambiguous.map((form) => form.id)).toEqual(['one', 'two']);
    expect(rules).toEqual(['form.ambiguous']);
  });

  test('polluting workshops need a word of their own', async () => {
    const rows = ['企业名称|发现日期|地址', '甲|2021-01-01|东路'];
    const without = await read(rows);
    expect(without.tables[0]?.table.form).toBeNull();
    expect(without.rules).toEqual(['form.unknown']);
    const named = await read(rows, { name: '散乱污台账' });
    expect(named.tables[0]?.table.form?.id).toBe('polluting_workshops');
  });

  test('a sheet without a table is unknown, and said so once', async () => {
    const { unknown, rules } = await read(['关于报送材料的通知', '各村：', '请按时报送。']);
    expect(unknown).toEqual([1, 2, 3]);
    expect(rules).toEqual(['form.unknown']);
  });

  test('our own instruction sheets are notes', async () => {
    const { kinds, rules } = await read([notesSheetMarker, '栏目|说明', '所属村|必填'], { name: '填写说明' });
    expect(kinds).toEqual({ 1: 'note', 2: 'note', 3: 'note' });
    expect(rules).toEqual([]);
  });
});

describe('columns', () => {
  test('the standard header wins over aliases, which one warning names', async () => {
    const { tables, rules } = await read([
      '所属村|路名|里程|修建里程|长度|建设性质|完工日期',
      '东|a|1|2|3|新建|2021.1.1',
    ]);
    expect(fieldsOf(tables[0]?.table)).toMatchObject({ road_name: 1, length: 4 });
    expect(rules).toEqual(['column.passed_over']);
  });

  test('two columns are joined, one column serves two fields', async () => {
    const joined = await read([
      '所属村|道路名称|起点|终点|长度|建设性质|完工日期',
      '东|a|甲|乙|3|新建|2021.1.1',
    ]);
    expect(joined.tables[0]?.table.columns).toContainEqual(
      expect.objectContaining({ field: 'section', column: 2, joinedWith: 3 }),
    );
    const range = await read(['项目名称|建设阶段|计划投资（亿元）|项目状态|运营年限', 'A|合计|3|在建|3-5年']);
    expect(fieldsOf(range.tables[0]?.table)).toMatchObject({
      operation_years_min: 4,
      operation_years_max: 4,
    });
    expect(range.tables[0]?.data).toHaveLength(1);
  });

  test('编号 is the case number of petitions where nothing else is, else a serial number', async () => {
    const petition = '登记日期|信访形式|信访级别|办结日期|办理结果';
    const row = '2021-01-01|来访|到镇|2021-02-01|已办结';
    const claimed = await read([`编号|${petition}`, `X1|${row}`]);
    expect(fieldsOf(claimed.tables[0]?.table)).toMatchObject({ case_no: 0 });
    const serial = await read([`编号|信访编号|${petition}`, `1|X1|${row}`]);
    expect(fieldsOf(serial.tables[0]?.table)).toMatchObject({ case_no: 1 });
    expect(serial.tables[0]?.table.columns[0]?.role).toBe('serial');
  });

  test('brackets of any kind, marks, numbering, units at the end', async () => {
    const { tables } = await read([
      '1.所属村*|道路名称（必填)|【长度】：|建设性质（新建、改建〕|完工日期\\n（年/月/日)|投资额万元',
      '东|a|3|新建|2021.1.1|4',
    ]);
    expect(tables[0]?.table.form?.id).toBe('roads');
    expect(tables[0]?.table.columns.find((c) => c.field === 'investment')?.unit).toBe('万元');
  });

  test('units: header over unit line, unit line only where it measures the same', async () => {
    const { tables } = await read([
      '单位：万元、公里',
      '所属村|道路名称|长度|路面宽度|建设性质|完工日期|投资（元）',
      '东|a|3|4|新建|2021.1.1|4',
    ]);
    const units = tables[0]?.table.columns.map((c) => c.unit);
    expect(units).toEqual([null, null, '公里', '公里', null, null, '元']);
  });

  test('a rate fills no field, also beside the column that is meant', async () => {
    const { tables } = await read([
      '所属村|道路名称|长度（公里）|投资（万元/公里）|投资（万元）|建设性质|完工日期',
      '东|a|3|20|60|新建|2021.1.1',
    ]);
    expect(tables[0]?.table.columns.map((c) => c.field)).toEqual([
      'village',
      'road_name',
      'length',
      null,
      'investment',
      'nature',
      'completed_date',
    ]);
  });

  test('an alias is read until its last year', async () => {
    const form = defineForm({
      id: 'old',
      title: '旧表',
      departments: [],
      shape: events('day'),
      key: ['name'],
      columns: {
        name: text('名称').alias({ header: '旧名', until: 2020 }).required(),
        day: date('日期').required(),
        n: measure('数', 'count', '个'),
      },
    });
    const before = await recognised(sheetOf(['旧名|日期|数', '甲|2020-1-1|1']), [form], {
      unitNames: [],
      otherUnits: [],
      asOf: '2020-12-31',
      answers: noAnswers,
    });
    const after = await recognised(sheetOf(['旧名|日期|数', '甲|2021-1-1|1']), [form], {
      unitNames: [],
      otherUnits: [],
      asOf: '2021-12-31',
      answers: noAnswers,
    });
    expect([before.tables[0]?.table.missing, after.tables[0]?.table.form]).toEqual([[], null]);
  });
});

describe('rows', () => {
  test.each([
    ['无|||||', ''],
    ['1|零报告||||', ''],
    ['1|东魏庄|无|||', ''],
    ['/|/|/|/|/|/', ''],
    ['|本期无此类情况||||', ''],
    ['本年度无新增道路|||||', ''],
  ])('nil return %s', async (row, part) => {
    const { tables, kinds, rules } = await read([roads, row]);
    expect(kinds[2]).toBe('nil_return');
    expect(tables[0]?.end).toMatchObject({ nilReturn: part, dataRows: 0 });
    expect(rules).toEqual([]);
  });

  test('nil return of one part, in a cell or in the title', async () => {
    const header = '姓名|身份证号|险种|缴费日期|缴费金额';
    const cell = await read([header, '无|无|居民养老|无|无']);
    expect(cell.tables[0]?.end.nilReturn).toBe('养老');
    const title = await read(['泰平镇2021年城乡居民医疗保险', header, '零报告||||']);
    expect(title.tables[0]?.end.nilReturn).toBe('医疗');
  });

  test('a village without anything among others with rows declares nothing', async () => {
    const { tables, kinds } = await read([roads, '1|东魏庄|甲路|1|新建|2021.1.1', '2|西庄|无|||']);
    expect(kinds[3]).toBe('nil_return');
    expect(tables[0]?.end.nilReturn).toBeNull();
  });

  test('无 is a value where the column allows it', async () => {
    const { tables } = await read(['行政村|办公场所类型|户数', '东|无|', '西|楼房|3']);
    expect(tables[0]?.data).toHaveLength(2);
  });

  test('only a header, and nothing said, is a finding', async () => {
    const { tables, rules } = await read([roads, '填表人：张三']);
    expect(tables[0]?.end.nilReturn).toBeNull();
    expect(rules).toEqual(['form.empty']);
  });

  test('a total word that the column allows is data', async () => {
    const { tables } = await read([
      '项目名称|建设阶段|计划投资（亿元）|项目状态',
      'A|合计|3|在建',
      'B|总体|1|在建',
      '合计||4|',
    ]);
    expect(tables[0]?.data.map((row) => row.number)).toEqual([2, 3]);
    expect(tables[0]?.end.totals).toEqual([
      { row: 4, column: 2, header: '计划投资（亿元）', stated: '4', sum: '4', agrees: true },
    ]);
  });

  test('stated totals beside the sum of their rows, at the coarser precision; rates are not compared', async () => {
    const { tables } = await read(
      [
        '镇|金额|产值|完成率',
        '甲|1.04|10|0.5',
        '乙|2.04|20|1',
        '小计|3.1|31|0.7',
        '丙|1|5|1',
        '合计|4.1|35|0.9',
        '其中：女|1|1|1',
      ],
      {},
      [],
    );
    expect(tables[0]?.end.totals.map((t) => [t.row, t.header, t.stated, t.sum, t.agrees])).toEqual([
      [4, '金额', '3.1', '3.08', true],
      [4, '产值', '31', '30', false],
      [6, '金额', '4.1', '4.08', true],
      [6, '产值', '35', '35', true],
    ]);
  });

  test('hidden rows, columns and sheets are read, and said so', async () => {
    const { tables, rules } = await read([roads, '1|东|a|1|新建|2021.1.1', '2|西|b|2|新建|2021.1.2'], {
      hiddenRows: [3],
      hiddenColumns: [2],
      state: 'hidden',
    });
    expect(tables[0]?.data).toHaveLength(2);
    expect(rules).toEqual(['hidden.sheet', 'hidden.columns', 'hidden.rows']);
  });

  test('a merged measure is no value of a row', async () => {
    const { tables, rules } = await read(
      [
        '所属村|道路名称|长度|建设性质|完工日期|投资',
        '东|a|1|新建|2021.1.1|50',
        '|b|2|新建|2021.1.2|',
        '西|c|3|新建|2021.1.3|7',
      ],
      { merges: ['A2:A3', 'F2:F3'] },
    );
    expect(tables[0]?.data.map((row) => [row.texts[0], row.texts[5]])).toEqual([
      ['东', ''],
      ['东', ''],
      ['西', '7'],
    ]);
    expect(rules).toEqual(['total.merged']);
  });
});

describe('facts', () => {
  const factsOf = async (rows: readonly string[], options: SheetOptions = {}) =>
    (await read(rows, options)).tables[0]?.end.facts;

  test('several in one cell, parted by blanks', async () => {
    expect(
      await factsOf(
        [
          '泰平镇二〇二一年村级道路',
          '填报单位（盖章）：泰平镇村镇建设办    填报时间：2021.11.30    单位：万元',
          roads,
          '1|东|a|1|新建|2021.1.1',
          '填 表 人：张三　　审核人：李四',
        ],
        { merges: ['A1:F1', 'A2:F2', 'A5:F5'] },
      ),
    ).toMatchObject({
      titles: ['泰平镇二〇二一年村级道路'],
      titleYears: [2021],
      reportingUnit: '泰平镇村镇建设办',
      reportedOn: '2021-11-30',
      units: [{ from: 'line', below: false, pieces: [{ text: '万元' }] }],
      reportedBy: '张三',
      reviewedBy: '李四',
    });
  });

  test('单位 is a unit of measure or an office', async () => {
    expect(
      await factsOf(['单位：泰平镇人民政府|||计量单位：公里', roads, '1|东|a|1|新建|2021.1.1']),
    ).toMatchObject({
      reportingUnit: '泰平镇人民政府',
      units: [{ from: 'line', pieces: [{ text: '公里' }] }],
    });
  });

  test('label and value in cells of their own', async () => {
    expect(
      await factsOf(['填报单位|泰平镇||填报日期|2021年11月3日', roads, '1|东|a|1|新建|2021.1.1']),
    ).toMatchObject({ reportingUnit: '泰平镇', reportedOn: '2021-11-03' });
  });
});

describe('contradictions with the folder', () => {
  const table = { sheet: { name: 'S' }, form: { titleMayNameNextYear: false } } as Table;
  const insurance = { sheet: { name: 'S' }, form: { titleMayNameNextYear: true } } as Table;
  const none: Facts = {
    titles: [],
    titleYears: [],
    reportingUnit: null,
    reportingUnitAt: null,
    reportedOn: null,
    reportedOnAt: null,
    reportedBy: null,
    reviewedBy: null,
    units: [],
    spanStated: null,
  };
  const rules = (facts: Partial<Facts>, of = table) =>
    contradictions({ ...none, ...facts }, of, ourFolder).map((f) => f.rule);

  test.each([
    ['泰平镇', []],
    ['泰平镇人民政府', []],
    ['示例县泰平镇经济发展办公室', []],
    ['经济发展办公室', []],
    ['村镇建设办公室', []],
    ['泰平街道办事处', []],
    ['安康镇', ['sheet.other_unit']],
    ['示例县安康镇人民政府', ['sheet.other_unit']],
    ['安康镇经发办', ['sheet.other_unit']],
    ['城关街道办事处', ['sheet.other_unit']],
  ])('填报单位 %s', (reportingUnit, expected) => {
    expect(rules({ reportingUnit })).toEqual(expected);
  });

  test.each([
    [{ titleYears: [2021] }, []],
    [{ titleYears: [2020, 2021] }, []],
    [{ titleYears: [2020] }, ['sheet.other_year']],
    [{ titleYears: [2022] }, ['sheet.other_year']],
    [{ reportedOn: '2022-01-05' }, []],
    [{ reportedOn: '2020-12-30' }, ['sheet.other_year']],
  ])('years %o', (facts, expected) => {
    expect(rules(facts)).toEqual(expected);
  });

  test('titles of insurance may name the next year', () => {
    expect(rules({ titleYears: [2022] }, insurance)).toEqual([]);
  });
});

test('a choice column of a small form', async () => {
  const form = defineForm({
    id: 'small',
    title: '小表',
    departments: [],
    shape: roster,
    key: ['place'],
    columns: { place: village('村').required(), kind: choice('类型', { 甲: [], 合计: [] }).required() },
  });
  const { tables } = await read(['村|类型', '东|合计', '西|甲'], {}, [form]);
  expect(tables[0]?.data).toHaveLength(2);
});
