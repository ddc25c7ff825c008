/** 乡村就业车间: the workshops that companies opened in villages, dated by their coming (DOMAIN B 16). */
import { date, defineForm, events, measure, named, text, village } from './define.js';

export const employment_workshops = defineForm({
  id: 'employment_workshops',
  title: '乡村就业车间',
  departments: ['乡村振兴办'],
  shape: events('introduced_date'),
  about: ['车间', '卫星工厂'],
  key: ['name', 'village'],
  owedWhereNamed: true,
  columns: {
    name: text('车间名称')
      .hint('车间', '帮扶车间名称', '卫星工厂名称')
      .alias('就业车间名称', '名称')
      .required()
      .example('东魏庄村就业车间'),
    village: village('所在村').alias('所属村').refersTo('villages').example('东魏庄村'),
    enterprise: named('引进企业', 'enterprise')
      .hint('企业名称', '承接企业', '入驻公司', '经营主体')
      .alias('引进公司', '入驻企业', '公司名称')
      .required()
      .example('示例服饰有限公司'),
    introduced_date: date('引进日期')
      .hint('入驻日期', '开工日期', '签约日期')
      .alias('落户日期', '投产日期')
      .mayBeEmpty()
      .note('尚未落户的不填')
      .example('2021-04-18'),
    jobs: measure('带动就业', 'people', '人')
      .hint('就业人员', '用工人数', '务工人数', '带动就业人数')
      .alias('就业人数', '吸纳就业')
      .needed()
      .example('46'),
  },
});
