/** 群众文体活动: each cultural or sports event (DOMAIN B 11). */
import { choice, date, defineForm, events, measure, text, yesNo } from './define.js';

export const activities = defineForm({
  id: 'activities',
  title: '群众文体活动',
  departments: ['文化站'],
  shape: events('date'),
  about: ['活动', '演出', '文体'],
  category: 'type',
  key: ['name', 'date', 'place'],
  columns: {
    name: text('活动名称').hint('活动内容', '活动主题', '名称', '活动项目').required().example('广场舞比赛'),
    date: date('活动日期')
      .hint('开展日期', '活动时间', '演出日期', '开始日期')
      .alias('举办日期', '时间')
      .required()
      .example('2021-06-12'),
    place: text('活动地点').alias('地点', '举办地点').example('镇文化广场'),
    type: choice('活动类型', {
      文艺演出: ['演出'],
      体育比赛: ['比赛'],
      电影放映: ['电影'],
      培训: [],
      其他: ['其它'],
    }).example('体育比赛'),
    is_mass: yesNo('是否群众性').default(1).inFigures().note('不填按是').example('是'),
    participants: measure('参加人数', 'people', '人').example('260'),
    host: text('主办单位').example('镇文化站'),
  },
});
