/** 党支部: the party branches, as of the period's date (DOMAIN B 6). */
import { choice, date, defineForm, measure, named, person, roster, text } from './define.js';

export const party_branches = defineForm({
  id: 'party_branches',
  title: '党支部',
  departments: ['党建办', '组织办'],
  shape: roster,
  about: ['党支部', '党组织'],
  key: ['name'],
  changeWords: [{ word: '新成立', column: 'established_date', counts: true }],
  columns: {
    name: text('党支部名称')
      .hint('党组织全称', '支部全称', '基层党组织名称', '组织名称')
      .alias('支部名称', '党组织名称')
      .required()
      .example('示例产业园项目临时党支部'),
    type: choice('类型', {
      重点项目临时党支部: ['临时党支部', '项目临时党支部'],
      非公企业: ['非公', '非公有制企业', '非公企业党支部'],
      社会组织: ['社会组织党支部'],
      两新: ['两新组织', '两新党支部', '两新组织党支部'],
      农村: ['农村党支部'],
      机关: ['机关党支部'],
      其他: ['其它'],
    })
      .hint('组织类别', '党组织类别', '支部类别', '党组织类型', '单位类别', '组织类型')
      .alias('支部类型', '类别')
      .required()
      .example('重点项目临时党支部'),
    attached_to: named('所属单位', 'project')
      .alias('依托单位', '所属项目')
      .note('临时党支部填所属项目的名称')
      .example('示例产业园项目'),
    established_date: date('成立日期')
      .hint('批准成立日期', '组建日期', '建立日期', '批复日期')
      .alias('成立时间', '批准日期')
      .required()
      .example('2021-03-01'),
    dissolved_date: date('撤销日期').notBefore('established_date').note('已撤销的填写').example(''),
    secretary: person('书记').alias('支部书记').example('张三'),
    members: measure('党员人数', 'people', '人').alias('党员数').example('5'),
  },
});
