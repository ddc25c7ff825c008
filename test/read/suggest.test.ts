/** What a file leaves open, and the likeliest answers: asked is only what neither the file nor the domain decides. */
import { expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { suggest } from '../../pipeline/read/suggest.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import { sheetOf } from '../helpers/recognised.js';

async function suggested(rows: readonly string[], answers = noAnswers) {
  const context = { unitNames: ['泰平镇'], otherUnits: [], asOf: '2021-12-31', aliases: noAliases, answers };
  const { columns, values } = await suggest({ sheets: [sheetOf(rows)] }, forms, context);
  return [
    ...columns.map(({ header, field, unit }) => [header, field, unit ?? ''].join(' ')),
    ...values.map(({ field, text, value }) => `${field}: ${text} ${value}`),
  ];
}

const spending = '行政村|凭证号|支出日期|用途';
const spent = '东河村|记-1|2021-03-05|保洁';

test.each<[string, readonly string[], readonly string[]]>([
  [
    'a header near by its name, and one that the form hints at; words of its closed list',
    [
      `${spending}|科目|支出（万元）|结余（万元）`,
      `${spent}|公益支出|3|9`,
      `${spent}|干部报酬|2|7`,
      `${spent}|管理费|1|6`,
    ],
    ['科目 category ', '支出（万元） amount ', 'category: 干部报酬 人员报酬', 'category: 管理费 组织运转'],
  ],
  [
    'a code by its check character, whatever its header',
    [
      '纳税人编码|企业名称|成立日期|是否规上|纳税人类型|企业规模',
      '91370000MA3AAAA153|甲|2019-1-1|是|一般纳税人|小型',
      '91370000MA3BBBB29P|乙|2019-1-1|否|一般纳税人|微型',
    ],
    ['纳税人编码 credit_code '],
  ],
  [
    'a date that no column has is the period’s own, at the most',
    ['项目名称|项目类别|实施村|投入金额（万元）', '养鸭|养殖|东河村|30'],
    ['invested_date:  期末'],
  ],
  [
    'a unit that is assumed, and one that is refused',
    [`${spending}|支出类别|金额`, `${spent}|公共支出|85`, `${spent}|公共支出|90`],
    ['金额 amount 万元'],
  ],
  ['the unit that would fit', [`${spending}|支出类别|金额`, `${spent}|公共支出|85000`], ['金额 amount 元']],
  [
    'values that no such column holds speak against a name',
    ['项目名称|项目类别|实施村|投入金额（万元）|投入时间段', '养鸭|养殖|东河村|30|春季'],
    ['invested_date:  期末'],
  ],
  [
    'nothing where the file says all, in words of its own that the form knows',
    [`${spending}|支出类别|金额（元）|备注`, `${spent}|公益支出|3|无`],
    [],
  ],
  [
    'of two columns that could be the same thing the one that would be read if it were alone',
    ['所属村|道路名称|建设性质|里程（公里）|修建里程（公里）|完工日期', '东河村|甲路|新建|3|2|2021-5-1'],
    ['里程（公里） length '],
  ],
  [
    'nothing where only guesses would make it one',
    ['设施名称|所在位置（自然村）|用地面积或长度|建设年代', '桥|东河村|3|老'],
    [],
  ],
  [
    'of a sheet whose title says what it lists, though no header is the form’s',
    [
      '党组织一览表',
      '党组织全称|组织类别|批准成立时间|书记',
      '甲公司党支部|非公经济组织党支部|2021.5.1|张三',
    ],
    [
      '党组织全称 name ',
      '组织类别 type ',
      '批准成立时间 established_date ',
      'type: 非公经济组织党支部 非公企业',
    ],
  ],
  [
    'no column that is likelier what nobody asks for',
    ['学校|建设项目|建设性质|座数|开工时间', '甲小学|教学楼|新建|1|2020.3'],
    ['completed_date:  期末'],
  ],
  [
    'the one that is named of two dates',
    ['学校|建设项目|建设性质|座数|开工时间|竣工验收时间', '甲小学|教学楼|新建|1|2020.3|2021.8.20'],
    ['竣工验收时间 completed_date '],
  ],
  [
    'a number that stands under 编号, and a column of codes by its words',
    [
      '违纪案件处分情况',
      '编号|案号|被处分人|政治面貌代码|处分决定时间',
      '1|甲纪1号|张三|01|2021.4.5',
      '2|甲纪2号|李四|13|2021.5.5',
    ],
    ['案号 case_no ', '被处分人 person ', '政治面貌代码 is_party_member ', '处分决定时间 punished_date '],
  ],
  [
    'a number under 编号, where the form has no other',
    ['事故台账', '编号|事发时间|地点|是否属于生产安全事故', 'A1|2021-03-05|东村|是'],
    ['编号 accident_no ', '事发时间 occurred_date ', '是否属于生产安全事故 is_production_accident '],
  ],
  [
    'two columns that are one, and none of them for another',
    [
      '公路建设',
      '项目名称|所属村|路线起点|路线终点|里程（公里）|建设性质|完工日期',
      '甲路|东河村|东头|西头|3|新建|2021-5-1',
    ],
    ['路线起点+路线终点 section ', '项目名称 road_name '],
  ],
  ['nothing of a table that is none of the forms', ['姓名|性别|班级', '张三|男|一班'], []],
])('%s', async (_, rows, expected) => {
  expect(await suggested(rows)).toEqual(expected);
});

test('what has been answered is not asked again, and its words are', async () => {
  const rows = [`${spending}|科目|金额（万元）`, `${spent}|干部报酬|3`];
  const column = { form: 'village_spending', header: '科目', field: 'category', unit: null };
  const value = { form: 'village_spending', field: 'category', text: '干部报酬', value: '人员报酬' };
  expect(await suggested(rows, { columns: [column], values: [] })).toEqual(['category: 干部报酬 人员报酬']);
  expect(await suggested(rows, { columns: [column], values: [value] })).toEqual([]);
});

test('what the same header was answered to mean in another form is the likeliest', async () => {
  const rows = ['项目名称|项目类别|实施村|对象|拨付日期', '养鸭|养殖|东河村|30|2021-3-5'];
  const answer = { form: 'village_spending', header: '对象', field: 'amount', unit: null };
  expect(await suggested(rows)).toEqual([]);
  expect(await suggested(rows, { columns: [answer], values: [] })).toEqual(['对象 amount 万元']);
});
