/** 村级道路修建: each section of road, dated by its completion (DOMAIN B 3). */
import { choice, date, defineForm, events, measure, text, village } from './define.js';

export const roads = defineForm({
  id: 'roads',
  title: '村级道路修建',
  departments: ['村镇建设办', '交通'],
  shape: events('completed_date'),
  about: ['道路', '公路', '村路', '路网', '街道硬化'],
  key: ['village', 'road_name', 'section', 'completed_date'],
  shared: { by: 'village', name: 'road_name', section: 'section', size: 'length' },
  label: ['road_name'],
  category: 'nature',
  columns: {
    village: village('所属村')
      .alias('所在村', '途经村')
      .hint('行政区划', '所在行政村', '途经行政村', '受益村', '建设地点', '村名')
      .refersTo('villages')
      .required()
      .example('东魏庄村'),
    road_name: text('道路名称')
      .hint('路段名称', '公路名称', '街道名称', '项目名称', '工程名称')
      .alias('路线名称', '路名')
      .required()
      .example('东魏庄中心街'),
    section: text('起止点')
      .alias('起讫点', '路段')
      .joined('起点', '终点')
      .joined('起点', '止点')
      .note('也可以分为起点、终点两列')
      .example('村委会–村小学'),
    length: measure('长度', 'length', '公里')
      .hint('路段里程', '硬化里程', '建设长度', '修建长度', '实际里程', '道路长度', '工程量')
      .plausible([0.05, '公里'], [30, '公里'], '米')
      .alias('里程', '修建里程', '建设里程', '公路路段里程')
      .required()
      .note('公里；用米的请写明单位')
      .example('1.2'),
    width: measure('宽度', 'length', '米').alias('路面宽度').example('4.5'),
    surface: text('路面类型').alias('路面').example('水泥混凝土'),
    grade: choice('技术等级', {
      一级: ['一级公路'],
      二级: ['二级公路'],
      三级: ['三级公路'],
      四级: ['四级公路'],
      等外: ['等外公路', '等外级'],
    })
      .alias('公路等级')
      .example('四级'),
    nature: choice('建设性质', {
      新建: ['新修'],
      改建: ['改扩建', '扩建', '升级改造'],
      硬化: ['路面硬化'],
      养护: ['修缮', '维修', '大修', '中修', '小修', '养护工程'],
    })
      .alias('性质', '工程类别')
      .hint('建设类型', '工程性质', '建设类别', '修建性质', '施工性质')
      .hintWords({ 新建: ['新'], 改建: ['改', '扩', '升级'], 硬化: ['硬底化'], 养护: ['养', '修', '维护'] })
      .needed()
      .note('养护（修缮、维修、大修）不计入修建')
      .example('硬化'),
    started_date: date('开工日期').example('2021-04-10'),
    completed_date: date('完工日期')
      .hint('交工日期', '通车日期', '验收日期', '竣工验收日期', '完成日期')
      .notBefore('started_date')
      .alias('竣工日期', '竣工时间', '修建年度')
      .yearAlone()
      .mayBeEmpty()
      .note('尚未完工的不填')
      .example('2021-07-25'),
    investment: measure('投资', 'money', '万元').alias('投资额', '总投资').example('58.6'),
  },
});
