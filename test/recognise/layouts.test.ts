/** Layouts of real offices (DOMAIN I) that a reader easily gets wrong, as real files through `inspect`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspected, marked, type Rows, write } from '../helpers/laid-out.js';

interface Layout {
  readonly is: string;
  readonly rows: Rows;
  /** Of each table, by column. */
  readonly sums?: readonly Readonly<Record<string, string>>[];
  /** Of each table, of its last column. */
  readonly units?: readonly string[];
  /** Its merges carry values that a CSV lacks. */
  readonly onlyXlsx?: boolean;
}

const layouts: readonly Layout[] = [
  {
    is: 'final accounts: 栏次 in both halves, totals in both',
    rows: [
      'T 收入支出决算总表|<|<|<|<|<',
      'H 收入|<|<|支出|<|<',
      'H 项目|行次|金额|项目|行次|金额',
      'C 栏次||1|栏次||2',
      'D 一、财政拨款收入|1|1200.11|一、一般公共服务支出|31|700',
      'D 四、事业收入|4|15.5|四、公共安全支出|34|15.61',
      'D |6||六、科学技术支出|36|500',
      's 本年收入合计|27|1215.61|本年支出合计|57|1215.61',
    ],
    sums: [{ B: '11', C: '1215.61', E: '101', F: '1215.61' }],
  },
  {
    is: 'column numbers in circles and with their arithmetic, and from 0',
    rows: [
      'H 项目|计划|完成|差额',
      'C ①|②|③|④=②-③',
      'D 甲项|10|4|6',
      'D 乙项|20|5|15',
      'T 附表',
      'H2 序号|单位|任务|完成',
      'C 0|1|2|3',
      'D2 1|甲村|10|4',
      'D2 2|乙村|20|5',
    ],
  },
  {
    is: 'headers of several rows in which 合计 stands first, without merges in a CSV',
    rows: [
      'T “三公”经费支出预算表|<|<|<|<|<',
      'H 2020年预算数|<|<|2021年预算数|<|<',
      'H 合计|公务用车费|公务接待费|合计|公务用车费|公务接待费',
      'D 12.5|8|4.5|11|7.5|3.5',
    ],
    sums: [{ A: '12.5', B: '8', C: '4.5', D: '11', E: '7.5', F: '3.5' }],
  },
  {
    is: 'five rows of header, the last of units',
    rows: [
      'T 农业普查汇总表|<|<|<|<|<|<',
      'H 地区|农户情况|<|<|<|<|<',
      'H ^|户数|<|<|人口|<|<',
      'H ^|合计|其中：|<|合计|其中：|<',
      'H ^|^|农业户|非农户|^|男|女',
      'H ^|(户)|(户)|(户)|(人)|(人)|(人)',
      'D 甲镇|100|80|20|300|150|150',
      'D 乙镇|201|180|21|610|310|300',
    ],
  },
  {
    is: 'a label that spans two columns, and no row below it that names them',
    rows: [
      'H 项目|<|金额|<|备注',
      'D 一般债券|新增|10|0|',
      'D 一般债券|再融资|20|1|',
      'D 专项债券|新增|30|2|',
    ],
  },
  {
    is: 'years over columns, nothing over the labels, rows that count up',
    rows: [
      'T 分年收支（万元）',
      'H |2019年|2020年|2021年',
      'D 收入|10|20|30',
      'D 支出|5|6|7',
      'D 结余|5|14|23',
    ],
  },
  {
    is: 'headers that are questions',
    rows: [
      'H 企业名称（与营业执照一致）|企业2021年1-10月累计实现主营业务收入|企业2020年1-10月累计实现主营业务收入|企业目前存在的困难和需要政府帮助的问题',
      'D 甲公司|1200.55|1100.45|用工难',
      'D 乙公司|800|900|融资难',
    ],
  },
  {
    is: 'sections that name a classification, and sections by a name alone',
    rows: [
      'H 项    目|企业单位数（个）|资产总计',
      't 总  计|50|10000',
      'S 按登记注册类型分||',
      'D 国有企业|5|2000',
      'D 私营企业|45|8000',
      'S 按企业规模分||',
      'D 大型企业|1|3000',
      'D 小微型企业|49|7000',
    ],
  },
  {
    is: 'stages over their schools, in the column of the schools',
    rows: ['H 学校|班级数|学生数', 'S 小学||', 'D 一小|12|500', 'D 二小|10|400', 'S 初中||', 'D 一中|18|800'],
  },
  {
    is: 'a first row whose figures are missing is a row',
    rows: ['H 村|户数|人口', 'D 东村||', 'D 西村|10|30', 'D 南村||', 'D 北村|20|60'],
  },
  {
    is: '其中 goes on in the rows that are indented below it',
    rows: [
      'H 项目|本期|上期',
      'D 工业用电|100|90',
      'D 居民用电|50|45',
      't 合计|150|135',
      's 其中：农村|60|50',
      's       城镇|90|85',
    ],
    sums: [{ B: '150', C: '135' }],
  },
  {
    is: 'working numbers below the total are no rows',
    rows: [
      'H 姓名|部门|工资',
      'D 张三|一科|5000',
      'D 李四|二科|6000',
      't 合计||11000',
      '-',
      '-',
      't ||11000',
      'N |差额|500',
    ],
  },
  {
    is: 'a numbered row without a name is a row, though its figure is the sum so far',
    rows: ['H 序号|姓名|金额', 'D 1|张三|10', 'D 2|李四|20', 'D 3||30'],
  },
  {
    is: 'the amount of the total in words',
    rows: [
      'H 品名|数量|单价|金额',
      'D 水泥|10|400|4000',
      'D 沙子|20|80|1600',
      't 合计金额（大写）伍仟陆佰元整|<|<|5600',
    ],
  },
  {
    is: 'the end of a text on a line of its own',
    rows: [
      'H 序号|问题|整改措施|时限',
      'D 1|台账不全|1.建立台账|11月底',
      'D 2|路灯损坏|维修|12月底',
      'N ||2.专人负责|',
    ],
  },
  {
    is: 'who signs, whatever they are called; an office and a date below a notice',
    rows: [
      'T 外来人员排查登记表|<|<|<',
      'H 序号|姓名|来源地|返回日期',
      'D 1|张三|武汉|1月20日',
      'D 2|李四|黄冈|1.21',
      'P 3|||',
      'P 4|||',
      'F 排查人员签字：|<|村负责人签字：|<',
      'N 泰平镇人民政府|||',
      'N 2021年5月1日|||',
    ],
  },
  {
    is: 'towns that are the sums of their villages, under the county that is the sum of its towns',
    rows: [
      'H 单位|户数|人口',
      's 示范县|350|1070',
      's 东关镇|220|680',
      'D 东村|100|300',
      'D 西村|120|380',
      's 泰平镇|130|390',
      'D 南村|80|220',
      'D 北村|50|170',
      't 总计|350|1070',
    ],
    sums: [{ B: '350', C: '1070' }],
  },
  {
    is: 'outlines of two levels that state their sums',
    rows: [
      'H 序号|项目|数量|金额',
      's 一|基础设施|3|35',
      's （一）|道路|2|30',
      'D 1|甲路|1|10',
      'D 2|乙路|1|20',
      's （二）|桥梁|1|5',
      'D 1|甲桥|1|5',
      's 二|产业|2|7',
      's （一）|养殖|2|7',
      'D 1|养牛|1|3',
      'D 2|养羊|1|4',
    ],
    sums: [{ A: '7', C: '5', D: '42' }],
  },
  {
    is: 'averages, extremes and rates below marks',
    rows: [
      'H 学号|姓名|语文|数学',
      'D 1|张三|90|80',
      'D 2|李四|70|95',
      't 平均分||80|87.5',
      't 最高分||90|95',
      't 及格率||100%|100%',
    ],
  },
  {
    is: 'a bare total below two rows',
    rows: ['H 项目|单价|数量|小计', 'D 苗木|20|1000|20000', 'D 人工|150|40|6000', 't |||26000'],
  },
  {
    is: 'days of the week below days of the month',
    rows: ['T 考勤表|<|<|<|<', 'H 姓名|1|2|3|合计', 'H ^|一|二|三|^', 'D 张三|√|√|√|3', 'D 李四|√|休|√|2'],
  },
  {
    is: 'an example of how to fill in the form',
    rows: ['H 序号|姓名|家庭住址', 'E （示例）|张某某|某县某镇某村', 'D 1|李四|东村', 'D 2|王五|西村'],
  },
  {
    is: 'opinions below a list',
    rows: [
      'H 序号|姓名|申请金额|审核金额',
      'D 1|张三|500|500',
      'D 2|李四|600|550',
      'F 村委会意见：|情况属实，同意上报。|<|<',
      'F 镇政府意见：|同意。|<|<',
    ],
  },
  {
    is: 'a wider table below a blank row, without a title',
    rows: [
      'H 指标|数值',
      'D 户数|100',
      'D 人口|300',
      '-',
      'H2 村名|户数|人口|耕地',
      'D2 东村|40|120|200',
      'D2 西村|60|180|300',
    ],
  },
  {
    is: 'tables below each other, each under its title and unit',
    rows: [
      'T 一、人口情况',
      'U 单位：人',
      'H 村|总人口|男',
      'D 东|100|50',
      'D 西|120|60',
      '-',
      'T 二、耕地情况',
      'U 单位：亩',
      'H2 村|耕地|水田',
      'D2 东|500|100',
      'D2 西|600|200',
    ],
    units: ['人', '亩'],
  },
  {
    is: 'a form on one household is no list',
    rows: [
      'x 农户情况登记表|<|<|<',
      'x 姓名|张三|性别|男',
      'x 身份证号|3701|民族|汉',
      'x 住址|东村|电话|138',
    ],
  },
];

