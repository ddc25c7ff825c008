/** 村级支出: each payment of a village, by voucher (DOMAIN B 8). */
import { choice, date, defineForm, events, measure, text, village } from './define.js';

export const village_spending = defineForm({
  id: 'village_spending',
  title: '村级支出',
  departments: ['财政所', '经管站'],
  shape: events('spent_date'),
  about: ['村级支出', '村级财务', '财务公开', '支出明细', '现金账', '日记账', '支出台账', '凭证'],
  key: ['village', 'voucher_no'],
  label: ['village', 'purpose'],
  category: 'category',
  keyElse: 'all',
  number: { with: ['spent_date'], namesOne: false },
  ledger: { spent: 'amount', received: ['收入', '收入金额', '收款', '收款金额'], unread: ['category'] },
  columns: {
    village: village('行政村')
      .hint('村', '村庄', '单位', '村居')
      .alias('村名', '所属村')
      .refersTo('villages')
      .required()
      .example('东魏庄村'),
    voucher_no: text('凭证号')
      .alias('凭证编号')
      .hint('凭证字号', '凭证号码')
      .note('按文本填写')
      .example('2021-07-015'),
    spent_date: date('支出日期')
      .hint('记账日期', '业务日期', '发生日期', '付款日期', '凭证日期')
      .alias('日期', '支付日期')
      .required()
      .example('2021-07-09'),
    category: choice('支出类别', {
      公共支出: ['公益支出', '公益事业'],
      组织运转: ['运转经费'],
      人员报酬: ['人员工资'],
      其他: ['其它', '其他支出'],
    })
      .alias('类别', '支出项目')
      .hint(
        '科目',
        '会计科目',
        '开支类别',
        '资金类别',
        '费用类别',
        '支出类型',
        '支出性质',
        '用途类别',
        '支出科目',
      )
      .hintWords({
        公共支出: ['公益', '公共', '基础设施', '环境', '卫生', '绿化', '道路', '路灯', '水利', '文化'],
        组织运转: ['管理', '办公', '运转', '水电', '会议', '党建', '差旅'],
        人员报酬: ['报酬', '工资', '补贴', '误工', '津贴', '绩效'],
      })
      .required()
      .example('公共支出'),
    amount: measure('金额', 'money', '万元')
      .plausible([10, '元'], [200, '万元'], '元')
      .alias('支出金额')
      .hint('支出', '支付', '付款金额', '付出金额', '支出额', '借方金额', '发生额')
      .required()
      .note('万元；用元的请写明单位')
      .example('1.85'),
    purpose: text('用途').alias('摘要').example('路灯维护'),
    source: text('资金来源').example('村集体收入'),
  },
  indexes: [['village']],
});
