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