const besides: readonly (Layout & { readonly tables: ReturnType<typeof marked>['tables'] })[] = [
  {
    is: 'one list in three columns side by side, without a gap',
    rows: [
      'H 序号|企业名称|序号|企业名称|序号|企业名称',
      'D 1|甲公司|4|丁公司|7|庚公司',
      'D 2|乙公司|5|戊公司|8|辛公司',
      'D 3|丙公司|6|己公司||',
    ],
    tables: [3, 3, 2].map((data) => ({ header: [1, 1], first: 2, last: data + 1, data })),
    sums: [{ A: '6' }, { C: '15' }, { E: '15' }],
  },
  {
    is: 'two tables side by side, each over its total, with a blank column between',
    rows: [
      'T 收入支出对照|<|<|<|<|<|<',
      'H 收入日期|收入项目|收入金额||支出日期|支出项目|支出金额',
      'D 10月2日|承包费|560||10月1日|电费|378',
      'D 10月6日|利息|366||10月3日|纸张|19',
      't 合计||926||10月5日|保洁|104',
      't ||||合计||501',
    ],
    tables: [2, 3].map((data) => ({ header: [2, 2], first: 3, last: data + 2, data })),
    sums: [{ C: '926' }, { G: '501' }],
  },
  {
    is: 'two tables side by side, each over its total, without a gap',
    rows: [
      'T 收入支出对照|<|<|<|<|<',
      'H 收入日期|收入项目|收入金额|支出日期|支出项目|支出金额',
      'D 10月2日|承包费|560|10月1日|电费|378',
      'D 10月6日|利息|366|10月3日|纸张|19',
      't 合计||926|10月5日|保洁|104',
      't |||合计||501',
    ],
    tables: [2, 3].map((data) => ({ header: [2, 2], first: 3, last: data + 2, data })),
    sums: [{ C: '926' }, { F: '501' }],
  },
  {
    is: 'two tables side by side whose headers stand in rows of their own',
    rows: [
      'T 名单|<|<|||',
      'H 序号|姓名|得分|||',
      'D 1|甲|90||班级|平均分',
      'D 2|乙|80||一班|85',
      'D 3|丙|85||二班|80',
      'D 4|丁|70|||',
    ],
    tables: [
      { header: [2, 2], first: 3, last: 6, data: 4 },
      { header: [3, 3], first: 4, last: 5, data: 2 },
    ],
    sums: [{ A: '10', C: '325' }, { F: '165' }],
  },
  {
    is: 'two tables side by side, each under its title',
    rows: [
      'T 各村基本情况|<|<||干部情况|<|<',
      'H 村名|户数|人口||姓名|职务|电话',
      'D 东村|100|300||张三|书记|1',
      'D 西村|120|380||李四|主任|2',
      'D 南村|80|220||||',
    ],
    tables: [3, 2].map((data) => ({ header: [2, 2], first: 3, last: data + 2, data })),
    sums: [{ B: '300', C: '900' }, { G: '3' }],
  },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layouts-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read({ rows }: Layout, format: 'xlsx' | 'csv') {
  const path = join(folder, `sheet.${format}`);
  await write(rows, path, format);
  return inspected(path);
}

const cases = <T extends Layout>(all: readonly T[]) =>
  all.flatMap((layout) =>
    (layout.onlyXlsx ? (['xlsx'] as const) : (['xlsx', 'csv'] as const)).map((format) => ({
      ...layout,
      format,
    })),
  );

describe('layouts', () => {
  test.each(cases(layouts))('$is ($format)', async (layout) => {
    const { tables, others, sums, units } = await read(layout, layout.format);
    expect({ tables, others }).toEqual(marked(layout.rows));
    if (layout.sums) expect(sums).toEqual(layout.sums);
    if (layout.units) expect(units).toEqual(layout.units);
  });

  test.each(cases(besides))('$is ($format)', async (layout) => {
    const { tables, sums } = await read(layout, layout.format);
    expect(tables).toEqual(layout.tables);
    expect(sums).toEqual(layout.sums);
  });
});
