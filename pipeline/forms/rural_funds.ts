/** 乡村振兴产业资金: each investment of rural funds (DOMAIN B 10). */
import { choice, date, defineForm, events, measure, named, text, village } from './define.js';

export const rural_funds = defineForm({
  id: 'rural_funds',
  title: '乡村振兴产业资金',
  departments: ['乡村振兴办'],
  shape: events('invested_date'),
  about: ['产业资金', '帮扶资金', '衔接资金', '扶贫资金', '补助资金'],
  category: 'category',
  key: ['project', 'village', 'invested_date'],
  columns: {
    project: named('项目名称', 'project')
      .hint('项目', '产业项目', '工程名称')
      .required()
      .example('东魏庄肉鸭养殖项目'),
    category: choice('项目类别', {
      养殖: ['养殖业', '养殖类'],
      种植: ['种植业', '种植类'],
      加工: ['加工业', '加工类'],
      光伏: ['光伏发电'],
      其他: ['其它'],
    })
      .alias('类别', '产业类型')
      .hint('项目类型', '产业类别', '产业名称', '产业', '类型', '产业形态')
      .hintWords({
        养殖: ['畜', '禽', '猪', '牛', '羊', '鸡', '鸭', '渔', '蜂'],
        种植: ['林', '果', '菜', '茶', '药材', '粮', '菌'],
        加工: ['制造', '手工', '车间'],
        光伏: ['电站'],
        其他: ['旅游', '电商', '物流'],
      })
      .required()
      .example('养殖'),
    village: village('实施村').alias('所属村').refersTo('villages').example('东魏庄村'),
    amount: measure('投入金额', 'money', '万元')
      .plausible([1, '万元'], [1, '亿元'], '元')
      .alias('投入资金', '资金额', '已投入资金')
      .hint(
        '到村项目资金',
        '拨付金额',
        '到位资金',
        '财政补助',
        '财政资金',
        '拨付资金',
        '已拨付资金',
        '支付金额',
        '使用资金',
        '帮扶资金',
      )
      .required()
      .example('120'),
    invested_date: date('投入日期')
      .hint('支付日期', '下达日期', '到账日期', '拨款日期')
      .alias('拨付日期')
      .required()
      .example('2021-05-20'),
    source: text('资金来源').example('衔接推进乡村振兴补助资金'),
    annual_income: measure('年收益', 'money', '万元').example('9.6'),
  },
});
