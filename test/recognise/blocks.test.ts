/** Where the tables of a sheet begin and end, and what in them is data (DOMAIN I), as real files through `inspect`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspected, marked, type Rows, write } from '../helpers/laid-out.js';

interface Sheet {
  readonly is: string;
  readonly rows: Rows;
  /** Of each table, by column. */
  readonly sums?: readonly Readonly<Record<string, string>>[];
  /** Its merges carry what a CSV lacks. */
  readonly onlyXlsx?: boolean;
}

const sheets: readonly Sheet[] = [
  {
    is: 'the city over its counties, without a word of totals',
    rows: [
      'T 各县（市、区）主要经济指标|<|<|<',
      'U 单位：亿元|<|<|<',
      'H 地 区|地区生产总值|第一产业|第二产业',
      't 全 市|350|60|290',
      'D 东城县|100|20|80',
      'D 西城县|120|15|105',
      'D 南山区|80|10|70',
      'D 北湖区|50|15|35',
      'F 资料来源：市统计局。|||',
    ],
    sums: [{ B: '350', C: '60', D: '290' }],
  },
  {
    is: 'quantity and amount under opening stock, receipts and closing stock',
    rows: [
      'T 原材料收发存月报|<|<|<|<|<|<|<',
      'H 名称|规格|期初|<|本期收入|<|期末|<',
      'H ^|^|数量|金额|数量|金额|数量|金额',
      'D 水泥|425|10|100|5|50|15|150',
      'D 钢筋|Φ12|20|400|10|200|30|600',
      'D 沙|中|30|90|10|30|40|120',
      't 合计|||590||280||870',
    ],
    onlyXlsx: true,
  },
  {
    is: 'days of a month as decimals in the header',
    rows: [
      'T 主要农产品价格日报|<|<|<|<',
      'H 品种|5.12|5.13|5.14|涨跌幅',
      'D 猪肉|25|25.5|26|1.9',
      'D 牛肉|70|71|70|-1.4',
      'D 鸡蛋|9|9.1|9|-1.1',
      'D 白菜|2|2|2.1|5',
    ],
  },
  {
    is: 'codes and their names without a header',
    rows: ['D 370000|山东省', 'D 370100|济南市', 'D 370102|历下区', 'D 370103|市中区'],
    sums: [{ A: '1480305' }],
  },
  {
    is: 'a title and no header',
    rows: ['T 各村户数|<|<', 'D 东村|101|张某', 'D 西村|98|王某', 'D 南村|77|李某', 'D 北村|130|赵某'],
  },
  {
    is: 'sums above the rows in a row without any word',
    rows: [
      'T 基本情况|<|<|<',
      'H 村名|户数|人口|耕地面积',
      't |300|850|2600',
      'D 东村|100|300|900',
      'D 西村|120|350|1000',
      'D 南村|80|200|700',
    ],
  },
  {
    is: 'years in the header and nothing over the labels',
    rows: [
      'T 历年人口|<|<|<|<',
      'H |2016年|2017年|2018年|2019年',
      'D 东县|100|101|102|103',
      'D 西县|200|201|202|203',
      'D 南县|300|301|302|303',
    ],
  },
  {
    is: 'a payroll: groups with a sum of their own between columns that are merged downward',
    rows: [
      'T 某镇2021年8月工资发放表|<|<|<|<|<|<|<',
      'H 序号|姓名|应发工资|<|<|扣款|<|实发工资',
      'H ^|^|基本工资|津贴|小计|公积金|个税|^',
      'D 1|甲某|3000|1000|4000|400|0|3600',
      'D 2|乙某|3500|1200|4700|470|0|4230',
      'D 3|丙某|2800|900|3700|370|0|3330',
      't 合计|<|9300|3100|12400|1240|0|11160',
      'F 制表人：|<|审核人：|<|负责人：|<|<|<',
    ],
    onlyXlsx: true,
  },
  {
    is: 'subtotals below names that are merged downward',
    rows: [
      'T 2021年招生计划|<|<|<|<',
      'H 学校|专业|学制|计划数|<',
      'H ^|^|^|本省|外省',
      'D 甲职校|护理|3|100|20',
      'D ^|会计|3|50|10',
      's 小计|<|<|150|30',
      'D 乙职校|机电|3|80|5',
      'D ^|园艺|3|40|0',
      's 小计|<|<|120|5',
      't 总计|<|<|270|35',
    ],
    onlyXlsx: true,
  },
  {
    is: 'towns that are numbered 一, 二 and are the sums of their villages',
    rows: [
      'T 各镇低保人数|<|<|<',
      'H 序号|单位|户数|人数',
      's 一|东镇|90|200',
      'D 1|东一村|40|90',
      'D 2|东二村|50|110',
      's 二|西镇|70|150',
      'D 1|西一村|30|70',
      'D 2|西二村|40|80',
    ],
  },
  {
    is: 'title and header printed again on the next page',
    rows: [
      'T 村民花名册|<|<|<',
      'H 序号|姓名|户主|人口',
      'D 1|甲某|甲某|4',
      'D 2|乙某|乙某|3',
      'D 3|丙某|丙某|5',
      'T 村民花名册|<|<|<',
      'R 序号|姓名|户主|人口',
      'D 4|丁某|丁某|2',
      'D 5|戊某|戊某|6',
    ],
  },
  {
    is: 'names of columns in English below those in Chinese',
    rows: [
      'H 姓名|性别|出生日期|部门|工号',
      'C name|gender|birthday|dept|no',
      'D 甲某|男|1990-01-01|财务|A001',
      'D 乙某|女|1991-02-02|人事|A002',
      'D 丙某|男|1992-03-03|技术|A003',
    ],
  },
  {
    is: 'a pivot table',
    rows: [
      'T 求和项:金额|列标签||',
      'H 行标签|现金|转账|总计',
      'D 东村|100|200|300',
      'D 西村|50|60|110',
      'D 南村|10|20|30',
      't 总计|160|280|440',
    ],
  },
  {
    is: 'subtotals inside of regions that are merged downward',
    rows: [
      'T 营业收入|<|<|<',
      'H 片区|门店|一月|二月',
      'D 东区|甲店|10|20',
      'D ^|乙店|30|40',
      's ^|小计|40|60',
      'D 西区|丙店|5|6',
      'D ^|丁店|7|8',
      's ^|小计|12|14',
      't 总计|<|52|74',
    ],
    onlyXlsx: true,
  },
  {
    is: 'a fine grid on which values stand to the right inside of their column',
    rows: [
      'T 表1 某村设施|<|<|<|<|<|<|<|<|<',
      'H 序号|<|类型|<|<|名称|<|<|数量|<',
      'D 1|<||道路|<|主村道|<|<|2|<',
      'D 2|<||桥梁|<|东桥|<|<|1|<',
      'D 3|<||水渠|<|干渠|<|<|4|<',
    ],
    sums: [{ A: '6', I: '7' }],
    onlyXlsx: true,
  },
  {
    is: 'a fine grid with its header printed again over the same columns',
    rows: [
      'T 表1 某村设施|<|<|<|<|<|<|<',
      'H 序号|<|类型|<|<|名称|数量|<',
      'D 1|<|道路|<|<|主村道|2|<',
      'D 2|<|桥梁|<|<|东桥|1|<',
      'R 序号|<|类型|<|<|名称|数量|<',
      'D 3|<|水渠|<|<|干渠|4|<',
      'D 4|<|泵站|<|<|东站|3|<',
    ],
    sums: [{ A: '10', G: '10' }],
    onlyXlsx: true,
  },
  {
    is: 'a fine grid whose next page has its columns elsewhere, under its title again',
    rows: [
      'T 表1 某村设施|<|<|<|<|<|<|<',
      'H 序号|<|类型|<|<|名称|数量|<',
      'D 1|<|道路|<|<|主村道|2|<',
      'D 2|<|桥梁|<|<|东桥|1|<',
      'T 表1 某村设施（续）|<|<|<|<|<|<|<',
      'H2 序号|类型|<|<|名称|<|<|数量',
      'D2 3|水渠|<|<|干渠|<|<|4',
      'D2 4|泵站|<|<|东站|<|<|3',
      't 合计|<|<|<|<|<|<|10',
    ],
    onlyXlsx: true,
  },
  {
    is: 'a fine grid under two rows of header',
    rows: [
      'T 基本情况|<|<|<|<|<|<|<|<',
      'H 村名|<|人口|<|<|<|<|土地|<',
      'H ^|^|总数|<|其中：男|<|<|耕地|<',
      'D 东村|<|100|<|50|<|<|900|<',
      'D 西村|<|200|<|90|<|<|800|<',
      'D 南村|<|150|<|70|<|<|700|<',
    ],
    sums: [{ C: '450', E: '210', H: '2400' }],
    onlyXlsx: true,
  },
  {
    is: 'a fine grid with names that are merged downward',
    rows: [
      'T 台账|<|<|<|<|<',
      'H 类别|<|项目|<|金额|<',
      'D 一类|<|甲|<|10|<',
      'D ^|^|乙|<|20|<',
      'D 二类|<|丙|<|30|<',
      'D ^|^|丁|<|40|<',
    ],
    sums: [{ E: '100' }],
    onlyXlsx: true,
  },
  {
    is: 'a header with other columns and without its serial numbers, over names alone',
    rows: [
      'H 序号|类型|企业|负责人|电话',
      'D 1|批发|甲市场|甲某|13800000001',
      'D 2|批发|乙市场|乙某|13800000002',
      'H2 类型|企业|是否营业|负责人|电话',
      'D2 配送|丙公司|是|丙某|13800000003',
      'D2 配送|丁公司|否|丁某|13800000004',
    ],
  },
  {
    is: 'a header one of whose names is another',
    rows: [
      'T 物资情况|<|<|<',
      'H 类型|单位名称|库存|销量',
      'D 市场|甲|10|1',
      'D 市场|乙|20|2',
      's 小计||30|3',
      'H2 类型|企业名称|库存|进货',
      'D2 企业|丙|40|4',
      'D2 企业|丁|50|5',
      's 小计||90|9',
      't 合计||120|',
    ],
  },
  {
    is: 'a header that shares but a word with the one above',
    rows: [
      'H 项目|收入金额|来源',
      'D 承包费|100|东村',
      'D 利息|20|银行',
      'H2 项目|支出用途|支出金额|经手人',
      'D2 保洁|工资|50|甲某',
      'D2 路灯|电费|30|乙某',
    ],
  },
  {
    is: 'towns above their projects, under their county, by arithmetic alone',
    rows: [
      'T 进度表|<|<|<',
      'H 乡镇|项目|面积|投资',
      's 全县||100|1000',
      's 东镇||30|300',
      'D |甲项|10|100',
      'D |乙项|20|200',
      's 西镇||70|700',
      'D |丙项|30|300',
      'D |丁项|40|400',
    ],
  },
  {
    is: 'sums below the projects of each town, by arithmetic alone',
    rows: [
      'T 进度表|<|<|<',
      'H 乡镇|项目|面积|投资',
      'D 东镇|甲项|10|100',
      'D 东镇|乙项|20|200',
      't ||30|300',
      'D 西镇|丙项|30|300',
      'D 西镇|丁项|40|400',
      't ||70|700',
      't ||100|1000',
    ],
  },
  {
    is: 'no header over dates and numbers',
    rows: [
      'D 2021-01-01|东村|100|甲某',
      'D 2021-01-02|西村|120|乙某',
      'D 2021-01-03|南村|90|丙某',
      'D 2021-01-04|东村|80|甲某',
    ],
  },
  {
    is: 'no header over names alone',
    rows: ['D 东镇|东村|甲某', 'D 东镇|西村|乙某', 'D 西镇|南村|丙某', 'D 西镇|北村|丁某'],
  },
  {
    is: 'a cash book: lines carried over, sums of months, year and day under one name',
    rows: [
      'T 现金日记账|<|<|<|<|<|<',
      'U 单位：某村|<|<|<|<|金额单位：元|<',
      'H 2021年|<|凭证号|摘要|借方|贷方|余额',
      'H 月|日|^|^|^|^|^',
      't |||上年结转|||1000',
      'D 1|3|记1|收承包费|500||1500',
      'D 1|9|记2|付电费||200|1300',
      's |||本月合计|500|200|1300',
      't |||本年累计|500|200|1300',
      'D 2|1|记3|付工资||300|1000',
      's |||本月合计||300|1000',
      't |||本年累计|500|500|1000',
      't |||过次页|500|500|1000',
      'F 会计：甲某||复核：乙某||出纳：丙某||',
    ],
    onlyXlsx: true,
  },
  {
    is: 'counts below the rows, in the columns of words',
    rows: [
      'H 序号|姓名|周一|周二|周三',
      'D 1|甲某|早|晚|休',
      'D 2|乙某|晚|休|早',
      'D 3|丙某|休|早|晚',
      'D 4|丁某|早|早|晚',
      'D 5|戊某|晚|晚|早',
      'N |早班人数|2|1|2',
      'N |晚班人数|2|2|2',
    ],
  },
  {
    is: 'averages without a name and rates of change below the rows',
    rows: [
      'H 月份|产量|销量',
      'D 1月|10|9',
      'D 2月|11|10',
      'D 3月|12|11',
      'D 4月|13|12',
      'D 5月|14|13',
      'D 6月|15|14',
      'N |12.5|11.5',
      't 同比增长|0.1|0.2',
    ],
  },
  {
    is: 'months as numbers in the header',
    rows: [
      'H 单位|202011|202012|202101|202102',
      'D 甲厂|10|11|12|13',
      'D 乙厂|20|21|22|23',
      'D 丙厂|30|31|32|33',
    ],
  },
  {
    is: 'rooms in the header',
    rows: ['H 时间|101|102|201|202', 'D 8:00|空|占|空|空', 'D 9:00|占|占|空|空', 'D 10:00|空|空|占|占'],
  },
  {
    is: 'years over numbers and shares, nothing over the labels',
    rows: [
      'T 就业情况|<|<|<|<',
      'H |2019年|<|2020年|<',
      'H |人数|占比|人数|占比',
      'D 第一产业|100|20%|90|18%',
      'D 第二产业|150|30%|160|32%',
      'D 第三产业|250|50%|250|50%',
    ],
  },
  {
    is: 'a wider table of names below a blank row',
    rows: [
      'H 姓名|性别|年龄',
      'D 甲某|男|30',
      'D 乙某|女|31',
      '-',
      'H2 部门|人数|预算|负责人|电话',
      'D2 财务|3|100|丙某|1',
      'D2 人事|2|50|丁某|2',
    ],
  },
  {
    is: 'serial numbers that are merged downward count once',
    rows: [
      'T 事项|<|<|<',
      'H 序号|事项|材料|时限',
      'D 1|甲|申请书|3',
      'D ^|^|证明|4',
      'D 2|乙|照片|5',
      'D ^|^|户口簿|6',
    ],
    sums: [{ A: '3', D: '18' }],
    onlyXlsx: true,
  },
  {
    is: 'an average in the place of the total, rates of change below it',
    rows: [
      'H 日期|甲|乙',
      'D 1日|10.1|9',
      'D 2日|10.2|9.1',
      'D 3日|10.3|9.2',
      't 均价|10.2|9.1',
      't 较上周|0.1|-0.1',
      't 环比|1%|-1%',
    ],
  },
  {
    is: 'a short title over a header of names',
    rows: [
      'T 任务分解表|<|<|<',
      'H 序号|任务|责任单位|完成时限',
      'S 一|党的建设|<|<',
      'D 1.1|学习|办公室|3月',
      'D 1.2|活动|组织科|4月',
      'S 二|经济工作|<|<',
      'D 2.1|招商|招商办|全年',
      'D 2.2|统计|统计站|全年',
    ],
  },
  {
    is: 'days of the month below days of the week, between names merged downward',
    rows: [
      'H 姓名|一|二|三|四|五|出勤',
      'H ^|1|2|3|4|5|^',
      'D 甲|√|√|√|√|√|5',
      'D 乙|√|√||√|√|4',
      'D 丙|√|√|√|√||4',
    ],
    onlyXlsx: true,
  },
  {
    is: 'days of the week beside the title, dates, names in three rows',
    rows: [
      'H 工作餐|<|<|一|二|三||',
      'H 科室|楼层：1|<|10月11日|10月12日|10月13日||',
      'H 序号|姓名|备注||||份数|金额',
      'D 1|甲|101|大|小|不吃|2|20',
      'D 2|乙|101|大|大|小|3|33',
      'D 3|丙|102|小|小|小|3|30',
      'D 4|丁|102|大|小|大|3|32',
      'D 5|戊|102|小|大|不吃|2|22',
      'N ||大|3|2|1||',
      'N ||小|2|3|2||',
    ],
  },
  {
    is: 'what must be filled in, below the header',
    rows: [
      'H 姓名|性别|出生日期|部门|工号',
      'C 必填|必填|选填|必填|选填',
      'D 甲某|男|1990-01-01|财务|A001',
      'D 乙某|女|1991-02-02|人事|A002',
    ],
  },
  {
    is: 'types of the columns in words, and an example',
    rows: [
      'H 姓名|性别|出生日期|部门|工号',
      'C 文本|文本|日期|文本|数字',
      'E 样例|男|1990-01-01|财务|1',
      'D 甲某|男|1990-01-01|财务|2',
      'D 乙某|女|1991-02-02|人事|3',
    ],
  },
  {
    is: 'types of the columns as a database calls them',
    rows: [
      'H 姓名|年龄|入职日期|薪资',
      'C varchar(20)|int|date|decimal(10,2)',
      'D 甲某|30|2020-01-01|5000',
      'D 乙某|31|2020-01-02|6000',
    ],
  },
  {
    is: 'years over the last columns, nothing over the others',
    rows: ['H |||2020年|2021年', 'D 一|农业|亿元|10|11', 'D 二|工业|亿元|20|21', 'D 三|服务业|亿元|30|31'],
  },
  {
    is: 'a summary below a gap, in the last columns',
    rows: [
      'H 序号|姓名|职称|工资',
      'D 1|甲|高级|5000',
      'D 2|乙|中级|4000',
      'D 3|丙|初级|3000',
      'D 4|丁|中级|4100',
      'D 5|戊|中级|4200',
      '-',
      'N ||高级|1',
      'N ||中级|3',
      'N ||初级|1',
    ],
  },
  {
    is: 'remarks between the total and its parts',
    rows: [
      'H 班级|人数|男|女',
      'D 1班|40|20|20',
      'D 2班|41|21|20',
      'D 3班|39|19|20',
      't 合计|120|60|60',
      'N 全年级共3个班|||',
      's 其中走读生|30||',
    ],
  },
  {
    is: 'names of columns in English below those in Chinese, as in yearbooks',
    rows: [
      'T 2-1 人口|<|<|<',
      'H 年份|总人口|男|女',
      'H Year|Total Population|Male|Female',
      'D 2018|100|50|50',
      'D 2019|101|51|50',
      'D 2020|102|51|51',
    ],
  },
  {
    is: 'names in English are data',
    rows: ['H 国家|首都', 'D China|Beijing', 'D Japan|Tokyo', 'D France|Paris'],
  },
  {
    is: 'who asks and for which office, right above a header',
    rows: [
      'T 费用明细表|||',
      'T 申请人|甲某|部门|财务',
      'H 日期|事由|金额|备注',
      'D 10月1日|车费|100|',
      'D 10月2日|住宿|200|',
      'D 10月3日|餐费|50|',
    ],
  },
  {
    is: 'who asks and who agrees, below the total',
    rows: [
      'H 日期|事由|金额|备注',
      'D 10月1日|车费|100|',
      'D 10月2日|住宿|200|',
      'D 10月3日|餐费|50|',
      't 合计||350|',
      'F 申请人|甲某|审批人|乙某',
    ],
  },
  {
    is: 'small tables under titles of their own, of words that no header has',
    rows: [
      'T 一、人员|<|<',
      'H 姓名|职务|电话',
      'D 甲|主任|1',
      'D 乙|副主任|2',
      '-',
      'T 二、车辆|<|<',
      'H2 车牌|车型|司机',
      'D2 A1|轿车|丙',
      'D2 A2|客车|丁',
      '-',
      'T 三、物资|<|<',
      'H3 名称|数量|单位',
      'D3 口罩|100|个',
      'D3 酒精|20|瓶',
    ],
  },
];

