/** 乡村振兴产业资金: each investment of rural funds (DOMAIN B 10). */
import { choice, date, defineForm, events, measure, named, text, village } from './define.js';

export const rural_funds = defineForm({
  id: 'rural_funds',
  title: '乡村振兴产业资金',
  departments: ['乡村振兴办'],
  shape: events('invested_date'),
  key: ['project', 'village', 'invested_date'],
  columns: {
    project: named('项目名称', 'project').required().example('东魏庄肉鸭养殖项目'),
    category: choice('项目类别', {
      养殖: ['养殖业', '养殖类'],
      种植: ['种植业', '种植类'],
      加工: ['加工业', '加工类'],
      光伏: ['光伏发电'],
      其他: ['其它'],
    })
      .alias('类别', '产业类型')
      .required()
      .example('养殖'),
    village: village('实施村').alias('所属村').refersTo('villages').example('东魏庄村'),
    amount: measure('投入金额', 'money', '万元')
      .plausible([1, '万元'], [1, '亿元'], '元')
      .alias('投入资金', '资金额')
      .required()
      .example('120'),
    invested_date: date('投入日期').alias('拨付日期').required().example('2021-05-20'),
    source: text('资金来源').example('衔接推进乡村振兴补助资金'),
    annual_income: measure('年收益', 'money', '万元').example('9.6'),
  },
});
