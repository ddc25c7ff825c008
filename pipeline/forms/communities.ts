/** 新型社区: the new communities, as of the period's date (DOMAIN B 15). */
import { choice, date, defineForm, list, measure, named, roster } from './define.js';

export const communities = defineForm({
  id: 'communities',
  title: '新型社区',
  departments: ['村镇建设办'],
  shape: roster,
  about: ['社区', '安置', '回迁'],
  planned: true,
  key: ['community'],
  changeWords: [{ word: '已入住', column: 'status', counts: false, now: ['已入住'] }],
  columns: {
    community: named('社区名称', 'community')
      .hint('社区', '小区名称', '安置区名称', '安置社区')
      .required()
      .example('示例社区'),
    villages: list('涉及村').note('几个村之间用顿号').example('东魏庄村、西魏庄村'),
    households: measure('规划户数', 'households', '户').example('860'),
    started_date: date('开工日期').example('2020-09-16'),
    move_in_date: date('计划入住时间', 'year')
      .hint('预计回迁日期', '预计入住日期', '计划回迁日期', '预计交付日期', '交付日期', '回迁日期')
      .notBefore('started_date')
      .alias('计划入住日期', '入住时间')
      .required()
      .note('年、年月或日期都可以')
      .example('2022年'),
    progress: measure('进度', 'percent', '%').example('65'),
    status: choice('状态', { 在建: ['建设中'], 已入住: ['入住'], 未开工: ['未建'] })
      .inFigures()
      .note('不填按未入住')
      .example('在建'),
  },
});