/** Sheets in which nothing is a table. */
const noTables: readonly Sheet[] = [
  {
    is: 'a form to fill in',
    rows: [
      'D 申请表|<|<|<',
      'D 姓名||性别|',
      'D 出生年月||民族|',
      'D 身份证号码||联系电话|',
      'D 家庭住址|<|<|<',
    ],
  },
  {
    is: 'a curriculum vitae with a photograph',
    rows: [
      'D 个人简历|<|<|<|<|<|<',
      'D 姓名|甲某|性别|男|出生年月|1990.1|照片',
      'D 民族|汉|籍贯|山东|政治面貌|党员|^',
      'D 学历|本科|职称|无|联系电话|13800000001|^',
      'D 学习工作简历|2008-2012 某大学|<|<|<|<|<',
      'D 奖惩情况|无|<|<|<|<|<',
    ],
  },
  {
    is: 'an application with answers across the sheet',
    rows: [
      'D 项目申请书|<|<|<',
      'D 项目名称|某路改造|<|<',
      'D 申请单位|某镇|负责人|甲某',
      'D 联系电话|13800000001|传真|',
      'D 建设地点|某村|建设期限|2021年',
      'D 总投资|100万元|申请资金|50万元',
      'D 建设内容|改造道路5公里|<|<',
      'D 单位意见|同意|<|<',
    ],
  },
  {
    is: 'labels of things, one below the other',
    rows: [
      'D 资产标签|<|<|<',
      'D 资产名称|电脑|资产编号|001',
      'D 使用部门|财务|购置日期|2021-01-01',
      'D 责任人|甲某|存放地点|二楼',
      '-',
      'D 资产名称|打印机|资产编号|002',
      'D 使用部门|财务|购置日期|2021-02-01',
      'D 责任人|乙某|存放地点|三楼',
    ],
  },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blocks-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read({ rows }: Sheet, format: 'xlsx' | 'csv') {
  const path = join(folder, `sheet.${format}`);
  await write(rows, path, format);
  return inspected(path);
}

test.each(sheets)('$is', async (sheet) => {
  const { tables, sums, others } = await read(sheet, 'xlsx');
  expect({ tables, others }).toEqual(marked(sheet.rows));
  if (sheet.sums) expect(sums).toEqual(sheet.sums);
  if (!sheet.onlyXlsx) expect((await read(sheet, 'csv')).tables).toEqual(tables);
});

test.each(noTables)('no table: $is', async (sheet) => {
  expect((await read(sheet, 'xlsx')).tables).toEqual([]);
});
