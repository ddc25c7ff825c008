/** Rows that look like data and are none, and their neighbours that are (DOMAIN B, I). */
import { describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { recognised, sheetOf } from '../helpers/recognised.js';

const roads = '序号|所属村|道路名称|起止点|长度（公里）|建设性质|完工日期|备注';
const road = (n: number) => `${n}|第${n}村|${n}号路|村口|1|新建|2021-05-0${n}|`;
const spending = '村名|支出日期|支出类别|用途|金额（元）|备注';
const spent = (n: number) => `东河村|2021-03-0${n}|公共支出|路灯${n}|100|`;
const activities = '活动名称|活动日期|活动地点';
const held = (n: number) => `${n}号晚会|2021-05-0${n}|礼堂`;
const insured = '姓名|身份证号|险种|缴费日期|缴费金额（元）';
const paid = (n: number) => `缴费人${n}|37000019800101001${n}|养老|2021-03-0${n}|300`;

interface Case {
  readonly header: string;
  readonly row: (n: number) => string;
  /** Rows between and below rows of data, with what they are. */
  readonly are: Readonly<Record<string, string>>;
}

const between: Readonly<Record<string, Case>> = {
  examples: {
    header: roads,
    row: road,
    are: {
      '示例|东河村|示例路|起点|9|硬化|2021-05-12|': 'example',
      '示例:1|东河村|甲路|起点|9|硬化|2021-05-12|': 'example',
      '例1|东河村|甲路|起点|9|硬化|2021-05-12|': 'example',
      '填写样例|东河村|甲路|起点|9|硬化|2021-05-12|': 'example',
      '（填报示例）|东河村|甲路|起点|9|硬化|2021-05-12|': 'example',
      '示例一|东河村|甲路|起点|9|硬化|2021-05-12|': 'example',
      '5|东河村|甲路|起点|9|硬化|2021-05-12|示例': 'example',
      '5|东河村|甲路|起点|9|硬化|2021-05-12|此行为示例，请删除': 'example',
      '5|东河村|甲路|此行为示例，请删除|9|硬化|2021-05-12|': 'example',
      '5|东河村|甲路|银行示例网点|9|硬化|2021-05-12|': 'data',
      '5|东河村|示例路|起点|9|硬化|2021-05-12|': 'data',
      '5|东河村|样板路|起点|9|硬化|2021-05-12|': 'data',
      '5|例庄村|甲路|起点|9|硬化|2021-05-12|示范样例工程': 'data',
      '5|东河村|例1有限公司路|起点|9|硬化|2021-05-12|按条例修建': 'data',
    },
  },
  'names that begin like a total': {
    header: activities,
    row: held,
    are: {
      '其中有你文艺演出|2021-05-02|广场': 'data',
      '合计学校运动会|2021-05-02|广场': 'data',
      '总支出知识竞赛|2021-05-02|广场': 'data',
      '其中：文艺演出||': 'subtotal',
    },
  },
  'totals by other names': {
    header: spending,
    row: spent,
    are: {
      '总支出||||200|': 'total',
      '合計||||200|': 'total',
      'Total||||200|': 'total',
      '∑||||200|': 'total',
      '全镇汇总||||200|': 'total',
      '总额||||200|': 'total',
      '共计支出||||200|': 'total',
      '支出总额||||200|': 'total',
      '合计2笔，200.00元|||||': 'total',
      '总计支出200元|||||': 'total',
      '东河村小計||||200|': 'subtotal',
      '共2笔，合计200.00元|||||': 'total',
      '共2笔|||||': 'total',
      '东河村|2021-03-31|公共支出|过次页|200|': 'total',
      '东河村|2021-01-01|公共支出|上年结转|70|': 'total',
      '|||過次頁|200|': 'total',
      '||承前页||200|': 'total',
      '|2021-03-31||本月合计|200|': 'subtotal',
      '东河村|2021-03-31|公共支出|总值班室改造|200|': 'data',
      '东河村|2021-03-31|公共支出|购置过次页账簿|200|': 'data',
    },
  },
  'footers of labels': {
    header: roads,
    row: road,
    are: {
      '村监会主任：||经办人：||公示时间：2021年12月3日|||': 'footer',
      '施工单位：|某公司||监督电话：|12345|||': 'footer',
      '公示期：2021年12月1日至7日|监督电话：12345||||||': 'footer',
      '公示期：12月1日至7日|||||||': 'footer',
      '以下空白|||||||': 'footer',
      '（以下无内容）|||||||': 'footer',
      'END|||||||': 'footer',
      '5|东河村|甲路：一标段|起点|9|硬化|2021-05-12|': 'data',
    },
  },
  'signatures of payers': {
    header: insured,
    row: paid,
    are: { '参保人(签章)：|||社保经办人(签章):|': 'footer' },
  },
  'colons in names': {
    header: activities,
    row: held,
    are: { '读书会：红色经典|2021-05-01|图书室': 'data', '阳光健身操：第二期|2021-06-01|文化广场': 'data' },
  },
};

const directlyUnder: Readonly<Record<string, Case>> = {
  codes: {
    header: activities,
    row: held,
    are: {
      'HDMC|HDRQ|HDDD': 'column_numbers',
      'A01|A02|A03': 'column_numbers',
      'name|date|place': 'column_numbers',
      '（1）|（2）|（3）': 'column_numbers',
      'KTV大赛|2021-05-02|KTV': 'data',
    },
  },
};

async function kindOf(rows: readonly string[], number: number): Promise<string> {
  const { kinds, tables } = await recognised(sheetOf(rows), forms);
  return tables[0]?.data.some((row) => row.number === number) ? 'data' : (kinds[number] ?? 'lost');
}

describe('between and below rows of data', () => {
  for (const [what, { header, row, are }] of Object.entries(between)) {
    for (const [text, kind] of Object.entries(are)) {
      it(`${what}: ${text}`, async () => {
        expect(await kindOf([header, row(1), row(2), text], 4)).toBe(kind);
        if (kind !== 'footer') expect(await kindOf([header, row(1), row(2), text, row(3)], 4)).toBe(kind);
      });
    }
  }
});

it('a sentence that adds up is compared with the sum', async () => {
  const totals = async (sentence: string) =>
    (await recognised(sheetOf([spending, spent(1), spent(2), sentence]), forms)).tables[0]?.end.totals.map(
      ({ stated, sum, agrees }) => [stated, sum, agrees],
    );
  expect(await totals('共2笔，合计200.00元|||||')).toEqual([['200', '200', true]]);
  expect(await totals('共2笔，合计900.00元|||||')).toEqual([['900', '200', false]]);
  expect(await totals('共2笔|||||')).toEqual([]);
});

it('a total below several tables of a form may be the sum of all', async () => {
  const last = (total: number) => [
    roads,
    road(1),
    road(2),
    `|${roads}`,
    `|${road(3)}`,
    `|${road(4)}`,
    `|合计||||${total}|||`,
  ];
  const totals = async (total: number) =>
    (await recognised(sheetOf(last(total)), forms)).tables.at(-1)?.end.totals.map(({ agrees }) => agrees);
  expect(await totals(4)).toEqual([true]);
  expect(await totals(2)).toEqual([true]);
  expect(await totals(5)).toEqual([false]);
});

describe('the header printed again', () => {
  const page = (line: string) => kindOf([roads, road(1), road(2), line, road(3)], 4);
  it('over the same columns is no data, also without its first cell', async () => {
    expect(await page(roads)).toBe('repeated_header');
    expect(await page(roads.replace('序号', ''))).toBe('repeated_header');
  });
  it('over other columns begins another table of the form', async () => {
    const { tables } = await recognised(
      sheetOf([roads, road(1), road(2), `|${roads}`, `|${road(3)}`, `|${road(4)}`]),
      forms,
    );
    expect(tables.map(({ table, data }) => [table.form?.id, data.length])).toEqual([
      ['roads', 2],
      ['roads', 2],
    ]);
  });
});

describe('right under the header', () => {
  for (const [what, { header, row, are }] of Object.entries(directlyUnder)) {
    for (const [text, kind] of Object.entries(are)) {
      it(`${what}: ${text}`, async () => {
        expect(await kindOf([header, text, row(1), row(2)], 2)).toBe(kind);
      });
    }
  }
});

describe('a form without a row of data', () => {
  const polluting = ['散乱污企业台账', '序号|企业名称|发现日期|整治措施|备注'];
  const nil = async (...rows: readonly string[]) => {
    const { tables, rules } = await recognised(sheetOf([...polluting, ...rows]), forms);
    return [tables[0]?.data.length, tables[0]?.end.nilReturn, rules];
  };

  it.each([
    ['1|零报告|||'],
    ['1|无|||'],
    ['||||本期无'],
    ['经排查，未发现散乱污企业||||'],
    ['1|经排查，未发现散乱污企业。|2021-11-30|/|'],
    ['|本月无新增散乱污企业|||'],
    ['||||经排查，辖区内没有散乱污企业'],
    ['经摸排，我镇辖区内无散乱污企业||||'],
  ])('%s: a nil return', async (row) => {
    expect(await nil(row)).toEqual([0, '', []]);
  });

  it.each([
    ['群众文体活动', '活动名称|活动日期|活动地点', '没有围墙的博物馆进校园|2021-05-18|', 1],
    ['群众文体活动', '活动名称|活动日期|活动地点', '没有共产党就没有新中国合唱活动|2021-07-01|', 1],
    ['群众文体活动', '活动名称|活动日期|活动地点', '本月没有开展群众文体活动|2021-07-31|', 0],
    ['散乱污企业台账', '企业名称|发现日期|整治措施', '辖区内没有散乱污企业|2021-07-31|', 0],
  ])('%s: what may be a name is a row with its date: %s %s', async (title, header, row, rows) => {
    const { tables } = await recognised(sheetOf([title, header, row]), forms);
    expect([tables[0]?.data.length, tables[0]?.end.nilReturn]).toEqual([rows, rows === 0 ? '' : null]);
  });

  it.each([['经排查，未发现问题||||'], ['1|经排查，未发现异常情况|||']])('%s: asked', async (row) => {
    expect(await nil(row)).toEqual([0, null, ['nil_return.unclear']]);
  });

  it('holds nothing but its example', async () => {
    expect(await nil('示例|某某塑料厂|2021-05-01|关停取缔|')).toEqual([0, null, ['form.only_example']]);
  });

  it('a sentence beside rows of data declares nothing, and is none', async () => {
    const row = '1|某某塑料厂|2021-05-01|关停取缔|';
    expect(await nil(row, '经排查，未发现其他散乱污企业||||')).toEqual([1, null, []]);
    expect(await nil(row, '本月未发现散乱污企业||||')).toEqual([1, null, []]);
    expect(await nil('1|某某塑料厂|2021-05-01|关停取缔|复查未发现异常')).toEqual([1, null, []]);
  });
});

describe('a sheet that says it is an example', () => {
  const rows = [roads, road(1), road(2)];
  it.each([
    ['样表', '道路'],
    ['道路（填写示例）', '道路'],
    ['示例', '道路'],
    ['Sheet1', '村级道路修建情况表（样表）'],
  ])('%s: %s', async (name, title) => {
    const { tables, rules, kinds } = await recognised(sheetOf([title, ...rows], { name }), forms);
    expect([tables.length, rules]).toEqual([0, ['sheet.example']]);
    expect(Object.values(kinds)).toEqual(['example', 'example', 'example', 'example']);
  });
  it.each([
    ['示例镇道路', '示例镇村级道路修建情况表'],
    ['样板路', '样板路建设情况'],
    ['按条例', '依据公路条例'],
  ])('%s: %s is none', async (name, title) => {
    const { tables } = await recognised(sheetOf([title, ...rows], { name }), forms);
    expect(tables[0]?.data.length).toBe(2);
  });
});
