/** 学校建设: what schools built, dated by its completion (DOMAIN B 4). */
import { choice, date, defineForm, events, measure, text, village } from './define.js';

export const schools = defineForm({
  id: 'schools',
  title: '学校建设',
  departments: ['学区', '教育办'],
  shape: events('completed_date'),
  about: ['学校', '教育', '校舍'],
  category: 'item',
  key: ['school', 'item', 'nature', 'completed_date'],
  columns: {
    school: text('学校名称')
      .hint('学校全称', '单位名称', '项目学校', '建设学校')
      .alias('学校')
      .required()
      .example('示例镇中心小学'),
    stage: choice('学段', {
      幼儿园: [],
      小学: [],
      初中: ['初级中学'],
      九年一贯制: ['九年一贯', '九年一贯制学校'],
      高中: ['高级中学'],
    })
      .alias('办学类型')
      .example('小学'),
    village: village('所属村').refersTo('villages').example('东魏庄村'),
    item: choice('项目类型', {
      教学楼: [],
      综合楼: [],
      宿舍楼: [],
      食堂: [],
      广场: ['学校广场', '文化广场'],
      运动场: ['操场', '体育场'],
    })
      .hint('建设项目名称', '工程名称', '单体名称', '建筑名称', '工程类型')
      .alias('建设项目', '建设内容', '设施类型')
      .required()
      .example('教学楼'),
    nature: choice('建设性质', {
      新建: [],
      改扩建: ['改建', '扩建'],
      维修: ['修缮'],
    })
      .hint('建设类别', '性质', '工程性质', '建设方式')
      .required()
      .example('新建'),
    quantity: measure('数量', 'count', '座')
      .hint('栋数', '幢数', '个数', '建设数量', '处')
      .alias('座数', '处数')
      .required()
      .note('座或处')
      .example('1'),
    floor_area: measure('建筑面积', 'floor', '平方米').alias('面积').example('3200'),
    investment: measure('投资', 'money', '万元').example('640'),
    started_date: date('开工日期').example('2021-01-15'),
    completed_date: date('竣工日期')
      .hint('交付使用日期', '验收日期', '竣工验收日期', '投入使用日期', '完成日期')
      .notBefore('started_date')
      .alias('完工日期', '竣工时间')
      .mayBeEmpty()
      .note('尚未竣工的不填')
      .example('2021-08-20'),
  },
});
