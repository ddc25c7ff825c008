/** 行政村办公场所: the administrative villages, as of the period's date (DOMAIN B 7). */
import { choice, date, defineForm, divisionCode, measure, roster, village, yesNoMeans } from './define.js';

export const villages = defineForm({
  id: 'villages',
  title: '行政村办公场所',
  departments: ['组织办', '村镇建设办'],
  shape: roster,
  about: ['行政村', '村情', '村级组织', '挂钩村'],
  key: ['village'],
  changeWords: [
    { word: '改为楼房', column: 'office_type', counts: true },
    { word: '不再是楼房', column: 'office_type', counts: false },
    { word: '楼房建成', column: 'office_built_date', counts: true },
    { word: '收入变为0', column: 'collective_income', counts: true },
    { word: '已有收入', column: 'collective_income', counts: false },
  ],
  recognisedBy: { words: ['行政村', '村情'], columns: ['office_type', 'collective_income'], beside: 1 },
  columns: {
    village: village('行政村')
      .hint('挂钩村名称', '村居名称', '村庄名称', '村（居）')
      .alias('村名', '村名称', '行政村名称', '村')
      .required()
      .example('东魏庄村'),
    village_code: divisionCode('区划代码')
      .alias('村代码')
      .note('12位统计用区划代码，按文本填写')
      .example('370000001201'),
    households: measure('户数', 'households', '户').example('412'),
    population: measure('人口', 'people', '人').alias('人口数').example('1386'),
    office_type: choice('办公场所类型', {
      楼房: ['是', '√', '办公楼'],
      平房: ['否', '×'],
      租借: ['租用', '借用'],
      无: [],
    })
      .hint('办公用房', '办公楼类型', '办公场所形式', '办公场所情况', '房屋类型')
      .hintWords({ 楼房: ['楼', '层'], 平房: ['平', '瓦房'], 租借: ['租', '借'] })
      .alias('办公场所', { header: '是否楼房化办公', words: yesNoMeans('楼房', '平房') })
      .needed()
      .example('楼房'),
    office_built_date: date('建成日期')
      .inFigures()
      .alias('启用日期')
      .note('办公场所建成或启用的日期；早年建成、日期不详的可以不填')
      .example('2019-06-30'),
    collective_income: measure('村集体收入', 'money', '万元')
      .hint('村集体经济收入', '集体收入', '经营性收入', '村级集体经济收入')
      .plausible([1000, '元'], [1000, '万元'], '元')
      .alias('集体经济收入', '村集体经营性收入')
      .needed()
      .example('12.5'),
    office_area: measure('办公面积', 'floor', '平方米').example('460'),
  },
  indexes: [['village']],
});
