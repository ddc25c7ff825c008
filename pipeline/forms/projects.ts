/** 重点项目: the major projects, a row for each phase, as of the period's date (DOMAIN B 9). */
import { choice, date, defineForm, measure, named, range, roster, text } from './define.js';

export const projects = defineForm({
  id: 'projects',
  title: '重点项目',
  departments: ['项目办', '招商办'],
  shape: roster,
  about: ['重点项目', '项目推进', '招商', '在建项目', '亿元'],
  planned: true,
  partsBy: 'investor',
  key: ['project', 'phase'],
  sizeBy: 'investment',
  changeWords: [
    { word: '终止', column: 'status', counts: false, now: ['已终止'] },
    { word: '投产', column: 'status', counts: false, now: ['投产'] },
    { word: '签约', column: 'status', counts: true, now: ['签约'] },
    { word: '开工', column: 'status', counts: true, now: ['在建'] },
    { word: '投资增加', column: 'investment', counts: true },
    { word: '投资减少', column: 'investment', counts: false },
  ],
  columns: {
    project: named('项目名称', 'project')
      .hint('项目', '工程名称', '名称')
      .required()
      .example('示例产业园项目'),
    investor: text('投资方')
      .hint('业主单位', '承建单位')
      .alias('投资主体', '建设单位')
      .example('示例集团有限公司'),
    investor_rank: measure('全国排名', 'count', '强')
      .inFigures()
      .alias('全国N强')
      .note('投资方是全国N强的，填N')
      .example('500'),
    rank_list: text('榜单').note('全国排名出自哪个榜').example('制造业'),
    phase: choice('建设阶段', {
      整体: ['全部', '合计', '总体'],
      一期: ['一期工程', '第一期'],
      二期: ['二期工程', '第二期'],
    })
      .alias('阶段', '期次')
      .whereMissing('整体')
      .note('整体、一期、二期各填一行')
      .example('整体'),
    land_area: measure('占地面积', 'land', '亩')
      .plausible([1, '亩'], [20_000, '亩'], '平方米')
      .alias('占地')
      .example('320'),
    investment: measure('计划投资', 'money', '亿元')
      .hint('投资规模', '投资总额', '估算总投资', '项目投资')
      .between(0, null)
      .plausible([100, '万元'], [500, '亿元'], '万元')
      .alias('投资额', '总投资', '投资', '项目总投资', '项目总金额', '立项批复总投资')
      .required()
      .example('5.6'),
    output_value: measure('年产值', 'money', '亿元')
      .between(0, null)
      .plausible([100, '万元'], [500, '亿元'], '万元')
      .example('8'),
    sales_revenue: measure('年销售收入', 'money', '亿元')
      .between(0, null)
      .plausible([100, '万元'], [500, '亿元'], '万元')
      .alias('销售收入')
      .example('7.5'),
    tax: measure('年税收', 'money', '万元')
      .between(0, null)
      .inFigures()
      .alias('税收')
      .mustNameUnit()
      .note('必须写明亿元或万元')
      .example('3000万元'),
    jobs: measure('带动就业', 'people', '人').inFigures().alias('就业人数', '就业岗位').example('600'),
    capacity: measure('年产能', 'plain', '').inFigures().note('数字；单位填在产能单位').example('2'),
    capacity_unit: text('产能单位').inFigures().unitOf('capacity').example('亿只'),
    product: text('产品').note('产能所指的产品').example('肉鸭'),
    operation_years_min: range('运营年限下限', 'lower', '年')
      .inFigures()
      .alias('运营年限', '运营周期')
      .note('也可以合为一列运营年限，写成3-5年')
      .example('3'),
    operation_years_max: range('运营年限上限', 'upper', '年')
      .inFigures()
      .alias('运营年限', '运营周期')
      .example('5'),
    industries: measure('产业数', 'count', '个').inFigures().note('打造的大产业').example('3'),
    platforms: measure('平台数', 'count', '个').inFigures().note('打造的大平台').example('2'),
    started_date: date('开工日期').example('2021-03-28'),
    status: choice('项目状态', {
      签约: ['已签约'],
      在建: ['建设中', '已开工'],
      投产: ['已投产'],
      已终止: ['终止'],
    })
      .alias('状态', '进展', '项目当前状态')
      .hint(
        '当前状态',
        '项目进展',
        '建设状态',
        '建设进展',
        '推进情况',
        '项目进度',
        '目前进展',
        '形象进度',
        '建设情况',
      )
      .hintWords({
        签约: ['前期', '立项', '洽谈', '筹备', '未开工', '待开工', '批准', '备案'],
        在建: ['施工', '建设', '推进', '续建'],
        投产: ['完工', '竣工', '建成', '运营', '投用', '达产'],
        已终止: ['关闭', '停止', '取消', '撤销', '放弃', '停建', '缓建', '作废'],
      })
      .needed()
      .example('在建'),
  },
  indexes: [['project']],
});
