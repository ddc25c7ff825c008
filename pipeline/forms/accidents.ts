/** 安全生产事故: each accident (DOMAIN B 12). */
import { choice, date, defineForm, events, measure, named, text, yesNo } from './define.js';

export const accidents = defineForm({
  id: 'accidents',
  title: '安全生产事故',
  departments: ['应急办'],
  shape: events('occurred_date'),
  about: ['事故'],
  category: 'grade',
  key: ['accident_no'],
  number: { with: ['occurred_date', 'enterprise'], namesOne: true },
  columns: {
    accident_no: text('事故编号').hint('编号', '事故序号', '案号').required().example('SG2021-01'),
    occurred_date: date('发生日期')
      .hint('事发日期', '事故发生日期', '日期')
      .alias('事故日期')
      .required()
      .example('2021-05-06'),
    enterprise: named('单位名称', 'enterprise')
      .alias('事故单位')
      .note('与企业名录中的名称一致')
      .example('示例机械有限公司'),
    place: text('地点').example('一号车间'),
    grade: choice('事故等级', {
      一般: ['一般事故'],
      较大: ['较大事故'],
      重大: ['重大事故'],
      特别重大: ['特别重大事故'],
    }).example('一般'),
    is_production_accident: yesNo('是否生产安全事故')
      .hint('是否属于生产安全事故', '是否生产事故', '事故性质', '是否为生产安全事故')
      .required()
      .example('是'),
    deaths: measure('死亡人数', 'people', '人').example('0'),
    injured: measure('受伤人数', 'people', '人').example('1'),
    loss: measure('直接经济损失', 'money', '万元').example('3.2'),
  },
});
