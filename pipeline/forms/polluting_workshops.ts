/** 散乱污企业: each scattered polluting workshop that was found (DOMAIN B 13). */
import { choice, date, defineForm, events, named, text } from './define.js';

export const polluting_workshops = defineForm({
  id: 'polluting_workshops',
  title: '散乱污企业',
  departments: ['生态环境办', '环保所'],
  shape: events('found_date'),
  about: ['散乱污'],
  key: ['name', 'found_date'],
  alsoInOrder: {
    sentence: '往年发现、本年整治完成的，可以再次列入',
    holds: (row, year) =>
      `${row.found_date}`.slice(0, 4) < `${year}` && `${row.rectified_date}`.slice(0, 4) === `${year}`,
  },
  recognisedBy: { words: ['散乱污'], columns: ['measure'], beside: 0 },
  columns: {
    name: named('企业名称', 'enterprise')
      .hint('名称', '企业（作坊）名称', '业主名称', '场所名称')
      .alias('业户名称', '单位名称')
      .required()
      .example('示例村塑料加工点'),
    address: text('地址').example('东魏庄村东'),
    found_date: date('发现日期')
      .alias('排查日期')
      .hint('检查日期', '曝光日期', '检查发现日期', '排查发现日期', '登记日期')
      .required()
      .example('2021-04-22'),
    problem: text('存在问题').example('无环保手续'),
    measure: choice('整治措施', {
      关停取缔: ['关停', '取缔'],
      整合搬迁: ['搬迁', '整合'],
      升级改造: ['升级', '改造'],
    }).example('关停取缔'),
    rectified_date: date('整治完成日期').notBefore('found_date').note('尚未完成的不填').example('2021-05-10'),
  },
});
