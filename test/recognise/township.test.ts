/** Whose sheet it is: townships named in titles, sheet names and 填报单位 (DOMAIN B “Held back whole”). */
import { expect, it } from 'vitest';
import { townshipsNamed } from '../../pipeline/recognise/township.js';

const ours = ['泰平镇', '泰平'];
const others = ['柳林镇', '城关街道'];

it.each([
  ['柳林镇2021年行政村办公场所情况统计表', '柳林镇'],
  ['2021年安康镇村级支出', '安康镇'],
  ['示例省示例县安康镇人民政府', '安康镇'],
  ['关于报送安康镇财政所', '安康镇'],
  ['附件1：安康乡道路情况', '安康乡'],
  ['道路修建情况表（安康镇）', '安康镇'],
  ['安康街道办事处', '安康街道'],
  ['解放街道2021年道路情况表', '解放街道'],
  ['安康镇村级公共支出明细表', '安康镇'],
  ['道路情况-城关街道', '城关街道'],
  ['情况汇总柳林镇', '柳林镇'],
])('%s names another', (text, other) => {
  expect(townshipsNamed(text, ours, others)).toEqual({ ours: false, other });
});

it.each([
  '全镇各村道路情况',
  '各镇街道路情况',
  '本镇企业名录',
  '我镇信访台账',
  '新型城镇化建设',
  '小城镇建设项目表',
  '建制镇基本情况',
  '特色小镇项目',
  '经济强镇名录',
  '村镇建设办公室',
  '乡镇企业情况统计表',
  '城乡居民基本医疗保险缴费',
  '美丽乡村道路建设',
  '送戏下乡活动',
  '返乡创业人员',
  '村内街道硬化情况',
  '街道亮化工程',
  '解放街道硬化工程',
  '2021年村级支出',
  '大镇村2021年支出明细',
  '新乡市企业名录',
  '经济发展办公室',
  'Sheet1',
])('%s names none', (text) => {
  expect(townshipsNamed(text, ours, others)).toEqual({ ours: false, other: null });
});

it.each([
  ['泰平镇2021年道路情况', null],
  ['示例省示例县泰平镇人民政府2021年统计表', null],
  ['泰平街道办事处', null],
  ['泰平镇村镇建设办', null],
  ['泰平镇与柳林镇合办活动', '柳林镇'],
  ['泰平镇（原安康镇）道路情况', null],
])('%s names ours', (text, other) => {
  expect(townshipsNamed(text, ours, others)).toEqual({ ours: true, other });
});
